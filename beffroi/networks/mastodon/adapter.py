"""Mastodon and the servers that speak like it: the network, and one connected channel of it.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import uuid4

from beffroi.networks.contracts import (
    Connection,
    Counters,
    DailyCount,
    DeveloperApp,
    FeedbackPage,
    IncomingFeedback,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    ReportReason,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem, SourceKind
from beffroi.networks.errors import NotFound
from beffroi.networks.http import NetworkHttp
from beffroi.networks.listening import Batch, Match, PublicPage, PublicPost
from beffroi.networks.mastodon import (
    care,
    connect,
    counters,
    feedback,
    files,
    finding,
    limits,
    posting,
    public,
    stream,
    threads,
)
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.declaration import DECLARATION
from beffroi.networks.mastodon.statuses import Status
from beffroi.networks.mastodon.text import count
from beffroi.networks.mixing import check_video_alone
from beffroi.networks.port import AccessKeeper, UploadProgress


class Mastodon:
    """The network as such. One installation registers once with each instance."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http
        self._hosts: dict[str, str] = {}

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits, content_warning=content_warning)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return check_video_alone(draft)

    def open(self, keeper: AccessKeeper) -> MastodonChannel:
        return MastodonChannel(self._http, keeper, hosts=self._hosts)

    def register(self, *, origin: str, redirect_uri: str) -> DeveloperApp:
        instance = Instance(self._http, origin=origin)
        return connect.register(instance, origin=origin.rstrip("/"), redirect_uri=redirect_uri)

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return connect.authorize_url(
            app, redirect_uri=redirect_uri, state=state, code_challenge=code_challenge
        )

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        token = connect.exchange(
            Instance(self._http, origin=app.origin),
            app,
            redirect_uri=redirect_uri,
            code=code,
            code_verifier=code_verifier,
        )
        instance = Instance(self._http, origin=app.origin, token=token)
        return [connect.read_connection(instance, origin=app.origin, token=token)]


class MastodonChannel:
    """Acts for one account. Its access is read anew for each call and never renewed: it lasts."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper, *, hosts: dict[str, str]) -> None:
        self._http = http
        self._keeper = keeper
        self._hosts = hosts

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        return limits.read_limits(self._instance())

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return files.upload(self._instance(), media, progress=progress)

    def is_ready(self, media: UploadedMedia) -> bool:
        return files.is_ready(self._instance(), media)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        return posting.publish(self._instance(), post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        return finding.find(self._instance(), post, since=since, excluding=excluding)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._instance(), cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return threads.read_thread(self._instance(), remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        instance = self._instance()
        known = {one: _read_if_there(instance, one) for one in remote_ids}
        places = threads.Threads(instance, known=filter(None, known.values()))
        return {one: places.feedback(status) if status else None for one, status in known.items()}

    def report(self, remote_id: str, *, reason: ReportReason, words: str) -> None:
        care.report(self._instance(), remote_id, reason=reason, words=words)

    def block(self, author_id: str) -> None:
        care.block(self._instance(), author_id)

    def unblock(self, author_id: str) -> None:
        care.unblock(self._instance(), author_id)

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        instance = self._instance()
        known = {one: _read_if_there(instance, one) for one in remote_ids}
        return {one: status.counters for one, status in known.items() if status}

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(
            self._instance(), first, last, today=self._http.now().date()
        )

    def stream(
        self, *, match: Match, cursor: str, topics: Sequence[str], is_over: Callable[[], bool]
    ) -> Iterator[Batch]:
        return stream.listen(
            self._instance(), match=match, cursor=cursor, topics=topics, is_over=is_over
        )

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        return public.read_public(self._instance(), kind, subject, state=state)

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        return public.look_up(self._instance(), remote_ids)

    def delete(self, remote_id: str) -> None:
        posting.delete(self._instance(), remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        return posting.edit(self._instance(), remote_id, post)

    def _instance(self) -> Instance:
        access = self._keeper.read()
        return Instance(
            self._http,
            origin=access.origin,
            token=access.secrets.get("access_token", ""),
            account_id=access.account_id,
            hosts=self._hosts,
        )


def _read_if_there(instance: Instance, remote_id: str) -> Status | None:
    try:
        return threads.read_status(instance, remote_id)
    except NotFound:
        return None
