"""Private messages on the simulated X.

https://docs.x.com/x-api/direct-messages/lookup, read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.simulation import Effect, Ledger
from beffroi.networks.simulation_server import Call, Reply
from beffroi.networks.x.simulator_meter import Meter
from beffroi.networks.x.simulator_problems import forbidden, invalid, not_found
from beffroi.networks.x.simulator_state import SimulatedAccount, State
from beffroi.networks.x.simulator_wire import instant, read_json, read_number, user

#: As others write; no page of the vendor's names it.
_TEXT_MAX = 10_000
_TOLD = timedelta(days=30)
_FIELDS = frozenset(
    {"attachments", "created_at", "dm_conversation_id", "entities", "event_type", "id"}
    | {"participant_ids", "sender_id", "text"}
)
_PARAMETERS = frozenset({"dm_event.fields", "expansions", "user.fields", "event_types"})
_PAGES = _PARAMETERS | {"max_results", "pagination_token"}


@dataclass(frozen=True, slots=True)
class SimulatedMessage:
    """Something that one person said to another."""

    id: str
    pair: tuple[str, str]
    sender_id: str
    text: str
    created_at: datetime
    file_ids: tuple[str, ...] = ()

    @property
    def conversation_id(self) -> str:
        """The two numbers, the smaller one first."""
        return "-".join(sorted(self.pair, key=int))


class Messages:
    """What people said to each other."""

    def __init__(self, state: State, meter: Meter, *, clock: Clock, ledger: Ledger) -> None:
        self.said: dict[str, SimulatedMessage] = {}
        self._state, self._meter = state, meter
        self._clock, self._ledger = clock, ledger

    def say(
        self, sender: SimulatedAccount, other: SimulatedAccount, text: str, *files: str
    ) -> SimulatedMessage:
        """Let one person say something to another."""
        message = SimulatedMessage(
            self._state.new_id(), (sender.id, other.id), sender.id, text, self._clock(), files
        )
        self.said[message.id] = message
        self._ledger.record(Effect(self._clock(), "published", sender.username, message.id, text))
        return message

    def send(self, call: Call, sender: SimulatedAccount) -> Reply:
        """Take a message from the API."""
        other = self._state.accounts.get(call.params["id"])
        if other is None or not self._state.flavour.takes_messages:
            raise forbidden("You cannot send messages to this user.")
        wanted = read_json(call)
        for name in wanted.keys() - {"text", "attachments"}:
            raise invalid(name, str(wanted[name]))
        files = [str(one.get("media_id")) for one in wanted.get("attachments", [])]
        if (not wanted.get("text") and not files) or len(str(wanted.get("text"))) > _TEXT_MAX:
            raise invalid("text", "")
        for one in files:
            self._state.file_of(sender, one)
        message = self.say(sender, other, str(wanted.get("text", "")), *files)
        self._meter.charge("dm create")
        shown = {"dm_conversation_id": message.conversation_id, "dm_event_id": message.id}
        return Reply(201, {"data": shown})

    def list_all(self, call: Call, reader: SimulatedAccount) -> Reply:
        """Return what a reader may read, newest first."""
        return self._page(call, reader, self._of(reader))

    def list_with(self, call: Call, reader: SimulatedAccount) -> Reply:
        """Return what a reader and somebody said to each other."""
        other = call.params["id"]
        return self._page(call, reader, (one for one in self._of(reader) if other in one.pair))

    def show(self, call: Call, reader: SimulatedAccount) -> Reply:
        """Return one message."""
        _check(call, _PARAMETERS)
        message = self.said.get(call.params["id"])
        if message is None or reader.id not in message.pair:
            return Reply(data={"errors": [not_found(call.params["id"]).body]})
        answer = self._answer(call, [message], reader)
        return Reply(data={**answer, "data": answer["data"][0]})

    def delete(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Take an own message away."""
        message = self.said.get(call.params["id"])
        if message is None:
            raise not_found(call.params["id"])
        if message.sender_id != owner.id:
            raise forbidden("You are not permitted to perform this action.")
        del self.said[message.id]
        self._meter.charge("delete")
        effect = Effect(self._clock(), "deleted", owner.username, message.id, message.text)
        self._ledger.record(effect)
        return Reply(data={"data": {"deleted": True}})

    def _of(self, reader: SimulatedAccount) -> list[SimulatedMessage]:
        since = self._clock() - _TOLD
        mine = [one for one in self.said.values() if reader.id in one.pair]
        return [one for one in mine if one.created_at >= since]

    def _page(
        self, call: Call, reader: SimulatedAccount, found: Iterable[SimulatedMessage]
    ) -> Reply:
        _check(call, _PAGES)
        wanted = read_number(call, "max_results", least=1, most=100)
        size = min(wanted, self._state.flavour.page_max)
        kept = sorted(found, key=lambda one: int(one.id), reverse=True)
        position = call.first("pagination_token").removeprefix("page")
        if position and not self._state.flavour.repeats_pages:
            kept = [one for one in kept if int(one.id) < int(position)]
        page, rest = kept[:size], kept[size:]
        meta: dict[str, Any] = {"result_count": len(page)}
        if rest:
            meta["next_token"] = f"page{page[-1].id}"
        return Reply(data={**self._answer(call, page, reader), "meta": meta})

    def _answer(
        self, call: Call, page: list[SimulatedMessage], reader: SimulatedAccount
    ) -> dict[str, Any]:
        self._meter.charge_reads("dm", [one.id for one in page])
        asked = frozenset(call.first("dm_event.fields").split(","))
        if unknown := asked - _FIELDS - {""}:
            raise invalid("dm_event.fields", ",".join(sorted(unknown)))
        senders = {one.sender_id for one in page}
        shows_people = call.first("expansions") == "sender_id"
        people = (
            [user(self._state.accounts[one]) for one in sorted(senders)] if shows_people else []
        )
        includes = {"users": people} if people else {}
        self._meter.charge_included(includes, reader_id=reader.id)
        return {
            **({"data": [_shown(one, asked) for one in page]} if page else {}),
            **({"includes": includes} if includes else {}),
        }


def _shown(message: SimulatedMessage, asked: frozenset[str]) -> Mapping[str, Any]:
    whole: dict[str, Any] = {
        "id": message.id,
        "text": message.text,
        "event_type": "MessageCreate",
        "sender_id": message.sender_id,
        "dm_conversation_id": message.conversation_id,
        "created_at": instant(message.created_at),
        "participant_ids": list(message.pair),
    }
    wanted = asked | {"id", "text", "event_type"}
    return {name: value for name, value in whole.items() if name in wanted}


def _check(call: Call, known: frozenset[str]) -> None:
    for name in call.query:
        if name not in known:
            raise invalid(name, call.first(name))
