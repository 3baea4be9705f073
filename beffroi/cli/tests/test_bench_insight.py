from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from beffroi.cli.bench import insight, printing
from beffroi.cli.bench.insight.filling import Size, fill
from beffroi.core.periods import Period
from beffroi.delivery.models import Delivery
from beffroi.insight import queries
from beffroi.insight.models import DayCount, PostCount, PostPoint
from beffroi.insight.rules import Counted, Origin
from beffroi.workspaces.models import Workspace

LAST = date(2026, 11, 28)
SMALL = Size(workspaces=2, channels_each=2, posts_each=6, days=60)


@pytest.fixture
def filled(transactional_db: None) -> None:
    """Two clients of an agency, with a quarter of figures."""
    fill(SMALL, last=LAST)


def test_an_agency_of_any_size_is_whole(filled: None) -> None:
    assert PostPoint.objects.count() == SMALL.points == 2 * 2 * 6 * 6 * 7
    assert Delivery.objects.count() == 24
    gained = PostPoint.objects.aggregate(Sum("gained"))["gained__sum"]
    assert PostCount.objects.aggregate(Sum("value"))["value__sum"] == gained
    of_posts = DayCount.objects.filter(origin=Origin.POSTS)
    assert of_posts.aggregate(Sum("value"))["value__sum"] == gained
    assert max(of_posts.values_list("day", flat=True)) <= LAST
    place = Workspace.objects.order_by("pk")[1]
    quarter = Period(date(2026, 8, 31), LAST)
    assert len(queries.by_channel(place, quarter)) == 2
    assert len(queries.levels([place.pk], at=LAST)) == 2


def test_what_is_measured_is_there_and_kept(filled: None) -> None:
    before = DayCount.objects.filter(origin=Origin.POSTS, counted=Counted.SHARES)
    total = before.aggregate(Sum("value"))["value__sum"]
    figures = insight._ingestion(LAST)
    assert set(figures) == {"ingestion_points_per_s", "ingestion_by_call_points_per_s"}
    assert min(figures.values()) > 0
    after = before.aggregate(Sum("value"))["value__sum"]
    assert after == total + 2 * 3 * 24  # twice read again, each of 24 posts gained 3


def test_how_long_a_pdf_takes_is_told_beside_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = {"first_pdf_s": 1.2, "pdf_s": 0.6, "process_rss_mb": 125.0}
    monkeypatch.setattr(printing, "run", lambda: measured)
    assert insight._printing() == {"first_pdf_s": 1.2, "pdf_s": 0.6}
