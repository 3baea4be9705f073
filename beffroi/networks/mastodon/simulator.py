"""A simulated Mastodon instance: its calls, its pages for people, and the others who live there.

`python -m beffroi.networks.mastodon.simulator --port 8902` runs it alone. Atelier Martin has an
account on it; Zoé lives next door, Rémi on another server. POST /_simulator/flavour changes how the
server is set up: its body is some of Flavour's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.mastodon import simulator_oauth as oauth
from beffroi.networks.mastodon import simulator_strangers as strangers
from beffroi.networks.mastodon.simulator_care import Care
from beffroi.networks.mastodon.simulator_state import (
    OPEN_VISIBILITIES,
    VANILLA,
    Draft,
    Flavour,
    Refused,
    SimulatedAccount,
    SimulatedStatus,
    State,
)
from beffroi.networks.mastodon.simulator_streaming import Streaming, TellingLedger
from beffroi.networks.mastodon.simulator_timelines import Timelines
from beffroi.networks.mastodon.simulator_wire import (
    Writer,
    id_order,
    instant,
    paginate,
    read_fields,
    read_multipart,
)
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation import run
from beffroi.networks.simulation_crowd import Crowd
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route

_FIVE_MINUTES = timedelta(minutes=5)
_UPLOADS_PER_HALF_HOUR = 30
_HTML = "text/html; charset=utf-8"
_STATUS = "/api/v1/statuses/(?P<id>[^/]+)"
_ACCOUNT = "/api/v1/accounts/(?P<id>[^/]+)"


class Simulator(BaseSimulator):
    """One instance. `flavour` may be changed at any time, also over the control door."""

    network = "Mastodon"

    def __init__(self, *, port: int = 0, flavour: Flavour = VANILLA) -> None:
        self._flavour = flavour
        super().__init__(port=port)

    @property
    def flavour(self) -> Flavour:
        """How the server is set up now."""
        return self.state.flavour

    @flavour.setter
    def flavour(self, flavour: Flavour) -> None:
        self._flavour = self.state.flavour = flavour

    def reset_world(self) -> None:
        """Make the world new, with its three people. Tokens die."""
        self.streaming.reset()
        ledger = TellingLedger(self.ledger, self.streaming.tell)
        self.state = State(self._flavour, clock=self.clock, ledger=ledger)
        self.authority = oauth.Authority(clock=self.clock)
        self.owner = self.state.add_account("ateliermartin", display_name="Atelier Martin")
        self.care = Care(self.state)
        strangers.settle(self.state)
        self.searches_posts = True
        #: Who follows an account of this server and reacts by themselves; by its id.
        self.crowds: dict[str, Crowd] = {}
        self._spent: dict[str, tuple[datetime, int]] = {}

    def routes(self) -> Sequence[Route]:
        """Return the calls of the API, then the pages."""
        api: list[tuple[str, str, str, Callable[[Call], Reply]]] = [
            ("instance", "GET", "/api/v2/instance", self._instance_v2),
            ("instance", "GET", "/api/v1/instance", self._instance_v1),
            ("register", "POST", "/api/v1/apps", self._register),
            ("token", "POST", "/oauth/token", self._token),
            ("revoke", "POST", "/oauth/revoke", self._revoke),
            ("me", "GET", "/api/v1/accounts/verify_credentials", self._me),
            ("upload", "POST", "/api/v2/media", self._upload_v2),
            ("upload", "POST", "/api/v1/media", self._upload),
            ("media", "GET", "/api/v1/media/(?P<id>[^/]+)", self._media),
            ("publish", "POST", "/api/v1/statuses", self._publish),
            ("status", "GET", _STATUS, self._status),
            ("edit", "PUT", _STATUS, self._edit),
            ("delete", "DELETE", _STATUS, self._delete),
            ("context", "GET", f"{_STATUS}/context", self._context),
            ("block", "POST", f"{_ACCOUNT}/block", self._block),
            ("unblock", "POST", f"{_ACCOUNT}/unblock", self._unblock),
            ("report", "POST", "/api/v1/reports", self._report),
            ("notifications", "GET", "/api/v1/notifications", self._notifications),
            ("authorize", "GET", "/oauth/authorize", self._ask),
            ("authorize", "POST", "/oauth/authorize", self._decide),
            ("profile", "GET", r"/@(?P<acct>[\w.@-]+?)(?:/(?P<id>\w+))?", self._profile),
            ("control", "POST", "/_simulator/flavour", self._set_flavour),
        ]
        self.streaming = Streaming(self)
        api += Timelines(self).calls()
        own = [Route(name, method, path, handler) for name, method, path, handler in api]
        return [
            replace(route, handler=self._answering(route.handler))
            for route in (*own, *self.streaming.routes())
        ]

    def stop(self) -> None:
        """Stop listening, and cut every stream."""
        self.streaming.hang_up()
        super().stop()

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every open post, newest first."""
        posts = (one for one in self.state.statuses.values() if _is_open(one))
        return [self._shown(one) for one in _newest_first(posts)]

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let `payload["as"]` (zoe, or remi who is elsewhere) do one of strangers.ACTIONS."""
        with self.lock:
            try:
                return strangers.act(self.state, self.owner, action, payload)
            except Refused as refused:
                raise ValueError(refused.body["error"]) from refused

    # The frame of every call.

    def _answering(self, handler: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
        def answer(call: Call) -> Reply:
            try:
                return handler(call)
            except Refused as refused:
                raise Refusal(Reply(refused.status, refused.body)) from refused

        return answer

    def caller(self, call: Call, scope: str) -> SimulatedAccount:
        """Return who calls, and count the call."""
        token = self.authority.holder(call.headers.get("authorization", ""), scope=scope)
        self._spend(token.account_id, self.flavour.calls_per_five_minutes, _FIVE_MINUTES)
        return self.state.accounts[token.account_id]

    def viewer(self, call: Call) -> SimulatedAccount | None:
        """Return who looks, None for nobody in particular."""
        return self.caller(call, "read:statuses") if "authorization" in call.headers else None

    def _spend(self, purse: str, allowed: int, window: timedelta) -> None:
        now = self.clock()
        begun, count = self._spent.get(purse, (now, 0))
        if not begun <= now < begun + window:
            begun, count = now, 0
        self._spent[purse] = (begun, count + 1)
        if count >= allowed:
            headers = {
                "X-RateLimit-Limit": str(allowed),
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": instant(begun + window),
            }
            raise Refusal(Reply(429, {"error": "Too many requests"}, headers))

    @property
    def writer(self) -> Writer:
        """Write entities as this server does."""
        return Writer(self.state, origin=self.origin, crowds=self.crowds, now=self.clock())

    # The instance and OAuth.

    def _instance_v2(self, call: Call) -> Reply:
        if not self.flavour.has_instance_v2:
            raise Refused(404, "Not implemented")
        return Reply(data=self.writer.instance_v2())

    def _instance_v1(self, call: Call) -> Reply:
        return Reply(data=self.writer.instance_v1())

    def _register(self, call: Call) -> Reply:
        app = self.authority.register(read_fields(call))
        return Reply(
            data={
                "id": self.state.new_id(),
                "name": app.name,
                "redirect_uris": list(app.redirect_uris),
                "scopes": list(app.scopes),
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "client_secret_expires_at": 0,
            }
        )

    def _ask(self, call: Call) -> Reply:
        fields = {name: values[-1] for name, values in call.query.items()}
        request = self.authority.check(fields)
        page = oauth.render_consent(request, fields, account=self.owner.acct)
        return Reply(content=page.encode(), media_type=_HTML)

    def _decide(self, call: Call) -> Reply:
        fields = read_fields(call)
        request = self.authority.check(fields)
        if fields.get("decision") != "allow":
            return _redirect(request.return_address(error="access_denied"))
        code = self.authority.allow(request, self.owner.id)
        if oauth.is_out_of_band(request):
            return Reply(content=oauth.render_code(code).encode(), media_type=_HTML)
        return _redirect(request.return_address(code=code))

    def _token(self, call: Call) -> Reply:
        token = self.authority.exchange(read_fields(call))
        return Reply(
            data={
                "access_token": token,
                "token_type": "Bearer",
                "scope": " ".join(self.authority.tokens[token].scopes),
                "created_at": int(self.clock().timestamp()),
            }
        )

    def _revoke(self, call: Call) -> Reply:
        self.authority.revoke(str(read_fields(call).get("token")))
        return Reply(data={})

    def _me(self, call: Call) -> Reply:
        return Reply(data=self.writer.account(self.caller(call, "read:accounts")))

    # Pictures and videos.

    def _upload_v2(self, call: Call) -> Reply:
        if not self.flavour.has_media_v2:
            raise Refused(404, "Not implemented")
        return self._upload(call)

    def _upload(self, call: Call) -> Reply:
        caller = self.caller(call, "write:media")
        self._spend(f"media of {caller.id}", _UPLOADS_PER_HALF_HOUR, timedelta(minutes=30))
        parts = read_multipart(call)
        if "file" not in parts:
            raise Refused(422, "Validation failed: File can't be blank")
        media_type, content = parts["file"]
        alt_text = parts.get("description", ("", b""))[1].decode()
        media_id = self.state.upload(caller, content, media_type=media_type, alt_text=alt_text)
        media = self.state.media[media_id]
        return Reply(200 if self.state.is_ready(media) else 202, self.writer.media(media))

    def _media(self, call: Call) -> Reply:
        media = self.state.find_media(call.params["id"], self.caller(call, "write:media"))
        if media is None:
            raise Refused(404, "Record not found")
        if media.is_spoiled and self.state.is_ready(media):
            raise Refused(422, "Error processing thumbnail for uploaded media")
        return Reply(200 if self.state.is_ready(media) else 206, self.writer.media(media))

    # Posts.

    def _publish(self, call: Call) -> Reply:
        author = self.caller(call, "write:statuses")
        key = call.headers.get("idempotency-key", "")
        status = self.state.post(author, _draft(read_fields(call)), key=key)
        return Reply(data=self.writer.status(status))

    def _edit(self, call: Call) -> Reply:
        author = self.caller(call, "write:statuses")
        status = self.state.edit(author, call.params["id"], _draft(read_fields(call)))
        return Reply(data=self.writer.status(status))

    def _delete(self, call: Call) -> Reply:
        author = self.caller(call, "write:statuses")
        gone = self.state.visible_to(call.params["id"], author)
        shown = {**self.writer.status(gone), "text": gone.text}
        self.state.delete(author, gone.id)
        return Reply(data=shown)

    def _status(self, call: Call) -> Reply:
        status = self.state.visible_to(call.params["id"], self.viewer(call))
        return Reply(data=self.writer.status(status))

    def _context(self, call: Call) -> Reply:
        viewer = self.viewer(call)
        status = self.state.visible_to(call.params["id"], viewer)
        around = {"ancestors": self.state.above(status), "descendants": self.state.below(status)}
        return Reply(
            data={
                name: [self.writer.status(o) for o in found if self.care.is_shown(o, viewer)]
                for name, found in around.items()
            }
        )

    def _notifications(self, call: Call) -> Reply:
        reader = self.caller(call, "read:notifications")
        wanted = call.query.get("types[]") if self.flavour.filters_notification_types else None
        items = [
            (one.id, one)
            for one in self.state.notifications
            if one.to_id == reader.id and (not wanted or one.type in wanted)
        ]
        if self.flavour.repeats_pages:
            call = replace(call, query={})
        page, headers = paginate(items, call, origin=self.origin, page_max=self.flavour.page_max)
        return Reply(data=[self.writer.notification(one) for one in page], headers=headers)

    # Others, kept away or reported.

    def _block(self, call: Call) -> Reply:
        return Reply(data=self.care.block(self.caller(call, "write:blocks"), call.params["id"]))

    def _unblock(self, call: Call) -> Reply:
        return Reply(data=self.care.unblock(self.caller(call, "write:blocks"), call.params["id"]))

    def _report(self, call: Call) -> Reply:
        made = self.care.report(self.caller(call, "write:reports"), read_fields(call))
        return Reply(data=self.care.written(made, self.writer, at=self.clock()))

    # For people, and for other processes.

    def _profile(self, call: Call) -> Reply:
        account = self.state.find_account(*f"{call.params['acct']}@".split("@")[:2])
        posts = [
            one
            for one in self.state.statuses.values()
            if account and one.account_id == account.id and _is_open(one)
        ]
        if wanted := call.params["id"]:
            posts = [one for one in posts if one.id == wanted]
        if account is None or (wanted and not posts):
            raise Refused(404, "Record not found")
        shown = [self._shown(one) for one in _newest_first(posts)]
        page = render_page(network=self.network, posts=shown, now=self.clock())
        return Reply(content=page.encode(), media_type=_HTML)

    def _set_flavour(self, call: Call) -> Reply:
        try:
            self.flavour = replace(self.flavour, **call.json())
        except TypeError as error:
            raise Refused(400, str(error)) from error
        return Reply(data={})

    def _shown(self, status: SimulatedStatus) -> VisiblePost:
        account = self.state.accounts[status.account_id]
        parent = self.state.accounts.get(status.parent_account_id or "")
        warning = f"{status.spoiler_text}\n\n" if status.spoiler_text else ""
        return VisiblePost(
            handle=account.acct,
            display_name=account.display_name,
            text=warning + status.text,
            at=status.created_at,
            alt_texts=tuple(self.state.media[one].description for one in status.media_ids),
            answers=parent.acct if parent else "",
        )


def _draft(fields: Mapping[str, Any]) -> Draft:
    text = {
        name: str(fields[name])
        for name in ("visibility", "spoiler_text", "language")
        if fields.get(name) is not None
    }
    return Draft(
        text=str(fields.get("status") or ""),
        sensitive=str(fields.get("sensitive")).lower() in {"true", "1"},
        parent_id=fields.get("in_reply_to_id") or None,
        media_ids=tuple(map(str, fields.get("media_ids") or ())),
        **text,
    )


def _is_open(status: SimulatedStatus) -> bool:
    return status.visibility in OPEN_VISIBILITIES


def _newest_first(statuses: Iterable[SimulatedStatus]) -> list[SimulatedStatus]:
    return sorted(statuses, key=lambda one: id_order(one.id), reverse=True)


def _redirect(address: str) -> Reply:
    return Reply(302, headers={"Location": address}, content=b"")


if __name__ == "__main__":
    run(Simulator, about="@ateliermartin")
