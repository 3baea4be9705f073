"""What a workspace says of itself, made safe to stand in an answer. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields

#: A fact that is longer would be an answer by itself: it is treated as not given.
FACT_MAX = 300
_BREAKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
#: Braces and brackets mark what a person still has to fill in.
_BRACKETS = str.maketrans("[]{}", "()()")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SHAPES = {
    "email": re.compile(r"[^\s@<>(),;:]{1,64}@[\w-]+(?:\.[\w-]+)*\.\w{2,24}"),
    "phone": re.compile(r"\+?[\d(][\d\s().\-/\u00a0\u202f]{2,24}\d"),
    "website": re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.\w{2,24}(?::\d{1,5})?(?:/\S*)?"),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What may stand in an answer, as the workspace wrote it; empty where nothing is known."""

    company: str = ""
    signature: str = ""
    hours: str = ""
    #: When we are open on the days that the message names, as a sentence without its point.
    day_hours: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    returns: str = ""
    booking: str = ""
    delivery: str = ""
    after_sales: str = ""
    coming: str = ""


NAMES = tuple(field.name for field in fields(Facts))


def known(facts: Facts) -> dict[str, str]:
    """Return the facts that can be used, by name, each on one line without its final point."""
    found = {name: _usable(name, getattr(facts, name)) for name in NAMES}
    return {name: value for name, value in found.items() if value}


def _usable(name: str, given: str) -> str:
    value = plain_line(given).rstrip(" .;,").translate(_BRACKETS)
    if len(value) > FACT_MAX or not any(sign.isalnum() for sign in value):
        return ""
    shape = _SHAPES.get(name)
    return value if shape is None or shape.fullmatch(value) else ""


def plain_line(text: str) -> str:
    """Return a text on one line, without signs that are not seen; no-break spaces stay."""
    line = _BREAKS.sub(" ", text[: FACT_MAX * 4])
    return "".join(s for s in line if unicodedata.category(s) not in _UNSEEN).strip()
