"""What the pages of this package read. The number of queries never depends on that of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from beffroi.channels import rules as channel_rules
from beffroi.channels.advice import Advice, first_step
from beffroi.channels.findings import has
from beffroi.channels.models import Channel, ChannelQuerySet
from beffroi.channels.queries import last_answer, network_name
from beffroi.channels.rules import Health
from beffroi.core.models import AuditEntry
from beffroi.core.prepared import Prepared
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.delivery.queries import title_of
from beffroi.inbox import actions as inbox_actions
from beffroi.inbox import talks
from beffroi.inbox.models import Conversation
from beffroi.networks.contracts import DiagnosisCode, TextCount
from beffroi.publishing import queries as publishing_queries
from beffroi.publishing.queries import PostRow
from beffroi.routines import handling, measuring
from beffroi.routines.handling import Act, Line, Typical
from beffroi.routines.models import Routine
from beffroi.web import rules, waiting
from beffroi.web.cards import Card, Clock
from beffroi.web.routine_cards import StepLink, step_links
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX, Entry, Kind, Minutes, shown_count
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role

#: Far beyond a quarter of an hour: what a person did after that changes nothing on the page.
_ENTRIES_MAX = 500
_UPCOMING_SHOWN = 2
#: How much of a text the card in front shows, in characters.
_TEXT_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Today:
    """One person's day in one workspace.

    `cards` are the first few that wait and `count` how many do; `mine` how many the person may
    settle, and `by_room` where. `minutes` is None for those who settle nothing: the quarter of an
    hour is not theirs.
    """

    cards: tuple[Card, ...]
    count: int
    mine: int
    minutes: Minutes | None
    acts: Mapping[Act, int]
    #: Minutes that the person spent here today, as the trail measures them.
    spent: int
    upcoming: tuple[PostRow, ...]
    has_channels: bool
    by_room: Mapping[str, int]

    @property
    def is_over(self) -> bool:
        """Whether nothing waits for this person any more, or it is enough for today."""
        if self.minutes is None:
            return not self.cards
        return not self.mine or self.minutes.is_over

    @property
    def routine_minutes(self) -> int:
        """Minutes of the week's routines among the cards, beside the quarter of an hour."""
        return sum(one.minutes for one in self.cards if one.kind is Kind.WEEKLY)

    @property
    def shown_count(self) -> str:
        """How much waits, as people read it."""
        return shown_count(self.count)

    @property
    def shown_mine(self) -> str:
        """How much the person may settle, as they read it."""
        return shown_count(self.mine)

    @property
    def after_front(self) -> int:
        """How many cards wait behind the one in front."""
        return self.count - 1

    @property
    def shown_after_front(self) -> str:
        """The same, as people read it."""
        return shown_count(self.count if self.count == COUNT_MAX else self.after_front)

    @property
    def is_cut(self) -> bool:
        """Whether more waits than the cards that are shown."""
        return self.count > len(self.cards) or self.count == COUNT_MAX


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody waits to be answered, and what of an answer exists already.

    `answer` is the text of one that is not there, `refusal` why, `was_taken_away` whether it was
    once; `seen` the newest answer.
    """

    text: str
    is_private: bool
    under: str
    answer: str
    refusal: str
    seen: int
    count: TextCount
    was_taken_away: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a card shows of our own text, empty where its title says it all.

    `is_whole` tells whether nothing is left out: a yes is for what was read.
    """

    text: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """A channel in the health line."""

    network: str
    health: Health
    verified_at: datetime
    #: Whether it listened to something that is no longer there.
    is_gone: bool = False


def is_empty_installation() -> bool:
    """Tell whether nobody has an account yet."""
    return not User.objects.exists()


def today(
    workspace: Workspace, *, user: User, role: Role, now: datetime, shown: int = CARDS_SHOWN
) -> Today:
    """Return what waits in `workspace` for a person with `role`, and what they did today.

    The cards are `shown` at most.
    """
    counted = waiting.count(workspace, role=role, now=now, user_id=user.pk)
    settled = rules.kinds_settled(role)
    known = measuring.typical_of(workspace)
    acts, spent = Counter[Act](), 0
    if settled:
        acts, spent = _done_today(workspace, user=user, now=now, known=known)
    return Today(
        cards=waiting.first_cards(
            workspace,
            role=role,
            counted=counted,
            clock=Clock(now, workspace.zone),
            user_id=user.pk,
            known=known,
            shown=shown,
        ),
        count=counted.total(rules.kinds_seen(role)),
        mine=counted.total(settled),
        minutes=(
            rules.minutes_of(acts, counted.by_kind, settled=settled, known=known)
            if settled
            else None
        ),
        acts=acts,
        spent=spent,
        upcoming=tuple(publishing_queries.leaving(workspace, now=now, limit=_UPCOMING_SHOWN)),
        has_channels=Channel.objects.of(workspace).present().exists(),
        by_room=counted.by_room(role=role),
    )


