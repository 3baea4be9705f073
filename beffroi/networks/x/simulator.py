"""A simulated X: its calls, its pages for people, and the others who write there.

`python -m beffroi.networks.x.simulator --port 8903` runs it alone. Atelier Martin has an account on
it and a developer app with an account of its own; Zoé and Rémi write by hand. POST
/_simulator/flavour changes how it is set up: its body is some of Flavour's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route
from beffroi.networks.x import simulator_oauth as oauth
from beffroi.networks.x import simulator_strangers as strangers
from beffroi.networks.x import simulator_wire as wire
from beffroi.networks.x.simulator_doubts import known
from beffroi.networks.x.simulator_drafts import read_draft
from beffroi.networks.x.simulator_files import Files
from beffroi.networks.x.simulator_messages import Messages
from beffroi.networks.x.simulator_meter import Meter
from beffroi.networks.x.simulator_problems import (
    Refused,
    forbidden,
    invalid,
    no_credits,
    not_enrolled,
    not_found,
    problem,
)
from beffroi.networks.x.simulator_shelf import Shelf, newest_first
from beffroi.networks.x.simulator_state import (
    Flavour,
    SimulatedAccount,
    SimulatedPost,
    State,
)
from beffroi.networks.x.simulator_text import find_addresses
from beffroi.networks.x.simulator_webhooks import Webhooks

_HTML = "text/html; charset=utf-8"
_POST = "/2/tweets/(?P<id>[^/]+)"
_WITH = "/2/dm_conversations/with/(?P<id>[^/]+)"
_MESSAGE = "/2/dm_events/(?P<id>[^/]+)"
_FILE = "/2/media/upload/(?P<id>[^/]+)"
_SEARCHED = timedelta(days=7)
Handler = Callable[[Call], Reply]


class Simulator(BaseSimulator):
    """X. `flavour` may be changed at any time, also over the control door."""

    network: ClassVar[str] = "X"

    def __init__(self, *, port: int = 0, flavour: Flavour | None = None) -> None:
        self._flavour = flavour or Flavour()
        super().__init__(port=port)

    @property
    def flavour(self) -> Flavour:
        """How X is set up now."""
        return self.state.flavour

    @flavour.setter
    def flavour(self, flavour: Flavour) -> None:
        self._flavour = self.state.flavour = flavour

    def reset_world(self) -> None:
        """Make the world new, with its three people. Tokens die."""
        self.state = State(self._flavour, clock=self.clock, ledger=self.ledger)
        self.authority = oauth.Authority(clock=self.clock)
        self.meter = Meter(clock=self.clock)
        self.shelf = Shelf(self.state, self.meter, clock=self.clock)
        self.files = Files(self.state, clock=self.clock)
        self.messages = Messages(self.state, self.meter, clock=self.clock, ledger=self.ledger)
        self.webhooks = Webhooks(
            self.state, secret=self.authority.app.consumer_secret, now=self.clock
        )
        self.owner = self.state.add_account("ateliermartin", name="Atelier Martin")
        self.owner.is_bound = True
        strangers.settle(self.state)

    def routes(self) -> Sequence[Route]:
        """Return the calls of the API, then the pages."""
        return [
            Route(name, method, path, self._answering(handler), *known(name))
            for name, method, path, handler in [*self._api(), *self._pages()]
        ]

    def _api(self) -> list[tuple[str, str, str, Handler]]:
        return [
            ("token", "POST", "/2/oauth2/token", self._token),
            ("revoke", "POST", "/2/oauth2/revoke", self._revoke),
            ("app_token", "POST", "/oauth2/token", self._app_token),
            ("me", "GET", "/2/users/me", self._me),
            ("upload", "POST", "/2/media/upload", self._as_owner("media.write", "send_whole")),
            ("begin", "POST", "/2/media/upload/initialize", self._as_owner("media.write", "begin")),
            ("append", "POST", f"{_FILE}/append", self._as_owner("media.write", "append")),
            ("close", "POST", f"{_FILE}/finalize", self._as_owner("media.write", "close")),
            ("file", "GET", "/2/media/upload", self._as_owner("media.write", "status")),
            ("describe", "POST", "/2/media/metadata", self._describe),
            ("publish", "POST", "/2/tweets", self._publish),
            ("search", "GET", "/2/tweets/search/recent", self._search),
            ("lookup", "GET", "/2/tweets", self._lookup),
            ("post", "GET", _POST, self._post),
            ("delete", "DELETE", _POST, self._delete),
            ("hidden", "PUT", f"{_POST}/hidden", self._hide),
            ("timeline", "GET", "/2/users/(?P<id>[^/]+)/tweets", self._timeline),
            ("mentions", "GET", "/2/users/(?P<id>[^/]+)/mentions", self._mentions),
            ("messages", "GET", "/2/dm_events", self._said("dm.read", "messages", "list_all")),
            (
                "message",
                "GET",
                _MESSAGE,
                self._said("dm.read", "message", "show"),
            ),
            ("message", "DELETE", _MESSAGE, self._said("dm.write", "message", "delete")),
            (
                "messages_with",
                "GET",
                f"{_WITH}/dm_events",
                self._said("dm.read", "messages with", "list_with"),
            ),
            ("send", "POST", f"{_WITH}/messages", self._said("dm.write", "send", "send")),
            ("webhooks", "POST", "/2/webhooks", self._as_app("make")),
            ("webhooks", "GET", "/2/webhooks", self._as_app("list_made")),
            ("webhooks", "PUT", "/2/webhooks/(?P<id>[^/]+)", self._as_app("check")),
            ("subscribe", "POST", "/2/activity/subscriptions", self._subscribe),
            ("subscribe", "GET", "/2/activity/subscriptions", self._as_app("list_subscriptions")),
        ]

    def _pages(self) -> list[tuple[str, str, str, Handler]]:
        return [
            ("authorize", "GET", "/i/oauth2/authorize", self._ask),
            ("authorize", "POST", "/i/oauth2/authorize", self._decide),
            ("page", "GET", "/i/web/status/(?P<id>[^/]+)", self._page_of_post),
            ("control", "POST", "/_simulator/flavour", self._set_flavour),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every post, newest first."""
        return [self._shown(one) for one in newest_first(self.state.posts.values())]

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the one app that is declared here, now with this return address too."""
        app = self.authority.app
        app.redirect_uris.add(redirect_uri)
        return {
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "consumer_key": app.consumer_key,
            "consumer_secret": app.consumer_secret,
        }

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let `payload["as"]` (zoe_lyon or remi) do one of strangers.ACTIONS."""
        with self.lock:
            try:
                if action == "message":
                    return self._message_by(payload)
                return strangers.act(self.state, self.owner, action, payload)
            except Refused as refused:
                raise ValueError(str(refused.body.get("detail"))) from refused

    def _message_by(self, payload: Mapping[str, Any]) -> JSON:
        """Let somebody write to us alone."""
        name = payload.get("as", "zoe_lyon")
        who = next(one for one in self.state.accounts.values() if one.username == name)
        return {"id": self.messages.say(who, self.owner, str(payload["text"])).id}

    # The frame of every call.

    def _answering(self, handler: Handler) -> Handler:
        def answer(call: Call) -> Reply:
            self._left: Mapping[str, str] = {}
            try:
                reply = handler(call)
                return replace(reply, headers={**reply.headers, **self._left})
            except Refused as refused:
                raise Refusal(Reply(refused.status, refused.body, refused.headers)) from refused

        return answer

    def _caller(self, call: Call, route: str, scope: str) -> SimulatedAccount:
        """Return who calls. Refuses what they, or their app, may not do now."""
        family = self.authority.holder(call.headers.get("authorization", ""), scope=scope)
        if not self.flavour.is_enrolled:
            raise not_enrolled()
        left = self.flavour.credits_usd
        if left is not None and self.meter.spent_usd >= Decimal(str(left)):
            raise no_credits()
        is_numbered = self.flavour.numbered_errors
        self._left = self.meter.count(route, family.account_id, is_numbered=is_numbered)
        return self.state.accounts[family.account_id]

    def _as_owner(self, scope: str, action: str) -> Handler:
        def handle(call: Call) -> Reply:
            owner = self._caller(call, "upload", scope)
            reply: Reply = getattr(self.files, action)(call, owner)
            return reply

        return handle

    def _said(self, scope: str, route: str, action: str) -> Handler:
        def handle(call: Call) -> Reply:
            caller = self._caller(call, route, scope)
            reply: Reply = getattr(self.messages, action)(call, caller)
            return reply

        return handle

    def _as_app(self, action: str) -> Handler:
        def handle(call: Call) -> Reply:
            self.authority.check_app(call.headers.get("authorization", ""))
            reply: Reply = getattr(self.webhooks, action)(call)
            return reply

        return handle

    # OAuth.

    def _ask(self, call: Call) -> Reply:
        fields = {name: values[-1] for name, values in call.query.items()}
        request = self.authority.check(fields)
        page = oauth.render_consent(
            self.authority.app, request, fields, username=self.owner.username
        )
        return Reply(content=page.encode(), media_type=_HTML)

    def _decide(self, call: Call) -> Reply:
        fields = wire.read_form(call)
        request = self.authority.check(fields)
        if fields.get("decision") != "allow":
            return _redirect(request.return_address(error="access_denied"))
        code = self.authority.allow(request, self.owner.id)
        return _redirect(request.return_address(code=code))

    def _token(self, call: Call) -> Reply:
        authorization = call.headers.get("authorization", "")
        return Reply(data=self.authority.trade(authorization, wire.read_form(call)))

    def _app_token(self, call: Call) -> Reply:
        authorization = call.headers.get("authorization", "")
        return Reply(data=self.authority.issue_app_token(authorization, wire.read_form(call)))

    def _revoke(self, call: Call) -> Reply:
        self.authority.revoke(wire.read_form(call).get("token", ""))
        return Reply(data={"revoked": True})

    def _me(self, call: Call) -> Reply:
        caller = self._caller(call, "me", "users.read")
        self.meter.charge_reads("user", [caller.id])
        return Reply(data={"data": wire.user(caller, wire.user_fields(call))})

    def _describe(self, call: Call) -> Reply:
        reply = self.files.describe(call, self._caller(call, "upload", "media.write"))
        self.meter.charge("metadata")
        return reply

    # Posts.

    def _publish(self, call: Call) -> Reply:
        author = self._caller(call, "publish", "tweet.write")
        if self.flavour.is_restricted:
            raise forbidden("You are not permitted to perform this action.")
        draft = read_draft(wire.read_json(call))
        post = self.state.post(author, draft)
        self.meter.charge(self._price(author, post))
        return Reply(201, {"data": {"id": post.id, "text": post.text}})

    def _price(self, author: SimulatedAccount, post: SimulatedPost) -> str:
        if find_addresses(post.text):
            return "create with link"
        parent = self.state.posts.get(post.parent_id or "")
        return "create" if parent is None or parent.author_id == author.id else "summoned"

    def _delete(self, call: Call) -> Reply:
        author = self._caller(call, "delete", "tweet.write")
        self.state.delete(author, call.params["id"])
        self.meter.charge("delete")
        return Reply(data={"data": {"deleted": True}})

    def _hide(self, call: Call) -> Reply:
        owner = self._caller(call, "hidden", "tweet.moderate.write")
        hidden = wire.read_json(call).get("hidden")
        if not isinstance(hidden, bool):
            raise invalid("hidden", str(hidden))
        self.state.hide(owner, call.params["id"], hidden=hidden)
        self.meter.charge("manage")
        return Reply(data={"data": {"hidden": hidden}})

    def _post(self, call: Call) -> Reply:
        wire.check_parameters(call)
        reader, post_id = self._caller(call, "lookup", "tweet.read"), call.params["id"]
        found = self.state.posts.get(post_id)
        if found is None:
            return Reply(data={"errors": [not_found(post_id).body]})
        answer = self.shelf.answer(call, reader, [found])
        return Reply(data={**answer, "data": answer["data"][0]})

    def _lookup(self, call: Call) -> Reply:
        wire.check_parameters(call, "ids")
        reader = self._caller(call, "lookup", "tweet.read")
        ids = call.first("ids").split(",")
        if not 1 <= len(ids) <= 100 or not all(one.isdigit() for one in ids):
            raise invalid("ids", call.first("ids"))
        found = [self.state.posts[one] for one in ids if one in self.state.posts]
        absent = [one for one in ids if one not in self.state.posts]
        return Reply(data=self.shelf.answer(call, reader, found, absent=absent))

    def _timeline(self, call: Call) -> Reply:
        known = ("max_results", "start_time", "pagination_token", "exclude", "since_id", "until_id")
        wire.check_parameters(call, *known)
        reader = self._caller(call, "timeline", "tweet.read")
        posts = self.state.of_author(call.params["id"])
        return self.shelf.page_of(call, reader, posts, next_name="pagination_token", least=5)

    def _mentions(self, call: Call) -> Reply:
        known = ("max_results", "start_time", "pagination_token", "since_id", "until_id")
        wire.check_parameters(call, *known)
        reader = self._caller(call, "mentions", "tweet.read")
        account = self.state.accounts.get(call.params["id"])
        posts = self.state.mentioning(account) if account else []
        item = "owned" if account is reader else "post"
        return self.shelf.page_of(
            call, reader, posts, next_name="pagination_token", least=5, item=item
        )

    def _search(self, call: Call) -> Reply:
        wire.check_parameters(call, "query", "max_results", "next_token")
        reader = self._caller(call, "search", "tweet.read")
        operator, _, conversation_id = call.first("query").partition(":")
        if operator != "conversation_id" or not conversation_id.isdigit():
            raise invalid("query", call.first("query"))
        since = self.clock() - _SEARCHED
        posts = self.state.in_conversation(conversation_id)
        recent = [one for one in posts if one.created_at >= since]
        return self.shelf.page_of(call, reader, recent, next_name="next_token", least=10)

    def _subscribe(self, call: Call) -> Reply:
        caller = self._caller(call, "webhooks", "tweet.read")
        return self.webhooks.subscribe(call, caller.id)

    # For people, and for other processes.

    def _page_of_post(self, call: Call) -> Reply:
        post = self.state.visible(call.params["id"])
        page = render_page(network=self.network, posts=[self._shown(post)], now=self.clock())
        return Reply(content=page.encode(), media_type=_HTML)

    def _set_flavour(self, call: Call) -> Reply:
        try:
            self.flavour = replace(self.flavour, **call.json())
        except TypeError as error:
            raise Refused(400, problem("", "Unknown", str(error))) from error
        return Reply(data={})

    def _shown(self, post: SimulatedPost) -> VisiblePost:
        author = self.state.accounts[post.author_id]
        parent = self.state.posts.get(post.parent_id or "")
        return VisiblePost(
            handle=author.username,
            display_name=author.name,
            text=post.text,
            at=post.created_at,
            alt_texts=tuple(self.state.files[one].alt_text for one in post.file_ids),
            answers=self.state.accounts[parent.author_id].username if parent else "",
        )


def _redirect(location: str) -> Reply:
    return Reply(302, headers={"Location": location}, content=b"")


if __name__ == "__main__":
    run(Simulator, about="@ateliermartin, who says yes on the consent page")
