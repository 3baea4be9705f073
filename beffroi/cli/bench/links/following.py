"""Follows links at a steady pace over connections that stay open, as browsers keep theirs."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

_CONNECTIONS = 32
_ANSWER_SECONDS = 5.0


@dataclass(slots=True)
class Followed:
    """What came of it: seconds of each answer since it was due, and links sent and answered."""

    times: list[float] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0


async def follow(port: int, codes: list[str], *, per_second: int, seconds: float) -> Followed:
    """Follow random links; nobody waits for an answer before they follow the next."""
    followed, due = Followed(), asyncio.Queue[tuple[float, str] | None]()
    workers = [
        asyncio.create_task(_work(port, due, followed, number)) for number in range(_CONNECTIONS)
    ]
    chance = random.Random(7)  # noqa: S311 no secret
    began = time.perf_counter()
    for number in range(int(per_second * seconds)):
        at = began + number / per_second
        if (wait := at - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        due.put_nowait((at, chance.choice(codes)))
    for _ in workers:
        due.put_nowait(None)
    await asyncio.gather(*workers)
    return followed


async def _work(
    port: int, due: asyncio.Queue[tuple[float, str] | None], followed: Followed, number: int
) -> None:
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while (one := await due.get()) is not None:
        at, code = one
        try:
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port)
            followed.sent[code] += 1
            await asyncio.wait_for(_ask(*streams, code, number), _ANSWER_SECONDS)
            followed.answered[code] += 1
            followed.times.append(time.perf_counter() - at)
        except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
            followed.unanswered += 1
            if streams is not None:
                streams[1].close()
            streams = None
    if streams is not None:
        streams[1].close()
        with suppress(OSError):
            await streams[1].wait_closed()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: str, number: int
) -> None:
    writer.write(
        f"GET /l/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: fr\r\n"
        f"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{number}"
        " Safari/537.36\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 302"):
        raise RuntimeError(head.decode())
