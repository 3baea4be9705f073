"""A simulator of Bluesky: one server (PDS) and the app view behind it, built from its documents.

Shapes come from https://github.com/bluesky-social/atproto (lexicons of August 2026) and
https://docs.bsky.app; what those leave open is marked "guess".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from beffroi.networks.bluesky.care import BLOCKS
from beffroi.networks.bluesky.records import POSTS
from beffroi.networks.bluesky.simulator_appview import AppView
from beffroi.networks.bluesky.simulator_care import Care
from beffroi.networks.bluesky.simulator_jetstream import Jetstream
from beffroi.networks.bluesky.simulator_lexicon import InvalidRecord, check_post
from beffroi.networks.bluesky.simulator_video import VideoService
from beffroi.networks.bluesky.simulator_world import (
    Account,
    Post,
    Token,
    World,
    format_instant,
    make_cid,
    parse_instant,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Effect, Simulator, run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route

_BLOB_BYTES_MAX = 50_000_000
#: Points per write, and how many an account has. https://docs.bsky.app/docs/advanced-guides/rate-limits
_POINTS = {"createRecord": 3, "putRecord": 2, "deleteRecord": 1}
_POINTS_PER_HOUR = 5000


def refuse(status: int, error: str, message: str = "", **headers: str) -> Refusal:
    """Return a refusal in the shape of XRPC."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refusal(Reply(status, {"error": error, "message": message or error}, headers=named))


