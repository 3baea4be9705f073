"""Feeds of any site, read without an account: RSS, Atom and JSON Feed.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from beffroi.networks.contracts import Connection, FeedbackPage, IncomingFeedback, TextCount
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem
from beffroi.networks.feeds import connect, feedback
from beffroi.networks.feeds.client import Web
from beffroi.networks.feeds.declaration import DECLARATION
from beffroi.networks.http import NetworkHttp
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

    def connect_address(self, *, address: str) -> Connection:
        return connect.connect(self._web, address=address)


class FeedChannel:
    """One source that is listened to."""

    def __init__(self, web: Web, keeper: AccessKeeper) -> None:
        self._web = web
        self._keeper = keeper

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        address = self._keeper.read().secrets.get(connect.ADDRESS, "")
        return feedback.read_feedback(self._web, address=address, cursor=cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        """Return nothing: nobody answers in a feed."""
        return ()

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        """Tell nothing: a feed shows its changes by itself, and forgets what is old."""
        return {}
