"""What an instance tells as it happens: by both ways, with its own rules and its own gaps."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace

import pytest

from beffroi.networks.errors import AccessRevoked, NetworkUnavailable, NotFound
from beffroi.networks.listening import Batch, PublicPost
from beffroi.networks.mastodon.simulator_wire import NOT_INDEXED
from beffroi.networks.mastodon.stream import Cursor, Lines
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.listening_contract import gather, posts, streaming


def listening(world: MastodonWorld, *topics: str, cursor: str = "") -> Iterator[Batch]:
    batches: Iterator[Batch] = world.channel().stream(
        match=lambda text, language: [1] if "pain" in text else (),
        cursor=cursor,
        topics=topics,
        is_over=lambda: False,
    )
    next(batches)
    next(batches)  # by now the server heard which hashtags are wanted
    return batches


def heard(batches: Iterator[Batch], count: int) -> list[PublicPost]:
    return posts(gather(batches, lambda found: len(posts(found)) >= count))


@pytest.fixture(params=["socket", "lines"])
def way(world: MastodonWorld, request: pytest.FixtureRequest) -> str:
    world.streams.weather.has_websocket = request.param == "socket"
    return str(request.param)


def test_a_post_comes_by_both_ways_with_all_that_is_told(world: MastodonWorld, way: str) -> None:
    batches = listening(world)
    told = world.stranger_writes("Du pain & du beurre", language="fr")
    (post,) = heard(batches, 1)
    assert (post.remote_id, post.text, post.language) == (told, "Du pain & du beurre", "fr")
    assert (post.author.handle, post.followers) == ("zoe@mastodon.example", 12)
    assert world.simulator.calls["lines"] == (way == "lines")


def test_an_edit_and_a_deletion_come_by_both_ways(world: MastodonWorld, way: str) -> None:
    batches = listening(world)
    told = world.stranger_writes("Du pain")
    world.stranger_edits(told, "Du pain frais")
    first, edited = heard(batches, 2)
    world.stranger_deletes(told)
    found = gather(batches, lambda found: any(batch.removed for batch in found))
    assert (first.edited_at, edited.text) == (None, "Du pain frais")
    assert edited.edited_at is not None
    assert [one for batch in found for one in batch.removed] == [told]


def test_an_edit_is_told_though_it_matches_nothing(world: MastodonWorld) -> None:
    batches = listening(world)
    told = world.stranger_writes("Du pain")
    world.stranger_edits(told, "Pardon")
    found = gather(batches, lambda found: len(posts(found)) >= 2)
    keys = [one.keys for batch in found for one in batch.heard]
    assert [list(one) for one in keys] == [[1], []]


@pytest.mark.parametrize(
    "broken", ["\0", "\ud800", "9" * 500, ""], ids=["nul", "half", "long", "no"]
)
def test_an_id_that_can_be_none_is_counted_and_passed_by(world: MastodonWorld, broken: str) -> None:
    batches = listening(world)
    told = world.stranger_writes("Du pain")
    status = world.simulator.state.statuses[told]
    entity = world.simulator.writer.status(replace(status, id=f"{told}{broken}"))
    world.streams.log.clear()
    if broken:
        world.streams.tell_raw("update", json.dumps(entity), "public")
    world.streams.tell_raw("delete", broken, "public")
    world.streams.tell_raw("delete", "12", "public")
    found = gather(batches, lambda found: any(batch.removed for batch in found))
    assert [one for batch in found for one in batch.removed] == ["12"]
    assert sum(batch.unreadable for batch in found) == 1
    assert not posts(found)
    found[-1].cursor.encode()


def test_hashtags_bring_answers_that_the_public_stream_leaves_out(
    world: MastodonWorld, way: str
) -> None:
    ours = world.channel().publish(world.post("Qui vient ?")).remote_id
    batches = listening(world, "boulangerie")
    world.stranger_replies(ours, "Pas de pain pour moi")
    told = world.stranger_replies(ours, "Du pain #Boulangerie")
    (post,) = heard(batches, 1)
    assert (post.remote_id, post.answers) == (told, ours)


def test_whoever_wants_peace_and_what_is_not_public_is_not_heard(world: MastodonWorld) -> None:
    batches = listening(world)
    world.act("write", text="Du pain", **{"as": NOT_INDEXED})
    for visibility in ("unlisted", "private", "direct"):
        world.stranger_writes("Du pain", visibility=visibility)
    told = world.stranger_writes("Du pain")
    assert [post.remote_id for post in heard(batches, 1)] == [told]


def test_what_a_server_marks_as_private_is_never_heard(world: MastodonWorld) -> None:
    batches = listening(world)
    status = world.simulator.state.statuses[world.stranger_writes("Du pain")]
    entity = world.simulator.writer.status(replace(status, visibility="private"))
    world.streams.log.clear()
    world.streams.tell_raw("update", json.dumps(entity), "public")
    assert not any(posts([next(batches) for _ in range(2)]))


def test_without_any_stream_there_is_none(world: MastodonWorld) -> None:
    world.streams.weather.has_websocket = world.streams.weather.has_lines = False
    with pytest.raises(NotFound):
        listening(world)


def test_a_dead_access_is_not_tried_the_other_way(world: MastodonWorld) -> None:
    channel = world.channel()
    world.revoke()
    batches = channel.stream(match=_nothing, cursor="", topics=(), is_over=lambda: False)
    with pytest.raises(AccessRevoked):
        next(batches)
    assert world.simulator.calls["lines"] == 0


def _nothing(text: str, language: str) -> Collection[int]:
    return ()


def test_a_stream_that_is_cut_in_the_middle_is_unavailable(world: MastodonWorld, way: str) -> None:
    batches = listening(world)
    world.streams.weather.cut_after = 1
    world.stranger_writes("Du pain 1")
    world.stranger_writes("Du pain 2")
    assert len(heard(batches, 1)) == 1
    with pytest.raises(NetworkUnavailable):
        list(batches)


def test_more_than_the_timeline_gives_is_said_to_be_missing(world: MastodonWorld) -> None:
    batches = streaming(world)
    next(batches)
    world.stranger_writes("La boulangerie")
    cursor = gather(batches, posts)[-1].cursor
    batches.close()  # type: ignore[attr-defined] # a generator
    for number in range(125):
        world.stranger_writes(f"La boulangerie {number}")
    first = next(streaming(world, cursor=cursor))
    assert first.missed is not None
    assert len(first.heard) == 120


def test_a_timeline_that_is_closed_is_said_to_be_missing(world: MastodonWorld) -> None:
    batches = streaming(world)
    next(batches)
    cursor = next(batches).cursor
    world.answer_once(
        "timeline", {"error": "This method requires an authenticated user"}, status=422
    )
    assert next(streaming(world, cursor=cursor)).missed is not None


@pytest.mark.parametrize("text", ["", "x", "@", "a@b", "a@999999999999999999999"])
def test_a_cursor_that_is_none_begins_now(text: str) -> None:
    assert Cursor.loaded(text) == Cursor()


class Canned:
    """Lines that a server says all at once."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = lines

    def receive(self, seconds: float = 1.0) -> tuple[bytes, ...]:
        return self._lines


def events_of(lines: Lines) -> list[tuple[str, str]]:
    return [(event.name, event.payload) for event in lines.hear(1)]


def test_lines_that_are_none_say_nothing() -> None:
    said = Canned(b":)", b"", b"event: delete", b"data: 12", b"", b"\xff", b"data: {", b"")
    assert events_of(Lines(said)) == [("delete", "12"), ("", "{")]  # type: ignore[arg-type]


@pytest.mark.parametrize("line", [b"data: " + b"x" * 400, b"data:"])
def test_data_that_does_not_end_is_not_kept_and_what_follows_is_read(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.networks.mastodon.stream.MESSAGE_BYTES_MAX", 1000)
    lines = Lines(Canned(b"event: update", *[line] * 1001))  # type: ignore[arg-type]
    assert events_of(lines) == []
    assert lines._data == []
    lines._live = Canned(b"", b"event: delete", b"data: 12", b"")  # type: ignore[assignment]
    assert events_of(lines) == [("", ""), ("delete", "12")]
