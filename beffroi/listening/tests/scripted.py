"""A stream that tells what a test wrote down, in the place of a network's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import Batch, Heard, Match, PublicPost


def batch(cursor: str = "1", *, told_at: datetime | None = None, **more: Any) -> Batch:
    given: dict[str, Any] = {"heard": (), "removed": (), "accounts": (), "events": 1}
    return Batch(**{**given, **more}, cursor=cursor, told_at=told_at)


class Scripted:
    """Tells posts one batch each, then ends, or fails; calls `before` with the number of each."""

    def __init__(
        self,
        posts: Sequence[PublicPost],
        *,
        then: NetworkError | None = None,
        before: Callable[[int], object] = int,
    ) -> None:
        self._before = before
        self._posts = posts
        self._then = then
        self.cursors: list[str] = []
        self.topics: list[tuple[str, ...]] = []

    def stream(
        self, *, match: Match, cursor: str, topics: Sequence[str], is_over: Callable[[], bool]
    ) -> Iterator[Batch]:
        self.cursors.append(cursor)
        self.topics.append(tuple(topics))
        for number, post in enumerate(self._posts):
            if cursor and number <= int(cursor) - 1:  # the last one told comes again
                continue
            self._before(number)
            keys = match(post.text, post.language)
            heard = [Heard(post, keys)] if keys else []
            yield batch(str(number), told_at=post.written_at, heard=heard)
            if is_over():
                return
        if self._then is not None:
            raise self._then
