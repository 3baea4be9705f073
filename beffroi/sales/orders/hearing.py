"""Finds among the questions of a shop's order form how a buyer heard of the company. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from beffroi.sales.orders.bodies import TEXT_MAX, text

_KEY_MAX = 120
#: What names of such fields have in them, however a plugin spells them.
_ASKS = (
    "nous avez vous connu", "nous avez vous decouvert", "vous nous avez connu", "comment connu",
    "nous a connu", "how did you hear", "how you heard", "hear about us", "heard about us",
    "how did you find us", "hdyhau",
)  # fmt: skip


def is_question(name: str) -> bool:
    """Tell whether a field asks how somebody heard of the company."""
    plain = unicodedata.normalize("NFKD", name[:_KEY_MAX].casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", kept).split())
    return any(asked in words for asked in _ASKS)


def said_in(fields: Iterable[tuple[str, object]]) -> str:
    """Return the first answer to such a question, cut; "" where there is none."""
    for name, answer in fields:
        if is_question(name) and isinstance(answer, str):
            found = text(answer, longest=TEXT_MAX)
            if found:
                return found
    return ""
