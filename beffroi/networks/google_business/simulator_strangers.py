"""What customers do on the simulated Business Profile, and what Google does, when told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.networks.google_business.simulator_state import SimulatedPlace, State
from beffroi.networks.json_text import JSON

_Payload = Mapping[str, Any]


@dataclass
class Customer:
    """Who writes the next review. Google tells no id of them."""

    name: str = "Anne"


def act(state: State, place: SimulatedPlace, who: Customer, action: str, payload: _Payload) -> JSON:
    """Let `who` do `action`; return what came of it. Raises KeyError for what is missing."""
    return ACTIONS[action](state, place, who, payload)


def _review(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    text, stars = str(payload.get("text", "")), int(payload.get("stars", 4))
    name = state.add_review(place, who.name, stars, text)
    state.reviews[name].is_anonymous = bool(payload.get("anonymous"))
    return {"id": name}


def _edit(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    review = state.reviews[payload["id"]]
    state.edit_review(review, str(payload["text"]), payload.get("stars"))
    return {"id": review.name}


def _delete(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    del state.reviews[payload["id"]]
    return {"id": str(payload["id"])}


def _rename(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    who.name = str(payload["name"])
    return {}


def _reject(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    """Let Google reject a post, or an answer to a review, after the fact."""
    name = str(payload["id"])
    if name in state.posts:
        state.posts[name].outcome = "REJECTED"
    else:
        state.reviews[name.removesuffix("/reply")].reply_outcome = "REJECTED"
    return {"id": name}


def _count(state: State, place: SimulatedPlace, who: Customer, payload: _Payload) -> JSON:
    """Let a day have its values."""
    counted = {name: int(value) for name, value in dict(payload["counters"]).items()}
    state.daily[date.fromisoformat(str(payload["day"]))] = counted
    return {}


#: What may be asked for, and the fields that each wants.
ACTIONS: dict[str, Callable[[State, SimulatedPlace, Customer, _Payload], JSON]] = {
    "reply": _review,  # text; stars, anonymous: what people say is a review
    "mention": _review,  # the same
    "edit": _edit,  # id, text; stars
    "delete": _delete,  # id
    "rename": _rename,  # name
    "reject": _reject,  # id
    "count": _count,  # day, counters
}