def front(card: Card, *, clock: Clock) -> Said | Read | Advice | list[StepLink] | None:
    """Return what the card in front shows besides itself."""
    if isinstance(card.row, Routine):
        return step_links(card.row, clock=clock)
    channel = card.row if isinstance(card.row, Channel) else None
    if channel and (card.kind is Kind.MEND or has(channel, DiagnosisCode.SOURCE_GONE)):
        return first_step(channel, name=network_name(channel.network))
    if isinstance(card.row, Conversation):
        return said(card.row)
    if isinstance(card.row, Delivery):
        text = card.row.content["text"].strip()
        return Read("" if text == title_of(text) else _shown(text))
    return read(card.row) if isinstance(card.row, PostRow) else None


def read(row: PostRow) -> Read:
    """Return what a card shows of a post, and whether that is all of it."""
    post, text = row.post, row.post.text.strip()
    has_own_texts = any(variant.own_text for variant in post.variants.all())
    is_plain = post.visibility == "public" and not post.content_warning and not has_own_texts
    return Read(
        text="" if text == post.title else _shown(text),
        is_whole=is_plain and len(text) <= _TEXT_SHOWN,
    )


def said(conversation: Conversation) -> Said:
    """Return what a card shows of a conversation when it is in front."""
    newest = inbox_actions.last_feedback(conversation)
    origin = talks.origin(conversation)
    answers = conversation.answers.select_related("delivery")
    last = answers.order_by("-written_at", "-id").first()
    is_unsent = last is not None and last.delivery.is_missing
    unsent = last if is_unsent else None
    name = network_name(conversation.channel.network)
    answer = unsent.text if unsent else ""
    return Said(
        text=_shown(newest.text) if newest else "",
        is_private=newest.is_private if newest else conversation.is_private,
        under=title_of(origin.content["text"]) if origin else "",
        answer=answer,
        refusal=explain(unsent.delivery, name=name) if unsent else "",
        seen=last.pk if last else 0,
        count=inbox_actions.count_answer(conversation, answer, to=newest),
        was_taken_away=unsent is not None and unsent.delivery.was_taken_away,
    )


def health(workspace: Workspace, *, now: datetime) -> list[ChannelHealth]:
    """Return how each channel is, by network; those that a person disconnected are left out."""
    return [
        ChannelHealth(
            channel.network,
            channel_rules.health(
                status=channel.status,
                verified_at=last_answer(channel),
                paused_until=channel.paused_until,
                refuses_readers=has(channel, DiagnosisCode.READERS_REFUSED),
                now=now,
            ),
            channel.verified_at,
            is_gone=has(channel, DiagnosisCode.SOURCE_GONE),
        )
        for channel in _CHANNELS.rows(workspace_id=workspace.pk)
    ]


def _channels(workspace_id: int) -> ChannelQuerySet:
    found = Channel.objects.of(Workspace(pk=workspace_id)).present()
    return found.only("network", "kind", "status", "verified_at", "paused_until", "findings")


_CHANNELS = Prepared(_channels, "workspace_id")


def _shown(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else f"{text[: _TEXT_SHOWN - 1].rstrip()}…"


def put_off_count(workspace: Workspace, *, user: User, role: Role, now: datetime) -> int:
    """Return how many of the cards that a person may settle they put off. Two queries."""
    settled = rules.kinds_settled(role)
    here = waiting.count(workspace, role=role, now=now, user_id=user.pk)
    back_by = rules.next_day(now, workspace.zone)
    all_of_them = waiting.count(workspace, role=role, now=now, user_id=user.pk, back_by=back_by)
    return all_of_them.total(settled) - here.total(settled)


def _done_today(
    workspace: Workspace, *, user: User, now: datetime, known: Mapping[Act, Typical]
) -> tuple[Counter[Act], int]:
    """Return what a person did today, and in how many minutes. One query."""
    lines = AuditEntry.objects.filter(
        workspace_id=workspace.pk,
        actor_id=user.pk,
        at__gte=rules.day_start(now, workspace.zone),
    )
    told = lines.order_by("at", "id").values_list("action", "subject", "at", "detail")
    found = list(told[:_ENTRIES_MAX])
    asked = {*handling.ACT_OF, rules.REOPENED}
    acts = rules.acts_of(
        Entry(action, subject, at) for action, subject, at, _detail in found if action in asked
    )
    all_lines = [
        Line(user.pk, action, at, is_drill=detail.get("drill") == "yes")
        for action, _subject, at, detail in found
    ]
    spent = handling.minutes_by_person(all_lines, known=known)
    return acts, spent.get(user.pk, 0)
