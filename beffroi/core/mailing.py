"""What all who send mails share: the server, whether it refused for good, who writes, the look."""

from __future__ import annotations

import smtplib
from email.utils import formataddr, parseaddr
from pathlib import Path

from django.conf import settings

_SHEET = Path(__file__).parent / "static" / "core" / "mail.css"
#: From here on an answer of a mail server is for good; below it asks to come again.
_PERMANENT = 500


def mail_is_set() -> bool:
    """Tell whether this installation has a mail server: without one, mails are only printed."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def is_refused_for_good(error: smtplib.SMTPException) -> bool:
    """Tell whether a mail server said that trying again would change nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return max(codes, default=_PERMANENT) >= _PERMANENT
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= _PERMANENT


def sent_as(name: str) -> str:
    """Return who writes: a name, at the address of this installation."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join(name.split()), address))


def dressed(html: str, own: str = "") -> str:
    """Return a mail with the stylesheet of all, and its `own` rules: nothing is fetched."""
    return with_rules(html, f"\n{_SHEET.read_text()}{own}")


def with_rules(html: str, rules: str) -> str:
    """Return a page that cannot fetch a stylesheet with rules of its own, the last in its head."""
    return html.replace("</head>", f"<style>{rules}</style></head>", 1)
