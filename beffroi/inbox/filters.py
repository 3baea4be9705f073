"""What a list of conversations is narrowed to, as an address writes it. Pure.

A new filter is a field of `Filters`, a line of `_PARTS`, and a condition in `filtering`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import parse_qs, urlencode

from beffroi.suggestions.situations import Intent, Sentiment

#: No column holds a greater id.
_ID_MAX = 2**63 - 1
#: What is said of an address that makes no sense, in characters and in number.
_SHOWN_MAX = 40
_IGNORED_MAX = 5


class Standing(Enum):
    """Where conversations stand with us."""

    OPEN = "open"
    DONE = "done"
    SNOOZED = "snoozed"
    ANY = "any"


class Kind(Enum):
    """What somebody's newest words are; a comment is any reply under a post."""

    COMMENT = "comment"
    MENTION = "mention"
    MESSAGE = "message"
    REVIEW = "review"


class Order(Enum):
    """How a list of what is open is sorted; every other list has the newest first."""

    PRESSING = "pressing"
    NEWEST = "newest"


class Whose(Enum):
    """Whose a conversation is, besides a certain member's."""

    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a conversation must be to stand in the list; a default narrows nothing.

    `since` and `until` are days of the workspace, both included, of the person's newest words.
    """

    status: Standing = Standing.OPEN
    channel: int | None = None
    network: str = ""
    kind: Kind | None = None
    assignee: Whose | int | None = None
    label: int | None = None
    waiting: bool = False
    troubled: bool = False
    tone: Sentiment | None = None
    intent: Intent | None = None
    urgent: bool = False
    late: bool = False
    check: bool = False
    escalated: bool = False
    stars: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    order: Order = Order.PRESSING

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of those that narrow the list, besides where conversations stand."""
        return tuple(name for name, _ in self.pairs if name not in {"status", "order"})

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What differs from the defaults, as an address says it."""
        found = []
        for one in fields(self):
            value = getattr(self, one.name)
            if value != one.default:
                found.append((one.name, _PARTS[one.name].write(value)))
        return tuple(found)

    @property
    def query(self) -> str:
        """The same, written: “status=done&kind=review”; "" when nothing narrows."""
        return urlencode(self.pairs)

    def without(self, name: str) -> Filters:
        """Return these but for one."""
        return replace(self, **{name: getattr(Filters(), name)})


@dataclass(frozen=True, slots=True)
class Parsed:
    """Filters, and what was typed that is none: passed over, and said."""

    filters: Filters
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """How one filter is read, ValueError for what is none, and written."""

    read: Callable[[Sequence[str]], Any]
    write: Callable[[Any], str]


def parse(asked: Mapping[str, Sequence[str]], *, besides: Iterable[str] = ()) -> Parsed:
    """Return the filters of an address; `besides` are parameters that others read."""
    known: dict[str, Any] = {}
    ignored: list[str] = []
    if "done" in asked and "status" not in asked:  # as addresses said it at first
        known["status"] = Standing.DONE
    for name, typed in asked.items():
        if name == "done" or name in besides:
            continue
        values = [value.strip() for value in typed if value.strip()]
        if name in _PARTS and not values:  # a field of a form that was left empty
            continue
        try:
            known[name] = _PARTS[name].read(values)
        except (KeyError, ValueError):
            ignored.append(_shown(name, values))
    return Parsed(Filters(**known), tuple(ignored[:_IGNORED_MAX]))


def parse_query(query: str) -> Filters:
    """Return the filters that `Filters.query` wrote, as far as they are still known."""
    return parse(parse_qs(query, keep_blank_values=True)).filters


def _shown(name: str, values: Sequence[str]) -> str:
    text = f"{name}={','.join(values)}" if values else name
    text = "".join(sign if sign.isprintable() else "�" for sign in text)
    return text if len(text) <= _SHOWN_MAX else f"{text[: _SHOWN_MAX - 1]}…"


def _id(values: Sequence[str]) -> int:
    number = int(_digits(values[-1]))
    if not 0 < number <= _ID_MAX:
        raise ValueError("no id")
    return number


def _digits(value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise ValueError("no number")
    return value


def _assignee(values: Sequence[str]) -> Whose | int:
    named = {whose.value: whose for whose in Whose}
    return named.get(values[-1]) or _id(values)


def _written(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def _yes(values: Sequence[str]) -> bool:
    if values[-1] not in {"1", "on", "yes"}:
        raise ValueError("neither yes nor no")
    return True


def _stars(values: Sequence[str]) -> tuple[int, ...]:
    numbers = sorted({int(_digits(one)) for value in values for one in value.split(",")})
    if not set(numbers) <= {1, 2, 3, 4, 5}:
        raise ValueError("no stars")
    return tuple(numbers)


def _day(values: Sequence[str]) -> date:
    day = date.fromisoformat(values[-1])
    if not date.min < day < date.max:  # whatever the zone, its midnight exists
        raise ValueError("no day")
    return day


def _word(values: Sequence[str]) -> str:
    value = values[-1]
    if not (value.isascii() and value.replace("_", "").isalnum() and len(value) <= 30):
        raise ValueError("no network")
    return value


_PARTS: dict[str, _Part] = {
    "status": _Part(lambda values: Standing(values[-1]), _written),
    "channel": _Part(_id, str),
    "network": _Part(_word, str),
    "kind": _Part(lambda values: Kind(values[-1]), _written),
    "assignee": _Part(_assignee, _written),
    "label": _Part(_id, str),
    "waiting": _Part(_yes, lambda _: "1"),
    "troubled": _Part(_yes, lambda _: "1"),
    "tone": _Part(lambda values: Sentiment(values[-1]), _written),
    "intent": _Part(lambda values: Intent(values[-1]), _written),
    "urgent": _Part(_yes, lambda _: "1"),
    "late": _Part(_yes, lambda _: "1"),
    "check": _Part(_yes, lambda _: "1"),
    "escalated": _Part(_yes, lambda _: "1"),
    "stars": _Part(_stars, lambda value: ",".join(map(str, value))),
    "since": _Part(_day, date.isoformat),
    "until": _Part(_day, date.isoformat),
    "order": _Part(lambda values: Order(values[-1]), _written),
}
