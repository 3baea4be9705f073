from __future__ import annotations

import pytest

from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.facebook.limits import LIMITS
from beffroi.networks.facebook.text import comparable, count, first_link, problems

IMAGE = DraftMedia(MediaKind.IMAGE, "image/jpeg", 1000, 800, 600)
VIDEO = DraftMedia(MediaKind.VIDEO, "video/mp4", 1000, 1080, 1920, 12.0)
DOCUMENT = DraftMedia(MediaKind.DOCUMENT, "application/pdf", 1000, 0, 0)


@pytest.mark.parametrize(
    ("text", "used"),
    [("", 0), ("pain", 4), ("é", 1), ("e\u0301", 2), ("🥐", 2), ("👨‍👩‍👧", 8), ("a\nb", 3)],
)
def test_a_text_counts_its_utf_16_units(text: str, used: int) -> None:
    assert count(text, limits=LIMITS).used == used


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("", ""),
        ("rien", ""),
        ("www.example.com", ""),
        ("https://example.com", "https://example.com"),
        ("Voir http://example.com/a?b=c&d=é !", "http://example.com/a?b=c&d=é"),
        ("(https://example.com/pain).", "https://example.com/pain"),
        ("« https://example.com »", "https://example.com"),
        ("https://un.example https://deux.example", "https://un.example"),
    ],
)
def test_the_first_link_of_a_text_is_the_one_that_shows(text: str, link: str) -> None:
    assert first_link(text) == link


def test_texts_compare_without_their_blanks() -> None:
    assert comparable(" Cafe\u0301\u00a0ouvert\n") == "Café ouvert"
    assert comparable("Café") != comparable("Cafe")


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("Pain", media=(VIDEO, IMAGE)), ProblemCode.MEDIA_MIXED),
        (Draft("Pain", media=(VIDEO, VIDEO)), ProblemCode.MEDIA_MIXED),
        (Draft("Pain", format=PostFormat.REEL), ProblemCode.VIDEO_MISSING),
        (Draft("Pain", format=PostFormat.REEL, media=(IMAGE,)), ProblemCode.VIDEO_MISSING),
        (Draft("Pain", format=PostFormat.STORY), ProblemCode.MEDIA_MISSING),
    ],
)
def test_files_that_do_not_go_together_are_told_before(draft: Draft, code: ProblemCode) -> None:
    assert [one.code for one in problems(draft)] == [code]


@pytest.mark.parametrize(
    "draft",
    [
        Draft("Pain"),
        Draft("", media=(IMAGE,) * 10),
        Draft("Pain", media=(VIDEO,)),
        Draft("Pain", format=PostFormat.REEL, media=(VIDEO,)),
        Draft("", format=PostFormat.STORY, media=(IMAGE,)),
        Draft("", format=PostFormat.STORY, media=(VIDEO,)),
    ],
)
def test_what_goes_together_has_no_problem(draft: Draft) -> None:
    assert list(problems(draft)) == []
