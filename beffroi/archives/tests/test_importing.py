from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.test import TestCase
from pytest_django.fixtures import Settings

from beffroi.archives import actions, importing, keeping
from beffroi.archives.actions import CannotImport
from beffroi.archives.containers.limits import Budget
from beffroi.archives.models import ArchiveImport, HistoryCount, HistoryFeedback, HistoryPost
from beffroi.archives.tests.exports import instagram, many_posts, write, zipped
from beffroi.core import jobs
from beffroi.core.backup import tables
from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.core.tests.databases import environment, url_of_tests
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Status = ArchiveImport.Status


def start(world: World, folder: Path, content: bytes, clock: FrozenClock) -> ArchiveImport:
    upload = write(folder, content)
    return actions.start_import(
        world.atelier, actor=world.claire, upload=upload, name="export.zip", now=clock()
    )


def run(clock: FrozenClock) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.Runner(clock=clock).run_until_idle()


def history() -> list[list[tuple[Any, ...]]]:
    posts = HistoryPost.objects.order_by("remote_id")
    counts = HistoryCount.objects.order_by("metric", "post_id", "counted_on")
    return [
        list(posts.values_list("network", "remote_id", "kind", "text", "written_at")),
        list(counts.values_list("network", "metric", "post_id", "value", "counted_on")),
    ]


def test_an_archive_is_read_and_its_file_removed(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    row = start(world, tmp_path, zipped(instagram()), clock)
    assert row.path.exists()
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.network, row.items_read, row.items_added) == (
        Status.DONE,
        "instagram",
        7,
        7,
    )
    assert row.summary == {
        "post:post": {"2023": 1, "2024": 1},
        "post:story": {"2024": 1},
        "post:video": {"2024": 1},
        "post:comment": {"2024": 1},
        "count": {"2024": 2},
    }
    assert (row.members_read, row.members_media, row.members_listed) == (5, 1, 0)
    assert row.done_bytes == row.size_bytes
    assert (row.first_at.year, row.last_at.year) == (2023, 2024)  # type: ignore[union-attr]
    assert not row.path.exists()


