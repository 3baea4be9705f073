"""What to think of before answering, for each difficult case. Pure but for reading its file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.suggestions.bank import Language
from beffroi.suggestions.cases import Case, cases_for
from beffroi.suggestions.situations import Situation

_FOLDER = Path(__file__).parent / "bank"
#: Complaints that are right call for the same care, whatever they are about.
_FOUNDED = "founded"


class Course(Enum):
    """What is best done."""

    ANSWER = "answer"
    HOLD = "hold"  # a holding answer at most, and those who decide are told
    SAY_NOTHING = "say_nothing"


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A few sentences to read before answering a difficult message.

    `to_crisis`: it belongs in the crisis file. `may_be_hidden`: the charter may allow to hide or
    report it; criticism alone never is.
    """

    case: Case
    course: Course
    sentences: tuple[str, ...]
    to_crisis: bool = False
    may_be_hidden: bool = False


def advise(situation: Situation, *, language: Language) -> Advice | None:
    """Return what to think of before answering, None where the message is not difficult."""
    return advice_on(cases_for(situation)[0], language=language)


def advice_on(case: Case, *, language: Language) -> Advice | None:
    """Return the advice on one case, None where it is not difficult."""
    row = _rows(language).get(_FOUNDED if case.value.startswith(f"{_FOUNDED}_") else case.value)
    if row is None:
        return None
    return Advice(
        case=case,
        course=Course(row["course"]),
        sentences=tuple(row["sentences"]),
        to_crisis=row.get("to_crisis", False),
        may_be_hidden=row.get("may_be_hidden", False),
    )


@cache
def _rows(language: Language) -> dict[str, dict[str, Any]]:
    return tomllib.loads((_FOLDER / language / "_advice.toml").read_text("utf-8"))
