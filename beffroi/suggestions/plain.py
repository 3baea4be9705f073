"""Text as it is compared: small letters, without accents, with one kind of apostrophe. Pure."""

from __future__ import annotations

import unicodedata

#: What of a long message is read: what it is about stands early.
READ_MAX = 2_000


def plain(text: str) -> str:
    """Return the beginning of a text as patterns expect it."""
    parts = unicodedata.normalize("NFD", text[:READ_MAX].lower().replace("’", "'"))
    bare = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    return bare.replace("œ", "oe").replace("\u00a0", " ").replace("\u202f", " ")
