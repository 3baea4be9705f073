"""A simulated Instagram: its calls, its login, its pages for people.

`python -m beffroi.networks.instagram.simulator --port 8905` runs it alone; it stands for each of
the vendor's hosts. Atelier Martin has a professional account, and a Page that is linked with it;
Zoé and Rémi are strangers. POST /_simulator/habits changes how it behaves: any of the fields of
Habits, page_max, repeats_pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from beffroi.networks.families.graph import simulator_webhooks
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_wire import (
    Form,
    Refused,
    invalid,
    missing,
    read_form,
)
from beffroi.networks.instagram import ids, simulator_strangers
from beffroi.networks.instagram.declaration import BASIC
from beffroi.networks.instagram.simulator_frame import Frame
from beffroi.networks.instagram.simulator_inbox import Inbox
from beffroi.networks.instagram.simulator_login import BadLogin
from beffroi.networks.instagram.simulator_pages import Pages
from beffroi.networks.instagram.simulator_posts import Posts
from beffroi.networks.instagram.simulator_world import Media
from beffroi.networks.instagram.webhooks import FIELDS
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

_HTML = "text/html; charset=utf-8"
_SUBSCRIBED = frozenset({*FIELDS, "message_reactions", "story_insights"})


class Simulator(Frame):
    """One Instagram: its calls, its login, its pages."""

    def routes(self) -> Sequence[Route]:
        """Return Instagram's own login, its pages, Facebook's login, then the calls."""
        untold = ("the words of its refusals",)
        dialog = self.dialog()
        login = [
            Route("dialog", "GET", "/oauth/authorize", dialog.ask),
            Route("dialog", "POST", "/oauth/authorize", dialog.decide, Origin.UNCONFIRMED),
            Route("token", "POST", "/oauth/access_token", self._trade_code, doubts=untold),
            Route("long_token", "GET", "/access_token", self._lengthen, doubts=untold),
            Route("refresh", "GET", "/refresh_access_token", self._extend, doubts=untold),
            Route("page", "GET", r"/(?:p|reel)/(?P<code>\w+)/", self._shown_post),
            Route("control", "POST", "/_simulator/habits", self._set_habits),
        ]
        calls = [self._route(one) for one in self.graph_calls()]
        return [*login, *self.page_dialog().routes(), *calls]

    def graph_calls(self) -> Sequence[GraphCall]:
        """Return the calls of the API."""
        return [
            GraphCall("me", "GET", "/me", self._me),
            *Pages(self).calls(),
            *Posts(self).calls(),
            *Inbox(self).calls(),
            GraphCall(
                "subscribe", "POST", r"/(?P<user>me|17841\d+)/subscribed_apps", self._subscribe
            ),
            GraphCall("node", "GET", r"/(?P<id>\w+)", self._nothing),
            GraphCall("node", "DELETE", r"/(?P<id>\w+)", self._nothing),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every post, newest first."""
        found = sorted(self.world.media.values(), key=lambda one: (one.at, one.id), reverse=True)
        return [self._visible(one) for one in found]

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the one app that is declared here, now with this return address too."""
        app = self.set_up_app(redirect_uri)
        return {"client_id": app.id, "client_secret": app.secret}

    def declare_page_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the app as Facebook's login knows it, now with this return address too."""
        known = self.page_app
        self.page_app = replace(known, redirect_uris=(*known.redirect_uris, redirect_uri))
        self.page_authority.app = self.page_app
        return {"client_id": known.id, "client_secret": known.secret}

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let somebody do one of simulator_strangers.ACTIONS."""
        with self.lock:
            try:
                return simulator_strangers.act(self.world, self.owner, action, payload)
            except Refused as refused:
                raise ValueError(str(refused)) from refused

    def webhook_about(self, remote_id: str) -> bytes:
        """Return the webhook that tells of a comment, a mention or a message."""
        named = ids.read(remote_id)
        return simulator_webhooks.body(
            "instagram", self.owner.id, at=self.clock().timestamp(), **self._told(named)
        )

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the header that makes a webhook genuine."""
        return simulator_webhooks.sign(body, secret=self.app.secret)

    # The login.

    def _trade_code(self, call: Call) -> Reply:
        try:
            token = self.login.trade_code(read_form(call))
        except BadLogin as bad:
            raise Refusal(Reply(400, bad.body)) from bad
        permissions = ",".join(token.scopes)
        told = {"access_token": token.value, "user_id": int(self.owner.scoped_id)}
        return Reply(data={**told, "permissions": permissions})

    def _lengthen(self, call: Call) -> Reply:
        return self._traded(call, self.login.lengthen)

    def _extend(self, call: Call) -> Reply:
        return self._traded(call, self.login.extend)

    def _traded(self, call: Call, trade: Callable[[Form], Any]) -> Reply:
        try:
            return Reply(data=self.login.told(trade(read_form(call))))
        except Refused as refused:
            raise Refusal(refused.reply({})) from refused

    # The account, its webhooks, and pages.

    def _me(self, request: Request) -> Any:
        request.form.only()
        if request.token.account in self.pages:
            return Pages(self).node(request)
        return self.writer.me(self.us(request, BASIC), request.fields)

    def _subscribe(self, request: Request) -> Any:
        request.form.only("subscribed_fields")
        if request.token.account in self.pages:
            raise invalid("Tried accessing nonexisting field (subscribed_apps) on type (IGUser)")
        self.us(request, BASIC)
        wanted = request.form.needed("subscribed_fields").split(",")
        if not set(wanted) <= _SUBSCRIBED:
            raise invalid("Param subscribed_fields holds a name that is not known")
        self.subscribed = tuple(wanted)
        return {"success": True}

    def _nothing(self, request: Request) -> Any:
        raise missing(request.param("id"))

    def _told(self, named: ids.Named) -> dict[str, Any]:
        if named.kind == ids.MESSAGE:
            return {"messaging": [self._told_message(named.id)]}
        if named.kind == ids.MENTION:
            within = {"comment_id": named.within} if named.within else {}
            told = {"media_id": named.id, **within}
            return {"changes": [{"field": "mentions", "value": told}]}
        comment = self.world.comments[named.id]
        value: dict[str, Any] = {
            "id": comment.id,
            "text": comment.text,
            "from": self.writer.sender(self.world.people[comment.author_id]),
            "media": {"id": comment.media_id, "media_product_type": "FEED"},
            **({"parent_id": comment.above} if comment.above else {}),
        }
        return {"changes": [{"field": "comments", "value": value}]}

    def _told_message(self, message_id: str) -> dict[str, Any]:
        message = self.world.messages[message_id]
        sender, to = self.world.people[message.from_id], self.world.people[message.to_id]
        is_echo = sender is self.owner
        return {
            "sender": {"id": self.writer.sender(sender)["id"]},
            "recipient": {"id": self.writer.sender(to)["id"]},
            "timestamp": int(message.at.timestamp() * 1000),
            "message": {
                "mid": message.id,
                "text": message.text,
                **({"is_echo": True} if is_echo else {}),
            },
        }

    def _shown_post(self, call: Call) -> Reply:
        found = [one for one in self.world.media.values() if one.shortcode == call.params["code"]]
        shown = [self._visible(one) for one in found]
        page = render_page(network=self.network, posts=shown, now=self.clock())
        status = 200 if found else 404
        return Reply(status, content=page.encode(), media_type=_HTML)

    def _visible(self, media: Media) -> VisiblePost:
        owner = self.world.people[media.owner_id]
        return VisiblePost(
            handle=owner.username,
            display_name=owner.name,
            text=media.caption,
            at=media.at,
            alt_texts=media.alt_texts,
        )


if __name__ == "__main__":
    run(Simulator, about="ateliermartin, who says yes on the page")
