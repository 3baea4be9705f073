"""JSON read as a stream, value by value, with a depth and a length that somebody meant. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Protocol

import ijson
from ijson.common import IncompleteJSONError, JSONError

from beffroi.archives.containers.limits import MemberDamaged, Reason

_SHAPE_DEPTH = 7
_SHAPE_PATHS_MAX = 400
DEPTH_MAX = 60
_EVENTS_MAX = 500_000
_OPENING = {"start_map": "map", "start_array": "array"}
_BUFFER_BYTES = 1 << 16


class Stream(Protocol):
    """What values are read from."""

    def read(self, size_bytes: int = -1, /) -> bytes:
        """Return the next bytes."""

    def value_ended(self) -> None:
        """Note that a whole value was found."""


def shape_of(head: bytes) -> frozenset[str]:
    """Return the paths of the keys at the beginning of a JSON file, those of lists as `item`."""
    if head.lstrip()[:1] not in {b"[", b"{"}:
        return frozenset()
    path = _Path()
    found: set[str] = set()
    try:
        for event, value in ijson.basic_parse(io.BytesIO(head), use_float=True):
            path.follow(event, value)
            if event == "map_key" and path.depth <= _SHAPE_DEPTH:
                found.add(".".join(path.names))
            if len(found) >= _SHAPE_PATHS_MAX or path.depth > DEPTH_MAX:
                break
    except (JSONError, ValueError, UnicodeError):
        pass  # the head ends in the middle of something
    return frozenset(found)


class _Path:
    """Where in a document one is."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.depth = 0

    def follow(self, event: str, value: Any) -> None:
        if event == "map_key":
            self.names[-1] = str(value)
        elif event in _OPENING:
            self.depth += 1
            self.names.append("item" if event == "start_array" else "")
        elif event in {"end_map", "end_array"}:
            self.depth -= 1
            self.names.pop()


def values(stream: Stream, *at: str) -> Iterator[Any]:
    """Give the values at a path, one after another; `item` is each of a list.

    Raises MemberDamaged where the JSON breaks off, is too deep, or one value is too long.
    """
    path, wanted = _Path(), list(at)
    builder: _Builder | None = None
    for event, value in _events(stream):
        if builder is None:
            is_closing = event in {"end_map", "end_array"}
            is_here = path.names == wanted and event != "map_key" and not is_closing
            path.follow(event, value)
            builder = _Builder() if is_here else None
        else:
            path.follow(event, value)
        if builder is not None and builder.take(event, value):
            yield builder.value
            builder = None
            stream.value_ended()
        elif builder is None:
            stream.value_ended()
        if path.depth > DEPTH_MAX:
            raise MemberDamaged(Reason.TOO_DEEP)


def _events(stream: Stream) -> Iterator[tuple[str, Any]]:
    try:
        yield from ijson.basic_parse(stream, use_float=True, buf_size=_BUFFER_BYTES)
    except IncompleteJSONError as error:
        raise MemberDamaged(Reason.DAMAGED) from error
    except (JSONError, ValueError, OverflowError, UnicodeError) as error:
        raise MemberDamaged(Reason.DAMAGED) from error


class _Builder:
    """Puts one value together from its events."""

    def __init__(self) -> None:
        self.value: Any = None
        self._open: list[Any] = []
        self._keys: list[str] = []
        self._count = 0

    def take(self, event: str, value: Any) -> bool:
        """Add an event; True once the value is whole."""
        self._count += 1
        if self._count > _EVENTS_MAX:
            raise MemberDamaged(Reason.TOO_LONG)
        if event == "map_key":
            self._keys[-1] = str(value)
        elif event in _OPENING:
            made: Any = {} if event == "start_map" else []
            self._add(made)
            self._open.append(made)
            self._keys.append("")
        elif event in {"end_map", "end_array"}:
            self._open.pop()
            self._keys.pop()
        else:
            self._add(value)
        return not self._open

    def _add(self, value: Any) -> None:
        if not self._open:
            self.value = value
        elif isinstance(self._open[-1], dict):
            self._open[-1][self._keys[-1]] = value
        else:
            self._open[-1].append(value)
