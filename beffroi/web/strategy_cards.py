"""The card of a strategy that is due to be read again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.strategy.models import Strategy
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import Kind


def strategy(row: Strategy, *, clock: Clock, is_mine: bool) -> Card:
    """Lead to what changed since the strategy was agreed."""
    agreed_at = row.agreed_at
    assert agreed_at is not None  # noqa: S101 - only such rows are due
    return Card(
        kind=Kind.STRATEGY,
        id=row.pk,
        row=row,
        label=_("Strategy to read again"),
        tone="",
        icon="compass",
        title=_("Your strategy is six months old: what do you change?"),
        who=_("Strategy"),
        why=_("It was agreed %(when)s. What was kept, what changed, one network fewer perhaps.")
        % {"when": clock.near(agreed_at)},
        networks=(),
        waits_from=agreed_at,
        is_mine=is_mine,
    )
