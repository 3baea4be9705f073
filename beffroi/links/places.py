"""What countries are called: the names of the Unicode CLDR, in a file beside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).with_name("countries.tsv")


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language; the code itself where unknown."""
    french, english = _names().get(code, (code, code))
    return french if (get_language() or "fr").startswith("fr") else english


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {code: (french, english) for code, french, english in rows}
