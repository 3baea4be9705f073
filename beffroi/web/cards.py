"""One thing to do now, as Today shows it: what it is, why, since when, for how many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.advice import explain_loss, first_step
from beffroi.channels.findings import findings_of, has, to_settle
from beffroi.channels.models import Channel
from beffroi.channels.queries import ChannelRow, network_name
from beffroi.crisis.models import Room
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.delivery.queries import title_of
from beffroi.inbox.models import Conversation, Nudge
from beffroi.insight.reports.models import Report
from beffroi.listening.models import Alert
from beffroi.networks.contracts import DiagnosisCode
from beffroi.publishing.queries import PostRow
from beffroi.routines.models import Routine
from beffroi.strategy.models import Strategy
from beffroi.web import times
from beffroi.web.rules import Kind, Rank, order

Ours = Channel | ChannelRow | Delivery | PostRow | Report | Room | Routine | Strategy
Row = Ours | Alert | Conversation | Nudge


@dataclass(frozen=True, slots=True)
class Clock:
    """The time and where it is read, for sentences that name instants."""

    now: datetime
    zone: ZoneInfo

    def near(self, moment: datetime) -> str:
        """Say an instant near now: “tomorrow at 8:00”."""
        return times.near(moment, now=self.now, zone=self.zone)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do. `who` is the person, or the account, that it is about.

    `waits_from` sorts it among its kind; `due_at` is set where something happens then, or where
    an answer was promised by then.
    """

    kind: Kind
    id: int
    row: Row
    label: str
    tone: str
    icon: str
    title: str
    who: str
    why: str
    networks: tuple[str, ...]
    waits_from: datetime
    is_mine: bool
    due_at: datetime | None = None
    #: Whether nothing presses though that time is past: it praises.
    is_calm: bool = False
    is_quote: bool = False
    #: Its place among those of its kind, where that is another than by how long it waits.
    presses_at: datetime | None = None
    rank: Rank = Rank.ORDINARY
    #: Why it stands here, where that would surprise.
    notes: tuple[str, ...] = ()
    #: About how long it takes, and of how many acts that is the median; 0: an estimate.
    minutes: int = 0
    measured_of: int = 0
    #: The last day on which it is there, where it goes by itself.
    ends_on: date | None = None
    #: Whether it may wait until tomorrow.
    may_wait: bool = False

    @property
    def key(self) -> str:
        """How an address names the card."""
        return f"{self.kind.value}-{self.id}"

    @property
    def is_due(self) -> bool:
        """Whether `due_at` is by when something was promised; else something happens then."""
        return self.kind in {Kind.ANSWER, Kind.CRISIS} and self.due_at is not None

    @property
    def basis(self) -> str:
        """Where the minutes come from, in words."""
        if self.measured_of:
            return _("from your last 90 days, n = %(n)s") % {"n": self.measured_of}
        return _("estimate")

    @property
    def template(self) -> str:
        """The card in full, when it is in front."""
        is_routine = self.kind in {Kind.WEEKLY, Kind.STEERING}
        return f"web/today/{'routine' if is_routine else self.kind.value}.html"

    @property
    def place(self) -> tuple[object, ...]:
        """What cards are sorted by."""
        stands_at = self.presses_at or self.waits_from
        return order(
            self.kind, rank=self.rank, waits_from=stands_at, id=self.id, is_mine=self.is_mine
        )


def reconnect(channel: Channel, *, clock: Clock, is_mine: bool) -> Card:
    """Ask to connect a channel again."""
    name = network_name(channel.network)
    since = channel.lost_at or channel.verified_at
    why = _(
        "%(name)s has refused our access since %(since)s. Until then nothing leaves for this "
        "channel, and nothing new is read."
    )
    names = {"name": name, "since": clock.near(since)}
    label, title = _("Channel to reconnect"), _("%(name)s must be connected again")
    if has(channel, DiagnosisCode.CONSENT_WITHDRAWN):
        why = _("The consent on %(name)s was taken back %(since)s.")
    if has(channel, DiagnosisCode.SOURCE_GONE):
        label, title, why = _("Source that is gone"), _("“%(handle)s” can no longer be read"), ""
        names["handle"] = channel.called
    return Card(
        kind=Kind.RECONNECT,
        id=channel.pk,
        row=channel,
        label=label,
        tone="warn",
        icon="circle-off" if has(channel, DiagnosisCode.SOURCE_GONE) else "plug",
        title=title % names,
        who=_who(channel),
        why=f"{why % names} {explain_loss(channel, name=name)}".strip(),
        networks=(channel.network,),
        waits_from=since,
        is_mine=is_mine,
    )


