"""The cards about what is said elsewhere: alerts of listening."""

from __future__ import annotations

from beffroi.listening.alerting import queries
from beffroi.listening.models import Alert
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import Kind, Rank


def heard(row: Alert, *, clock: Clock, is_mine: bool) -> Card:
    """Tell that more, worse or graver things are said than usual."""
    told = queries.card(row)
    rank = Rank.ALERTED if row.is_red else Rank.URGENT if told.is_grave else Rank.ORDINARY
    return Card(
        kind=Kind.HEARD,
        id=row.pk,
        row=row,
        label=told.label,
        tone=told.tone,
        icon="bell-ring",
        title=told.title,
        who=row.watch.name,
        why=told.said,
        networks=(),
        waits_from=row.opened_at,
        is_mine=is_mine,
        rank=rank,
        notes=(f"{told.advice.first} {told.advice.then}",),
    )
