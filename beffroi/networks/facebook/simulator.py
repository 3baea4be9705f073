"""A simulated Facebook: two Pages of Atelier Martin, and people who talk to them.

`python -m beffroi.networks.facebook.simulator --port 8911` runs it alone; everybody who opens its
login is Martin. POST /_simulator/habits changes how it behaves: its body is some of the habits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beffroi.networks.facebook import simulator_strangers as strangers
from beffroi.networks.facebook.simulator_insights import Counting
from beffroi.networks.facebook.simulator_publishing import Publishing
from beffroi.networks.facebook.simulator_talk import Talking
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_webhooks import body
from beffroi.networks.families.graph.simulator_wire import Refused, render
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Reply, Route

_HTML = "text/html; charset=utf-8"


class Simulator(Publishing, Talking, Counting):
    """Facebook for the person who manages two Pages."""

    def routes(self) -> Sequence[Route]:
        """Return the API, the door for bytes, and the pages that people see."""
        upload = r"/video-upload/(?P<version>v\d+\.\d)/(?P<id>\d+)"
        return [
            *super().routes(),
            Route("rupload", "POST", upload, self.framed(self._take_bytes)),
            Route("permalink", "GET", r"/(?P<id>\d+(?:_\d+)?)", self._permalink),
        ]

    def graph_calls(self) -> Sequence[GraphCall]:
        """Return the calls that concern Pages; those of a single node come last."""
        return [
            GraphCall("accounts", "GET", "/me/accounts", self._accounts),
            GraphCall("revoke", "DELETE", "/me/permissions", self._revoke),
            *self.publishing_calls(),
            *self.counting_calls(),
            *self.talking_calls(),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return posts and comments of everybody, newest first."""
        self.world.settle_videos()
        shown = [self._shown(one.id) for one in self.world.posts.values()]
        shown += [self._shown(one.id) for one in self.world.comments.values()]
        return sorted(shown, key=lambda one: one.at, reverse=True)

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the one app that is declared here, now with this return address too."""
        app = self.set_up_app(redirect_uri)
        return {"client_id": app.id, "client_secret": app.secret}

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let `payload["as"]` (zoe or remi) do one of strangers.ACTIONS."""
        with self.lock:
            return strangers.act(self.world, self.page.id, action, payload)

    def webhook(self, remote_id: str, *, verb: str = "add") -> bytes:
        """Return what is posted about a comment, a post or a message."""
        at = self.clock().timestamp()
        told = next((one for one in self.world.messages if one.id == remote_id), None)
        if told is not None:
            event: dict[str, Any] = {
                "sender": {"id": told.author_id},
                "recipient": {"id": told.page_id},
                "timestamp": int(at * 1000),
                "message": {"mid": told.id, "text": told.text},
            }
            return body("page", told.page_id, at=at * 1000, messaging=[event])
        change = {"field": "feed", "value": self._value(remote_id, verb)}
        return body("page", self.page.id, at=at, changes=[change])

    def _value(self, remote_id: str, verb: str) -> dict[str, Any]:
        comment = self.world.comments.get(remote_id)
        said = comment or self.world.posts[remote_id]
        told: dict[str, Any] = {
            "item": "comment" if comment else "status",
            "verb": verb,
            "post_id": comment.post_id if comment else remote_id,
            "from": {"id": said.author_id, "name": self.world.name_of(said.author_id)},
            "message": said.message,
            "created_time": int(said.created_at.timestamp()),
        }
        if comment:
            told |= {"comment_id": comment.id, "parent_id": comment.parent_id or comment.post_id}
        return told

    def _accounts(self, request: Request) -> Any:
        token = request.token
        if token.account or "pages_show_list" not in token.scopes:
            raise Refused(200, "(#200) Requires pages_show_list permission", status=403)
        request.form.only("fields", "limit", "after")
        chosen = token.targets.get("pages_show_list", ())
        sees_all = "business_management" in token.scopes
        pages = [
            page
            for page in self.world.pages.values()
            if page.id in chosen and (sees_all or not page.is_of_a_business)
        ]
        return self.list_of(request, pages, write=lambda page: self._account(request, page))

    def _account(self, request: Request, page: Any) -> dict[str, Any]:
        fields: dict[str, Callable[[Any], Any]] = {
            "id": lambda _: page.id,
            "name": lambda _: page.name,
            "username": lambda _: page.username,
            "link": lambda _: f"{self.origin}/{page.id}",
            "category": lambda _: "Bakery",
            "picture": lambda _: {"data": {"url": f"{self.origin}/picture"}},
            "access_token": lambda _: self.authority.derive(request.token, page.id).value,
            "tasks": lambda _: list(page.tasks),
        }
        return render("Page", fields, request.fields)

    def _revoke(self, request: Request) -> Any:
        self.authority.kill(subcode=458)
        return {"success": True}

    def _permalink(self, call: Call) -> Reply:
        node_id = call.params["id"]
        if node_id in self.world.pages:
            posts = [one for one in self.visible_posts() if one.handle]
        elif node_id in self.world.posts:
            under = self.world.under(node_id, is_stream=True)
            posts = [self._shown(node_id), *(self._shown(one.id) for one in under)]
        else:
            return Reply(404, content=b"", media_type=_HTML)
        page = render_page(network=self.network, posts=posts, now=self.clock())
        return Reply(content=page.encode(), media_type=_HTML)

    def _shown(self, node_id: str) -> VisiblePost:
        comment = self.world.comments.get(node_id)
        said = comment or self.world.posts[node_id]
        above = self.world.posts.get(comment.post_id) if comment else None
        photos = () if comment else self.world.posts[node_id].photo_ids
        return VisiblePost(
            handle=said.author_id,
            display_name=self.world.name_of(said.author_id),
            text=said.message,
            at=said.created_at,
            alt_texts=tuple(self.world.photos[one].alt_text for one in photos),
            answers=above.author_id if above else "",
        )


if __name__ == "__main__":
    run(Simulator, about="Martin, of two Pages")