def renew(row: ChannelRow, *, clock: Clock, is_mine: bool) -> Card:
    """Ask to renew an access before it ends, with what will not leave otherwise."""
    channel, ends_at = row.channel, row.channel.access_ends_at
    assert ends_at is not None  # noqa: S101 - only such rows come here
    title = _("The access to %(name)s ends %(when)s")
    if ends_at <= clock.now:
        title = _("The access to %(name)s ended %(when)s")
    risk = ngettext(
        "Unless it is renewed, one post will not leave.",
        "Unless it is renewed, %(count)s posts will not leave.",
        row.waiting.at_risk,
    )
    if not row.waiting.at_risk:
        risk = _("After that nothing leaves for this channel, and nothing new is read.")
    return Card(
        kind=Kind.RENEW,
        id=channel.pk,
        row=row,
        label=_("Access that ends"),
        tone="warn",
        icon="hourglass",
        title=title % {"name": row.network_name, "when": clock.near(ends_at)},
        who=channel.called,
        why=risk % {"count": row.waiting.at_risk},
        networks=(channel.network,),
        waits_from=ends_at,
        is_mine=is_mine,
        due_at=ends_at,
    )


def mend(channel: Channel, *, clock: Clock, is_mine: bool) -> Card:
    """Ask to settle what keeps a channel from working whole."""
    name = network_name(channel.network)
    number = len(to_settle(findings_of(channel))) or 1
    title = ngettext(
        "One thing keeps %(name)s from working whole",
        "%(count)s things keep %(name)s from working whole",
        number,
    )
    if has(channel, DiagnosisCode.READERS_REFUSED):
        title = _("“%(handle)s” refuses programs")
    return Card(
        kind=Kind.MEND,
        id=channel.pk,
        row=channel,
        label=_("Thing to settle"),
        tone="warn",
        icon="shield-alert",
        title=title % {"name": name, "count": number, "handle": channel.called},
        who=_who(channel),
        why=first_step(channel, name=name).sentence,
        networks=(channel.network,),
        waits_from=channel.findings_ask_since or clock.now,
        is_mine=is_mine,
    )


def _who(channel: Channel) -> str:
    """Name a channel beside the title; one whose title names it already, by its site."""
    told = (DiagnosisCode.SOURCE_GONE, DiagnosisCode.READERS_REFUSED)
    return channel.handle if any(has(channel, code) for code in told) else channel.called


def check(delivery: Delivery, *, clock: Clock, is_mine: bool) -> Card:
    """Ask what became of a delivery, whether it should leave, or to take note that it is not there.

    One that was taken away comes with its variant.
    """
    label, tone, icon, title = _shapes()[delivery.standing]
    name = network_name(delivery.channel.network)
    text = title_of(delivery.content["text"]) or _("Without text")
    return Card(
        kind=Kind.CHECK,
        id=delivery.pk,
        row=delivery,
        label=label,
        tone=tone,
        icon=icon,
        title=title % {"text": text, "name": name},
        who=name,
        why=explain(delivery, name=name),
        networks=(delivery.channel.network,),
        waits_from=delivery.taken_away_at or delivery.due_at,
        is_mine=is_mine,
    )


def approve(row: PostRow, *, clock: Clock, is_mine: bool) -> Card:
    """Ask for a yes to a post."""
    post = row.post
    return Card(
        kind=Kind.APPROVE,
        id=post.pk,
        row=row,
        label=_("Post to approve"),
        tone="bronze",
        icon="user-check",
        title=post.title or _("Post without text"),
        who=str(post.author or ""),
        why=_why_approve(row, clock=clock),
        networks=row.networks,
        waits_from=post.planned_at or post.changed_at,
        is_mine=is_mine,
        due_at=post.planned_at,
    )


def _why_approve(row: PostRow, *, clock: Clock) -> str:
    planned_at = row.post.planned_at
    if planned_at is None:
        return _("It has no date yet. Choose one; without your yes nothing leaves.")
    if planned_at <= clock.now:
        return _("It was planned for %(when)s, which is past. Choose another date.") % {
            "when": clock.near(planned_at)
        }
    values = {"when": clock.near(planned_at), "author": row.post.author}
    if row.post.author is None:
        return _("It is planned for %(when)s; without your yes nothing leaves.") % values
    return _("%(author)s plans it for %(when)s; without your yes nothing leaves.") % values


def _shapes() -> dict[str, tuple[str, str, str, str]]:
    return {
        "ask_human": (
            *(_("Delivery to check"), "doubt", "circle-help"),
            _("“%(text)s”: is it on %(name)s?"),
        ),
        "held": (_("Held back"), "warn", "hourglass", _("“%(text)s”: should it still leave?")),
        "failed": (_("Failed"), "bad", "circle-alert", _("“%(text)s” did not leave")),
        "taken_away": (_("Taken away"), "bad", "ban", _("“%(text)s” is no longer on %(name)s")),
    }
