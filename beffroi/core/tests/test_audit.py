from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from beffroi.core import audit
from beffroi.core.models import AuditEntry, Installation
from tests import triggers

NOW = datetime(2026, 9, 14, 8, 0, 0, 123456, tzinfo=UTC)


def write(count: int) -> None:
    for number in range(count):
        audit.record(
            workspace_id=number % 3,
            actor_id=None if number % 2 else 7,
            action="post.approved",
            subject=f"post:{number}",
            now=NOW + timedelta(seconds=number),
            detail={"é": "ü", "b": "1", "a": "2"},
        )


@pytest.mark.django_db
def test_a_trail_that_nobody_touched_is_whole() -> None:
    assert audit.verify() is None
    write(5)
    assert audit.verify() is None
    entry = AuditEntry.objects.order_by("id").last()
    assert entry is not None
    assert (entry.actor_id, entry.subject, entry.at) == (7, "post:4", NOW + timedelta(seconds=4))


def nth(number: int) -> AuditEntry:
    return AuditEntry.objects.order_by("id")[number]


def insert_copy() -> None:
    copy = nth(4)
    copy.pk, copy.hash = None, "0" * 64
    copy.save()


def insert_fitting() -> None:
    """Add a line that fits the last one, without telling the installation."""
    last = nth(4)
    added = AuditEntry(action="a", subject="b", at=NOW, previous_hash=last.hash)
    added.hash = audit._hash(added)
    added.save()


def swap() -> None:
    first, second = nth(1), nth(2)
    for one, other in ((first, second), (second, first)):
        AuditEntry.objects.filter(pk=one.pk).update(hash=f"moved {one.pk}")
        one.subject, one.detail = other.subject, other.detail
        one.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (lambda: AuditEntry.objects.filter(pk=nth(2).pk).update(subject="post:9"), 2),
        (lambda: AuditEntry.objects.filter(pk=nth(0).pk).update(actor_id=8), 0),
        (lambda: AuditEntry.objects.filter(pk=nth(4).pk).update(workspace_id=None), 4),
        (lambda: AuditEntry.objects.filter(pk=nth(3).pk).update(detail={}), 3),
        (lambda: AuditEntry.objects.filter(pk=nth(3).pk).update(at=F("at") + timedelta(1)), 3),
        (lambda: AuditEntry.objects.filter(pk=nth(3).pk).update(action="post.refused"), 3),
        (lambda: AuditEntry.objects.filter(pk=nth(3).pk).update(previous_hash=""), 3),
        (lambda: nth(0).delete(), 0),
        (lambda: nth(2).delete(), 2),
        (lambda: nth(4).delete(), 4),
        (lambda: AuditEntry.objects.all().delete(), None),
        (insert_copy, 5),
        (insert_fitting, 5),
        (swap, 1),
    ],
)
def test_any_change_to_the_trail_is_noticed(tamper: Callable[[], object], line: int | None) -> None:
    write(5)
    assert audit.verify() is None
    first_id = nth(0).pk
    with triggers.stepping_aside():
        tamper()
    broken = audit.verify()
    assert broken is not None
    if line is not None:
        assert abs(broken - (first_id + line)) <= 1


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_or_remove_a_line() -> None:
    write(2)
    for change in (
        lambda: AuditEntry.objects.update(subject="x"),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    write(1)
    assert audit.verify() is None


@pytest.mark.django_db
def test_a_line_of_a_transaction_that_fails_is_not_in_the_trail() -> None:
    write(1)
    with transaction.atomic():
        write(2)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 1
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_many_may_write_at_once() -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    write(2)
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Installation.objects.get().audit_length == 80
    assert audit.verify() is None