def test_the_same_archive_twice_changes_nothing(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    once = history()
    again = start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    again.refresh_from_db()
    assert history() == once
    assert (again.items_read, again.items_added) == (7, 0)


def test_another_workspace_has_a_history_of_its_own(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    start(world, tmp_path, zipped(instagram()), clock)
    upload = write(tmp_path, zipped(instagram()))
    actions.start_import(world.flowers, actor=world.zoe, upload=upload, name="a", now=clock())
    run(clock)
    assert HistoryPost.objects.filter(workspace=world.atelier).count() == 5
    assert HistoryPost.objects.filter(workspace=world.flowers).count() == 5


def test_a_backup_holds_the_history(db: None) -> None:
    history_tables = {
        model._meta.db_table for model in apps.get_app_config("archives").get_models()
    }
    assert len(history_tables) == 7
    assert history_tables <= set(tables.names())


def test_one_import_at_a_time(world: World, tmp_path: Path, clock: FrozenClock) -> None:
    start(world, tmp_path, zipped(instagram()), clock)
    with pytest.raises(CannotImport, match="another"):
        start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    start(world, tmp_path, zipped(instagram()), clock)


def test_a_refused_archive_keeps_nothing_and_says_why(
    world: World, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "Budget", partial(Budget, ratio_grace_bytes=200_000))
    bomb = b'[{"media": [{"uri": "' + b"a" * 900_000 + b'"}]}]'
    row = start(world, tmp_path, zipped({"a.json": many_posts(600), "b.json": bomb}), clock)
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.problem) == (Status.REFUSED, "bomb")
    assert not HistoryPost.objects.exists()
    assert not row.path.exists()


def test_every_database_takes_what_a_hostile_file_holds(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    nul = "post id,beffroi,date,metric,value\n" + "p,count,2024-01-01,likes,1\n" * 3_000
    comment = "Comment ID,Comment create timestamp,Video ID,Comment text\n"
    members: dict[str, Any] = {
        "a.csv": nul + "p\0,count,2024-01-02,li\0kes,1\n",
        "b.csv": f"{comment}c1,2024-05-02T10:00:00Z,{'v' * 2000},Merci\n",
        "c.json": many_posts(1),
    }
    row = start(world, tmp_path, zipped(members), clock)
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.members_listed) == (Status.DONE, 0)
    assert set(HistoryCount.objects.values_list("metric", "post_id")) == {("likes", "p")}
    assert HistoryPost.objects.count() == 2


def test_rows_left_out_are_told_once_however_often_the_reading_starts_again(
    world: World, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ITEMS_A_BATCH", 2)
    good = "".join(f"post,2024-05-01,Pain {number}\n" for number in range(5))
    table = f"beffroi,date,text\n?,2024-05-01,\n{good}post,hier,Pain\n"
    row = start(world, tmp_path, table.encode(), clock)

    def killed(_: ArchiveImport) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        importing.read_on(row, clock=clock, told=killed)
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.items_read) == (Status.DONE, 5)
    assert row.left_out == [["export.zip", "kind", 1, [2]], ["export.zip", "date", 1, [8]]]


def test_a_lost_file_is_told(world: World, tmp_path: Path, clock: FrozenClock) -> None:
    row = start(world, tmp_path, zipped(instagram()), clock)
    row.path.unlink()
    run(clock)
    row.refresh_from_db()
    assert (row.status, row.problem) == (Status.FAILED, "file_lost")


def test_a_stop_is_heard_between_two_batches(
    world: World, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ITEMS_A_BATCH", 10)
    row = start(world, tmp_path, zipped({"posts.json": many_posts(100)}), clock)

    def stop(seen: ArchiveImport) -> None:
        if seen.items_read == 30:
            actions.stop_import(seen, actor=world.claire, now=clock())

    with TestCase.captureOnCommitCallbacks(execute=True):
        importing.read_on(row, clock=clock, told=stop)
    row.refresh_from_db()
    assert (row.status, row.items_read, HistoryPost.objects.count()) == (Status.STOPPED, 30, 30)
    assert not row.path.exists()


def test_a_removed_import_comes_back_or_goes_with_its_history(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    row = start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    actions.remove_import(row, actor=world.claire, now=clock())
    actions.bring_back(row, actor=world.claire, now=clock())
    clock.advance(minutes=11)
    run(clock)
    assert HistoryPost.objects.count() == 5
    actions.remove_import(row, actor=world.claire, now=clock())
    clock.advance(minutes=11)
    run(clock)
    assert not ArchiveImport.objects.exists()
    assert not HistoryPost.objects.exists()
    assert not HistoryCount.objects.exists()


def test_a_removal_cannot_be_undone_once_its_history_is_being_erased(
    world: World, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    actions.remove_import(row, actor=world.claire, now=clock())
    undone: list[bool] = []

    def half(import_id: int) -> None:
        undone.append(actions.bring_back(row, actor=world.claire, now=clock()))
        erase_history(import_id)

    erase_history = keeping.erase_history
    monkeypatch.setattr(keeping, "erase_history", half)
    clock.advance(minutes=11)
    run(clock)
    assert undone == [False]
    assert not ArchiveImport.objects.exists()
    assert actions.bring_back(row, actor=world.claire, now=clock()) is False


def test_an_undo_in_the_last_moment_finds_the_whole_history(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    row = start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    actions.remove_import(row, actor=world.claire, now=clock())
    asked_at = clock.advance(minutes=9, seconds=59)
    clock.advance(seconds=2)
    run(clock)
    assert actions.bring_back(row, actor=world.claire, now=asked_at)
    assert HistoryPost.objects.count() == 5
    assert not Job.objects.filter(kind=actions.ERASE).exists()


def test_what_a_newer_import_holds_as_well_outlives_the_older_one(
    world: World, tmp_path: Path, clock: FrozenClock
) -> None:
    older = start(world, tmp_path, zipped(instagram()), clock)
    run(clock)
    actions.remove_import(older, actor=world.claire, now=clock())
    start(world, tmp_path, zipped(instagram()), clock)
    clock.advance(minutes=11)
    run(clock)
    assert HistoryPost.objects.count() == 5


def test_reading_that_keeps_failing_is_given_up_and_said(
    world: World, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr(keeping, "keep", broken)
    row = start(world, tmp_path, zipped(instagram()), clock)
    for _ in range(10):
        run(clock)
        clock.advance(days=1)
    row.refresh_from_db()
    assert (row.status, row.problem) == (Status.FAILED, "given_up")
    assert not row.path.exists()


def test_files_that_nobody_reads_are_tidied_away(
    world: World, tmp_path: Path, clock: FrozenClock, settings: Settings
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    (settings.FILE_UPLOAD_TEMP_DIR / "cut.upload").write_bytes(b"x")
    row = start(world, tmp_path, zipped(instagram()), clock)
    stray = row.path.with_name("stray")
    stray.write_bytes(b"x")
    assert actions.tidy(now=utc_now()) == 0
    assert actions.tidy(now=utc_now() + timedelta(days=2)) == 2
    assert row.path.exists()


def test_feedback_of_linkedin_cannot_be_kept(world: World, clock: FrozenClock) -> None:
    row = ArchiveImport.objects.create(
        workspace=world.atelier, name="a", size_bytes=1, created_at=clock()
    )
    with pytest.raises(IntegrityError):
        HistoryFeedback.objects.create(
            workspace=world.atelier, archive_import=row, network="linkedin", remote_id="1"
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("crash_at", "crash_in"), [(3, ""), (5, "1")])
def test_a_killed_process_loses_nothing_and_doubles_nothing(
    tmp_path: Path, clock: FrozenClock, crash_at: int, crash_in: str
) -> None:
    clock.now = utc_now()
    world = people_and_places(now=clock())
    archive = zipped({"a/posts_1.json": many_posts(45), "b/x.json": many_posts(70)[40:]})
    start(world, tmp_path, archive, clock)
    process = subprocess.run(
        [sys.executable, "-m", "beffroi.archives.tests.reading_process"],
        env=environment(
            folder=tmp_path,
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
    row = ArchiveImport.objects.get()
    assert row.status == Status.READING
    assert HistoryPost.objects.count() == row.items_read == (40 if crash_in else 30)
    clock.advance(minutes=5)
    Job.objects.filter(kind=actions.READ).update(lease_until=clock() - timedelta(minutes=1))
    run(clock)
    resumed = history()
    row.refresh_from_db()
    assert (row.status, row.items_read) == (Status.DONE, 75)
    ArchiveImport.objects.all().delete()
    start(world, tmp_path, archive, clock)
    run(clock)
    assert history() == resumed
    assert len(resumed[0]) == 70
