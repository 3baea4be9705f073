"""Who is who: a network, the server where an id is one's own, and that id. Nothing is guessed.

The same person on two networks is two people here: only they could say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.crypto import fingerprint
from beffroi.inbox import summary
from beffroi.inbox.models import (
    Block,
    Conversation,
    Erasure,
    Feedback,
    FeedbackQuerySet,
    Person,
)
from beffroi.networks import registry

_PURPOSE = "inbox.people"
_AT_ONCE = 500
#: Ids shorter than this are numbers that stand in many others.
_TELLING_LENGTH = 12
#: A workspace, a network, a server.
_Place = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Who:
    """A person in a workspace. `server` is "" where their id means them on every server."""

    workspace_id: int
    network: str
    server: str
    person_id: str

    @property
    def key(self) -> dict[str, object]:
        """The columns that say who, of a row about them."""
        return {
            "workspace_id": self.workspace_id,
            "network": self.network,
            "server": self.server,
            "person_id": self.person_id,
        }

    @property
    def telling_id(self) -> str:
        """Their id where it is long enough to be known inside another, "" where it is not."""
        return self.person_id if len(self.person_id) >= _TELLING_LENGTH else ""

    @property
    def digest(self) -> str:
        """What stands for them once they are erased."""
        said = (str(self.workspace_id), self.network, self.server, self.person_id)
        return fingerprint("\n".join(said), purpose=_PURPOSE)


def on_channel(channel: Channel, person_id: str) -> Who:
    """Return who an id is, as a channel's network gives it."""
    return Who(channel.workspace_id, channel.network, server_of(channel), person_id)


def of(conversation: Conversation) -> Who:
    """Return the person of a conversation."""
    return on_channel(conversation.channel, conversation.person_id)


def of_row(row: Person | Erasure) -> Who:
    """Return whom a card or an erasure is about."""
    return Who(row.workspace_id, row.network, row.server, row.person_id)


def server_of(channel: Channel) -> str:
    """Return where an id of this channel is someone's own."""
    if channel.network not in registry.NETWORKS:  # it was taken out: its ids stay apart
        return channel.origin
    declared = gateway.network(channel.network).declaration
    return "" if declared.home or declared.ids_hold_everywhere else channel.origin


def channels_of(who: Who) -> list[Channel]:
    """Return the channels of the workspace on which their id means them, connected or not."""
    rows = Channel.objects.filter(workspace=who.workspace_id, network=who.network).order_by("id")
    return [row for row in rows if server_of(row) == who.server]


def conversations_of(who: Who) -> QuerySet[Conversation]:
    """Return all conversations with them in the workspace."""
    said = Feedback.objects.filter(
        workspace=who.workspace_id, channel__in=_ids(channels_of(who)), author_id=who.person_id
    )
    rows = Conversation.objects.filter(workspace=who.workspace_id, person_id=who.person_id)
    return rows.filter(pk__in=said.values("conversation"))


def spoken_of(people: Collection[Who]) -> set[Who]:
    """Return those with whom there are conversations: a query for each place and some hundred."""
    ids: dict[_Place, list[str]] = defaultdict(list)
    for one in people:
        ids[one.workspace_id, one.network, one.server].append(one.person_id)
    channels: dict[_Place, list[int]] = defaultdict(list)
    for row in Channel.objects.filter(workspace__in={workspace for workspace, _, _ in ids}):
        channels[row.workspace_id, row.network, server_of(row)].append(row.pk)
    return {
        Who(*place, person_id)
        for place, of_place in ids.items()
        for start in range(0, len(of_place), _AT_ONCE)
        for person_id in Feedback.objects.filter(
            channel__in=channels[place],
            author_id__in=of_place[start : start + _AT_ONCE],
            conversation__person_id=F("author_id"),
        )
        .values_list("author_id", flat=True)
        .distinct()
    }


def locked(who: Who) -> list[int]:
    """Have nothing of them come in until the transaction ends; return their channels."""
    ids = _ids(channels_of(who))
    summary.hold_channels(ids)
    return ids


def feedback_of(who: Who) -> FeedbackQuerySet:
    """Return all that they said in the workspace."""
    return Feedback.objects.filter(
        workspace=who.workspace_id,
        channel__in=_ids(channels_of(who)),
        author_id=who.person_id,
        is_ours=False,
    )


def blocks_of(who: Who) -> list[Block]:
    """Return on which channels of the workspace they are blocked, the oldest first: a query."""
    rows = Block.objects.filter(
        workspace=who.workspace_id, channel__network=who.network, author_id=who.person_id
    )
    rows = rows.select_related("channel", "blocked_by").order_by("blocked_at", "id")
    return [row for row in rows if server_of(row.channel) == who.server]


def _ids(channels: Iterable[Channel]) -> list[int]:
    return [channel.pk for channel in channels]
