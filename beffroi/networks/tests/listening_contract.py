"""What every network passes that declares `listening`, written once.

A world says what strangers do (`stranger_writes`, `stranger_deletes`) and what is read (`subject`),
and has `streams`, whose `weather` repeats events and whose `hang_up` cuts them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import pytest

from beffroi.networks.declarations import SourceKind, Through
from beffroi.networks.errors import ContentRefused, NetworkError, NetworkUnavailable
from beffroi.networks.listening import (
    Batch,
    PublicLookup,
    PublicPage,
    PublicPost,
    PublicReader,
    PublicStream,
)
from beffroi.networks.tests.world import HOSTILE_TEXTS

_PATIENCE_SECONDS = 15.0


def match(text: str, language: str) -> Collection[int]:
    """Look for one word."""
    return [7] if "boulangerie" in text.casefold() else ()


def teller(world: Any, through: Through | None) -> Any:
    """Return who is asked: the network, or our channel."""
    return world.network if through is Through.NETWORK else world.channel()


def streaming(world: Any, *, cursor: str = "", matching: Any = match) -> Iterator[Batch]:
    """Listen, for as long as a test may."""
    declared, began = world.network.declaration.listening, time.monotonic()
    stream: PublicStream = teller(world, declared.stream)
    return stream.stream(
        match=matching,
        cursor=cursor,
        topics=(),
        is_over=lambda: time.monotonic() - began > _PATIENCE_SECONDS,
    )


def gather(batches: Iterator[Batch], enough: Callable[[Sequence[Batch]], object]) -> list[Batch]:
    """Take batches until they are enough; fail when the stream is over before."""
    found: list[Batch] = []
    for batch in batches:
        found.append(batch)
        if enough(found):
            return found
    raise AssertionError(f"not enough: {found}")


def posts(batches: Sequence[Batch]) -> list[PublicPost]:
    """Return what was heard."""
    return [heard.post for batch in batches for heard in batch.heard]


class ListeningDeclarationContract:
    def test_what_is_declared_is_offered_by_whom_it_says(self, world: Any) -> None:
        declared = world.network.declaration.listening
        assert isinstance(teller(world, declared.stream), PublicStream)
        assert isinstance(teller(world, declared.lookup), PublicLookup)
        for through in declared.sources.values():
            assert isinstance(teller(world, through), PublicReader)


class StreamContract:
    def test_what_is_looked_for_comes_out_and_nothing_else(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        world.stranger_writes("Rien à voir")
        told = world.stranger_writes("Vive la Boulangerie !")
        (post,) = posts(gather(batches, posts))
        assert (post.network, post.remote_id) == (world.network.declaration.key, told)
        assert post.text == "Vive la Boulangerie !"
        assert post.author.account_id
        declared = world.network.declaration
        assert bool(post.server) is not bool(declared.home or declared.ids_hold_everywhere)
        begins = declared.listening.post_ids.format(account=post.author.account_id)
        assert post.remote_id.startswith(begins)
        assert post.url.startswith(("https://", "http://127.0.0.1"))
        assert post.written_at <= world.now()

    def test_a_batch_comes_each_second_and_a_quiet_one_too(self, world: Any) -> None:
        batches, began = streaming(world), time.monotonic()
        quiet = [next(batches) for _ in range(3)]
        assert time.monotonic() - began < 6
        assert all(batch.events == 0 and batch.told_at is None for batch in quiet)
        assert all(0 < len(batch.cursor) <= 200 for batch in quiet)

    def test_what_is_told_while_nobody_listens_comes_once_somebody_does(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        first = world.stranger_writes("La boulangerie ouvre")
        kept = gather(batches, posts)[-1].cursor
        batches.close()  # type: ignore[attr-defined] # a generator
        second = world.stranger_writes("La boulangerie ferme")
        again = gather(
            streaming(world, cursor=kept),
            lambda found: second in [post.remote_id for post in posts(found)],
        )
        assert {post.remote_id for post in posts(again)} <= {first, second}
        assert not any(batch.missed for batch in again)

    def test_a_deletion_is_told(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        told = world.stranger_writes("La boulangerie brûle")
        gather(batches, posts)
        world.stranger_deletes(told)
        found = gather(batches, lambda found: any(batch.removed for batch in found))
        assert told in [one for batch in found for one in batch.removed]

    def test_what_comes_twice_is_harmless(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        world.streams.weather.repeats = 3
        told = world.stranger_writes("La boulangerie")
        found = gather(batches, lambda found: len(posts(found)) == 3)
        assert {post.remote_id for post in posts(found)} == {told}

    def test_what_cannot_be_read_is_counted_and_passed_by(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        world.tell_garbage("{")
        world.tell_garbage("x" * 3_000_000)
        world.stranger_writes("La boulangerie")
        found = gather(batches, posts)
        assert sum(batch.unreadable for batch in found) == 2

    @pytest.mark.parametrize("text", HOSTILE_TEXTS)
    def test_words_come_as_they_were_written(self, world: Any, text: str) -> None:
        batches = streaming(world)
        next(batches)
        world.stranger_writes(f"boulangerie {text}")
        (post,) = posts(gather(batches, posts))
        assert post.text == f"boulangerie {text}"

    def test_a_stream_that_is_cut_is_unavailable_after_all_it_told(self, world: Any) -> None:
        batches = streaming(world)
        next(batches)
        world.stranger_writes("La boulangerie")
        assert gather(batches, posts)
        world.streams.hang_up()
        with pytest.raises(NetworkUnavailable):
            list(batches)

    def test_a_server_that_is_down_is_unavailable(self, world: Any) -> None:
        with world.simulator.down(), pytest.raises(NetworkUnavailable):
            next(streaming(world))

    def test_a_cursor_of_somebody_else_begins_now(self, world: Any) -> None:
        assert next(streaming(world, cursor="nonsense")).missed is None


class LookupContract:
    def test_a_post_is_shown_as_it_is_now(self, world: Any) -> None:
        told = world.stranger_writes("La boulangerie")
        lookup: PublicLookup = teller(world, world.network.declaration.listening.lookup)
        post = lookup.look_up([told])[told]
        assert post is not None
        assert (post.remote_id, post.text) == (told, "La boulangerie")
        assert post.counters is not None
        assert post.author.handle

    def test_what_is_gone_is_none(self, world: Any) -> None:
        told = world.stranger_writes("La boulangerie")
        world.stranger_deletes(told)
        lookup: PublicLookup = teller(world, world.network.declaration.listening.lookup)
        assert dict(lookup.look_up([told, "nonsense"])) == {told: None, "nonsense": None}
        assert dict(lookup.look_up([])) == {}


class ReaderContract:
    def test_each_kind_tells_what_is_new_once(self, world: Any) -> None:
        declared = world.network.declaration.listening.sources
        told = world.stranger_writes("La #boulangerie")
        for kind, through in declared.items():
            reader, subject = teller(world, through), world.subject(kind)
            page: PublicPage = reader.read_public(kind, subject, state="")
            assert told in [post.remote_id for post in page.posts], kind
            again: PublicPage = reader.read_public(kind, subject, state=page.state)
            assert not again.posts, kind

    def test_a_kind_that_is_not_read_is_refused(self, world: Any) -> None:
        reader: PublicReader = world.channel()
        with pytest.raises(ContentRefused):
            reader.read_public(SourceKind.FEED, "https://outside.test/", state="")

    def test_a_dead_access_is_not_an_empty_page(self, world: Any) -> None:
        declared = world.network.declaration.listening.sources
        channel = world.channel()
        world.revoke()
        for kind, through in declared.items():
            if through is Through.CHANNEL:
                with pytest.raises(NetworkError):
                    channel.read_public(kind, world.subject(kind), state="")
