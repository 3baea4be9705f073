from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

import pytest

from beffroi.cli.tests.conftest import Command
from beffroi.listening import replaying
from beffroi.listening.models import Stream
from beffroi.listening.tests.makers import make_watch
from tests.clock import FrozenClock
from tests.world import people_and_places

pytestmark = pytest.mark.django_db


def frames(count: int) -> bytes:
    """Return likes with random names, a second apart: packed, they stay long."""
    chance = Random(1)
    told = (
        {"did": f"did:plc:{chance.random()}", "time_us": 1_764_000_000_000_000 + 10**6 * number}
        for number in range(count)
    )
    return b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in told)


def test_a_file_that_is_cut_off_is_told_as_far_as_it_goes(
    command: Command, tmp_path: Path, clock: FrozenClock
) -> None:
    make_watch(people_and_places(now=clock()).atelier, "martin", now=clock())
    path = tmp_path / "hour.jsonl.gz"
    path.write_bytes(gzip.compress(frames(20_000))[:-10_000])
    said = command("listen", "--replay", str(path), "--speed", "0")
    assert said.code == 1
    assert "is cut off or damaged" in said.err
    assert Stream.objects.get().events > 0


def test_whoever_plays_a_file_that_another_plays_now_is_told(
    command: Command, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_watch(people_and_places(now=clock()).atelier, "martin", now=clock())
    path = tmp_path / "hour.jsonl"
    path.write_bytes(frames(3))
    taken = replaying._taken

    def taken_by_another_next(network: str, name: str) -> Stream:
        ours = taken(network, name)
        taken(network, name)
        return ours

    monkeypatch.setattr(replaying, "_taken", taken_by_another_next)
    said = command("listen", "--replay", str(path), "--speed", "0")
    assert said.code == 1
    assert "is now played by another process" in said.err


def test_what_is_no_recording_is_refused_at_once(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "hour.jsonl"
    path.write_text("{}\n")
    assert "holds no frame" in command("listen", "--replay", str(path)).err
    packed = path.rename(tmp_path / "hour.jsonl.gz")
    assert "is cut off or damaged" in command("listen", "--replay", str(packed)).err
    assert not Stream.objects.exists()


def test_without_a_watch_nothing_is_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "hour.jsonl"
    path.write_bytes(frames(3))
    assert "Nothing is watched here yet" in command("listen", "--replay", str(path)).err
