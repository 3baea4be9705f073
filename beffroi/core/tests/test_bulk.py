from __future__ import annotations

from datetime import UTC, datetime

import pytest

from beffroi.core.bulk import insert_new, maker
from beffroi.core.models import Job, Worker

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def row(name: str, pk: int | None = None) -> Worker:
    return Worker(pk=pk, name=name, started_at=NOW, seen_at=NOW)


def test_rows_are_written_as_the_orm_would() -> None:
    insert_new([row("é ' \" %s"), row("b")])
    written = Worker.objects.order_by("pk").values_list("name", "seen_at")
    assert list(written) == [("é ' \" %s", NOW), ("b", NOW)]


def test_nothing_to_write_is_no_statement() -> None:
    insert_new([])
    assert not Worker.objects.exists()


def test_what_is_there_stays_as_it_is() -> None:
    first = Worker.objects.create(name="a", started_at=NOW, seen_at=NOW)
    insert_new([row("a"), row("b")])
    assert Worker.objects.get(name="a").pk == first.pk
    assert Worker.objects.count() == 2


def test_rows_are_made_as_the_model_makes_them() -> None:
    made = maker(Worker)(name="a", started_at=NOW, seen_at=NOW)
    names = [field.attname for field in Worker._meta.concrete_fields]
    assert [getattr(made, name) for name in names] == [getattr(row("a"), name) for name in names]
    assert made._state.adding


def test_defaults_that_are_worked_out_belong_to_one_row() -> None:
    make = maker(Job)
    one, other = make(kind="a"), make(kind="b")
    assert one.payload == {}
    assert one.payload is not other.payload


def test_a_row_has_no_other_columns() -> None:
    with pytest.raises(IndexError):
        maker(Worker)(nobody="knows")
