"""Somebody clicks twice, or two people ask for the same month."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connections

from beffroi.insight.reports import actions
from beffroi.insight.reports.gathering import facts_of_month
from beffroi.insight.reports.models import Report
from beffroi.insight.reports.tests.conftest import made
from tests.clock import FrozenClock
from tests.world import SETTLED_AT, people_and_places

_CLICKS = 4


@pytest.mark.django_db(transaction=True)
def test_a_report_that_is_asked_for_at_once_is_made_once(
    monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    world = people_and_places(now=SETTLED_AT)
    counted = threading.Barrier(_CLICKS)
    gather = facts_of_month

    def facts(*args: Any, **given: Any) -> Any:
        found = gather(*args, **given)
        counted.wait(30)
        return found

    monkeypatch.setattr(actions, "facts_of_month", facts)
    found: list[int | IntegrityError] = []

    def click() -> None:
        try:
            found.append(made(world, clock()).pk)
        except IntegrityError as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(_CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Report.objects.get().pk] * _CLICKS
