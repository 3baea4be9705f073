"""A recorded stream told again, however its file is packed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from beffroi.networks.bluesky import recording
from beffroi.networks.bluesky.packing import zstd
from beffroi.networks.bluesky.recording import DamagedRecording, EmptyRecording, Recording


def frame(number: int, text: str) -> bytes:
    commit = {
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": f"3l{number}",
        "record": {"text": text},
    }
    told_us = 1_764_000_000_000_000 + number * 1_000_000
    event = {"did": "did:plc:x", "time_us": told_us, "kind": "commit", "commit": commit}
    return json.dumps(event, separators=(",", ":")).encode()


FRAMES = b"\n".join([frame(1, "Du pain"), frame(2, "Rien"), b"{", frame(3, "Du pain")]) + b"\n"


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstd.compress)],
)
def test_a_recording_is_told_to_its_end(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(FRAMES))
    batches = list(
        Recording(path, speed=0).stream(
            match=lambda text, language: [1] if "pain" in text else (),
            cursor="",
            topics=(),
            is_over=lambda: False,
        )
    )
    heard = [one.post for batch in batches for one in batch.heard]
    assert [post.remote_id[-3:] for post in heard] == ["3l1", "3l3"]
    assert sum(batch.unreadable for batch in batches) == 1


def told(path: Path, *, speed: float = 0) -> tuple[list[str], int]:
    """Return the last letters of the posts that are heard, and how many frames were unreadable."""
    playing = Recording(path, speed=speed)
    batches = list(
        playing.stream(
            match=lambda _text, _language: [1], cursor="", topics=(), is_over=lambda: False
        )
    )
    heard = [one.post.remote_id[-3:] for batch in batches for one in batch.heard]
    assert playing.now().year == 2025
    return heard, sum(batch.unreadable for batch in batches)


@pytest.mark.parametrize(
    "instant",
    [
        b'"time_us":4102444800000000',
        b'"time_us":9999999999999999',
        b'"time_us":1000000000000000',
        b'"witnessedAt":"9999-12-31T23:59:59Z"',
        b'"witnessedAt":"9999-12-31T23:59:59-12:00"',
        b'"witnessedAt":"2001-01-01T00:00:00Z"',
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_instant_that_cannot_be_makes_one_frame_unreadable(
    tmp_path: Path, instant: bytes, place: int
) -> None:
    frames = [frame(1, "a"), frame(2, "b")]
    wrong = frame(3, "c").replace(b'"time_us":1764000003000000', instant)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([*frames[:place], wrong, *frames[place:]]))
    assert told(path, speed=1000) == (["3l1", "3l2"], 1)


def test_a_pause_in_a_recording_is_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_PAUSE_SECONDS", 0.05)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([frame(-86400 * 300, "a"), frame(1, "b"), frame(0, "c")]))
    assert told(path, speed=1)[0][1:] == ["3l1", "3l0"]


def test_a_mark_before_the_first_frame_and_blanks_in_frames_change_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + FRAMES.replace(b'":', b'": '))
    assert told(path) == (["3l1", "3l2", "3l3"], 1)


def test_a_file_without_frames_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}\n")
    with pytest.raises(EmptyRecording):
        Recording(path)


def cut(packed: bytes) -> bytes:
    return packed[: len(packed) // 2]


def spoilt(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + b"\xff" * 40 + packed[middle + 40 :]


@pytest.mark.parametrize("spoil", [cut, spoilt, lambda _packed: FRAMES])
@pytest.mark.parametrize(("name", "pack"), [("a.gz", gzip.compress), ("a.zst", zstd.compress)])
def test_a_damaged_file_says_so(
    tmp_path: Path,
    name: str,
    pack: Callable[[bytes], bytes],
    spoil: Callable[[bytes], bytes],
) -> None:
    path = tmp_path / name
    texts = Random(1).choices(range(10**9), k=3000)
    path.write_bytes(spoil(pack(b"\n".join(frame(n, str(text)) for n, text in enumerate(texts)))))
    with pytest.raises(DamagedRecording):
        list(
            Recording(path, speed=0).stream(
                match=lambda _text, _language: (), cursor="", topics=(), is_over=lambda: False
            )
        )
