"""A recorded stream told again, however its file is packed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

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
