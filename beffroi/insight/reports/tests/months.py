"""Made-up facts of months, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from beffroi.insight.reports.facts import Best, Facts, Messages, Money, Reviews, Week

MONEY = Money(
    currency="EUR",
    hour=3500,
    margin_percent="62",
    margins=(58800, 32200, 18600),
    sales=(26, 14, 9),
    unpriced=0,
    media=6000,
    tools=1900,
    agency=0,
    time=19833,
    minutes=340,
)
MAY = Facts(
    first=date(2026, 5, 1),
    last=date(2026, 5, 31),
    read_at=datetime(2026, 6, 2, 4, 0, tzinfo=UTC),
    money=MONEY,
    messages=Messages(answered=31, waiting=2, median_minutes=310, in_time=19),
    reviews=(
        Reviews("Google", count=9, answered=9, waiting=0, mean=4.6),
        Reviews("Facebook", count=3, answered=3, waiting=0, mean=None),
    ),
    weeks=(
        Week(date(2026, 5, 1), date(2026, 5, 10), (6000, 5200, 3000), 6900),
        Week(date(2026, 5, 11), date(2026, 5, 17), (7200, 6200, 3400), 5400),
        Week(date(2026, 5, 18), date(2026, 5, 24), (8400, 4000, 3000), 5800),
        Week(date(2026, 5, 25), date(2026, 5, 31), (37200, 16800, 9200), 9633),
    ),
    best=(
        Best("Le coffret", date(2026, 5, 28), ("Facebook", "Instagram"), 25, 1, 33100),
        Best("Le plateau", None, (), None, 3, 4100),
    ),
    channels=("Facebook", "Instagram", "Google"),
)
#: Nothing was sold, spent, said or written, and no channel is connected.
NOTHING = Facts(
    first=date(2026, 8, 1),
    last=date(2026, 8, 31),
    read_at=datetime(2026, 9, 2, 4, 0, tzinfo=UTC),
    money=replace(MONEY, margins=(0, 0, 0), sales=(0, 0, 0), media=0, tools=0, time=0, minutes=0),
    messages=Messages(answered=0, waiting=0, median_minutes=None, in_time=0),
)


def with_money(facts: Facts = MAY, **changed: Any) -> Facts:
    """Return a month with other sums; its weeks are left out, as they would not fit."""
    return replace(facts, money=replace(facts.money, **changed), weeks=())


def with_messages(*, answered: int, waiting: int, median: int | None, in_time: int = 0) -> Facts:
    """Return a month in which nothing but messages came."""
    told = Messages(answered, waiting, median, in_time)
    return replace(NOTHING, messages=told, channels=("Bluesky",))
