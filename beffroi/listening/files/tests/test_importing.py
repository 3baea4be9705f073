from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.core.jobs import Runner
from beffroi.listening import keeping, rules
from beffroi.listening.files import importing, taking
from beffroi.listening.files.taking import CannotTake
from beffroi.listening.models import Catch, Mention, MentionFile, Watch, files_folder
from beffroi.listening.tests.makers import make_watch
from tests.clock import FrozenClock
from tests.world import World

TABLE = (
    "Date;Auteur;Texte;Lien\n"
    "12/09/2026 09:15;Zoé;Chez Martin, quelle brioche !;https://a.example/1\n"
    "13/09/2026;Hugo;Une heure de file;https://a.example/2\n"
)


def give(
    watch: Watch, content: str | bytes, tmp_path: Path, clock: FrozenClock, world: World
) -> MentionFile:
    upload = tmp_path / "upload"
    upload.write_bytes(content if isinstance(content, bytes) else content.encode())
    return taking.take(watch, upload, name="C:\\mentions.csv", actor=world.claire, now=clock())


def read(row: MentionFile, clock: FrozenClock) -> MentionFile:
    Runner(clock=clock).run_until_idle()
    row.refresh_from_db()
    return row


@pytest.fixture
def given_(watch: Watch, tmp_path: Path, clock: FrozenClock, world: World) -> Any:
    """Return what gives a table and has it read."""

    def give_and_read(content: str | bytes) -> MentionFile:
        return read(give(watch, content, tmp_path, clock, world), clock)

    return give_and_read


def test_rows_become_mentions_of_the_watch(given_: Any, watch: Watch, world: World) -> None:
    other = make_watch(world.atelier, "file", now=watch.made_at)
    row = given_(TABLE)
    assert (row.state, row.rows_read, row.rows_new, row.left_out) == ("done", 2, 2, {})
    first, second = Mention.objects.order_by("written_at")
    assert (first.text, first.who) == ("Chez Martin, quelle brioche !", "Zoé")
    assert (first.url, first.network) == ("https://a.example/1", "file")
    assert first.written_at.isoformat() == "2026-09-12T07:15:00+00:00"
    assert set(second.catches.values_list("watch", flat=True)) == {watch.pk, other.pk}
    assert set(first.catches.values_list("watch", flat=True)) == {watch.pk}
    assert not row.path.exists()


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("cp1252"),
        TABLE.replace(";", "\t").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        ("Export du 14 septembre\n\n" + TABLE).encode(),
        TABLE.replace("Date;Auteur;Texte;Lien", "DATE;Nom de l’auteur;Contenu;Permalien").encode(),
    ],
    ids=["bom", "utf16", "cp1252", "tabs", "windows", "preamble", "names"],
)
def test_tables_are_read_however_they_are_written(given_: Any, content: bytes) -> None:
    assert given_(content).rows_new == 2
    assert Mention.objects.order_by("written_at")[0].who == "Zoé"


def test_each_row_is_there_once_when_a_table_comes_again(given_: Any) -> None:
    given_(TABLE)
    again = given_(TABLE + "14/09/2026 06:00;Zoé;Encore la brioche;https://a.example/3\n")
    assert (again.rows_new, again.rows_known) == (1, 2)
    assert Mention.objects.count() == 3


def test_a_row_that_stands_twice_in_a_table_counts_once(given_: Any) -> None:
    row = given_(TABLE + TABLE.splitlines()[1] + "\n")
    assert (row.rows_read, row.rows_new, row.rows_known) == (3, 2, 1)


def test_rows_that_say_nothing_are_left_out_by_number(given_: Any) -> None:
    row = given_(
        TABLE
        + "hier;Zoé;Sans date;\n"
        + "01/09/2026;Zoé;;\n"
        + "01/01/2020;Zoé;Trop vieux;\n"
        + "01/01/2030;Zoé;À venir;\n"
    )
    assert row.rows_new == 2
    assert row.left_out == {"date": [2, [4, 7]], "empty": [1, [5]], "old": [1, [6]]}


def test_too_many_in_one_hour_are_counted_and_not_kept(
    given_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "KEPT_PER_HOUR", 3)
    lines = "".join(f"13/09/2026;Zoé;Mention {number};\n" for number in range(5))
    row = given_("Date;Auteur;Texte;Lien\n" + lines)
    assert (row.rows_read, row.rows_new, row.left_out) == (5, 3, {"many": [2, []]})


def test_the_marks_of_spreadsheets_and_hostile_cells_do_no_harm(given_: Any) -> None:
    given_(
        "Date;Auteur;Texte;Lien\n"
        "13/09/2026;=cmd();'=SUM(A1);javascript:alert(1)\n"
        '13/09/2026;"Zoé\x07";"<script>alert(1)</script>";https://a.example/2\n'
    )
    first, second = Mention.objects.order_by("pk")
    assert (first.text, first.url) == ("=SUM(A1)", "")
    assert second.text == "<script>alert(1)</script>"  # templates escape it
    assert second.author_name == "Zoé"


