from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from beffroi.core.bulk import add_up
from beffroi.links import counting, spool
from beffroi.links.counting import count_all, forget_days, forget_people
from beffroi.links.models import DayVisitor, SpoolFile, VisitCount
from beffroi.links.rules import PERSON_DAY_MAX, Device, Visitor, kept_since
from beffroi.links.spool import Spool
from beffroi.links.tests.conftest import NOW, Making
from beffroi.links.visits import Visit

pytestmark = pytest.mark.django_db


def visit(
    code: str = "abcdefg",
    *,
    at: datetime = NOW,
    visitor: Visitor = Visitor.PERSON,
    who: int = 1,
    device: Device = Device.PHONE,
) -> Visit:
    return Visit(code, int(at.timestamp()), visitor, device, "FR", f"{who:016x}")


def write(folder: Path, *visits: Visit) -> None:
    writer = Spool(folder)
    for one in visits:
        writer.write(one.line)
    writer.close()


def counts() -> dict[tuple[str, date], tuple[int, int]]:
    rows = VisitCount.objects.values_list("visitor", "day", "visits", "people")
    return {(visitor, day): (visits, people) for visitor, day, visits, people in rows}


def test_visits_and_people_are_counted_by_day(tmp_path: Path, make_link: Making) -> None:
    make_link()
    write(tmp_path, visit(who=1), visit(who=1), visit(who=2))
    assert count_all(tmp_path) == 3
    assert counts() == {("person", NOW.date()): (3, 2)}
    assert not spool.files(tmp_path)
    assert not SpoolFile.objects.exists()


def test_who_comes_back_later_on_the_day_is_the_same_person(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    for _ in range(3):
        write(tmp_path, visit(who=1))
        count_all(tmp_path)
    assert counts() == {("person", NOW.date()): (3, 1)}
    assert DayVisitor.objects.get().visits == 3


def test_a_day_is_that_of_the_workspace(tmp_path: Path, make_link: Making) -> None:
    make_link()
    late = datetime(2026, 9, 14, 22, 30, tzinfo=UTC)  # half past midnight in Paris
    write(tmp_path, visit(at=late), visit(at=late - timedelta(hours=1)))
    count_all(tmp_path)
    assert counts() == {
        ("person", date(2026, 9, 14)): (1, 1),
        ("person", date(2026, 9, 15)): (1, 1),
    }


def test_who_objects_is_a_visit_each_time_and_never_a_person(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    write(tmp_path, *[replace(visit(), digest="") for _ in range(25)])
    count_all(tmp_path)
    assert counts() == {("person", NOW.date()): (25, 0)}
    assert not DayVisitor.objects.exists()


def test_counts_go_at_the_end_of_their_term(make_link: Making) -> None:
    link = make_link()
    for day in (date(2024, 8, 13), date(2024, 8, 14), date(2026, 9, 14)):
        VisitCount.objects.create(
            link=link, day=day, visitor="person", device="phone", visits=3, people=2
        )
    forget_days(now=NOW)
    assert set(VisitCount.objects.values_list("day", flat=True)) == {
        date(2024, 8, 14),
        date(2026, 9, 14),
    }


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 9, 14), date(2024, 8, 14)),
        (date(2026, 1, 5), date(2023, 12, 5)),
        (date(2026, 2, 1), date(2024, 1, 1)),
        (date(2028, 3, 31), date(2026, 2, 28)),
    ],
)
def test_a_count_is_kept_for_twenty_five_months(today: date, since: date) -> None:
    assert kept_since(today) == since


def test_robots_and_previews_are_counted_apart_and_are_nobody(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    write(tmp_path, visit(visitor=Visitor.ROBOT), visit(visitor=Visitor.PREVIEW), visit())
    count_all(tmp_path)
    assert counts() == {
        ("robot", NOW.date()): (1, 0),
        ("preview", NOW.date()): (1, 0),
        ("person", NOW.date()): (1, 1),
    }


def test_who_hammers_a_link_is_a_robot_from_then_on(tmp_path: Path, make_link: Making) -> None:
    make_link()
    for _ in range(2):
        write(tmp_path, *[visit() for _ in range(PERSON_DAY_MAX)], visit(who=2))
        count_all(tmp_path)
    assert counts() == {
        ("person", NOW.date()): (PERSON_DAY_MAX + 2, 2),
        ("robot", NOW.date()): (PERSON_DAY_MAX, 0),
    }


def test_what_leads_nowhere_and_broken_lines_are_passed_over(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    write(tmp_path, visit("zzzzzzz"), visit())
    (path,) = spool.files(tmp_path)
    path.write_bytes(b"\xff\xfe\n" + path.read_bytes() + b"half a li")
    assert count_all(tmp_path) == 3
    assert counts() == {("person", NOW.date()): (1, 1)}


def test_a_file_that_is_still_written_is_counted_as_it_grows(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    writer = Spool(tmp_path)
    for number in range(3):
        writer.write(visit(who=number).line)
        assert count_all(tmp_path) == 1
    assert len(spool.files(tmp_path)) == 1
    assert counts() == {("person", NOW.date()): (3, 3)}


def test_who_came_is_forgotten_when_the_day_is_over_everywhere(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    write(tmp_path, visit())
    count_all(tmp_path)
    noon_after = NOW.replace(hour=12) + timedelta(days=1)
    forget_people(now=noon_after - timedelta(seconds=1))
    assert DayVisitor.objects.exists()
    forget_people(now=noon_after)
    assert not DayVisitor.objects.exists()
    assert counts() == {("person", NOW.date()): (1, 1)}


def test_a_file_that_does_not_grow_keeps_nobody_from_writing(
    tmp_path: Path, make_link: Making
) -> None:
    make_link()
    writer = Spool(tmp_path)
    writer.write(visit().line)
    count_all(tmp_path)
    with CaptureQueriesContext(connection) as asked:
        assert count_all(tmp_path) == 0
    assert [query["sql"][:6] for query in asked.captured_queries] == ["SELECT"]


def test_nothing_counts_twice_when_the_count_ends_half_way(
    tmp_path: Path, make_link: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_link()
    monkeypatch.setattr(counting, "_BYTES_AT_ONCE", 200)
    write(tmp_path, *[visit(who=number) for number in range(50)])
    chance = random.Random(3)

    def failing(*args: object, **options: object) -> None:
        add_up(*args, **options)  # type: ignore[arg-type]
        if chance.random() < 0.4:
            raise OSError("the power is cut")

    monkeypatch.setattr(counting, "add_up", failing)
    for _ in range(500):
        try:
            count_all(tmp_path)
        except OSError:
            continue
        break
    assert counts() == {("person", NOW.date()): (50, 50)}


@pytest.mark.django_db(transaction=True)
def test_two_who_count_the_same_files_count_each_visit_once(
    tmp_path: Path, make_link: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_link()
    monkeypatch.setattr(counting, "_BYTES_AT_ONCE", 300)
    for first in range(0, 120, 20):
        write(tmp_path, *[visit(who=first + number) for number in range(20)])

    def work() -> None:
        try:
            count_all(tmp_path)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count_all(tmp_path)
    assert counts() == {("person", NOW.date()): (120, 120)}
    assert not spool.files(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_who_comes_by_two_machines_at_once_is_one_person(tmp_path: Path, make_link: Making) -> None:
    make_link()
    machines = [tmp_path / str(number) for number in range(4)]
    for folder in machines:
        for _ in range(5):
            write(folder, visit(), visit("hijkmno"))

    def work(folder: Path) -> None:
        try:
            count_all(folder)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[folder]) for folder in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts() == {("person", NOW.date()): (20, 1)}
