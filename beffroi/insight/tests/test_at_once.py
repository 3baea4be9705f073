"""Several processes may read the same posts: a lease was lost, a job came twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Sum

from beffroi.insight.ingesting import Reading, keep_readings
from beffroi.insight.models import DayCount, PostCount, PostPoint
from beffroi.insight.rules import Counted
from beffroi.insight.tests.conftest import followed, make_channel, published
from tests.clock import FrozenClock
from tests.world import people_and_places

_POSTS = 12
_TOTALS = {Counted.REACTIONS: 5, Counted.SHARES: 2}


@pytest.mark.django_db(transaction=True)
def test_who_keeps_the_same_readings_at_once_counts_them_once(clock: FrozenClock) -> None:
    workspace = people_and_places(now=clock()).atelier
    channel = make_channel(workspace, now=clock())
    posts = [published(channel, clock(), f"p{number}") for number in range(_POSTS)]
    for post in posts:
        followed(post)
    readings = [
        Reading(post.pk, channel.pk, clock(), clock() + timedelta(hours=1), _TOTALS)
        for post in posts
    ]
    begin = threading.Barrier(3)

    def work(batch: list[Reading]) -> None:
        try:
            begin.wait(10)
            keep_readings(workspace, batch)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=[batch])
        for batch in (readings, readings[::-1], readings[4:])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PostCount.objects.count() == 2 * _POSTS
    for table, value in ((PostPoint, "gained"), (DayCount, "value")):
        assert table.objects.aggregate(whole=Sum(value))["whole"] == 7 * _POSTS
