from __future__ import annotations

import io
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.archives.models import TableChange, TableImport, TableLine
from beffroi.archives.tables import actions, taking
from beffroi.archives.tables.actions import CannotTake
from beffroi.archives.tables.queries import as_row, refused_lines
from beffroi.core import jobs
from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.core.tests.databases import environment, url_of_tests
from beffroi.sales import shops, tabling
from beffroi.sales.models import Conversion, Refund, Shop
from beffroi.sales.recording import record
from beffroi.sales.rules import Source
from beffroi.sales.tests.conftest import Browse, text
from beffroi.sales.tests.told_orders import AT, order
from tests.clock import FrozenClock
from tests.odd_files import ODD_FILES
from tests.world import World, people_and_places

Status = TableImport.Status
HEAD = "Order ID;Date;Total;Tax;Currency;Refund amount"


def line(number: int, *, total: str = "12,00", day: int = 1, refunded: str = "") -> str:
    return f"{number};2026-09-{day:02} 10:00;{total};2,00;EUR;{refunded}"


def content(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


def start(shop: Shop, made: bytes, world: World, clock: FrozenClock) -> TableImport:
    return actions.start(
        world.atelier,
        kind=tabling.KIND,
        subject_id=shop.pk,
        chunks=[made],
        name="orders.csv",
        bytes_max=20_000_000,
        actor=world.claire,
        now=clock(),
    )


def run(clock: FrozenClock) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.Runner(clock=clock).run_until_idle()


def take(shop: Shop, made: bytes, world: World, clock: FrozenClock) -> TableImport:
    row = start(shop, made, world, clock)
    run(clock)
    row.refresh_from_db()
    return row


def undo(row: TableImport, world: World, clock: FrozenClock) -> TableImport:
    actions.undo(row, actor=world.claire, now=clock())
    run(clock)
    row.refresh_from_db()
    return row


def sold() -> list[tuple[Any, ...]]:
    orders = Conversion.objects.order_by("order_id").values_list(
        "order_id", "net_cents", "refunded_cents", "rank", "counts", "source", "happened_at"
    )
    refunds = Refund.objects.order_by("refund_id").values_list("refund_id", "net_cents", "rank")
    return [*orders, *refunds]


def test_a_table_is_taken_once_and_its_file_goes(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    made = content(line(1), line(2, refunded="6,00"), line(3, total="?"))
    row = take(shop, made, world, clock)
    assert (row.status, row.added, row.known, row.refused) == (Status.DONE, 2, 0, 1)
    assert (row.lines_total, row.lines_done) == (2, 2)
    assert not row.path.exists()
    found = sold()
    again = take(shop, made, world, clock)
    assert (again.status, again.added, again.known, again.refused) == (Status.DONE, 0, 2, 1)
    assert sold() == found
    assert Refund.objects.count() == 1


def test_a_table_is_undone_whole(world: World, shop: Shop, said: None, clock: FrozenClock) -> None:
    take(shop, content(line(1), line(2)), world, clock)
    before = sold()
    row = take(shop, content(line(2, refunded="6,00"), line(3), line(4)), world, clock)
    assert (row.added, row.known) == (3, 0)
    undone = undo(row, world, clock)
    assert undone.status == Status.UNDONE
    assert sold() == before
    assert not row.changes.exists()
    assert take(shop, content(line(3)), world, clock).added == 1


def test_what_the_shop_told_since_is_not_undone(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    row = take(shop, content(line(1042, day=10), line(2)), world, clock)
    record(shop, [order(minutes=99999, net_cents=4200)], source=Source.SHOP, now=clock())
    undo(row, world, clock)
    assert list(Conversion.objects.values_list("order_id", "net_cents")) == [("1042", 4200)]


def test_an_order_that_was_known_gets_back_all_it_had(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    told = order("7", moment=AT, rank=1, email="jeanne@example.org", said="Facebook")
    record(shop, [told], source=Source.SHOP, now=clock())
    before = Conversion.objects.values().get()
    clock.advance(hours=1)
    row = take(shop, content(line(7, day=10)), world, clock)
    assert Conversion.objects.values().get() != before
    undo(row, world, clock)
    assert Conversion.objects.values().get() == before


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.dictionaries(st.integers(1, 6), st.sampled_from(["12,00", "24,00"]), max_size=5),
    second=st.dictionaries(st.integers(1, 9), st.sampled_from(["12,00", "24,00"]), min_size=1),
)
def test_undoing_gives_back_what_was_there_and_taking_again_adds_nothing(
    world: World,
    shop: Shop,
    clock: FrozenClock,
    first: dict[int, str],
    second: dict[int, str],
) -> None:
    for model in (Conversion, Refund, TableImport):
        model.objects.all().delete()
    if first:
        take(shop, content(*(line(one, total=sum_) for one, sum_ in first.items())), world, clock)
    before = sold()
    made = content(*(line(one, refunded=sum_) for one, sum_ in second.items()))
    row = take(shop, made, world, clock)
    taken = sold()
    assert take(shop, made, world, clock).added == 0
    assert sold() == taken
    if row.added:
        undo(row, world, clock)
    assert sold() == before


def test_a_large_table_is_taken_in_batches(
    world: World, shop: Shop, said: None, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "LINES_A_BATCH", 7)
    row = take(shop, content(*(line(number) for number in range(1, 31))), world, clock)
    assert (row.added, row.lines_done, Conversion.objects.count()) == (30, 30, 30)
    undo(row, world, clock)
    assert (row.undone, Conversion.objects.count()) == (30, 0)


def test_one_table_at_a_time_and_it_can_be_stopped(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    row = start(shop, content(line(1)), world, clock)
    with pytest.raises(CannotTake) as refused:
        start(shop, content(line(2)), world, clock)
    assert refused.value.problem == "another"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert actions.stop(row, actor=world.claire, now=clock())
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.added) == (Status.STOPPED, 0)
    assert not row.path.exists()
    assert not Conversion.objects.exists()


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (b"name,age\nZoe,3\n", "other_headings"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300), "no_table"),
        (content("1;2026-09-01;12,00;2,00;USD;", "2;2026-09-01;9,00;1,00;USD;"), "other_currency"),
        (b"1;2026-09-01;12,00\n", "other_headings"),
    ],
)
def test_a_table_of_something_else_is_refused_whole(
    world: World, shop: Shop, said: None, clock: FrozenClock, made: bytes, problem: str
) -> None:
    row = take(shop, made, world, clock)
    assert (row.status, row.problem) == (Status.REFUSED, problem)
    assert not Conversion.objects.exists()


