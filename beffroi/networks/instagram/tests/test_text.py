"""How captions are counted and compared."""

from __future__ import annotations

import pytest

from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.networks.declarations import Draft, DraftMedia, Problem, ProblemCode
from beffroi.networks.instagram.declaration import LIMITS
from beffroi.networks.instagram.text import (
    addressed,
    comparable,
    count,
    hashtags,
    mentions,
    problems,
    stored,
)

IMAGE = DraftMedia(MediaKind.IMAGE, "image/jpeg", 1000, 1080, 1080)
VIDEO = DraftMedia(MediaKind.VIDEO, "video/mp4", 1000, 1080, 1920, seconds=9.0)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 2),
        ("🥖", 2),
        ("👨‍👩‍👧‍👦", 11),
        ("a\nb", 3),
        ("https://example.com/a", 21),
        ("\ud83e", 1),
    ],
)
def test_a_caption_is_counted_in_units_that_never_count_too_little(text: str, used: int) -> None:
    assert count(text, limits=LIMITS).used == used


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#pain", 1),
        ("#pain#levain", 2),
        ("#pain #levain, #2026", 3),
        ("#été #Zoé_1", 2),
        ("＃パン", 1),
        ("#🥖", 1),
        ("# pain", 0),
        ("#", 0),
        ("C#", 0),
        ("&#39;", 0),
        ("https://example.com/#ancre", 0),
    ],
)
def test_hashtags_are_counted(text: str, found: int) -> None:
    assert hashtags(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@zoe", 1),
        ("Merci @zoe, @remi.b et @a_1 !", 3),
        ("zoe@example.com", 0),
        ("@ zoe", 0),
        ("@@zoe", 0),
        ("(@zoe)", 1),
    ],
)
def test_mentions_are_counted(text: str, found: int) -> None:
    assert mentions(text) == found


def test_thirty_hashtags_and_twenty_mentions_pass_and_one_more_does_not() -> None:
    assert problems(Draft("#a " * 30 + "@b " * 20, media=(IMAGE,))) == []
    assert problems(Draft("#a " * 31, media=(IMAGE,))) == [
        Problem(ProblemCode.TOO_MANY_HASHTAGS, found=31, limit=30)
    ]
    assert problems(Draft("@b " * 21, media=(IMAGE,))) == [
        Problem(ProblemCode.TOO_MANY_MENTIONS, found=21, limit=20)
    ]


@pytest.mark.parametrize(
    ("place", "media", "code"),
    [
        (PostFormat.REEL, (VIDEO,), None),
        (PostFormat.REEL, (IMAGE,), ProblemCode.VIDEO_MISSING),
        (PostFormat.REEL, (), ProblemCode.VIDEO_MISSING),
        (PostFormat.REEL, (VIDEO, VIDEO), ProblemCode.MEDIA_MIXED),
        (PostFormat.STORY, (IMAGE,), None),
        (PostFormat.STORY, (IMAGE, IMAGE), ProblemCode.MEDIA_MIXED),
        (PostFormat.POST, (IMAGE, VIDEO), None),
        (PostFormat.POST, (IMAGE,) * 6 + (VIDEO,) * 5, ProblemCode.MEDIA_MIXED),
    ],
)
def test_files_must_fit_the_place(
    place: PostFormat, media: tuple[DraftMedia, ...], code: ProblemCode | None
) -> None:
    found = [one.code for one in problems(Draft("", format=place, media=media))]
    assert found == ([code] if code else [])


def test_an_answer_wants_no_files() -> None:
    assert problems(Draft("Merci", is_answer=True)) == []


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Merci @zoe", "Merci zoe"),
        ("un\r\ndeux", "un\ndeux"),
        ("un  \n\n deux ", "un\n\ndeux"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_a_caption_is_known_again_as_it_comes_back(sent: str, read: str) -> None:
    assert comparable(sent) == comparable(read)


def test_different_captions_stay_different() -> None:
    assert comparable("Ouvert samedi") != comparable("Ouvert dimanche")


@pytest.mark.parametrize(
    ("text", "handle", "result"),
    [
        ("Merci", "zoe", "@zoe Merci"),
        ("Merci @zoe", "zoe", "Merci @zoe"),
        ("Merci @Zoe !", "zoe", "Merci @Zoe !"),
        ("Merci @zoe.b", "zoe", "@zoe Merci @zoe.b"),
        ("Merci", "", "Merci"),
    ],
)
def test_an_answer_beside_others_says_whom_it_is_for(text: str, handle: str, result: str) -> None:
    assert addressed(text, handle=handle) == result


def test_what_no_database_stores_is_dropped() -> None:
    assert stored("a\x00b\u0007c\r\nd\te") == "abc\nd\te"
