"""Webhooks of a simulator: signed, and told as networks tell them: late, twice, shuffled, lost."""

from __future__ import annotations

import http.client
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

#: Returns the headers that make a body genuine.
Sign = Callable[[bytes], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Storm:
    """How badly webhooks arrive. Parts of 1; `forged` are added for each genuine one."""

    doubled: float = 0.0
    dropped: float = 0.0
    forged: float = 0.0
    is_shuffled: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call as it reaches our side."""

    body: bytes
    headers: Mapping[str, str]
    is_forged: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one call: the status that our side answered, and whether it was forged."""

    status: int
    is_forged: bool


def handshake(callback_url: str, query: str) -> tuple[int, str]:
    """Ask an address whether it is ours, as the network does; return its status and its words."""
    return _call("GET", f"{callback_url}?{query}", b"", {})


def post_all(
    bodies: Iterable[bytes], callback_url: str, *, sign: Sign, storm: Storm | None = None
) -> list[Posted]:
    """Post `bodies` to `callback_url`, in the way of `storm`."""
    return [
        Posted(_post(callback_url, one.body, one.headers), one.is_forged)
        for one in arrivals(bodies, sign=sign, storm=storm or Storm())
    ]


def arrivals(bodies: Iterable[bytes], *, sign: Sign, storm: Storm) -> list[Arrival]:
    """Return what reaches our side when `bodies` are posted in the way of `storm`."""
    dice = random.Random(storm.seed)  # noqa: S311 - weather, no secret
    found: list[Arrival] = []
    for body in bodies:
        if dice.random() < storm.forged:
            found.append(Arrival(body, sign(body + b" "), is_forged=True))
        if dice.random() < storm.dropped:
            continue
        times = 2 if dice.random() < storm.doubled else 1
        found += [Arrival(body, sign(body), is_forged=False)] * times
    if storm.is_shuffled:
        dice.shuffle(found)
    return found


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    return _call("POST", url, body, {"Content-Type": "application/json", **headers})[0]


def _call(method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    split = urlsplit(url)
    connection = http.client.HTTPConnection(split.netloc, timeout=10)
    try:
        path = split.path + (f"?{split.query}" if split.query else "")
        connection.request(method, path, body or None, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()
