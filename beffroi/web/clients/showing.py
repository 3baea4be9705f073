"""The clients of an agency in words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.charts.bars import GoalBar, goal_bar
from beffroi.coaching.words.names import LEVELS
from beffroi.core.lengths import length
from beffroi.strategy.barometer.rules import Level
from beffroi.web.clients.gathering import GRAVE, Client
from beffroi.web.rules import COUNT_MAX, Kind
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """A client as the list shows it; "—" is unknown, never 0."""

    workspace: Workspace
    minutes: str
    cards: str
    total: str
    level: str
    change: str
    told: str
    icon: str
    tone: str
    worked: str
    sold: str
    bar: GoalBar | None
    is_exceeded: bool
    lead: str


_TOLD: Mapping[Kind, tuple[str, Callable[[int], str]]] = {
    Kind.CRISIS: (
        "siren",
        lambda n: ngettext("%(n)s crisis goes on", "%(n)s crises go on", n) % {"n": n},
    ),
    Kind.HEARD: (
        "bell-ring",
        lambda n: ngettext("%(n)s alert goes on", "%(n)s alerts go on", n) % {"n": n},
    ),
    Kind.RECONNECT: (
        "plug",
        lambda n: (
            ngettext(
                "%(n)s channel is to be connected again",
                "%(n)s channels are to be connected again",
                n,
            )
            % {"n": n}
        ),
    ),
    Kind.CHECK: (
        "circle-help",
        lambda n: ngettext("%(n)s post to check", "%(n)s posts to check", n) % {"n": n},
    ),
    Kind.RENEW: (
        "hourglass",
        lambda n: ngettext("%(n)s channel ends soon", "%(n)s channels end soon", n) % {"n": n},
    ),
    Kind.ANSWER: (
        "message-circle",
        lambda n: ngettext("%(n)s message waits", "%(n)s messages wait", n) % {"n": n},
    ),
    Kind.APPROVE: (
        "user-check",
        lambda n: (
            ngettext("%(n)s post waits for a yes", "%(n)s posts wait for a yes", n) % {"n": n}
        ),
    ),
    Kind.REPORT: (
        "file-text",
        lambda n: ngettext("%(n)s report to read", "%(n)s reports to read", n) % {"n": n},
    ),
    Kind.STRATEGY: ("compass", lambda _count: _("The strategy is to be read again")),
    Kind.MEND: (
        "shield-alert",
        lambda n: ngettext("%(n)s channel to mend", "%(n)s channels to mend", n) % {"n": n},
    ),
}


def row(client: Client, *, now: datetime) -> Row:
    """Return a client in words."""
    gravest = client.gravest
    icon, told = _TOLD[gravest] if gravest else ("", None)
    waiting = client.waiting.by_kind[gravest] if gravest else 0
    state = client.state
    total = None if state is None else state.total
    return Row(
        workspace=client.workspace,
        minutes=length(timedelta(minutes=client.minutes)) if client.cards else _("Nothing today"),
        cards=_cards(client.cards),
        total="—" if total is None else number_format(total),
        level=_level(client),
        change=_change(client.change),
        told=told(waiting) if told else _("Nothing to report"),
        icon=icon,
        tone="bad" if gravest in GRAVE else "warn" if gravest else "",
        worked=length(timedelta(minutes=client.minutes_of_month)),
        sold=_sold(client.sold),
        bar=_bar(client, now=now),
        is_exceeded=client.is_exceeded,
        lead=_lead(client),
    )


def share_of_month(workspace: Workspace, now: datetime) -> float:
    """Return how much of the month is over this morning, from 0 to 1."""
    today = workspace.day_at(now)
    return (today.day - 1) / monthrange(today.year, today.month)[1]


def _cards(count: int) -> str:
    if not count:
        return ""
    if count >= COUNT_MAX:
        return _("%(count)s cards and more") % {"count": COUNT_MAX}
    return ngettext("%(count)s card", "%(count)s cards", count) % {"count": count}


def _level(client: Client) -> str:
    state = client.state
    if state is None or state.level is None:
        return _("not enough data")
    return str(LEVELS[Level(state.level)])


def _change(change: int | None) -> str:
    if change is None:
        return ""
    if not change:
        return _("stable in 3 months")
    sign = "+" if change > 0 else "−"
    return _("%(change)s in 3 months") % {"change": f"{sign}{abs(change)}"}


def _sold(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return _("of %(sold)s") % {"sold": length(timedelta(minutes=minutes))}


def _bar(client: Client, *, now: datetime) -> GoalBar | None:
    if client.sold is None:
        return None
    expected = client.sold * share_of_month(client.workspace, now)
    return goal_bar(
        client.minutes_of_month,
        most=client.sold,
        expected=expected,
        state="late" if client.is_exceeded else "under_way",
    )


def _lead(client: Client) -> str:
    lead = client.engagement.lead if client.engagement else None
    return str(lead) if lead else "—"
