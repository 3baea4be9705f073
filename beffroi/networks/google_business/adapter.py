"""Google Business Profile: the network, and one connected place of it.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import uuid4

from beffroi.networks.contracts import (
    Connection,
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
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem
from beffroi.networks.families import google_oauth
from beffroi.networks.google_business import (
    connect,
    counters,
    diagnosing,
    feedback,
    finding,
    posting,
    reviews,
)
from beffroi.networks.google_business.client import Client, Visitor
from beffroi.networks.google_business.declaration import DECLARATION, HOME
from beffroi.networks.google_business.text import count, problems
from beffroi.networks.http import NetworkHttp
from beffroi.networks.port import AccessKeeper, UploadProgress


class GoogleBusiness:
    """The network as such. Google must approve the operator's project before it works."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems(draft)

    def open(self, keeper: AccessKeeper) -> GoogleBusinessChannel:
        return GoogleBusinessChannel(self._http, keeper)

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
        visitor = Visitor(self._http, app, token=grant.access_token)
        return connect.connections(visitor, grant, app=app, now=self._http.now())


class GoogleBusinessChannel:
    """Acts for one place. Its access is renewed when it must be."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._client = Client(http, keeper)

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        return DECLARATION.limits

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return posting.upload(media)

    def is_ready(self, media: UploadedMedia) -> bool:
        return True

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
        return reviews.read_thread(self._client, remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        return reviews.read_again(self._client, remote_ids)

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._client, first, last)

    def delete(self, remote_id: str) -> None:
        posting.delete(self._client, remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        return posting.edit(self._client, remote_id, post)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosing.diagnose(self._client, public_url=public_url)
