"""What the pages of alerts read. The number of queries never depends on that of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Q, QuerySet, When

from beffroi.core.keyset import Cursor
from beffroi.listening import rules as listening_rules
from beffroi.listening.alerting import wording
from beffroi.listening.alerting.rules import Gravity, Level, Trigger, Volume
from beffroi.listening.alerting.stored import kept
from beffroi.listening.alerting.wording import Advice
from beffroi.listening.models import Alert, AlertEvent, Catch, Mention
from beffroi.listening.room import listing
from beffroi.listening.room.listing import Row
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 30
MENTIONS_SHOWN = 20
_ABOUT_US = frozenset(one.value for one in listening_rules.ABOUT_US)
_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert in words. `mentions` is how many its reasons count, None where they count none."""

    alert: Alert
    title: str
    facts: tuple[str, ...]
    advice: Advice
    label: str
    tone: str
    raised_by: str
    phase: str
    mentions: int | None

    @property
    def is_grave(self) -> bool:
        """Whether single messages are enough to worry."""
        return any(row["trigger"] == Trigger.GRAVITY.value for row in self.alert.reasons)

    @property
    def said(self) -> str:
        """All facts as a paragraph."""
        return " ".join(self.facts)


@dataclass(frozen=True, slots=True)
class Page:
    """The alerts of a workspace: what is open, and what is over, newest first."""

    open: tuple[AlertCard, ...]
    over: tuple[AlertCard, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an alert's story."""

    event: AlertEvent
    text: str


def card(alert: Alert) -> AlertCard:
    """Return an alert in words; its watch is loaded."""
    reasons = kept(alert.reasons)
    counts = [one.count if isinstance(one, Volume) else 0 for one in reasons]
    counts += [one.messages for one in reasons if isinstance(one, Gravity)]
    return AlertCard(
        alert=alert,
        title=wording.title(reasons, name=alert.watch.name),
        facts=tuple(wording.facts(reasons)),
        advice=wording.advice(
            reasons, level=Level(alert.level), is_about_us=alert.watch.subject in _ABOUT_US
        ),
        label=wording.level_name(alert.level),
        tone="bad" if alert.is_red else "warn",
        raised_by=wording.raised_by(reasons),
        phase=wording.phases()[alert.phase],
        mentions=max(counts, default=0) or None,
    )


def open_alerts(workspace: Workspace) -> QuerySet[Alert]:
    """Return the alerts that go on, the gravest first, then the newest."""
    rows = Alert.objects.filter(workspace=workspace, closed_at=None).select_related("watch")
    return rows.order_by("-level", "-opened_at", "-id")


def waiting_alerts(workspace: Workspace, *, now: datetime) -> QuerySet[Alert]:
    """Return the open alerts that nobody put off."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now)
    return open_alerts(workspace).filter(awake)


def page(workspace: Workspace, *, after: Cursor | None = None) -> Page:
    """Return one page of alerts. Two queries, one for a page that is not the first."""
    standing = [] if after else list(open_alerts(workspace))
    over = Alert.objects.filter(workspace=workspace, closed_at__isnull=False)
    if after:
        same_instant = Q(opened_at=after.at, pk__lt=after.id)
        over = over.filter(Q(opened_at__lt=after.at) | same_instant)
    found = list(over.select_related("watch").order_by("-opened_at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(
        open=tuple(card(row) for row in standing),
        over=tuple(card(row) for row in shown),
        next=Cursor(shown[-1].opened_at, shown[-1].pk) if len(found) > PAGE_SIZE else None,
    )


def story(alert: Alert) -> list[Line]:
    """Return what happened, oldest first. One query."""
    rows = alert.events.select_related("by").order_by("at", "id")
    return [Line(row, _line(row)) for row in rows]


def _line(event: AlertEvent) -> str:
    return wording.line(event.kind, event.detail)


def mentions(alert: Alert) -> list[Row]:
    """Return the messages that an alert is about, what is grave or bad first. Three queries."""
    until = alert.closed_at or alert.looked_at
    caught = Catch.objects.filter(
        watch=alert.watch_id, written_at__gte=alert.opened_at - _DAY, written_at__lte=until
    )
    rows = Mention.objects.there().filter(
        workspace=alert.workspace_id, pk__in=caught.values("mention"), set_aside_at=None
    )
    is_bad = Q(tone="negative", wants_check=False)
    weight = Case(When(~Q(urgency=""), then=0), When(is_bad, then=1), default=2)
    shown = rows.order_by(weight, "-written_at", "-id")[:MENTIONS_SHOWN]
    return listing.shown_rows(alert.workspace, shown)


def cards(alerts: Iterable[Alert]) -> list[AlertCard]:
    """Return alerts in words."""
    return [card(one) for one in alerts]
