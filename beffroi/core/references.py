"""References of HTML (`&eacute;`, `&#233;`), read whatever strangers wrote."""

from __future__ import annotations

import re
from html import unescape

#: Of a number with thousands of digits Python makes none, and raises ValueError; no sign has ten.
_LONG = re.compile(r"&#(?:[0-9]{10,}+|[xX][0-9a-fA-F]{10,}+);?")


def read_references(text: str) -> str:
    """Return a text with its references read; numbers that are no sign become �."""
    if "&" not in text:
        return text
    return unescape(_LONG.sub("\ufffd", text))
