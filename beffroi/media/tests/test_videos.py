"""Videos: wrapped anew, upright, without what a telephone adds; anything else is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import av
import pytest

from beffroi.media import videos
from beffroi.media.problems import FileRefused, Problem
from beffroi.media.tests.films import HEIGHT, WIDTH, film, red_at
from beffroi.media.videos import Video


@pytest.fixture
def wrap(tmp_path: Path) -> Wrap:
    return Wrap(tmp_path)


class Wrap:
    """Prepares one upload in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.upload, self.target = folder / "in", folder / "out"
        self.thumbnail = folder / "small"

    def __call__(self, content: bytes) -> Video:
        self.upload.write_bytes(content)
        return videos.prepare(self.upload, target=self.target, thumbnail=self.thumbnail)


def test_a_video_keeps_its_images_and_loses_where_it_was_made(wrap: Wrap) -> None:
    content = film()
    assert b"loci" in content
    assert wrap(content) == Video(WIDTH, HEIGHT, 3.0)
    kept = wrap.target.read_bytes()
    assert b"loci" not in kept
    assert kept.index(b"moov") < kept.index(b"mdat")  # players and networks begin at once
    with av.open(str(wrap.target)) as container:
        assert [one.type for one in container.streams] == ["video", "audio"]
        assert sum(1 for _ in container.decode(video=0)) == 30
    assert red_at(wrap.thumbnail, (WIDTH // 2, 5))
    assert not red_at(wrap.thumbnail, (WIDTH // 2, HEIGHT - 5))


def test_a_video_of_a_telephone_stands_upright(wrap: Wrap) -> None:
    assert wrap(film(ending="mov", turned=-90)) == Video(HEIGHT, WIDTH, 3.0)
    assert red_at(wrap.thumbnail, (HEIGHT - 5, WIDTH // 2))  # what was above is at the right
    assert not red_at(wrap.thumbnail, (5, WIDTH // 2))
    with av.open(str(wrap.target)) as container:
        assert next(container.decode(video=0)).rotation == -90


def test_a_video_of_a_recent_telephone_plays_everywhere(wrap: Wrap) -> None:
    assert wrap(film(ending="mov", images="libx265")) == Video(WIDTH, HEIGHT, 3.0)
    with av.open(str(wrap.target)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"
        assert sum(1 for _ in container.decode(video=0)) == 30


def test_a_silent_video_is_taken(wrap: Wrap) -> None:
    assert wrap(film(sound="")).seconds == 3.0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (film(images="libvpx-vp9"), Problem.VIDEO_CODEC),
        (film().replace(b"avc1", b"zzzz"), Problem.VIDEO_CODEC),
        (film(sound="libmp3lame"), Problem.SOUND_CODEC),
        (film(ending="webm", images="libvpx-vp9", sound="libopus"), Problem.UNREADABLE),
        (film()[:2000], Problem.UNREADABLE),
        (b"\0\0\0\x18ftypisom" + b"\xff" * 4000, Problem.UNREADABLE),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Problem.UNREADABLE),
        (b"", Problem.UNREADABLE),
    ],
    ids=["vp9", "unheard of", "mp3", "webm", "begun", "noise", "playlist", "empty"],
)
def test_what_networks_would_not_take_is_refused(
    wrap: Wrap, content: bytes, problem: Problem
) -> None:
    with pytest.raises(FileRefused) as refused:
        wrap(content)
    assert refused.value.problem is problem


def test_a_video_that_lasts_no_thousandth_of_a_second_is_refused(wrap: Wrap) -> None:
    content = bytearray(film(seconds=1, sound=""))
    timescale = content.index(b"mdhd") + 16
    content[timescale : timescale + 4] = (2**31 - 1).to_bytes(4)
    with pytest.raises(FileRefused) as refused:
        wrap(bytes(content))
    assert refused.value.problem is Problem.CUT_SHORT


def test_a_video_that_was_not_copied_to_the_end_is_refused(wrap: Wrap) -> None:
    wrap(film(seconds=9))
    whole = wrap.target.read_bytes()  # with its table first, so that the loss shows late
    with pytest.raises(FileRefused) as refused:
        wrap(whole[: len(whole) * 2 // 3])
    assert refused.value.problem is Problem.CUT_SHORT


def test_a_reader_that_dies_or_hangs_is_a_refusal(
    wrap: Wrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(videos, "_SECONDS_MAX", 0.01)
    with pytest.raises(FileRefused):
        wrap(film())
    killed = subprocess.CompletedProcess([], returncode=-9, stdout=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: killed)
    with pytest.raises(FileRefused) as refused:
        wrap(film())
    assert refused.value.problem is Problem.UNREADABLE
