"""Who lives in the simulated LinkedIn, and what others do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.linkedin.places import place_of
from beffroi.networks.linkedin.simulator_state import (
    Organization,
    SimulatedComment,
    State,
)

CLAIRE = "urn:li:person:782bbtaQ"
ZOE = "urn:li:person:zoeK3x9Ab1"
REMI = "urn:li:person:remiP7-q2_Z"
ATELIER = "urn:li:organization:5515715"
BAKERY = "urn:li:organization:5515716"
ELSEWHERE = "urn:li:organization:5515717"
_PEOPLE = {"zoe": ZOE, "remi": REMI}


def settle(state: State) -> None:
    """Let everybody move in: Claire administers two pages and only watches a third."""
    state.names.update({CLAIRE: "Claire Martin", ZOE: "Zoé Petit", REMI: "Rémi Caron"})
    for urn, name, vanity in (
        (ATELIER, "Atelier Martin", "atelier-martin"),
        (BAKERY, "Boulangerie Martin", "boulangerie-martin"),
        (ELSEWHERE, "Ailleurs", "ailleurs"),
    ):
        state.organizations[urn] = Organization(urn, name, vanity)
    state.roles[CLAIRE, ATELIER] = ("ADMINISTRATOR", "APPROVED")
    state.roles[CLAIRE, BAKERY] = ("ADMINISTRATOR", "APPROVED")
    state.roles[CLAIRE, ELSEWHERE] = ("ADMINISTRATOR", "REQUESTED")


def act(state: State, action: str, payload: Mapping[str, Any]) -> JSON:
    """Let `payload["as"]` (zoe or remi) do one of ACTIONS."""
    who = _PEOPLE[str(payload.get("as", "zoe"))]
    return ACTIONS[action](state, who, payload)


def _reply(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    place = place_of(str(payload["parent_id"]))
    post = state.find_post(place.post)
    above = state.find_comment(post, place.comment) if place.comment else None
    parent = (above.parent or above.number) if above else ""
    return {"id": state.comment(who, post, str(payload["text"]), parent=parent).remote_id}


def _mention(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    page = state.organizations[str(payload.get("of", ATELIER))]
    words = "".join(f"\\{sign}" if sign in _RESERVED else sign for sign in str(payload["text"]))
    return {"id": state.mention(who, f"{words}@[{page.name}]({page.urn})", page.urn).urn}


def _edit(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    comment = _own_comment(state, who, payload)
    state.edit_comment(comment, str(payload["text"]))
    return {"id": comment.remote_id}


def _delete(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    place = place_of(str(payload["id"]))
    if place.comment:
        state.delete_comment(_own_comment(state, who, payload))
    else:
        state.delete_post(state.find_post(place.post))
    return {"id": place.remote_id}


def _like(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    post = state.find_post(str(payload["id"]))
    post.reactions += 1
    state.happened.append(("like", post.author, state.clock()))
    return {"id": post.urn}


def _share(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    post = state.find_post(str(payload["id"]))
    post.shares += 1
    state.happened.append(("share", post.author, state.clock()))
    return {"id": post.urn}


def _view(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    post, times = state.find_post(str(payload["id"])), int(payload.get("times", 1))
    post.views += times
    state.happened.extend([("view", post.author, state.clock())] * times)
    return {"id": post.urn}


def _follow(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    page = str(payload.get("of", ATELIER))
    state.followers.setdefault(page, []).append(state.clock())
    return {"id": page}


def _unfollow(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    page = str(payload.get("of", ATELIER))
    state.happened.append(("unfollow", page, state.clock()))
    return {"id": page}


def _rename(state: State, who: str, payload: Mapping[str, Any]) -> JSON:
    """Change a name, which the interface tells nobody."""
    state.names[who] = str(payload["name"])
    return {"id": who}


def _own_comment(state: State, who: str, payload: Mapping[str, Any]) -> SimulatedComment:
    place = place_of(str(payload["id"]))
    comment = state.find_comment(state.find_post(place.post), place.comment)
    if comment.actor != who:
        raise ValueError("this comment is somebody else's")
    return comment


_RESERVED = "\\|{}@[]()<>#*_~"

#: What may be asked for, and the fields that each wants besides `as`.
ACTIONS: dict[str, Callable[[State, str, Mapping[str, Any]], JSON]] = {
    "reply": _reply,  # parent_id, text
    "mention": _mention,  # text
    "edit": _edit,  # id, text
    "delete": _delete,  # id
    "favourite": _like,  # id
    "boost": _share,  # id
    "view": _view,  # id, times
    "follow": _follow,
    "unfollow": _unfollow,
    "rename": _rename,  # name
}
