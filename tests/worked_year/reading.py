"""Reads the tables of the year that is worked by hand, as a page of documentation has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from scripts.paths import ROOT

NAME = "worked-year.md"
Row: TypeAlias = Mapping[str, str]
_RULE = re.compile(r"^\|[-:|]+\|$")


def page(language: str) -> Path:
    """Return where the page of a language lies."""
    return ROOT / "docs" / language / NAME


def tables(language: str) -> list[list[Row]]:
    """Return the tables of a page in their order, each row by the names of its columns."""
    found: list[list[Row]] = []
    lines = page(language).read_text().splitlines()
    for place, line in enumerate(lines):
        if _RULE.match(line):
            heads = _cells(lines[place - 1])
            found.append([])
            for row in lines[place + 1 :]:
                if not row.startswith("|"):
                    break
                found[-1].append(dict(zip(heads, _cells(row), strict=True)))
    return found


def cents(written: str) -> int | None:
    """Return a sum as the English page writes it; None for « — »."""
    digits = re.sub(r"[^\d]", "", written)
    return int(digits) if digits else None


def day(written: str) -> date:
    """Return a day: « 2026-08-05 »."""
    return date.fromisoformat(written)


def instant(written: str) -> datetime:
    """Return an instant of UTC: « 2026-08-05 10:00 »."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def minutes(written: str) -> int:
    """Return a length of time in minutes: « 2 h 10 min »."""
    hours, rest = re.findall(r"\d+", written)
    return 60 * int(hours) + int(rest)


def number(written: str) -> int | None:
    """Return a count; None for « — »."""
    return cents(written)


def digits(rows: Sequence[Sequence[Row]]) -> list[list[list[str]]]:
    """Return what numbers stand in the cells of tables, whatever the language writes around."""
    return [[[re.sub(r"\D", "", cell) for cell in row.values()] for row in table] for table in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
