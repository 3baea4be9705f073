"""Reads the lessons from their files, once a process. Pure but for that: knows no Django.

A lesson is a folder with one file for each language; what it has in common stands in
`contents.toml`. A file has a header between two lines of `+++`, as TOML:

    title, promise   what it is called, and what one gains by it, in a line
    keep             what one should remember of it
    go               what the link to its exercise says
    sources          where it comes from, with the year

and then its text, in the few marks of `marks`, in four parts: what to know, `# never`, `# exercise`
and `# questions`. A question is a heading, three choices of which `[x]` is right, and `>` why.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Literal

from beffroi.learning import marks
from beffroi.learning.rules import QUESTIONS, PathKey

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
FOLDER = Path(__file__).parent / "lessons"

WORDS_MAX = 750
#: How fast one reads and thinks, exercise and questions included.
_WORDS_A_MINUTE = 150
_CHOICES = 3
_PARTS = re.compile(r"^# (never|exercise|questions)$", re.MULTILINE)
_CHOICE = re.compile(r"- \[([ x])\] (.+)")


class BadLesson(ValueError):
    """A file is not written as a lesson is."""


@dataclass(frozen=True)
class Question:
    """Three choices, which of them is right (from 0), and one sentence why."""

    asked: str
    choices: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Words:
    """A lesson in one language; `*_html` is safe: only `marks` writes it."""

    title: str
    promise: str
    keep: str
    go: str
    sources: tuple[str, ...]
    know: str
    know_html: marks.Html
    never: str
    never_html: marks.Html
    exercise: str
    exercise_html: marks.Html
    questions: tuple[Question, ...]
    word_count: int


@dataclass(frozen=True)
class Lesson:
    """One lesson: where it lies, where its exercise is done, and its words in each language."""

    name: str
    roles: tuple[PathKey, ...]
    icon: str
    page: str
    gesture: str
    words: Mapping[Language, Words]

    @property
    def minutes(self) -> int:
        """How long it takes, by its longer language."""
        return ceil(max(words.word_count for words in self.words.values()) / _WORDS_A_MINUTE)

    def in_language(self, language: str) -> Words:
        """Return its words in a language such as `fr-be`; English where there is none."""
        return self.words["fr" if language.startswith("fr") else "en"]

    @property
    def right_answers(self) -> tuple[int, ...]:
        """Which choice is right, for each question; the same in all languages."""
        return tuple(question.right for question in self.words["fr"].questions)


@cache
def lessons() -> Mapping[str, Lesson]:
    """Return all lessons by name, in the order of the paths."""
    rows = tomllib.loads((FOLDER / "contents.toml").read_text("utf-8"))
    return {name: _lesson(name, row) for name, row in rows.items()}


def read(text: str) -> Words:
    """Return a lesson from the text of its file. Raises `BadLesson`."""
    if not text.startswith("+++\n"):
        raise BadLesson("no header")
    header, _, body = text.removeprefix("+++\n").partition("\n+++\n")
    said = tomllib.loads(header)
    know, *parts = _PARTS.split(body)
    if parts[::2] != ["never", "exercise", "questions"]:
        raise BadLesson(f"its parts are {parts[::2]}")
    never, exercise, questions = (part.strip() for part in parts[1::2])
    plain = [str(said[name]) for name in ("title", "promise", "keep", "go")]
    return Words(
        title=said["title"],
        promise=said["promise"],
        keep=said["keep"],
        go=said["go"],
        sources=tuple(said["sources"]),
        know=know.strip(),
        know_html=marks.to_html(know),
        never=never,
        never_html=marks.to_html(never),
        exercise=exercise,
        exercise_html=marks.to_html(exercise),
        questions=_questions(questions),
        word_count=sum(len(part.split()) for part in (*plain, *said["sources"], body)),
    )


def _lesson(name: str, row: dict[str, Any]) -> Lesson:
    return Lesson(
        name=name,
        roles=tuple(PathKey(role) for role in row["roles"]),
        icon=row["icon"],
        page=row["page"],
        gesture=row.get("gesture", ""),
        words={one: read((FOLDER / name / f"{one}.md").read_text("utf-8")) for one in LANGUAGES},
    )


def _questions(text: str) -> tuple[Question, ...]:
    before, *blocks = f"\n{text}".split("\n## ")
    found = tuple(_question(block) for block in blocks)
    if before:
        raise BadLesson(before)
    if len(found) != QUESTIONS:
        raise BadLesson(f"{len(found)} questions")
    return found


def _question(block: str) -> Question:
    asked, *lines = [line for line in block.splitlines() if line]
    choices = [match for line in lines if (match := _CHOICE.fullmatch(line))]
    right = [place for place, match in enumerate(choices) if match[1] == "x"]
    why = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
    is_whole = len(choices) == _CHOICES and len(right) == 1 and len(why) == 1
    if not is_whole or len(lines) != _CHOICES + 1:
        raise BadLesson(asked)
    return Question(asked, tuple(match[2] for match in choices), right[0], why[0])
