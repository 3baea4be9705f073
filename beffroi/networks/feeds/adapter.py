"""Feeds of any site, read without an account: RSS, Atom and JSON Feed.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from beffroi.networks.contracts import (
    Connection,
    DeveloperApp,
    FeedbackPage,
    Handshake,
    IncomingFeedback,
    Notice,
    TextCount,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem, SourceKind
from beffroi.networks.errors import ContentRefused
from beffroi.networks.feeds import agreements, connect, feedback, public
from beffroi.networks.feeds.client import Web
from beffroi.networks.feeds.declaration import DECLARATION
from beffroi.networks.feeds.memory import Memory
from beffroi.networks.feeds.websub import Hub
from beffroi.networks.http import NetworkHttp
from beffroi.networks.listening import PublicPage
from beffroi.networks.port import AccessKeeper


class Feeds:
    """The network as such: whatever publishes a feed."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._web = Web(http)

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return TextCount(used=len(text), limit=limits.text_max)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return ()

    def open(self, keeper: AccessKeeper) -> FeedChannel:
        return FeedChannel(self._web, keeper)

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        return agreements.shake_hands(query, app=app, now=self._web.now())

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        return agreements.is_genuine(headers, body, app=app)

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        """Tell that there is something: the feed itself is read, whatever the hub sends of it."""
        return [Notice("")] if body.strip() else []

    def connect_address(self, *, address: str) -> Connection:
        return connect.connect(self._web, address=address)

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        if kind is not SourceKind.FEED:
            raise ContentRefused(f"no {kind.value} is read in feeds", field="address")
        return public.read_public(self._web, subject, state=state)

    def agree_on(self, state: str, former: DeveloperApp | None) -> DeveloperApp | None:
        memory = Memory.loaded(state) if state else Memory()
        return agreements.agree(Hub(memory.hub, memory.topic), former) if memory.hub else None

    def part_from(self, former: DeveloperApp) -> DeveloperApp:
        return agreements.part(former)

    def subscribe_to(self, agreed: DeveloperApp, *, callback_url: str) -> None:
        self._web.tell_hub(agreed.origin, agreements.form(agreed, callback_url=callback_url))


class FeedChannel:
    """One source that is listened to."""

    def __init__(self, web: Web, keeper: AccessKeeper) -> None:
        self._web = web
        self._keeper = keeper

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        told_at = self._keeper.told_at
        return feedback.read_feedback(
            self._web, address=self._address(), cursor=cursor, told_at=told_at
        )

    def agree(self, former: DeveloperApp | None) -> DeveloperApp | None:
        hub = feedback.find_hub(self._web, address=self._address())
        return agreements.agree(hub, former) if hub else None

    def part(self, former: DeveloperApp) -> DeveloperApp:
        return agreements.part(former)

    def subscribe(self, *, callback_url: str) -> None:
        app = self._keeper.app()
        self._web.tell_hub(app.origin, agreements.form(app, callback_url=callback_url))

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        """Return nothing: nobody answers in a feed."""
        return ()

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        """Tell nothing: a feed shows its changes by itself, and forgets what is old."""
        return {}

    def _address(self) -> str:
        return self._keeper.read().secrets.get(connect.ADDRESS, "")
