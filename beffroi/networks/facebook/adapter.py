"""Facebook Pages: the network, and one connected Page of it.

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
from beffroi.networks.facebook import (
    care,
    connect,
    counters,
    diagnosis,
    fate,
    feedback,
    finding,
    posting,
    threads,
    uploads,
    webhooks,
)
from beffroi.networks.facebook import text as texts
from beffroi.networks.facebook.client import Page, nobody, person
from beffroi.networks.facebook.declaration import DECLARATION
from beffroi.networks.families.graph import callbacks, tokens
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.http import NetworkHttp
from beffroi.networks.port import AccessKeeper, UploadProgress
from beffroi.networks.withdrawals import WithdrawalNotice


class Facebook:
    """The network as such. What is learned of quotas and metrics is kept while it lives."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http
        self._usage = Usage()
        self._metrics = counters.Metrics()

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return texts.count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return texts.problems(draft)

    def open(self, keeper: AccessKeeper) -> FacebookPage:
        return FacebookPage(self._http, keeper, usage=self._usage, metrics=self._metrics)

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return tokens.dialog_url(
            app,
            redirect_uri=redirect_uri,
            state=state,
            scopes=connect.ASKED,
            challenge=code_challenge,
        )

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        before = nobody(self._http, app)
        token = tokens.exchange_code(
            before, app, redirect_uri=redirect_uri, code=code, verifier=code_verifier
        )
        report = tokens.read_token(before, app, token=token)
        return connect.connections(person(self._http, app, token=token), app, report=report)

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        return callbacks.shake_hands(query, verify_token=verify_token)

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        return callbacks.is_genuine(headers, body, secret=app.client_secret)

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        return webhooks.read_notices(body)

    def read_withdrawal(
        self, form: Mapping[str, str], *, app: DeveloperApp
    ) -> WithdrawalNotice | None:
        return callbacks.read_withdrawal(form, secret=app.client_secret)


class FacebookPage:
    """Acts for one Page. Its access is read anew for each call; it is never renewed by itself."""

    def __init__(
        self,
        http: NetworkHttp,
        keeper: AccessKeeper,
        *,
        usage: Usage,
        metrics: counters.Metrics,
    ) -> None:
        self._http = http
        self._keeper = keeper
        self._usage = usage
        self._metrics = metrics

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        return DECLARATION.limits

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return uploads.upload(self._page(), media, progress=progress)

    def is_ready(self, media: UploadedMedia) -> bool:
        return uploads.is_ready(self._page(), media)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        return posting.publish(self._page(), post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        return finding.find(self._page(), post, since=since, excluding=excluding)

    def is_still_up(self, remote_id: str) -> bool | None:
        return fate.is_still_up(self._page(), remote_id)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._page(), cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return threads.read_thread(self._page(), remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        return threads.read_again(self._page(), remote_ids)

    def hide(self, remote_id: str) -> None:
        care.hide(self._page(), remote_id)

    def show(self, remote_id: str) -> None:
        care.show(self._page(), remote_id)

    def remove(self, remote_id: str) -> None:
        care.remove(self._page(), remote_id)

    def block(self, author_id: str) -> None:
        care.block(self._page(), author_id)

    def unblock(self, author_id: str) -> None:
        care.unblock(self._page(), author_id)

    def subscribe(self, *, callback_url: str) -> None:
        webhooks.subscribe(self._page())

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        return counters.read_counters(self._page(), self._metrics, remote_ids)

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._page(), self._metrics, first, last)

    def delete(self, remote_id: str) -> None:
        posting.delete(self._page(), remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        return posting.edit(self._page(), remote_id, post)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosis.diagnose(self._page(), public_url=public_url)

    def _page(self) -> Page:
        access, app = self._keeper.read(), self._keeper.app()
        return Page(self._http, access=access, app=app, usage=self._usage)
