"""Bluesky, through an app password and any server (PDS) of the AT Protocol.

Publishing and looking up speak to the account's own server alone, for the app view, which indexes
everybody's posts, may lag or be away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar

from beffroi.core.guard import Deadline
from beffroi.networks.bluesky import care, counters, feedback, packing, public, stream, videos
from beffroi.networks.bluesky.client import (
    RecordAbsent,
    Session,
    access_from_session,
    explain,
    explain_public,
    open_session,
    record,
    text_of,
)
from beffroi.networks.bluesky.declaration import DECLARATION
from beffroi.networks.bluesky.records import (
    POSTS,
    PostId,
    TidMaker,
    build_post,
    parse_post_id,
    reading_place,
)
from beffroi.networks.bluesky.servers import HANDLE_DRESS, checked_origin, own_server
from beffroi.networks.bluesky.text import build_facets, count_text, first_link
from beffroi.networks.contracts import (
    Access,
    Connection,
    Counters,
    DailyCount,
    FeedbackPage,
    IncomingFeedback,
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
    Profile,
    PublishedPost,
    ReportReason,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem, SourceKind
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
)
from beffroi.networks.http import NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.listening import Batch, Match, PublicPage, PublicPost
from beffroi.networks.mixing import check_video_alone
from beffroi.networks.port import AccessKeeper, UploadProgress

_PAGE_SIZE = 100
_POSTS_PER_CALL = 25
_THREAD_DEPTH = 50
_LOOKUP_SECONDS = 5.0


class Bluesky:
    """The network, before any channel is connected."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp, *, moderators: str = care.MODERATORS) -> None:
        self._http = http
        self._moderators = moderators

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count_text(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return check_video_alone(draft)

    def open(self, keeper: AccessKeeper) -> BlueskyChannel:
        return BlueskyChannel(self._http, keeper, moderators=self._moderators)

    def stream(
        self, *, match: Match, cursor: str, topics: Sequence[str], is_over: Callable[[], bool]
    ) -> Iterator[Batch]:
        """Listen to every post. `topics` say nothing here: all is told anyway."""
        url = self._http.option("jetstream_url") or stream.JETSTREAM
        path = self._http.option("jetstream_dictionary")
        return stream.listen(
            self._http.open_websocket,
            url=url,
            match=match,
            cursor=cursor,
            clock=self._http.now,
            is_over=is_over,
            packing=packing.agree(url, dictionary_path=path, fetch=self._http.fetch),
        )

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        """Read what an account shows to everybody; words and hashtags are searched by a channel."""
        if kind is not SourceKind.ACCOUNT:
            raise ContentRefused(f"no {kind.value} is read without an access", field="text")
        return public.read_account(self._ask, subject, state=state, now=self._http.now())

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        return public.look_up(self._ask, remote_ids)

    def _ask(self, call: str, params: Mapping[str, Any]) -> dict[str, JSON]:
        """Ask the public app view, which shows what anybody can see."""
        url = f"{self._http.option('bluesky_home') or public.APP_VIEW}/xrpc/{call}"
        return record(self._http.read("GET", url, params=params, explain=explain_public).data)

    def connect(self, *, address: str, identifier: str, password: str) -> Connection:
        login_origin = checked_origin(address)
        try:
            session = open_session(
                self._http,
                origin=login_origin,
                identifier=identifier.strip(HANDLE_DRESS),
                password=password.strip(),
            )
        except NotFound as error:
            raise ContentRefused(error.detail, field="address") from error
        access = access_from_session(
            session,
            origin=own_server(session) or login_origin,
            login_origin=login_origin,
            app_password=password.strip(),
        )
        handle = text_of(session, "handle")
        profile = Profile(
            account_id=access.account_id,
            handle=handle,
            display_name=self._display_name(access) or handle,
            url=f"{reading_place.origin}/profile/{access.account_id}",
        )
        return Connection(profile=profile, access=access)

    def _display_name(self, access: Access) -> str:
        """Read the name from the account's own profile; "" when there is none to be had.

        Raises ContentRefused when the server that the session names must not be called.
        """
        params = {
            "repo": access.account_id,
            "collection": "app.bsky.actor.profile",
            "rkey": "self",
        }
        url = f"{access.origin}/xrpc/com.atproto.repo.getRecord"
        try:
            found = record(self._http.read("GET", url, params=params, explain=explain).data)
        except NetworkError as error:  # a name is nice to have: the connection stands without
            if isinstance(error, ContentRefused) and error.field == "address":
                raise
            return ""
        value = found.get("value")
        name = value.get("displayName") if isinstance(value, dict) else None
        return name if isinstance(name, str) else ""


class BlueskyChannel:
    """One connected account."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper, *, moderators: str) -> None:
        self._http = http
        self._moderators = moderators
        self._session = Session(http, keeper)
        self._tids = TidMaker()

    def choose_marker(self, *, now: datetime) -> str:
        return self._tids.make(now=now)

    def read_limits(self) -> Limits:
        """Return the same for every server: they come from the format of records."""
        return DECLARATION.limits

    def card_link(self, text: str) -> str:
        return first_link(text)

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        if media.kind is MediaKind.VIDEO:
            return videos.upload(self._session, media, progress=progress)
        return self._upload_picture(media)

    def _upload_picture(self, media: OutgoingMedia) -> UploadedMedia:
        try:
            answer = self._session.read(
                "POST",
                "com.atproto.repo.uploadBlob",
                content=media.content,
                headers={"Content-Type": media.media_type},
            )
        except ContentRefused as error:
            raise ContentRefused(
                error.detail, field="media", limit=DECLARATION.limits.image_bytes_max
            ) from error
        except NetworkUnavailable:
            self._session.check()  # the reference server answers 500 to an upload with a bad token
            raise
        return UploadedMedia(
            handle=json.dumps(record(answer.get("blob"))),
            width=media.width,
            height=media.height,
            alt_text=media.alt_text,
        )

    def is_ready(self, media: UploadedMedia) -> bool:
        return media.kind is not MediaKind.VIDEO or videos.is_ready(self._session, media)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        expected = PostId(self._session.account_id, post.marker)
        post = videos.settled(self._session, post)
        facets = build_facets(post.text, resolve=self._resolver())
        data = self._session.act(
            "com.atproto.repo.createRecord",
            payload={
                "repo": expected.did,
                "collection": POSTS,
                "rkey": expected.rkey,
                "validate": True,
                "record": build_post(post, facets=facets),
            },
        )
        if not isinstance(data, dict) or data.get("uri") != expected.uri:
            raise OutcomeUnknown("the server confirms another record than ours")
        return PublishedPost(remote_id=expected.uri, url=expected.url)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        """Look for the record under its own id, which no other post can have."""
        expected = PostId(self._session.account_id, post.marker)
        if expected.uri in excluding:
            return None
        params = {"repo": expected.did, "collection": POSTS, "rkey": expected.rkey}
        try:
            found = self._session.read_openly("com.atproto.repo.getRecord", params=params)
        except RecordAbsent:
            return None
        return PublishedPost(remote_id=text_of(found, "uri"), url=expected.url)

    def delete(self, remote_id: str) -> None:
        place = parse_post_id(remote_id)
        if place is None or place.did != self._session.account_id:
            raise NotFound("this is no post of ours")
        self._session.read(
            "POST",
            "com.atproto.repo.deleteRecord",
            json={"repo": place.did, "collection": POSTS, "rkey": place.rkey},
        )

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        now = self._http.now()
        walk = feedback.start_walk(cursor, now=now)
        try:
            data = self._notifications(walk)
        except (ContentRefused, NetworkUnavailable):
            if not walk.at:
                raise
            return self._newest_page(walk, now=now)
        return self._page(data, walk, now=now)

    def _newest_page(self, walk: feedback.Walk, *, now: datetime) -> FeedbackPage:
        """Read the top alone, for a server that forgot its cursor: it answers 502 to that, too.

        The next reading walks again from the top to where the last complete one ended.
        """
        top = feedback.restart(walk)
        page = self._page(self._notifications(top), top, now=now)
        return replace(page, cursor=top.dump(), has_more=False) if page.has_more else page

    def _page(self, data: dict[str, JSON], walk: feedback.Walk, *, now: datetime) -> FeedbackPage:
        items, walk, has_more = feedback.read_page(
            data, walk, account_id=self._session.account_id, now=now
        )
        return FeedbackPage(items=tuple(items), cursor=walk.dump(), has_more=has_more)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        thread = self._thread(remote_id, depth=_THREAD_DEPTH)
        if "post" not in thread:
            raise NotFound("this post is gone, or hidden from us")
        return feedback.read_thread(thread, account_id=self._session.account_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        found: dict[str, IncomingFeedback | None] = {}
        views = dict(self._posts(remote_ids))
        for remote_id in remote_ids:
            view = views.get(remote_id)
            if view is None:
                found.update(self._absence(remote_id))
                continue
            read = feedback.read_post(view, account_id=self._session.account_id)
            if read is not None:
                found[remote_id] = read
        return found

    def report(self, remote_id: str, *, reason: ReportReason, words: str) -> None:
        care.report(
            self._session, remote_id, reason=reason, words=words, moderators=self._moderators
        )

    def block(self, author_id: str) -> None:
        care.block(self._session, author_id, now=self._http.now())

    def unblock(self, author_id: str) -> None:
        care.unblock(self._session, author_id)

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        return {
            remote_id: feedback.read_counters(view) for remote_id, view in self._posts(remote_ids)
        }

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        did, today = self._session.account_id, self._http.now().date()
        return counters.read_channel_counters(self._ask, did, first, last, today=today)

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        """Search words or a hashtag under our access."""
        return public.search(self._ask, kind, subject, state=state, now=self._http.now())

    def _ask(self, call: str, params: Mapping[str, Any]) -> dict[str, JSON]:
        return self._session.read("GET", call, params=params)

    def _resolver(self) -> Callable[[str], str | None]:
        """Return what finds the DID of a handle, all handles of a post within a few seconds.

        Whatever goes wrong, a post does not wait for a mention: it stays plain text.
        """
        deadline = Deadline(_LOOKUP_SECONDS)

        def resolve(handle: str) -> str | None:
            try:
                found = self._session.read(
                    "GET",
                    "com.atproto.identity.resolveHandle",
                    params={"handle": handle},
                    timeout=deadline.within(_LOOKUP_SECONDS),
                )
            except AccessRevoked:
                raise
            except (NetworkError, TimeoutError):
                return None
            did = found.get("did")
            return did if isinstance(did, str) and did.startswith("did:") else None

        return resolve

    def _notifications(self, walk: feedback.Walk) -> dict[str, JSON]:
        params: dict[str, object] = {"limit": _PAGE_SIZE, "reasons": list(feedback.REASONS)}
        if walk.at:
            params["cursor"] = walk.at
        return self._session.read("GET", "app.bsky.notification.listNotifications", params=params)

    def _thread(self, remote_id: str, *, depth: int) -> dict[str, JSON]:
        answer = self._session.read(
            "GET",
            "app.bsky.feed.getPostThread",
            params={"uri": remote_id, "depth": depth, "parentHeight": 0},
        )
        return record(answer.get("thread"))

    def _posts(self, remote_ids: Sequence[str]) -> Iterator[tuple[str, dict[str, JSON]]]:
        wanted = [remote_id for remote_id in dict.fromkeys(remote_ids) if parse_post_id(remote_id)]
        for start in range(0, len(wanted), _POSTS_PER_CALL):
            part = wanted[start : start + _POSTS_PER_CALL]
            answer = self._session.read("GET", "app.bsky.feed.getPosts", params={"uris": part})
            posts = answer.get("posts")
            for view in posts if isinstance(posts, list) else []:
                if isinstance(view, dict) and view.get("uri") in part:
                    yield str(view["uri"]), view

    def _absence(self, remote_id: str) -> dict[str, None]:
        """Tell a deleted post, {id: None}, from one that is only hidden from us, {}."""
        try:
            thread = self._thread(remote_id, depth=0)
        except NotFound:
            return {remote_id: None}
        return {remote_id: None} if thread.get("notFound") is True else {}
