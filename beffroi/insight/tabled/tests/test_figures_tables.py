from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from beffroi.archives.models import TableImport
from beffroi.archives.tables import actions, taking
from beffroi.channels.models import Channel
from beffroi.core import jobs
from beffroi.core.clock import utc_now
from beffroi.insight.models import DayCount
from beffroi.insight.rules import Origin
from beffroi.insight.tabled.taking import KIND
from beffroi.insight.tests.conftest import make_channel
from tests.clock import FrozenClock
from tests.world import World, people_and_places

TABLE = b"Date,Views,Likes\n2026-09-12,5,1\n2026-09-13,7,\nsoon,1,1\n"
Status = TableImport.Status


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def channel(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, now=clock())


def take(
    channel: Channel, made: bytes, world: World, clock: FrozenClock, **answers: str
) -> TableImport:
    row = actions.start(
        world.atelier,
        kind=KIND,
        subject_id=channel.pk,
        chunks=[made],
        name="figures.csv",
        bytes_max=5_000_000,
        answers=answers,
        actor=world.claire,
        now=clock(),
    )
    run(clock)
    row.refresh_from_db()
    return row


def run(clock: FrozenClock) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.Runner(clock=clock).run_until_idle()


def counted() -> list[tuple[date, int, int]]:
    rows = DayCount.objects.filter(origin=Origin.IMPORTED).order_by("counted", "day")
    return list(rows.values_list("day", "counted", "value"))


def test_figures_are_taken_once_and_undone_whole(
    world: World, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "LINES_A_BATCH", 2)
    take(channel, b"Date,Views\n2026-09-11,3\n2026-09-12,4\n", world, clock)
    before = counted()
    row = take(channel, TABLE, world, clock)
    assert (row.status, row.added, row.known, row.refused) == (Status.DONE, 3, 0, 1)
    again = take(channel, TABLE, world, clock)
    assert (again.added, again.known) == (0, 3)
    assert len(counted()) == 4
    actions.undo(row, actor=world.claire, now=clock())
    run(clock)
    assert counted() == before


def test_what_another_table_changed_since_is_not_undone(
    world: World, channel: Channel, clock: FrozenClock
) -> None:
    row = take(channel, TABLE, world, clock)
    take(channel, b"Date,Views\n2026-09-12,50\n", world, clock)
    actions.undo(row, actor=world.claire, now=clock())
    run(clock)
    assert [(day.day, value) for day, _counted, value in counted()] == [(12, 50)]


def test_dates_that_are_not_clear_ask_a_person(
    world: World, channel: Channel, clock: FrozenClock
) -> None:
    made = b"Date,Views\n03/04/2026,5\n"
    row = take(channel, made, world, clock)
    assert (row.status, row.problem) == (Status.REFUSED, "dates_unclear")
    assert take(channel, made, world, clock, month_first="no").added == 1
    assert counted()[0][0] == date(2026, 4, 3)


def test_followers_that_are_not_clear_ask_a_person(
    world: World, channel: Channel, clock: FrozenClock
) -> None:
    made = b"Date,Followers\n2026-09-10,5\n2026-09-11,0\n2026-09-12,9\n"
    assert take(channel, made, world, clock).problem == "followers_unclear"
    assert take(channel, made, world, clock, followers="gained").added == 3


def test_the_page_takes_a_table(world: World, channel: Channel, clock: FrozenClock) -> None:
    clock.now = utc_now()
    browser = Client()
    browser.force_login(world.claire)
    address = reverse("figures_table")
    assert browser.get(address).status_code == 200
    given = {"channel": str(channel.pk), "file": SimpleUploadedFile("f.csv", TABLE)}
    posted = browser.post(address, given)
    row = TableImport.objects.get()
    assert posted.headers["Location"] == reverse("table", args=[row.pk])
    clock.now = utc_now()
    run(clock)
    assert len(counted()) == 3
    assert browser.get(reverse("table", args=[row.pk])).status_code == 200
    assert browser.post(address, {"channel": "0"}).status_code == 422
