"""Instagram, for professional accounts: the network, and one connected channel of it.

Only wires the parts together; each lives in the module named after it. Accounts connect through
Instagram's own login or, through the Page that is linked with them, through Facebook's: the app
says which. What an access came through is known to `Account` alone.
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
from beffroi.networks.families.graph import callbacks, tokens
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.http import NetworkHttp
from beffroi.networks.instagram import (
    again,
    comments,
    connect,
    containers,
    counters,
    diagnosis,
    feedback,
    finding,
    page_login,
    posting,
    webhooks,
)
from beffroi.networks.instagram.client import Account, Login, nobody, person
from beffroi.networks.instagram.declaration import DECLARATION
from beffroi.networks.instagram.text import count, problems
from beffroi.networks.port import AccessKeeper, UploadProgress
from beffroi.networks.withdrawals import WithdrawalNotice


class Instagram:
    """The network as such. Its operator makes the developer app."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http
        self._usage = Usage()
        self._refused_metrics: set[tuple[str, str]] = set()

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems(draft)

    def open(self, keeper: AccessKeeper) -> InstagramChannel:
        return InstagramChannel(
            self._http, keeper, usage=self._usage, refused_metrics=self._refused_metrics
        )

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        if page_login.is_of_facebook(app):
            return page_login.authorize_url(
                app, redirect_uri=redirect_uri, state=state, challenge=code_challenge
            )
        return connect.authorize_url(app, redirect_uri=redirect_uri, state=state)

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        if page_login.is_of_facebook(app):
            before = nobody(self._http, app)
            token = tokens.exchange_code(
                before, app, redirect_uri=redirect_uri, code=code, verifier=code_verifier
            )
            report = tokens.read_token(before, app, token=token)
            return page_login.connections(person(self._http, app, token=token), app, report=report)
        login = Login(self._http, origin=app.origin)
        access = connect.exchange(login, app, redirect_uri=redirect_uri, code=code)
        return [connect.read_connection(Account(self._http, access), access)]

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


class InstagramChannel:
    """Acts for one account. Its access is read anew, and extended in time, for each call."""

    def __init__(
        self,
        http: NetworkHttp,
        keeper: AccessKeeper,
        *,
        usage: Usage,
        refused_metrics: set[tuple[str, str]],
    ) -> None:
        self._http = http
        self._keeper = keeper
        self._usage = usage
        self._refused_metrics = refused_metrics

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        return DECLARATION.limits

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return containers.upload(media)

    def is_ready(self, media: UploadedMedia) -> bool:
        return True

    def prepare(self, post: OutgoingPost, *, progress: UploadProgress) -> str:
        return containers.prepare(self._account(), post, progress=progress)

    def is_prepared(self, handle: str) -> bool:
        return containers.is_prepared(self._account(), handle)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        return posting.publish(self._account(), post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        return finding.find(self._account(), post, since=since, excluding=excluding)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._account(), cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return again.read_thread(self._account(), remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        return again.read_again(self._account(), remote_ids)

    def hide(self, remote_id: str) -> None:
        comments.hide(self._account(), remote_id)

    def show(self, remote_id: str) -> None:
        comments.show(self._account(), remote_id)

    def remove(self, remote_id: str) -> None:
        comments.remove(self._account(), remote_id)

    def subscribe(self, *, callback_url: str) -> None:
        webhooks.subscribe(self._account())

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        account = self._account()
        return counters.read_counters(account, remote_ids, refused=self._refused_metrics)

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._account(), first, last)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        access = self._keeper.read()
        return diagnosis.diagnose(self._account(), access, public_url=public_url)

    def _account(self) -> Account:
        access = self._keeper.read()
        if access.secrets.get("page"):
            return Account(self._http, access, usage=self._usage, app=self._keeper.app())
        access = connect.keep_alive(Login(self._http, origin=access.origin), self._keeper)
        return Account(self._http, access, usage=self._usage)
