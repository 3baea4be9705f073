"""Knows the pages that sites show to programs in the place of what was asked. Pure."""

from __future__ import annotations

_HEAD_BYTES = 20_000
#: What such pages say of themselves, whoever made them, in small letters.
_WORDS = (
    b"checking your browser",
    b"just a moment...",
    b"cf-chl",
    b"challenge-platform",
    b"captcha",
    b"are you a robot",
    b"are you human",
    b"verify you are human",
    b"enable javascript and cookies to continue",
    b"access denied",
)


def is_refusal(content: bytes) -> bool:
    """Tell whether a page that is no feed asks for a proof that a person reads it."""
    head = content[:_HEAD_BYTES].lower()
    return b"<html" in head and any(words in head for words in _WORDS)
