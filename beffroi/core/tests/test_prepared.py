from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import F, QuerySet
from pytest_django import DjangoAssertNumQueries

from beffroi.core.clock import utc_now
from beffroi.core.counting import count_up_to
from beffroi.core.models import Worker
from beffroi.core.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def workers() -> list[Worker]:
    now = utc_now()
    names = ("50 % of it", "one", "two")
    return [Worker.objects.create(name=name, started_at=now, seen_at=now) for name in names]


def two_of(first_id: int, second_id: int) -> QuerySet[Worker]:
    chosen = Worker.objects.filter(pk__in=[first_id, second_id]).exclude(name__contains="%x")
    return chosen.annotate(called=F("name")).order_by("-name")


def test_it_gives_what_the_query_itself_gives(workers: list[Worker]) -> None:
    prepared = Prepared(two_of, "first_id", "second_id")
    for first in workers:
        for second in workers:
            rows = prepared.rows(first_id=first.pk, second_id=second.pk)
            assert rows == list(two_of(first.pk, second.pk))
            assert all(row.called == row.name for row in rows)  # type: ignore[attr-defined]


def test_it_is_built_once_and_asked_each_time(
    workers: list[Worker], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    built = []

    def build(worker_id: int) -> QuerySet[Worker]:
        built.append(worker_id)
        return Worker.objects.filter(pk=worker_id)

    prepared = Prepared(build, "worker_id")
    with django_assert_num_queries(3):
        found = [prepared.rows(worker_id=worker.pk) for worker in workers]
    assert found == [[worker] for worker in workers]
    assert len(built) == 1


def test_an_instant_may_vary_as_well(workers: list[Worker]) -> None:
    seen_at = workers[0].seen_at

    def seen_by(worker_id: int, moment: datetime) -> QuerySet[Worker]:
        return Worker.objects.filter(pk=worker_id, seen_at__lte=moment)

    prepared = Prepared(seen_by, "worker_id", instants=("moment",))
    found = [
        prepared.rows(worker_id=workers[0].pk, moment=seen_at + timedelta(seconds=seconds))
        for seconds in (-1, 0, 1)
    ]
    assert found == [[], [workers[0]], [workers[0]]]


def test_an_id_that_no_row_has_finds_nothing(workers: list[Worker]) -> None:
    assert Prepared(two_of, "first_id", "second_id").rows(first_id=0, second_id=0) == []


def test_the_rows_of_many_are_asked_at_once(
    workers: list[Worker], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def with_older(worker_id: int, moment: datetime) -> QuerySet[Worker]:
        older = Worker.objects.filter(pk__lt=worker_id, seen_at__lte=moment)
        chosen = Worker.objects.filter(pk=worker_id).order_by()
        return chosen.annotate(older=count_up_to(older, most=1))

    prepared = Prepared(with_older, "worker_id", instants=("moment",))
    ids = [worker.pk for worker in workers]
    seen_at = workers[0].seen_at
    with django_assert_num_queries(1):
        found = prepared.rows_of_each("worker_id", ids, moment=seen_at)
    assert {row.pk: row.older for row in found} == dict(zip(ids, (0, 1, 1), strict=True))  # type: ignore[attr-defined]
    assert prepared.rows_of_each("worker_id", ids[:1], moment=seen_at) == workers[:1]
    assert prepared.rows_of_each("worker_id", [], moment=seen_at) == []
    before = seen_at - timedelta(days=1)
    assert {row.older for row in prepared.rows_of_each("worker_id", ids, moment=before)} == {0}  # type: ignore[attr-defined]
