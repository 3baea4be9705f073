"""What visitors and colleagues do on the simulated site, when they are told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from html import escape
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.wordpress.simulator_state import Comment, State, User

_Payload = Mapping[str, Any]


class Visitors:
    """Zoé, who comments, and a colleague who works on the site itself."""

    def __init__(self, state: State, colleague: User) -> None:
        self.state = state
        self.colleague = colleague
        self.name = "Zoé"
        self.held = False

    def act(self, action: str, payload: _Payload) -> JSON:
        """Do `action`; return what came of it. KeyError for one that does not exist."""
        return ACTIONS[action](self, payload)

    def _reply(self, payload: _Payload) -> JSON:
        return self._comment(payload, who=None, text=str(payload["text"]))

    def _colleague_replies(self, payload: _Payload) -> JSON:
        return self._comment(payload, who=self.colleague, text=str(payload["text"]))

    def _delete(self, payload: _Payload) -> JSON:
        self.state.erase_comment(self._find(payload))
        return {}

    def _trash(self, payload: _Payload) -> JSON:
        self._find(payload).status = "trash"
        return {}

    def _spam(self, payload: _Payload) -> JSON:
        self._find(payload).status = "spam"
        return {}

    def _approve(self, payload: _Payload) -> JSON:
        self._find(payload).status = "approved"
        return {}

    def _rename(self, payload: _Payload) -> JSON:
        self.name = str(payload["name"])
        return {}

    def _trash_post(self, payload: _Payload) -> JSON:
        self.state.trash(self.state.find_post(_number(payload)))
        return {}

    def _erase_post(self, payload: _Payload) -> JSON:
        self.state.erase(self.state.find_post(_number(payload)))
        return {}

    def _schedule_post(self, payload: _Payload) -> JSON:
        post = self.state.find_post(_number(payload))
        post.date = self.state.clock() + timedelta(seconds=float(payload["seconds"]))
        self.state.set_status(post, "publish")
        return {"status": post.status}

    def _publish_post(self, payload: _Payload) -> JSON:
        post = self.state.find_post(_number(payload))
        self.state.set_status(post, "publish")
        return {"slug": post.slug}

    def _visit(self, payload: _Payload) -> JSON:
        self.state.run_schedule()
        return {}

    def _comment(self, payload: _Payload, *, who: User | None, text: str) -> JSON:
        kind, _, number = str(payload["parent_id"]).partition("-")
        parent = int(number)
        post_id = self.state.find_comment(parent).post_id if kind == "comment" else parent
        comment = self.state.comment(
            post_id=post_id,
            parent_id=parent if kind == "comment" else 0,
            who=who,
            guest=self.name,
            html=escape(text, quote=False),
            held=self.held,
        )
        return {"id": f"comment-{comment.id}"}

    def _find(self, payload: _Payload) -> Comment:
        return self.state.find_comment(_number(payload))


def _number(payload: _Payload) -> int:
    return int(str(payload["id"]).rpartition("-")[2])


#: What may be asked for, and the fields that each wants.
ACTIONS: dict[str, Callable[[Visitors, _Payload], JSON]] = {
    "reply": Visitors._reply,  # parent_id, text
    "colleague_replies": Visitors._colleague_replies,  # parent_id, text
    "delete": Visitors._delete,  # id
    "trash": Visitors._trash,  # id
    "spam": Visitors._spam,  # id
    "approve": Visitors._approve,  # id
    "rename": Visitors._rename,  # name
    "trash_post": Visitors._trash_post,  # id
    "erase_post": Visitors._erase_post,  # id
    "schedule_post": Visitors._schedule_post,  # id, seconds
    "publish_post": Visitors._publish_post,  # id
    "visit": Visitors._visit,
}
