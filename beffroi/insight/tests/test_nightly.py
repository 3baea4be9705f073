from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.core.buckets import NotStored
from beffroi.core.models import Job
from beffroi.core.tests.object_store import bucket_of, running_store
from beffroi.insight import jobs
from beffroi.insight.models import DayCount
from beffroi.insight.nightly import files
from beffroi.insight.nightly.tables import dictionary, tables_of
from beffroi.insight.rules import Counted, Origin
from beffroi.sales import offering, shops
from beffroi.sales.models import Shop
from beffroi.sales.recording import record
from beffroi.sales.rules import Source
from beffroi.sales.tests.test_recording import WISH
from beffroi.sales.tests.told_orders import order, refund
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def shop(world: World, clock: FrozenClock) -> Shop:
    made, _secret = shops.connect(
        world.atelier, name="Online", software="plain", actor=world.claire, now=clock()
    )
    return made


@pytest.fixture
def sold(world: World, shop: Shop, channel: Channel, clock: FrozenClock) -> None:
    offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    told = [order(str(n), codes=("MAMAN10",), email="jeanne@example.org") for n in range(3)]
    record(shop, [*told, order(), refund()], source=Source.SHOP, now=clock())
    DayCount.objects.create(
        workspace=world.atelier,
        origin=Origin.POSTS.value,
        counted=Counted.IMPRESSIONS.value,
        day=date(2026, 9, 1),
        channel=channel,
        value=120,
    )


def write(folder: Path) -> None:
    files.write_dictionary(folder)
    for workspace in Workspace.objects.filter(is_demo=False):
        files.write_tables(folder, workspace=workspace)


def night(clock: FrozenClock) -> None:
    """Run what a night asks for."""
    jobs.write_nightly({}, clock=clock)
    for row in Job.objects.filter(kind="insight.tables"):
        jobs.write_tables(row.payload, clock=clock)


def ask(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(question.replace("@", str(folder))).fetchall()


@pytest.mark.usefixtures("sold")
def test_tools_of_the_company_read_what_leaves(world: World, tmp_path: Path) -> None:
    Workspace.objects.update(is_demo=False)
    write(tmp_path)
    brought = ask(
        tmp_path,
        "SELECT name, sum(net_cents - refunded_cents) FROM '@/workspace-*/conversions.csv'"
        " JOIN '@/workspace-*/offers.csv' USING (workspace_id, offer_id) GROUP BY name",
    )
    assert brought == [("The box", 7500)]
    seen = ask(tmp_path, "SELECT counted, sum(value) FROM '@/*/channel_days.csv' GROUP BY 1")
    assert seen == [("impressions", 120)]
    kinds = ask(
        tmp_path, "SELECT DISTINCT typeof(day), typeof(happened_at) FROM '@/*/conversions.csv'"
    )
    assert kinds == [("DATE", "TIMESTAMP WITH TIME ZONE")]


@pytest.mark.usefixtures("sold")
def test_every_column_is_in_the_dictionary_and_nobody_in_a_table(
    world: World, tmp_path: Path
) -> None:
    Workspace.objects.update(is_demo=False)
    write(tmp_path)
    described = {(row[0], row[1]) for row in dictionary().rows}
    own = tmp_path / f"workspace-{world.atelier.pk}"
    found = set()
    for path in own.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {(path.stem, name) for name in next(csv.reader(file))}
    assert found == described
    everything = "".join(path.read_text() for path in own.glob("*.csv"))
    assert "jeanne" not in everything
    assert "Claire" not in everything
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.usefixtures("sold")
def test_rows_are_as_wide_as_their_table(world: World) -> None:
    for table in tables_of(world.atelier):
        assert all(len(row) == len(table.columns) for row in table.rows), table.name


def test_a_table_that_cannot_be_written_leaves_the_one_before(world: World, tmp_path: Path) -> None:
    Workspace.objects.update(is_demo=False)
    write(tmp_path)
    path = tmp_path / "dictionary.csv"
    before = path.read_bytes()
    table = dictionary()

    def broken() -> Any:
        yield from list(table.rows)[:3]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        files.write(tmp_path, type(table)(table.name, table.columns, broken()))
    assert path.read_bytes() == before


def test_a_night_writes_only_where_a_folder_is_set_and_leaves_the_demo_out(
    world: World, settings: Settings, tmp_path: Path, clock: FrozenClock
) -> None:
    settings.EXPORT_DIR = None
    night(clock)
    settings.EXPORT_DIR = tmp_path / "figures"
    Workspace.objects.exclude(pk=world.garage.pk).update(is_demo=True)
    Workspace.objects.filter(pk=world.garage.pk).update(is_demo=False)
    night(clock)
    names = sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert names == ["dictionary.csv", f"workspace-{world.garage.pk}"]


def test_a_night_sends_the_same_files_to_a_bucket_and_keeps_none(
    world: World, settings: Settings, tmp_path: Path, clock: FrozenClock
) -> None:
    with running_store() as store:
        settings.EXPORT_DIR, settings.EXPORT_BUCKET = tmp_path / "figures", bucket_of(store)
        settings.OUTBOUND_ALLOW = frozenset({store.address.split("/")[2]})
        before = set(settings.DATA_DIR.iterdir())
        night(clock)
        written = {
            f"/figures/{path.relative_to(settings.EXPORT_DIR)}": path.read_bytes()
            for path in settings.EXPORT_DIR.rglob("*.csv")
        }
        assert store.kept == written
        assert set(settings.DATA_DIR.iterdir()) - before <= {settings.EXPORT_DIR}
        store.answers["/figures/dictionary.csv"] = 503
        with pytest.raises(NotStored, match=r"^503"):
            jobs.write_nightly({}, clock=clock)
    assert set(settings.DATA_DIR.iterdir()) - before <= {settings.EXPORT_DIR}


def test_what_is_closed_before_its_turn_is_not_written(
    world: World, settings: Settings, tmp_path: Path, clock: FrozenClock
) -> None:
    settings.EXPORT_DIR = tmp_path / "figures"
    jobs.write_nightly({}, clock=clock)
    Workspace.objects.filter(pk=world.atelier.pk).update(closed_at=clock())
    jobs.write_tables({"workspace_id": world.atelier.pk}, clock=clock)
    assert [path.name for path in settings.EXPORT_DIR.iterdir()] == ["dictionary.csv"]
