"""X, once Twitter: the network, and one connected account of it.

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
from beffroi.networks.declarations import Cost, Declaration, Draft, Limits, Problem
from beffroi.networks.http import NetworkHttp
from beffroi.networks.port import AccessKeeper, UploadProgress
from beffroi.networks.x import (
    connect,
    counters,
    diagnosing,
    feedback,
    files,
    finding,
    messages,
    posting,
    prices,
    problems,
    threads,
    webhooks,
)
from beffroi.networks.x.client import Door, Session
from beffroi.networks.x.declaration import DECLARATION, LIMITS
from beffroi.networks.x.text import count


class X:
    """The network as such. An operator makes the developer app on the vendor's site."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http
        self._read_today = prices.ReadToday()
        self._waits: dict[str, datetime] = {}

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems.problems(draft)

    def cost_of(self, draft: Draft) -> Cost:
        return prices.cost_of(draft)

    def open(self, keeper: AccessKeeper) -> XChannel:
        session = Session(self._http, keeper, read_today=self._read_today)
        return XChannel(session, waits=self._waits)

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return connect.authorize_url(
            app, redirect_uri=redirect_uri, state=state, code_challenge=code_challenge
        )

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        return [
            connect.exchange(
                Door(self._http),
                app,
                redirect_uri=redirect_uri,
                code=code,
                code_verifier=code_verifier,
            )
        ]

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        return webhooks.shake_hands(query, app=app)

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        return webhooks.is_genuine(headers, body, app=app)

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        return webhooks.read_notices(body)


class XChannel:
    """Acts for one account."""

    def __init__(self, session: Session, *, waits: files.Waits) -> None:
        self._session = session
        self._waits = waits

    def choose_marker(self, *, now: datetime) -> str:
        return uuid4().hex

    def read_limits(self) -> Limits:
        """Return the same for every account: what paid accounts may do besides is not told."""
        return LIMITS

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return files.upload(self._session, media, progress=progress, waits=self._waits)

    def is_ready(self, media: UploadedMedia) -> bool:
        return files.is_ready(self._session, media, waits=self._waits)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        if messages.is_private(post):
            return messages.send(self._session, post)
        return posting.publish(self._session, post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        if messages.is_private(post):
            return messages.find(self._session, post, since=since, excluding=excluding)
        return finding.find(self._session, post, since=since, excluding=excluding)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._session, cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        if messages.is_message(remote_id):  # what follows it comes by itself
            return ()
        return threads.read_thread(self._session, remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        private = [one for one in remote_ids if messages.is_message(one)]
        return {
            **threads.read_again(self._session, _posts(remote_ids)),
            **messages.read_again(self._session, private),
        }

    def hide(self, remote_id: str) -> None:
        posting.set_hidden(self._session, remote_id, hidden=True)

    def show(self, remote_id: str) -> None:
        posting.set_hidden(self._session, remote_id, hidden=False)

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        return counters.read_counters(self._session, _posts(remote_ids))

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        return counters.read_channel_counters(self._session, first, last)

    def delete(self, remote_id: str) -> None:
        if messages.is_message(remote_id):
            messages.delete(self._session, remote_id)
        else:
            posting.delete(self._session, remote_id)

    def subscribe(self, *, callback_url: str) -> None:
        webhooks.subscribe(self._session, callback_url=callback_url)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosing.diagnose(self._session, public_url=public_url)


def _posts(remote_ids: Sequence[str]) -> list[str]:
    return [one for one in remote_ids if not messages.is_message(one)]
