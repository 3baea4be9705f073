"""Whether the inbox stays as quick with a million messages as with ten thousand.

On two temporary databases of the kind that this installation uses; its own is never read.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from beffroi.cli import assets
from beffroi.cli.bench.inbox.filling import fill
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.core.keyset import Cursor
from beffroi.inbox import queries
from beffroi.workspaces.models import User, Workspace

_SMALL, _LARGE = 10_000, 1_000_000
_ROUNDS = 20
_TIMES_A_ROUND = 25
_SEARCHES = 60
#: By what is looked for. Those of the last never stand together in what is open.
_WANTED = {
    "rare": "person4321",
    "frequent": "pain",
    "three_words": "merci samedi brioches",
    "prefix": "dup",
    "phrase": '"pain aux noix"',
    "missing": "introuvable",
    "never_together": "brioche bluesky",
}
_PAGES = 10
_PAGE_ROUNDS = 40
_WARM_UP = 5


def run() -> dict[str, float | int]:
    """Fill an inbox with 10,000 and one with 1,000,000 messages; measure them side by side."""
    assets.collect()
    with scratch_database("small") as small, scratch_database("large") as large:
        for use, messages in ((small, _SMALL), (large, _LARGE)):
            use()
            _say(f"{messages:,} messages…")
            fill(messages)
        with translation.override("fr"):
            return {"messages": _LARGE} | _queries(small, large) | _pages()


def _queries(small: Callable[[], None], large: Callable[[], None]) -> dict[str, float]:
    """Time the list's query on both, in turns: what slows the machine slows them alike."""
    _say("the list's query…")
    first = _in_turns(small, large, lambda place: lambda: _list(place))
    _say("the list's query, far back…")
    deep = _in_turns(small, large, _far_back)
    return {
        "query_ratio_1m_10k": _ratio(first),
        "query_ms_10k": _ms(first[0]),
        "query_ms_1m": _ms(first[1]),
        "deep_query_ratio_1m_10k": _ratio(deep),
        "deep_query_ms_1m": _ms(deep[1]),
    }


def _pages() -> dict[str, float | int]:
    """Measure whole pages with a million messages, as Django's test client gets them."""
    _say("the pages…")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get())
    talk = reverse("conversation", args=[_list(Workspace.objects.get()).rows[0].id])
    page_cpu, page_queries = _page(client, reverse("inbox"))
    talk_cpu, talk_queries = _page(client, talk)
    return {
        "page_cpu_ms": _ms(page_cpu),
        "queries": page_queries,
        "conversation_cpu_ms": _ms(talk_cpu),
        "conversation_queries": talk_queries,
    } | _searches(client)


def _searches(client: Client) -> dict[str, float]:
    """Measure pages of searches, among what is open and what is done, on the clock of the wall."""
    _say("searches…")
    return {
        f"search_{name}_p95_ms": _ms(
            max(_p95(_getting(client, {"q": typed, **where})) for where in ({}, {"done": ""}))
        )
        for name, typed in _WANTED.items()
    }


def _getting(client: Client, question: dict[str, str]) -> Callable[[], None]:
    def get() -> None:
        response = client.get(reverse("inbox"), question)
        if response.status_code != 200:
            raise RuntimeError(f"The search answers {response.status_code}.")

    return get


def _page(client: Client, address: str) -> tuple[float, int]:
    """Return the CPU seconds of a page, and its number of queries.

    CPU time grows when others use the same processor's caches: of a few medians the least counts.
    """

    def get() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}.")

    cpu = min(_median(get, times=_PAGES, clock=time.process_time) for _ in range(_PAGE_ROUNDS))
    with CaptureQueriesContext(connection) as captured:
        get()
    return cpu, len(captured)


def _list(workspace: Workspace, after: Cursor | None = None) -> queries.Page:
    rows = queries.open_conversations(workspace, now=utc_now())
    return queries.pressing_page(rows, after=after)


def _far_back(workspace: Workspace) -> Callable[[], object]:
    """Return what reads the page that begins in the middle of the list."""
    rows = queries.open_conversations(workspace, now=utc_now()).order_by("presses_at", "id")
    at, number = rows.values_list("presses_at", "id")[rows.count() // 2]
    return lambda: _list(workspace, Cursor(at, number))


def _in_turns(
    small: Callable[[], None],
    large: Callable[[], None],
    prepare: Callable[[Workspace], Callable[[], object]],
) -> tuple[float, float]:
    """Return the median seconds of what `prepare` gives, on the small and on the large one."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for use, seconds in zip((small, large), taken, strict=True):
            use()
            seconds.append(_median(prepare(Workspace.objects.get()), times=_TIMES_A_ROUND))
    return statistics.median(taken[0]), statistics.median(taken[1])


def _median(
    act: Callable[[], object], *, times: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    return statistics.median(_taken(act, times=times, clock=clock))


def _p95(act: Callable[[], object]) -> float:
    return statistics.quantiles(_taken(act, times=_SEARCHES), n=20)[-1]


def _taken(
    act: Callable[[], object], *, times: int, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Return how long each of several goes took, after a few that do not count."""
    for _ in range(min(times, _WARM_UP)):
        act()
    seconds = []
    for _ in range(times):
        started = clock()
        act()
        seconds.append(clock() - started)
    return seconds


def _ratio(seconds: tuple[float, float]) -> float:
    return round(seconds[1] / seconds[0], 2)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
