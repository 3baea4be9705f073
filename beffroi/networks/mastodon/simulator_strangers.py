"""What the others on the simulated instance do to us, when they are told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.mastodon.simulator_state import (
    Draft,
    SimulatedAccount,
    SimulatedStatus,
    State,
)
from beffroi.networks.mastodon.simulator_wire import NOT_INDEXED

_Payload = Mapping[str, Any]


def settle(state: State) -> None:
    """Let Zoé live on this server with Tess, who wants not to be found; Rémi on another one."""
    state.add_account("zoe", display_name="Zoé")
    state.add_account("remi", host="ailleurs.example", display_name="Rémi")
    state.add_account(NOT_INDEXED, display_name="Tess")


def act(state: State, owner: SimulatedAccount, action: str, payload: _Payload) -> JSON:
    """Let `payload["as"]`, zoe by default, do `action`; return what came of it.

    Raises KeyError for an action, a person or a field that is missing.
    """
    people = {one.username: one for one in state.accounts.values()}
    return ACTIONS[action](_Scene(state, owner, people[payload.get("as", "zoe")]), payload)


class _Scene:
    def __init__(self, state: State, owner: SimulatedAccount, who: SimulatedAccount) -> None:
        self.state = state
        self.owner = owner
        self.who = who

    def reply(self, payload: _Payload) -> JSON:
        parent = self.state.visible_to(payload["parent_id"], self.who)
        text = f"@{self.state.accounts[parent.account_id].acct} {payload['text']}"
        return self._post(text, payload, parent_id=parent.id)

    def mention(self, payload: _Payload) -> JSON:
        return self._post(f"{payload['text']}@{self.owner.acct}", payload)

    def write(self, payload: _Payload) -> JSON:
        return self._post(str(payload["text"]), payload)

    def edit(self, payload: _Payload) -> JSON:
        status = self.state.visible_to(payload["id"], self.who)
        addressed = self.state.accounts.get(status.parent_account_id or "")
        start = f"@{addressed.acct} " if addressed else ""
        draft = Draft(text=start + payload["text"])
        return {"id": self.state.edit(self.who, status.id, draft).id}

    def delete(self, payload: _Payload) -> JSON:
        return {"id": self.state.delete(self.who, payload["id"]).id}

    def favourite(self, payload: _Payload) -> JSON:
        status = self.state.visible_to(payload["id"], self.who)
        status.likers.add(self.who.id)
        return self._tell_author("favourite", status)

    def boost(self, payload: _Payload) -> JSON:
        status = self.state.visible_to(payload["id"], self.who)
        status.sharers.add(self.who.id)
        return self._tell_author("reblog", status)

    def follow(self, payload: _Payload) -> JSON:
        self.state.notify("follow", to=self.owner, by=self.who)
        return {}

    def rename(self, payload: _Payload) -> JSON:
        self.who.display_name = str(payload["name"])
        return {}

    def _post(self, text: str, payload: _Payload, *, parent_id: str | None = None) -> JSON:
        visibility = payload.get("visibility", "public")
        language = payload.get("language")
        draft = Draft(text=text, visibility=visibility, parent_id=parent_id, language=language)
        return {"id": self.state.post(self.who, draft).id}

    def _tell_author(self, kind: str, status: SimulatedStatus) -> JSON:
        author = self.state.accounts[status.account_id]
        self.state.notify(kind, to=author, by=self.who, status=status)
        return {"id": status.id}


#: What may be asked for, and the fields that each wants. `reply` and `mention` take a visibility.
ACTIONS: dict[str, Callable[[_Scene, _Payload], JSON]] = {
    "reply": _Scene.reply,  # parent_id, text
    "mention": _Scene.mention,  # text
    "write": _Scene.write,  # text, language
    "edit": _Scene.edit,  # id, text
    "delete": _Scene.delete,  # id
    "favourite": _Scene.favourite,  # id
    "boost": _Scene.boost,  # id
    "follow": _Scene.follow,
    "rename": _Scene.rename,  # name
}