class BlueskySimulator(Simulator):
    """Our account is `handle` with the app password `password`; the stranger is `stranger_handle`.

    `index_delay` is how much later the app view knows a post than the server; `page_size` caps
    pages; without `has_app_view` every app.bsky read answers 502.
    """

    network: ClassVar[str] = "Bluesky"
    handle: ClassVar[str] = "atelier-martin.test"
    password: ClassVar[str] = "demo-demo-demo-demo"  # noqa: S105 - of a simulated account
    stranger_handle: ClassVar[str] = "lea-durand.test"

    def routes(self) -> Sequence[Route]:
        """Return the calls of the server, then those that it hands to the app view."""
        own = (
            ("POST", "com.atproto.server", "createSession", self._create_session),
            ("POST", "com.atproto.server", "refreshSession", self._refresh_session),
            ("GET", "com.atproto.server", "getSession", self._get_session),
            ("GET", "com.atproto.server", "describeServer", self._describe_server),
            ("GET", "com.atproto.identity", "resolveHandle", self._resolve_handle),
            ("POST", "com.atproto.repo", "uploadBlob", self._upload_blob),
            ("POST", "com.atproto.repo", "createRecord", self._create_record),
            ("GET", "com.atproto.repo", "getRecord", self._get_record),
            ("POST", "com.atproto.repo", "deleteRecord", self._delete_record),
        )
        app_view = AppView(self)
        self.video = VideoService(self)
        self.care = Care(self)
        self.jetstream = Jetstream(self)
        routes = (*own, *app_view.calls(), *self.video.calls(), *self.care.calls())
        page = Route(
            "profile", "GET", "/profile/(?P<did>[^/]+)(?:/post/(?P<rkey>[^/]+))?", self._read
        )
        calls = [Route(name, method, f"/xrpc/{ns}.{name}", act) for method, ns, name, act in routes]
        return [*calls, *self.jetstream.routes(), page]

    def reset_world(self) -> None:
        """Begin again with two accounts and no post."""
        self.world = World()
        self.video.reset()
        self.care.reset()
        self.jetstream.reset()
        self.blob_bytes_max = _BLOB_BYTES_MAX
        self.index_delay = timedelta(0)
        self.page_size = 100
        self.has_app_view = True
        self.repeats_cursors = False
        self.ours = self.world.add_account(self.handle, "Atelier Martin", password=self.password)
        self.other = self.world.add_account(self.stranger_handle, "Léa Durand")

    def stop(self) -> None:
        """Stop listening, and cut every stream."""
        self.jetstream.hang_up()
        super().stop()

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every post of every account, newest first."""
        posts = sorted(self.world.posts.values(), key=lambda post: post.sorted_at, reverse=True)
        return [self._visible(post) for post in posts]

    def _read(self, call: Call) -> Reply:
        """Show people one account, or one post of it."""
        did, rkey = call.params["did"], call.params["rkey"]
        found = [
            post
            for post in self.world.posts.values()
            if post.did == did and rkey in {None, post.rkey}
        ]
        if did not in self.world.accounts or (rkey and not found):
            raise refuse(404, "NotFound")
        newest = sorted(found, key=lambda post: post.sorted_at, reverse=True)
        shown = [self._visible(post) for post in newest]
        page = render_page(network=self.network, posts=shown, now=self.clock())
        return Reply(content=page.encode(), media_type="text/html; charset=utf-8")

    def _visible(self, post: Post) -> VisiblePost:
        account = self.world.accounts[post.did]
        parent = self.world.posts.get(post.reference("parent"))
        return VisiblePost(
            handle=account.handle,
            display_name=account.display_name,
            text=post.record["text"],
            at=post.sorted_at,
            alt_texts=post.alt_texts(),
            answers=self.world.accounts[parent.did].handle if parent else "",
        )

    # Sessions

    def revoke(self) -> None:
        """Take back the app password and every token of our account."""
        self.ours.password = ""
        self.world.tokens.clear()

    def expire_access(self) -> None:
        """Let every access token be expired, and leave refresh tokens alive."""
        for token in self.world.tokens.values():
            if token.scope == "access":
                token.expires_at = self.clock() - timedelta(seconds=1)

    def account_of(self, call: Call, *, scope: str = "access") -> Account:
        """Return whose token the call bears. Refuses as the servers do."""
        return self.world.accounts[self._token(call, scope).did]

    def _token(self, call: Call, scope: str) -> Token:
        text = call.headers.get("authorization", "").removeprefix("Bearer ")
        if not text:
            raise refuse(401, "AuthMissing", "Authentication Required")
        token = self.world.tokens.get(text)
        if token is None or token.scope != scope:
            raise refuse(400, "InvalidToken", "Token could not be verified")
        if token.expires_at <= self.clock():
            raise refuse(400, "ExpiredToken", "Token has expired")
        account = self.world.accounts[token.did]
        if not account.is_active:
            raise refuse(400, "AccountTakedown", "Account has been taken down")
        return token

    def _create_session(self, call: Call) -> Reply:
        wanted = call.json()
        account = self.world.find_account(str(wanted.get("identifier", "")))
        password = str(wanted.get("password", ""))
        if account is None or not account.password or account.password != password:
            raise refuse(401, "AuthenticationRequired", "Invalid identifier or password")
        return self._session(account, self.world.open_family(account.did, now=self.clock()))

    def _refresh_session(self, call: Call) -> Reply:
        token = self._token(call, "refresh")
        pair = self.world.rotate(token, now=self.clock())
        if pair is None:
            raise refuse(400, "ExpiredToken", "Token has been revoked")
        return self._session(self.world.accounts[token.did], pair)

    def _session(self, account: Account, pair: tuple[str, str]) -> Reply:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.origin,
        }
        return Reply(
            data={
                "accessJwt": pair[0],
                "refreshJwt": pair[1],
                "did": account.did,
                "handle": account.handle,
                "didDoc": {"id": account.did, "service": [service]},
                "active": True,
            }
        )

    def _get_session(self, call: Call) -> Reply:
        account = self.account_of(call)
        return Reply(data={"did": account.did, "handle": account.handle, "active": True})

    def _describe_server(self, call: Call) -> Reply:
        return Reply(data={"did": "did:web:localhost", "availableUserDomains": [".test"]})

    def _resolve_handle(self, call: Call) -> Reply:
        account = self.world.find_account(call.first("handle"))
        if account is None:
            raise refuse(400, "HandleNotFound", "Unable to resolve handle")
        return Reply(data={"did": account.did})

    # Repository

    def _upload_blob(self, call: Call) -> Reply:
        try:
            account = self.account_of(call)
        except Refusal as refusal:
            if refusal.reply.status == 401:
                raise
            # Seen on the reference server: a token that it cannot verify makes an upload fail so.
            raise refuse(500, "InternalServerError") from refusal
        if len(call.body) > self.blob_bytes_max:
            raise refuse(413, "PayloadTooLarge", "request entity too large")
        media_type = call.headers.get("content-type", "application/octet-stream")
        cid = make_cid(call.body)
        blob = {
            "$type": "blob",
            "ref": {"$link": cid},
            "mimeType": media_type,
            "size": len(call.body),
        }
        self.world.store_blob(account.did, blob, at=self.clock())
        return Reply(data={"blob": blob})

    def _create_record(self, call: Call) -> Reply:
        account, wanted = self.account_of(call), call.json()
        self.own_repository(account, wanted)
        if wanted.get("collection") != POSTS:
            raise refuse(400, "InvalidRequest", "only posts are simulated")
        headers = self.spend(account, "createRecord")
        try:
            held = self.world.blobs_of(account.did, now=self.clock())
            check_post(wanted.get("record"), blobs=held)
        except InvalidRecord as error:
            raise refuse(400, error.code, str(error)) from error
        rkey = str(wanted.get("rkey") or self.world.tids.make(now=self.clock()))
        if f"at://{account.did}/{POSTS}/{rkey}" in self.world.posts:
            raise refuse(500, "InternalServerError", "Internal Server Error")
        post = self.write_post(account, wanted["record"], rkey=rkey)
        return Reply(
            data={"uri": post.uri, "cid": post.cid, "validationStatus": "valid"}, headers=headers
        )

    def write_post(self, account: Account, record: Mapping[str, Any], *, rkey: str = "") -> Post:
        """Make a post visible and write it down."""
        now = self.clock()
        indexed_at = parse_instant(format_instant(now + self.index_delay))
        post = self.world.add_post(account.did, record, rkey=rkey, indexed_at=indexed_at)
        self.ledger.record(Effect(now, "published", account.did, post.uri, post.record["text"]))
        self.jetstream.tell_post(post)
        return post

    def _get_record(self, call: Call) -> Reply:
        account = self.world.find_account(call.first("repo"))
        if account is None:
            raise refuse(400, "InvalidRequest", "Could not find repo")
        if call.first("collection") == "app.bsky.actor.profile":
            value = {"$type": "app.bsky.actor.profile", "displayName": account.display_name}
            uri = f"at://{account.did}/app.bsky.actor.profile/self"
            return Reply(data={"uri": uri, "cid": make_cid(value), "value": value})
        uri = f"at://{account.did}/{call.first('collection')}/{call.first('rkey')}"
        post = self.world.posts.get(uri)
        if post is None:
            raise refuse(400, "RecordNotFound", f"Could not locate record: {uri}")
        return Reply(data={"uri": post.uri, "cid": post.cid, "value": post.record})

    def _delete_record(self, call: Call) -> Reply:
        account, wanted = self.account_of(call), call.json()
        self.own_repository(account, wanted)
        headers = self.spend(account, "deleteRecord")
        remove = self.care.delete if wanted.get("collection") == BLOCKS else self.remove_post
        remove(f"at://{account.did}/{wanted.get('collection')}/{wanted.get('rkey')}")
        return Reply(data={}, headers=headers)

    def remove_post(self, uri: str) -> None:
        """Take a post away; already gone is nothing."""
        post = self.world.posts.pop(uri, None)
        if post is not None:
            self.ledger.record(Effect(self.clock(), "deleted", post.did, uri))
            self.jetstream.tell_post(post, operation="delete")

    def own_repository(self, account: Account, wanted: Mapping[str, Any]) -> None:
        """Refuse to write for somebody else, and what is not simulated."""
        if wanted.get("repo") not in (account.did, account.handle):
            raise refuse(403, "Forbidden", "not your repository")
        if wanted.get("collection") not in {POSTS, BLOCKS}:
            raise refuse(400, "InvalidRequest", "only posts and blocks are simulated")

    def spend(self, account: Account, name: str) -> dict[str, str]:
        """Count the points of a write over the last hour. Refuses with 429 when they are spent."""
        now = self.clock()
        recent = self.world.write_points.setdefault(account.did, [])
        recent[:] = [(at, points) for at, points in recent if at > now - timedelta(hours=1)]
        left = _POINTS_PER_HOUR - sum(points for _, points in recent) - _POINTS[name]
        reset_at = (recent[0][0] if recent else now) + timedelta(hours=1)
        headers = {
            "RateLimit-Limit": str(_POINTS_PER_HOUR),
            "RateLimit-Remaining": str(max(0, left)),
            "RateLimit-Reset": str(int(reset_at.timestamp()) + 1),
            "RateLimit-Policy": f"{_POINTS_PER_HOUR};w=3600",
        }
        if left < 0:
            body = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
            raise Refusal(Reply(429, body, headers=headers))
        recent.append((now, _POINTS[name]))
        return headers

    # Other people

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let the stranger reply, mention, quote, like, delete or change name or handle.

        `payload["as"]` is the handle of another stranger who writes instead.
        """
        acts = {
            "reply": self._stranger_replies,
            "mention": self._stranger_mentions,
            "quote": self._stranger_quotes,
            "like": self._stranger_likes,
            "write": self._stranger_writes,
            "share": self._stranger_shares,
            "delete": lambda wanted: self.remove_post(str(wanted["remote_id"])),
            "rename": self._stranger_renames,
            "handle": self._somebody_moves,
        }
        if action not in acts:
            raise ValueError(f"strangers do not {action}")
        with self.lock:
            return {"remote_id": acts[action](payload)}

    def _stranger_replies(self, wanted: Mapping[str, Any]) -> str:
        parent = self.world.posts[str(wanted["parent_id"])]
        reference = {"uri": parent.uri, "cid": parent.cid}
        root = parent.record.get("reply", {}).get("root", reference)
        reply = {"root": root, "parent": reference}
        return self._stranger_writes(wanted, reply=reply)

    def _stranger_mentions(self, wanted: Mapping[str, Any]) -> str:
        start = len(str(wanted["text"]).encode())
        name = f"@{self.ours.handle}"
        facet = {
            "index": {"byteStart": start, "byteEnd": start + len(name)},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": self.ours.did}],
        }
        written = {**wanted, "text": f"{wanted['text']}{name}"}
        return self._stranger_writes(written, facets=[facet])

    def _stranger_quotes(self, wanted: Mapping[str, Any]) -> str:
        quoted = self.world.posts[str(wanted["remote_id"])]
        reference = {"uri": quoted.uri, "cid": quoted.cid}
        embed = {"$type": "app.bsky.embed.record", "record": reference}
        return self._stranger_writes(wanted, embed=embed)

    def _stranger_writes(self, wanted: Mapping[str, Any], **more: Any) -> str:
        created_at: datetime = self.clock()
        record = {
            "$type": POSTS,
            "text": str(wanted["text"]),
            "createdAt": str(wanted.get("created_at") or format_instant(created_at)),
            **more,
        }
        author = self.world.find_account(str(wanted.get("as", ""))) or self.other
        return self.write_post(author, record).uri

    def _stranger_likes(self, wanted: Mapping[str, Any]) -> str:
        post = self.world.posts[str(wanted["remote_id"])]
        post.likes.add(self.other.did)
        return post.uri

    def _stranger_shares(self, wanted: Mapping[str, Any]) -> str:
        """Share a post without a word."""
        now, uri = self.clock(), str(wanted["remote_id"])
        self.world.reposts.append((self.other.did, uri, now, self.world.tids.make(now=now)))
        return uri

    def _stranger_renames(self, wanted: Mapping[str, Any]) -> str:
        self.other.display_name = str(wanted["name"])
        return self.other.did

    def _somebody_moves(self, wanted: Mapping[str, Any]) -> str:
        """Change a handle: the DID stays."""
        account = self.world.accounts[str(wanted["did"])]
        account.handle = str(wanted["handle"]).lower()
        return account.did


if __name__ == "__main__":
    run(BlueskySimulator, about=f"{BlueskySimulator.handle} / {BlueskySimulator.password}")