def test_months_may_come_first_in_a_whole_table(given_: Any) -> None:
    given_("Date,Author,Text\n03/04/2026 10:00,Zoé,Un\n06/25/2026 10:00,Zoé,Deux\n")
    first, second = Mention.objects.order_by("written_at")
    assert (first.written_at.month, first.written_at.day) == (3, 4)
    assert (second.written_at.month, second.written_at.day) == (6, 25)


# Columns


def test_a_table_without_known_columns_asks_for_them(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World
) -> None:
    content = "Quand;Quoi;Qui\n12/09/2026;Chez Martin;Zoé\n"
    row = read(give(watch, content, tmp_path, clock, world), clock)
    assert (row.state, row.rows_read) == ("asking", 0)
    assert not taking.choose(row, {"date": "Quand", "text": "Nulle part"}, now=clock())
    assert taking.choose(row, {"date": "Quand", "text": "Quoi", "author": "Qui"}, now=clock())
    row = read(row, clock)
    assert (row.state, row.rows_new) == ("done", 1)
    assert Mention.objects.get().who == "Zoé"


# What is no table


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"\0" * 500, "no_table"),
        (b"PK\x03\x04" + b"\0" * 400, "no_table"),
        (random.Random(7).randbytes(20_000), "no_table"),
        (b'{"a": 1}\n{"a": 2}', "no_table"),
        (b"<html>\n<p>", "no_table"),
        (b"Date;Texte", "no_table"),
    ],
)
def test_what_is_no_table_is_refused(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World, content: bytes, problem: str
) -> None:
    with pytest.raises(CannotTake, match=problem):
        give(watch, content, tmp_path, clock, world)
    assert not MentionFile.objects.exists()


def test_what_is_too_large_is_refused(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BYTES_MAX", 10)
    with pytest.raises(CannotTake, match="too_large"):
        give(watch, TABLE, tmp_path, clock, world)


def test_one_table_is_read_at_a_time(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World
) -> None:
    give(watch, TABLE, tmp_path, clock, world)
    with pytest.raises(CannotTake, match="another"):
        give(watch, TABLE, tmp_path, clock, world)
    assert len(list(files_folder().iterdir())) == 1


def test_a_line_without_end_ends_the_reading_with_a_reason(given_: Any) -> None:
    row = given_(TABLE + "13/09/2026;Zoé;" + "a" * 2_000_000)
    assert (row.state, row.problem, row.rows_new) == ("failed", "too_long", 0)


def test_a_mark_that_never_closes_keeps_what_stands_before(given_: Any) -> None:
    row = given_(TABLE + '13/09/2026;Zoé;"jamais fermé;https://a.example/3\n')
    assert row.state in {"done", "failed"}
    assert row.rows_new >= 2


def test_a_lost_file_says_so(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World
) -> None:
    row = give(watch, TABLE, tmp_path, clock, world)
    row.path.unlink()
    row = read(row, clock)
    assert (row.state, row.problem) == ("failed", "file_lost")


# Again, after a crash


def test_reading_goes_on_where_it_was_left(
    watch: Watch,
    tmp_path: Path,
    clock: FrozenClock,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "ROWS_A_BATCH", 2)
    lines = "".join(f"1{number}/08/2026;Zoé;Mention {number};\n" for number in range(7))
    row = give(watch, "Date;Auteur;Texte;Lien\n" + lines, tmp_path, clock, world)
    kept = keeping.keep_ready
    calls = []

    def dies(*args: Any, **more: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("out of power")
        return kept(*args, **more)

    monkeypatch.setattr(importing, "keep_ready", dies)
    with pytest.raises(OSError, match="power"):
        importing.read_on(row, clock=clock)
    row.refresh_from_db()
    assert (row.state, row.rows_read, row.rows_new) == ("reading", 2, 2)
    importing.read_on(row, clock=clock)
    row.refresh_from_db()
    assert (row.state, row.rows_read, row.rows_new) == ("done", 7, 7)
    assert Catch.objects.count() == 7


def test_a_table_that_somebody_leaves_is_read_no_further(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World
) -> None:
    row = give(watch, TABLE, tmp_path, clock, world)
    taking.leave(row, now=clock())
    row = read(row, clock)
    assert (row.state, row.problem, row.rows_read) == ("failed", "left", 0)
    assert not row.path.exists()


def test_what_nobody_reads_is_tidied_away(
    watch: Watch, tmp_path: Path, clock: FrozenClock, world: World
) -> None:
    row = give(watch, "Quand;Quoi\n12/09/2026;Chez Martin\n", tmp_path, clock, world)
    stray = files_folder() / "stray"
    stray.write_text("x")
    old = clock().timestamp() - 10 * 86_400
    os.utime(stray, (old, old))
    taking.tidy(now=clock() + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, stray.exists()) == ("asking", False)
    taking.tidy(now=clock() + timedelta(days=3))
    row.refresh_from_db()
    assert (row.state, row.path.exists()) == ("failed", False)
