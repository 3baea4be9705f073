"""How long the page of results takes, with sales beside all that networks counted."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from time import perf_counter

from django.test import Client
from django.urls import reverse

from beffroi.metrics.proofs import Proof
from beffroi.sales import economics
from beffroi.sales.economics import Said
from beffroi.sales.models import Conversion, WorkTime
from beffroi.workspaces.actions import add_member
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role

_TIMES = 9
_SALES_A_DAY = 5
_DAYS = 3 * 365
_PERIODS = {"page_ms": "weeks", "page_quarter_ms": "quarter", "page_year_ms": "year"}


def measure(place: Workspace, *, last: date) -> dict[str, float]:
    """Return how long the page takes for each period, in milliseconds, the median of some."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(_sell(place, last=last))
    return {name: _median_ms(client, period) for name, period in _PERIODS.items()}


def _sell(place: Workspace, *, last: date) -> User:
    """Give a workspace an owner, and three years of sales and hours."""
    at = datetime.combine(last, time(12), UTC)
    owner = User.objects.create_user("bench@example.com", name="Bench")
    add_member(place=place, user=owner, role=Role.OWNER, actor=None, now=at)
    money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
    economics.say(place, money, actor=owner, now=at)
    channels = list(place.channels.order_by("pk"))
    days = [last - timedelta(days=n) for n in range(_DAYS)]
    Conversion.objects.bulk_create(
        Conversion(
            workspace=place,
            kind="visit",
            source="hand",
            happened_at=datetime.combine(day, time(9 + number), UTC),
            day=day,
            currency="EUR",
            net_cents=1_500 + 70 * number,
            proof=list(Proof)[number % len(Proof)].value,
            code="BENCH" if number % len(Proof) == 0 else "",
            channel=channels[number % len(channels)],
            noted_at=at,
        )
        for day in days
        for number in range(_SALES_A_DAY)
    )
    WorkTime.objects.bulk_create(
        WorkTime(workspace=place, day=day, minutes=12, person=owner, noted_at=at) for day in days
    )
    return owner


def _median_ms(client: Client, period: str) -> float:
    taken = []
    for number in range(_TIMES + 1):
        began = perf_counter()
        response = client.get(reverse("measure"), {"period": period})
        if response.status_code != 200:
            raise RuntimeError(f"The page of results answers {response.status_code}.")
        if number:  # the first one reads templates and catalogues
            taken.append(perf_counter() - began)
    return round(statistics.median(taken) * 1000, 1)
