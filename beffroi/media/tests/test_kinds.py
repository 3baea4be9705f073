from __future__ import annotations

import pytest

from beffroi.media.kinds import kind_of
from beffroi.media.problems import FileRefused, Problem
from beffroi.media.ranges import Unsatisfiable, read_range
from beffroi.networks.contracts import MediaKind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypisom", MediaKind.VIDEO),
        (b"\0\0\0\x14ftypqt  ", MediaKind.VIDEO),
        (b"\0\0\0\x08wide\0\0\0\0", MediaKind.VIDEO),
        (b"\0\0\0\x18ftypheic", MediaKind.IMAGE),
        (b"\0\0\0\x1cftypavif", MediaKind.IMAGE),
        (b"%PDF-1.7\n", MediaKind.DOCUMENT),
        (b"\x89PNG\r\n\x1a\n", MediaKind.IMAGE),
        (b"RIFF\0\0\0\0WEBPVP8 ", MediaKind.IMAGE),
        (b"MZ\x90\0", MediaKind.IMAGE),
        (b"", MediaKind.IMAGE),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: MediaKind) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    "head", [b"\x1aE\xdf\xa3\x01", b"RIFF\0\0\0\0AVI LIST", b"FLV\x01\x05", b"\0\0\x01\xba\x44"]
)
def test_videos_in_another_wrapping_are_refused(head: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(head)
    assert refused.value.problem is Problem.NOT_MP4


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-400", (90, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-400", (0, 100)),
        ("bytes=0-1,5-9", None),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=x-", None),
        ("items=0-9", None),
        (f"bytes=0-{'9' * 30}", None),
    ],
)
def test_one_part_of_a_file_is_given_as_asked(header: str, part: tuple[int, int] | None) -> None:
    assert read_range(header, size=100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_part_behind_the_end_is_not_given(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        read_range(header, size=100)
