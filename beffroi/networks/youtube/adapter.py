"""YouTube: the network, and one connected channel of it.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar
from uuid import uuid4

from beffroi.networks.contracts import (
    Connection,
    Counters,
    DailyCount,
    DeveloperApp,
    Diagnosis,
    FeedbackPage,
    IncomingFeedback,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem, SourceKind
from beffroi.networks.families import google_oauth
from beffroi.networks.http import NetworkHttp
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.networks.port import AccessKeeper, UploadProgress
from beffroi.networks.youtube import (
    comments,
    connect,
    counters,
    diagnosing,
    feedback,
    finding,
    moderation,
    posting,
    public,
    uploads,
    videos,
)
from beffroi.networks.youtube.client import Client, is_video, read_channels
from beffroi.networks.youtube.declaration import DECLARATION, HOME, UNVERIFIED_SECONDS_MAX
from beffroi.networks.youtube.text import count, problems


class YouTube:
    """The network as such. An operator makes the developer app in Google's console."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems(draft, limits=limits)

    def open(self, keeper: AccessKeeper) -> YouTubeChannel:
        return YouTubeChannel(self._http, keeper)

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return google_oauth.authorize_url(
            app,
            home=HOME,
            scopes=DECLARATION.scopes,
            redirect_uri=redirect_uri,
            state=state,
            code_challenge=code_challenge,
        )

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        grant = google_oauth.exchange(
            self._http,
            app,
            home=HOME,
            scopes=DECLARATION.scopes,
            redirect_uri=redirect_uri,
            code=code,
            code_verifier=code_verifier,
        )
        channels = read_channels(self._http, app, token=grant.access_token)
        return connect.connections(channels, grant, app=app, now=self._http.now())


class YouTubeChannel:
    """Acts for one channel. Its access is renewed when it must be."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._client = Client(http, keeper)

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        limits = DECLARATION.limits
        if limits.video is None or diagnosing.long_uploads_allowed(self._client):
            return limits
        return replace(limits, video=replace(limits.video, seconds_max=UNVERIFIED_SECONDS_MAX))

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return uploads.upload(self._client, media, progress=progress)

    def is_ready(self, media: UploadedMedia) -> bool:
        return uploads.is_ready(self._client, media)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        return posting.publish(self._client, post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        return finding.find(self._client, post, since=since, excluding=excluding)

    def is_still_up(self, remote_id: str) -> bool | None:
        return posting.is_still_up(self._client, remote_id)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._client, cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return comments.read_thread(self._client, remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        own = videos.read_again(self._client, [one for one in remote_ids if is_video(one)])
        said = comments.read_again(self._client, [one for one in remote_ids if not is_video(one)])
        return {**own, **said}

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        return public.read_public(self._client, kind, subject, state=state)

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        return public.look_up(self._client, remote_ids)

    def hide(self, remote_id: str) -> None:
        moderation.hide(self._client, remote_id)

    def show(self, remote_id: str) -> None:
        moderation.show(self._client, remote_id)

    def remove(self, remote_id: str) -> None:
        moderation.remove(self._client, remote_id)

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        return counters.read_counters(self._client, remote_ids)

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._client, first, last)

    def delete(self, remote_id: str) -> None:
        posting.delete(self._client, remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        return posting.edit(self._client, remote_id, post)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosing.diagnose(self._client)
