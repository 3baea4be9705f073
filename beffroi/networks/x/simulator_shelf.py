"""Posts of the simulated X as its calls show them: page after page, newest first, and paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.simulation_server import Call, Reply
from beffroi.networks.x import simulator_wire as wire
from beffroi.networks.x.simulator_meter import Meter
from beffroi.networks.x.simulator_problems import invalid
from beffroi.networks.x.simulator_state import SimulatedAccount, SimulatedPost, State


class Shelf:
    """Shows posts to who asks for them."""

    def __init__(self, state: State, meter: Meter, *, clock: Clock) -> None:
        self._state = state
        self._meter = meter
        self._clock = clock

    def page_of(
        self,
        call: Call,
        reader: SimulatedAccount,
        posts: Iterable[SimulatedPost],
        *,
        next_name: str,
        least: int,
        item: str = "",
    ) -> Reply:
        """Return one page, newest first."""
        wanted = wire.read_number(call, "max_results", least=least, most=100)
        size = min(wanted, self._state.flavour.page_max)
        kept = newest_first(self._bounded(call, posts))
        if self._state.flavour.repeats_pages:
            kept = newest_first(posts)
        elif position := call.first(next_name).removeprefix("page"):
            kept = [one for one in kept if int(one.id) < int(position)]
        page, rest = kept[:size], kept[size:]
        answer = self.answer(call, reader, page, item=item)
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if rest:
            meta["next_token"] = f"page{page[-1].id}"
        return Reply(data={**answer, "meta": meta})

    def _bounded(self, call: Call, posts: Iterable[SimulatedPost]) -> Iterable[SimulatedPost]:
        since, start = wire.read_id(call, "since_id"), wire.read_instant(call, "start_time")
        until = wire.read_id(call, "until_id")
        if start is not None and start > self._clock():
            raise invalid("start_time", call.first("start_time"))
        return [
            one
            for one in posts
            if (since is None or int(one.id) > since)
            and (until is None or int(one.id) < until)
            and (start is None or one.created_at >= start)
        ]

    def answer(
        self,
        call: Call,
        reader: SimulatedAccount,
        posts: Sequence[SimulatedPost],
        *,
        absent: Iterable[str] = (),
        item: str = "",
    ) -> dict[str, Any]:
        """Write posts, and take the price of all that is shown."""
        answer = self._writer(call, reader_id=reader.id).answer(posts, absent=absent)
        for one in posts:
            owned = "owned" if one.author_id == reader.id else "post"
            self._meter.charge_reads(item or owned, [one.id])
        self._meter.charge_included(answer.get("includes", {}), reader_id=reader.id)
        return answer

    def _writer(self, call: Call, *, reader_id: str) -> wire.Writer:
        wanted = wire.Wanted.by(call)
        return wire.Writer(self._state, wanted, reader_id=reader_id, now=self._clock())


def newest_first(posts: Iterable[SimulatedPost]) -> list[SimulatedPost]:
    """Order posts as X shows them."""
    return sorted(posts, key=lambda one: int(one.id), reverse=True)
