"""What the others on the simulated X do to us, when they are told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.x.simulator_state import Draft, SimulatedAccount, State

_Payload = Mapping[str, Any]


def settle(state: State) -> None:
    """Let Zoé and Rémi have accounts."""
    state.add_account("zoe_lyon", name="Zoé")
    state.add_account("remi", name="Rémi")


def act(state: State, owner: SimulatedAccount, action: str, payload: _Payload) -> JSON:
    """Let `payload["as"]`, zoe_lyon by default, do `action`; return what came of it.

    Raises KeyError for an action, a person or a field that is missing.
    """
    people = {one.username: one for one in state.accounts.values()}
    who = people[payload.get("as", "zoe_lyon")]
    return ACTIONS[action](_Scene(state, owner, who), payload)


class _Scene:
    def __init__(self, state: State, owner: SimulatedAccount, who: SimulatedAccount) -> None:
        self.state = state
        self.owner = owner
        self.who = who

    def post(self, payload: _Payload) -> JSON:
        return {"id": self.state.post(self.who, Draft(payload["text"])).id}

    def reply(self, payload: _Payload) -> JSON:
        is_alone = bool(payload.get("is_alone"))
        draft = Draft(payload["text"], parent_id=payload["parent_id"], is_alone=is_alone)
        return {"id": self.state.post(self.who, draft).id}

    def mention(self, payload: _Payload) -> JSON:
        return {
            "id": self.state.post(self.who, Draft(f"{payload['text']}@{self.owner.username}")).id
        }

    def quote(self, payload: _Payload) -> JSON:
        draft = Draft(payload["text"], quoted_id=self.state.visible(payload["id"]).id)
        return {"id": self.state.post(self.who, draft).id}

    def repost(self, payload: _Payload) -> JSON:
        return {"id": self.state.repost(self.who, payload["id"]).id}

    def delete(self, payload: _Payload) -> JSON:
        self.state.delete(self.who, payload["id"])
        return {"id": payload["id"]}

    def like(self, payload: _Payload) -> JSON:
        self.state.visible(payload["id"]).likers.add(self.who.id)
        return {}

    def click(self, payload: _Payload) -> JSON:
        post = self.state.visible(payload["id"])
        post.clicks, post.views = post.clicks + 1, post.views + 1
        return {}

    def follow(self, payload: _Payload) -> JSON:
        self.owner.followers += 1
        return {}

    def rename(self, payload: _Payload) -> JSON:
        self.who.name = str(payload["name"])
        return {}


#: What may be asked for, and the fields that each wants.
ACTIONS: dict[str, Callable[[_Scene, _Payload], JSON]] = {
    "post": _Scene.post,  # text
    "reply": _Scene.reply,  # parent_id, text; is_alone takes everybody out of it
    "mention": _Scene.mention,  # text
    "quote": _Scene.quote,  # id, text
    "repost": _Scene.repost,  # id
    "delete": _Scene.delete,  # id
    "like": _Scene.like,  # id
    "click": _Scene.click,  # id
    "follow": _Scene.follow,
    "rename": _Scene.rename,  # name
}
