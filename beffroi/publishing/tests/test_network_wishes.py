"""What one network wants of a post besides a text that fits: files, shapes, signs, a title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import MediaKind, TextCount
from beffroi.networks.declarations import (
    DocumentLimits,
    DraftMedia,
    Limits,
    ProblemCode,
    VideoLimits,
)
from beffroi.networks.declarations import Draft as NetworkDraft
from beffroi.networks.declarations import Problem as NetworkProblem
from beffroi.publishing.messages import advices
from beffroi.publishing.rules import Draft, File, Problem, findings, split_title, while_writing
from tests.simulated import part

LIMITS = Limits(
    text_max=300,
    images_max=4,
    image_bytes_max=2_000_000,
    image_types=frozenset({"image/jpeg", "image/png"}),
    alt_text_max=1000,
    source_url="https://network.example/limits",
    checked_on=date(2026, 9, 1),
    slowest_commit=timedelta(seconds=90),
)


def draft_with(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "channel_id": 1,
        "is_connected": True,
        "text": "Bonjour",
        "count": TextCount(7, 300),
        "limits": replace(LIMITS, image_types=frozenset({"image/jpeg"})),
    }
    return Draft(**(values | changes))


def problems(draft: Draft, *pictures: File) -> list[Problem]:
    return [finding.problem for finding in findings([draft], pictures)]


def test_a_network_that_shows_pictures_takes_no_text_alone() -> None:
    draft = draft_with(limits=replace(LIMITS, needs_media=True))
    assert problems(draft) == [Problem.MEDIA_MISSING]


def test_nobody_is_told_what_a_network_wants_before_they_have_begun() -> None:
    title = NetworkProblem(ProblemCode.TITLE_MISSING)
    wishes = {"limits": replace(LIMITS, needs_media=True), "problems": (title,)}
    blank = findings([draft_with(text="", count=TextCount(0, 300), **wishes)], [])
    assert [one.problem for one in while_writing(blank)] == [Problem.EMPTY]
    assert Problem.MEDIA_MISSING in {one.problem for one in blank}  # said once it is sent
    begun = findings([draft_with(**wishes)], [])
    assert while_writing(begun) == begun != []


def test_a_lost_channel_is_told_before_they_have_begun() -> None:
    lost = findings([draft_with(text="", is_connected=False)], [])
    told = [one.problem for one in while_writing(lost)]
    assert told == [Problem.EMPTY, Problem.CHANNEL_LOST]


def test_a_comment_that_is_too_long_is_told_before_the_post_is_begun() -> None:
    found = findings([draft_with(text="", comment=TextCount(310, 300))], [])
    assert Problem.COMMENT_TOO_LONG in {one.problem for one in while_writing(found)}


def test_a_network_that_fetches_pictures_must_reach_us() -> None:
    limits = replace(LIMITS, needs_public_media=True, image_types=frozenset({"image/jpeg"}))
    picture = File("image/png", "Du pain")  # fetched as a JPEG
    assert problems(draft_with(limits=limits), picture) == []
    alone = draft_with(limits=limits, is_reached=False)
    assert problems(alone, picture) == [Problem.PUBLIC_ADDRESS]


@pytest.mark.parametrize(
    ("size", "is_cut"),
    [((800, 1000), False), ((799, 1000), True), ((1910, 1000), False), ((1911, 1000), True)],
)
def test_a_picture_of_another_shape_would_be_cut(size: tuple[int, int], is_cut: bool) -> None:
    draft = draft_with(limits=replace(LIMITS, image_ratio_min=0.8, image_ratio_max=1.91))
    picture = File("image/jpeg", "Du pain", *size)
    assert problems(draft, picture) == ([Problem.IMAGE_RATIO] if is_cut else [])


def test_what_a_network_says_of_a_draft_is_said_with_its_numbers() -> None:
    told = NetworkProblem(ProblemCode.TOO_MANY_HASHTAGS, found=33, limit=30)
    (finding,) = findings([draft_with(problems=(told,))], [])
    assert (finding.problem, finding.excess, finding.limit) == (
        Problem.TOO_MANY_HASHTAGS,
        3,
        30,
    )


def test_the_same_problem_is_said_once() -> None:
    told = NetworkProblem(ProblemCode.MEDIA_MISSING)
    draft = draft_with(limits=replace(LIMITS, needs_media=True), problems=(told,))
    assert problems(draft) == [Problem.MEDIA_MISSING]


@pytest.mark.parametrize("code", list(ProblemCode))
def test_each_problem_of_a_network_has_a_sentence(code: ProblemCode) -> None:
    told = NetworkProblem(code, found=5, limit=2, signs="<")
    (advice,) = advices(findings([draft_with(problems=(told,))], []), {1: "Réseau"})
    assert "Réseau" in advice.sentence
    assert advice.brief


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Titre\nTexte", ("Titre", "Texte")),
        (" Titre \n\n Un\nDeux ", ("Titre", "Un\nDeux")),
        ("Titre seul", ("Titre seul", "")),
        ("", ("", "")),
    ],
)
def test_the_first_line_is_the_title(text: str, parts: tuple[str, str]) -> None:
    assert split_title(text) == parts


def test_where_a_video_is_wanted_no_picture_is_asked_for() -> None:
    wanted = (NetworkProblem(ProblemCode.VIDEO_MISSING),)
    draft = draft_with(limits=replace(LIMITS, needs_media=True), problems=wanted)
    assert problems(draft) == [Problem.VIDEO_MISSING]
    assert problems(draft, File("image/jpeg", "Du pain")) == [Problem.VIDEO_MISSING]


VIDEO = VideoLimits(
    types=frozenset({"video/mp4"}), bytes_max=1000, seconds_min=3, seconds_max=60, count_max=1
)


def film(seconds: float = 10, size_bytes: int = 1000, media_type: str = "video/mp4") -> File:
    return File(media_type, "", 640, 360, size_bytes, MediaKind.VIDEO, seconds)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([film()], []),
        ([film(3)], []),
        ([film(60)], []),
        ([film(2.99)], [Problem.VIDEO_TOO_SHORT]),
        ([film(60.01)], [Problem.VIDEO_TOO_LONG]),
        ([film(size_bytes=1001)], [Problem.VIDEO_TOO_HEAVY]),
        ([film(media_type="video/webm")], [Problem.VIDEO_UNKNOWN]),
        ([film(), film()], [Problem.TOO_MANY_VIDEOS]),
    ],
)
def test_a_video_fits_or_is_told_why_not(files: list[File], found: list[Problem]) -> None:
    draft = draft_with(limits=replace(LIMITS, video=VIDEO))
    assert problems(draft, *files) == found


def test_a_video_shown_too_large_or_described_at_too_great_length_is_told() -> None:
    limits = replace(VIDEO, pixels_max=640 * 360, alt_text_max=4)
    draft = draft_with(limits=replace(LIMITS, video=limits))
    assert problems(draft, replace(film(), alt_text="Pain")) == []
    assert problems(draft, replace(film(), width=641)) == [Problem.VIDEO_TOO_LARGE]
    (long,) = findings([draft], [replace(film(), alt_text="Pains!")])
    assert (long.problem, long.excess, long.place) == (Problem.VIDEO_TEXT_TOO_LONG, 2, 0)


def test_a_network_without_videos_or_documents_takes_none() -> None:
    document = File("application/pdf", "Le menu", 0, 0, 10, MediaKind.DOCUMENT)
    draft = draft_with(limits=replace(LIMITS, video=None))
    assert problems(draft, film()) == [Problem.VIDEO_UNKNOWN]
    assert problems(draft, document) == [Problem.DOCUMENT_UNKNOWN]


def test_a_document_fits_and_bears_a_title() -> None:
    limits = DocumentLimits(types=frozenset({"application/pdf"}), bytes_max=100)
    draft = draft_with(limits=replace(LIMITS, document=limits))
    document = File("application/pdf", "Le menu", 0, 0, 100, MediaKind.DOCUMENT)
    assert problems(draft, document) == []
    assert problems(draft, replace(document, size_bytes=101)) == [Problem.DOCUMENT_TOO_HEAVY]
    assert problems(draft, replace(document, alt_text=" ")) == [Problem.DOCUMENT_TITLE_MISSING]


def test_what_takes_no_description_refuses_none() -> None:
    draft = draft_with(limits=replace(LIMITS, alt_text_max=0))
    assert problems(draft, File("image/jpeg", "Du pain doré")) == []


@pytest.mark.parametrize(
    ("width", "height", "size_bytes", "found"),
    [
        (250, 250, 10_240, []),
        (249, 900, 90_000, [Problem.IMAGE_TOO_SMALL]),
        (900, 249, 90_000, [Problem.IMAGE_TOO_SMALL]),
        (250, 250, 10_239, [Problem.IMAGE_TOO_LIGHT]),
    ],
)
def test_a_picture_that_is_too_small_is_told(
    width: int, height: int, size_bytes: int, found: list[Problem]
) -> None:
    google = part("google_business", "declaration")
    draft = draft_with(limits=google.LIMITS, is_reached=True)
    assert problems(draft, File("image/jpeg", "Du pain", width, height, size_bytes)) == found


@pytest.mark.parametrize("key", ["facebook", "instagram"])
def test_a_document_that_is_taken_nowhere_is_told_once(key: str) -> None:
    document = DraftMedia(MediaKind.DOCUMENT, "application/pdf", 10, 0, 0)
    declaration = part(key, "declaration").DECLARATION
    network = registry.get(key, registry.network_http(OutboundClient(OutboundPolicy())))
    told = network.problems(NetworkDraft("Le menu", media=(document,)), limits=declaration.limits)
    assert list(told) == []
