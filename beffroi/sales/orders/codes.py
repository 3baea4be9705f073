"""Promo codes, as they are compared whoever wrote them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

CODE_MAX = 60
#: No shop that is known lets more be put on one order.
CODES_MAX = 20


def normal_code(written: str) -> str:
    """Return a code as it is compared: capitals, no space around, no signs that are not seen.

    WooCommerce keeps codes in small letters, Shopify as they were typed; both take either.
    """
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFKC", written[: CODE_MAX * 4])
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return unicodedata.normalize("NFKC", " ".join(seen.split()).upper())[:CODE_MAX].strip()


def normal_codes(written: Iterable[str]) -> tuple[str, ...]:
    """Return codes once each, in the order in which they were written."""
    found = dict.fromkeys(code for one in written if (code := normal_code(one)))
    return tuple(found)[:CODES_MAX]
