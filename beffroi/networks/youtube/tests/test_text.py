"""What YouTube counts, and what it would refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.networks.declarations import Draft, DraftMedia, Problem, ProblemCode
from beffroi.networks.youtube.declaration import LIMITS
from beffroi.networks.youtube.text import count, problems, tags_length

VIDEO = DraftMedia(MediaKind.VIDEO, "video/mp4", 1000, 1920, 1080, seconds=3.0)
GOOD = Draft("Bonjour", title="Un titre", media=(VIDEO,))


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 2),
        ("e\u0301", 3),
        ("€", 3),
        ("👨‍👩‍👧‍👦", 25),
        ("a\nb", 3),
        ("https://example.com", 19),
        ("\ud800", 3),
    ],
)
def test_a_description_is_counted_in_bytes(text: str, used: int) -> None:
    assert count(text, limits=LIMITS).used == used


@pytest.mark.parametrize(
    ("tags", "length"),
    [
        ((), 0),
        (("pain",), 4),
        (("pain", "four"), 9),
        (("pain chaud",), 12),
        (("pain chaud", "four"), 17),
        (("é",), 1),
    ],
)
def test_tags_are_counted_with_their_commas_and_quotes(tags: tuple[str, ...], length: int) -> None:
    assert tags_length(tags) == length


def test_a_good_draft_has_no_problem() -> None:
    assert problems(GOOD, limits=LIMITS) == []
    assert problems(replace(GOOD, title="t" * 100, tags=("x" * 500,)), limits=LIMITS) == []


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (replace(GOOD, title=""), Problem(ProblemCode.TITLE_MISSING)),
        (replace(GOOD, title=" \n"), Problem(ProblemCode.TITLE_MISSING)),
        (
            replace(GOOD, title="é" * 101),
            Problem(ProblemCode.TITLE_TOO_LONG, found=101, limit=100),
        ),
        (replace(GOOD, media=()), Problem(ProblemCode.VIDEO_MISSING)),
        (replace(GOOD, text="a < b"), Problem(ProblemCode.FORBIDDEN_SIGNS, signs="<")),
        (replace(GOOD, title="<b>"), Problem(ProblemCode.FORBIDDEN_SIGNS, signs="<>")),
        (
            replace(GOOD, tags=("x" * 250, "y" * 250)),
            Problem(ProblemCode.TAGS_TOO_LONG, found=501, limit=500),
        ),
        (replace(GOOD, format=PostFormat.STORY), Problem(ProblemCode.FORMAT_UNKNOWN)),
    ],
)
def test_what_would_be_refused_is_named(draft: Draft, problem: Problem) -> None:
    assert problems(draft, limits=LIMITS) == [problem]


def test_an_answer_is_a_comment_and_takes_any_text() -> None:
    assert problems(Draft("a < b", is_answer=True), limits=LIMITS) == []
