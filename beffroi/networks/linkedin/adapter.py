"""LinkedIn: the network, and a connected channel of it, a member's own or a page's.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    Handshake,
    IncomingFeedback,
    Notice,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem
from beffroi.networks.http import NetworkHttp
from beffroi.networks.linkedin import (
    comments,
    connect,
    counters,
    diagnosis,
    feedback,
    finding,
    posting,
    uploads,
    webhooks,
)
from beffroi.networks.linkedin.client import Api, Calls
from beffroi.networks.linkedin.declaration import DECLARATION
from beffroi.networks.linkedin.limits import LIMITS, problems_of
from beffroi.networks.linkedin.text import count, first_link
from beffroi.networks.port import AccessKeeper, UploadProgress


class LinkedIn:
    """The network as such."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limit=limits.text_max)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems_of(draft)

    def open(self, keeper: AccessKeeper) -> MemberChannel:
        api = Api(self._http, keeper, renewal=connect.renew)
        is_page = keeper.account_id.startswith("urn:li:organization:")
        return OrganizationChannel(api) if is_page else MemberChannel(api)

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return connect.authorize_url(app, redirect_uri=redirect_uri, state=state)

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        calls = Calls(self._http, origin=app.origin)
        grant = connect.exchange(calls, app, redirect_uri=redirect_uri, code=code)
        return connect.read_connections(
            Calls(self._http, origin=app.origin, token=grant.token), grant
        )

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        return webhooks.shake_hands(query, app=app)

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        return webhooks.is_genuine(headers, body, app=app)

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        return webhooks.read_notices(body)


class MemberChannel:
    """Acts for a member. May write and read nothing: what was in doubt, a person must look up."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        return LIMITS

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return uploads.upload(self._api, media, progress=progress)

    def is_ready(self, media: UploadedMedia) -> bool:
        return uploads.is_ready(self._api, media)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        return posting.publish(self._api, post)

    def delete(self, remote_id: str) -> None:
        posting.delete(self._api, remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        return posting.edit(self._api, remote_id, post)

    def card_link(self, text: str) -> str:
        return first_link(text)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosis.diagnose_member(self._api)


class OrganizationChannel(MemberChannel):
    """Acts for a page, in the name of one who administers it."""

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        return finding.find(self._api, post, since=since, excluding=excluding)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._api, cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return comments.read_thread(self._api, remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        return feedback.read_again(self._api, remote_ids)

    def remove(self, remote_id: str) -> None:
        posting.delete(self._api, remote_id)

    def subscribe(self, *, callback_url: str) -> None:
        webhooks.subscribe(self._api, callback_url=callback_url)

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        return counters.read_counters(self._api, remote_ids)

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._api, first, last)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosis.diagnose_organization(self._api, public_url=public_url)
