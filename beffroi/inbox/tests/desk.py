"""What strangers say, as adapters hand it over, and a bakery's inbox that receives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.inbox import deeds, sweeping
from beffroi.inbox.ingesting import follow, ingest
from beffroi.inbox.models import Conversation, Feedback
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock

ODILE = Author("did:odile", "odile.example", "Odile Garnier")
NOUR = Author("did:nour", "nour.example", "Nour Haddad")
US = Author("did:us", "atelier-martin.example", "Atelier Martin")
THEN = datetime(2026, 9, 14, 7, 0, tzinfo=UTC)


def said(
    remote_id: str = "f1", text: str = "Ouvert lundi ?", *, author: Author = ODILE, **more: Any
) -> IncomingFeedback:
    """Return something that Odile said under our post, an hour ago."""
    values: dict[str, Any] = {
        "kind": FeedbackKind.REPLY,
        "created_at": THEN,
        "url": "https://network.example/f1",
        "root_id": "post-1",
        "parent_id": "post-1",
        "is_ours": author == US,
    }
    return IncomingFeedback(remote_id=remote_id, author=author, text=text, **(values | more))


def later(**parts: float) -> datetime:
    """Return an instant after the first words."""
    return THEN + timedelta(**parts)


def settle(conversation: Conversation, *, actor: User, now: datetime) -> None:
    """Say that nothing more is to do in a conversation."""
    deed = deeds.settle(actor=actor, now=now)
    sweeping.sweep(conversation.workspace, [conversation.pk], deed, actor=actor, now=now)


def make_channel(
    workspace: Workspace, network: str = "bluesky", *, now: datetime, **more: Any
) -> Channel:
    """Connect a channel."""
    values = {"origin": f"https://{network}.example", "account_id": US.account_id}
    return Channel.objects.create(
        workspace=workspace,
        network=network,
        handle=US.handle,
        verified_at=now,
        connected_at=now,
        **(values | more),
    )


class Desk:
    """A channel's inbox, with its clock."""

    def __init__(self, channel: Channel, clock: FrozenClock) -> None:
        self.channel = channel
        self.clock = clock

    def hear(self, *items: IncomingFeedback) -> int:
        """Receive one page."""
        return ingest(self.channel, items, now=self.clock())

    def look_again(self, seen: Mapping[str, IncomingFeedback | None]) -> None:
        """Learn how things stand on the network now."""
        follow(self.channel, seen, now=self.clock())

    def feedback(self, remote_id: str = "f1") -> Feedback:
        """Return what is kept of one feedback."""
        return Feedback.objects.get(channel=self.channel, remote_id=remote_id)

    def conversation(self, author: Author = ODILE) -> Conversation:
        """Return somebody's only conversation."""
        return Conversation.objects.get(channel=self.channel, person_id=author.account_id)