def test_a_refusal_names_the_columns_that_are_expected_and_those_that_were_found(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    row = take(shop, b"name,age\nZoe,3\n", world, clock)
    with translation.override("en"):
        sentence = as_row(row).explanation
        (found,) = refused_lines(row)
    assert all(name in sentence for name in ("“Order number”", "“Date”", "“Total”"))
    assert (found.reason, found.detail) == ("These columns were found.", "name, age")


def test_a_table_of_another_shop_is_refused_whole(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    take(shop, content(*(line(number) for number in range(1, 6))), world, clock)
    before = sold()
    row = take(shop, content(*(line(number, day=12) for number in range(1, 7))), world, clock)
    assert (row.status, row.problem, row.added) == (Status.REFUSED, "clash", 0)
    assert sold() == before


def test_windows_letters_and_formulas_are_read_as_they_are(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    made = f"{HEAD}\n'=1+1;2026-09-01 10:00;12,00;2,00;EUR;\nété;2026-09-01 10:00;12,00;2,00;EUR;\n"
    row = take(shop, made.encode("cp1252"), world, clock)
    assert row.added == 2
    assert set(Conversion.objects.values_list("order_id", flat=True)) == {"=1+1", "été"}


@pytest.mark.parametrize("name", ODD_FILES)
def test_no_odd_file_breaks_the_taker(
    world: World, shop: Shop, said: None, clock: FrozenClock, name: str
) -> None:
    row = TableImport(
        workspace=world.atelier, kind=tabling.KIND, subject_id=shop.pk, created_at=clock()
    )
    read = tabling.OrderTables().read(row, io.BytesIO(ODD_FILES[name]))
    assert read.problem or not read.lines or name.endswith(".csv")


def test_of_a_table_of_long_ago_only_numbers_stay(
    world: World, shop: Shop, said: None, clock: FrozenClock
) -> None:
    row = take(shop, content(line(1), line(2, total="?")), world, clock)
    assert (TableLine.objects.count(), TableChange.objects.count()) == (1, 1)
    assert actions.clear(now=clock.advance(days=29)) == 0
    assert actions.clear(now=clock.advance(days=2)) == 1
    assert (TableLine.objects.count(), TableChange.objects.count()) == (0, 0)
    row.refresh_from_db()
    assert (row.refused, row.can_be_undone) == (1, False)
    with pytest.raises(CannotTake):
        actions.undo(row, actor=world.claire, now=clock())


def test_the_pages_lead_from_the_file_to_its_undoing(
    world: World, shop: Shop, said: None, browse: Browse, clock: FrozenClock
) -> None:
    clock.now = utc_now()
    browser = browse(world.claire)
    bad = [line(number, total="?") for number in range(100, 160)]
    file = SimpleUploadedFile("orders.csv", content(line(1), line(2), *bad))
    posted = browser.post(reverse("shop_table", args=[shop.pk]), {"file": file})
    row = TableImport.objects.get()
    assert posted.headers["Location"] == reverse("table", args=[row.pk])
    assert "Its turn comes in a moment" in text(browser.get(reverse("table", args=[row.pk])))
    clock.now = utc_now()
    run(clock)
    shown = text(browser.get(reverse("table", args=[row.pk])))
    assert "10 more lines were not taken" in shown
    assert "The amount cannot be read. Write it in figures, such as 1234.50." in shown
    lines = browser.get(reverse("table_lines", args=[row.pk])).getvalue().decode().splitlines()
    assert len(lines) == 61
    # In the reader’s language.
    assert "The amount cannot be read. Write it in figures, such as 1234.50." in lines[1]
    assert "orders.csv" in text(browser.get(reverse("tables")))
    assert browser.post(reverse("table_undo", args=[row.pk])).status_code == 302
    assert "Being undone" in text(browser.get(reverse("table", args=[row.pk])))
    clock.now = utc_now()
    run(clock)
    assert "Everything is as it was" in text(browser.get(reverse("table", args=[row.pk])))
    assert not Conversion.objects.exists()
    assert browser.post(reverse("shop_table", args=[shop.pk]), {}).status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("crash_at", "crash_in"), [(2, ""), (3, "1")])
def test_a_killed_process_loses_no_order_and_doubles_none(
    clock: FrozenClock, crash_at: int, crash_in: str, settings: Any
) -> None:
    clock.now = utc_now()
    world = people_and_places(now=clock())
    shop, _secret = shops.connect(
        world.atelier, name="Online", software="plain", actor=world.claire, now=clock()
    )
    made = content(
        *(line(number, refunded="6,00" if number % 3 == 0 else "") for number in range(1, 41))
    )
    row = start(shop, made, world, clock)
    process = subprocess.run(
        [sys.executable, "-m", "beffroi.sales.tests.table_process"],
        env=environment(
            folder=settings.DATA_DIR,
            database_url=url_of_tests(),
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
            CRASH_AT=str(crash_at),
            CRASH_IN=crash_in,
            BEFFROI_LOG_LEVEL="ERROR",
        ),
        timeout=60,
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    row.refresh_from_db()
    assert row.status == Status.READING
    assert row.lines_done == Conversion.objects.count() == row.changes.count() == 20
    clock.advance(minutes=5)
    Job.objects.filter(kind=actions.TAKE).update(lease_until=clock() - timedelta(minutes=1))
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.added, row.known) == (Status.DONE, 40, 0)
    resumed = sold()
    undo(row, world, clock)
    assert sold() == []
    take(shop, made, world, clock)
    assert sold() == resumed
