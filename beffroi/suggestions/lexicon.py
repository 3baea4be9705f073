"""Reads the words by which messages are told apart, from the folder `words`. Pure but for that.

Each entry of a file is a pattern; a line ends one alternative and begins another.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """Return what each entry of a file finds in a plain text: whole words, after figures too."""
    return {key: _whole(words) for key, words in _entries(name).items()}


def entry(name: str, key: str) -> str:
    """Return one entry of a file as a part of a larger pattern."""
    return f"(?:{_joined(_entries(name)[key])})"


def words(name: str) -> dict[str, frozenset[str]]:
    """Return the words of each entry of a file."""
    return {key: frozenset(text.split()) for key, text in _entries(name).items()}


def _entries(name: str) -> dict[str, str]:
    return dict(tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")))


def _whole(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z_])(?:{_joined(alternatives)})(?!\w)")


def _joined(alternatives: str) -> str:
    return "|".join(line for line in alternatives.split("\n") if line)
