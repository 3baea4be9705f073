"""Packed frames: with a dictionary that both sides hold, and never larger than allowed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.packing import NOTHING, UNPACKED_BYTES_MAX, Packing, zstd
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.tests.test_stream import PATHS, Listening, events, posts
from beffroi.networks.registry import network_http


def trained() -> zstd.ZstdDict:
    chance = random.Random(1)
    words = ["pain", "brioche", "boulangerie", "samedi", "ouvert", "fermé", "merci", "bravo"]
    frames = [
        b'{"did":"did:plc:%d","kind":"commit","text":"%s"}'
        % (number, " ".join(chance.choices(words, k=12)).encode())
        for number in range(3000)
    ]
    return zstd.train_dict(frames, 4096)


DICTIONARY = trained()
PACKING = Packing(DICTIONARY, {})


def packed(data: bytes) -> bytes:
    return zstd.compress(data, zstd_dict=DICTIONARY)


def test_a_packed_frame_is_unpacked_and_another_is_as_it_is() -> None:
    assert PACKING.unpack(packed(b'{"a":1}')) == b'{"a":1}'
    assert PACKING.unpack(b'{"a":1}') == b'{"a":1}'
    assert NOTHING.unpack(zstd.compress(b"{}")) == b"{}"


@pytest.mark.parametrize("size", [UNPACKED_BYTES_MAX + 1, 50_000_000])
def test_what_would_be_too_large_is_never_unpacked_whole(size: int) -> None:
    assert PACKING.unpack(packed(bytes(size))) == b""
    assert len(PACKING.unpack(packed(bytes(UNPACKED_BYTES_MAX)))) == UNPACKED_BYTES_MAX


def test_a_frame_that_wants_much_memory_is_refused() -> None:
    compressor = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    parts = [compressor.compress(b"a"), compressor.compress(b"b"), compressor.flush()]
    assert PACKING.unpack(b"".join(parts)) == b""


def test_a_frame_of_another_dictionary_and_a_cut_one_are_nothing() -> None:
    assert NOTHING.unpack(packed(b"{}" * 50)) == b""
    assert PACKING.unpack(packed(b"{}" * 50)[:-3]) == b""
    assert PACKING.unpack(packed(b"{}") + packed(b"{}")) == b""


@given(st.binary(max_size=100))
def test_any_bytes_are_unpacked_or_nothing(data: bytes) -> None:
    assert isinstance(PACKING.unpack(b"\x28\xb5\x2f\xfd" + data), bytes)


def listening(simulator: BlueskySimulator, version: str, dictionary: Path | None) -> Listening:
    found = Listening(simulator, version)
    pair = simulator.origin.removeprefix("http://")
    options = {
        "jetstream_url": f"ws://{pair}/{PATHS[version]}",
        "jetstream_dictionary": str(dictionary or ""),
    }
    http = network_http(OutboundClient(OutboundPolicy(frozenset({pair}))), options=options)
    found.network = Bluesky(http)
    return found


def test_the_second_version_hands_its_dictionary_out() -> None:
    with BlueskySimulator() as simulator:
        simulator.jetstream.dictionary = DICTIONARY
        ours = listening(simulator, "second", None)
        uri = ours.say("Du pain")
        simulator.jetstream.tell_raw(packed(bytes(5_000_000)))
        batches = ours.hear(lambda heard: events(heard) == 2)
        assert [post.remote_id for post in posts(batches)] == [uri]
        assert sum(batch.unreadable for batch in batches) == 1
        assert simulator.jetstream.asked[0]["zstdDictionary"] == [str(DICTIONARY.dict_id)]


def test_the_first_version_packs_with_the_file_that_the_operator_has(tmp_path: Path) -> None:
    path = tmp_path / "zstd_dictionary"
    path.write_bytes(DICTIONARY.dict_content)
    with BlueskySimulator() as simulator:
        simulator.jetstream.dictionary = DICTIONARY
        ours = listening(simulator, "first", path)
        uri = ours.say("Du pain")
        assert [post.remote_id for post in posts(ours.hear(posts))] == [uri]
        assert simulator.jetstream.asked[0]["compress"] == ["true"]


@pytest.mark.parametrize("version", ["first", "second"])
def test_without_a_dictionary_frames_come_as_they_are(tmp_path: Path, version: str) -> None:
    with BlueskySimulator() as simulator:
        ours = listening(simulator, version, tmp_path / "missing")
        uri = ours.say("Du pain")
        assert [post.remote_id for post in posts(ours.hear(posts))] == [uri]
