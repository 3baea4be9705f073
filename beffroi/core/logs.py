"""What may reach a log: everything but secrets."""

from __future__ import annotations

import logging
import re

HIDDEN = "[hidden]"

_NAMES = (
    r"(?:access|refresh|id|session|csrf|app|bearer)?[_-]?(?:token|jwt|secret|password|passwd|cookie)"
    r"|client[_-]secret|api[_-]?key|set-cookie|code[_-]verifier|signature"
)
_RULES = (
    # Authorization: Bearer …, DPoP …, Basic …
    (re.compile(r"\b(Bearer|Basic|DPoP)\s+[^\s'\",;]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # password=…, "access_token": "…", client_secret: …
    (
        re.compile(
            rf"((?:{_NAMES})['\"]?\s*[=:]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s&,;}}\])]+)", re.IGNORECASE
        ),
        rf"\1{HIDDEN}",
    ),
    # scheme://user:password@host
    (re.compile(r"(://[^/\s:@]+:)[^/\s@]+@"), rf"\1{HIDDEN}@"),
    # signed tokens in three parts
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), HIDDEN),
    # application passwords of Bluesky
    (re.compile(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"), HIDDEN),
    # long random strings: small letters, capitals and digits together
    (
        re.compile(
            r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[A-Za-z0-9_-]{32,}(?![\w-])"
        ),
        HIDDEN,
    ),
)


def redact(text: str) -> str:
    """Replace what looks like a secret."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


class RedactSecrets(logging.Filter):
    """Hides secrets in messages, their arguments and tracebacks, before a handler writes them."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its secrets."""
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True
