from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.clock import utc_now
from beffroi.sales.contests.rules import Typed
from beffroi.sales.contests.tables import (
    CannotRead,
    EntriesTable,
    LineProblem,
    TableProblem,
    read_entries,
)
from beffroi.sales.contests.tests.conftest import publish_in_time
from beffroi.sales.contests.tests.test_pages import Browse, browse, page, sent, text
from beffroi.sales.models import Offer
from tests.odd_files import ODD_FILES
from tests.world import World

__all__ = ["browse"]
AT = datetime(2026, 9, 14, 7, 0, tzinfo=UTC)
NOW = datetime(2026, 9, 20, 7, 0, tzinfo=UTC)


def read(content: bytes) -> EntriesTable:
    return read_entries(io.BytesIO(content), at=AT, zone=ZoneInfo("Europe/Paris"), now=NOW)


def test_a_table_with_headings_says_who_how_and_when() -> None:
    told = read("Nom;E-mail;Date\nZoé;z@example.org;15/09/2026 10:00\n@paul;;\n".encode())
    assert [(one.number, one.who, one.at) for one in told.lines] == [
        (2, Typed("Zoé", "z@example.org"), datetime(2026, 9, 15, 8, 0, tzinfo=UTC)),
        (3, Typed("@paul"), AT),
    ]
    assert told.misread == ()


def test_a_bare_list_of_names_needs_no_heading() -> None:
    told = read("Zoé\nPaul\n".encode("cp1252"))
    assert [one.who.name for one in told.lines] == ["Zoé", "Paul"]


def test_each_line_that_is_not_understood_says_why_and_keeps_no_other_back() -> None:
    content = (
        "name,contact,date\n"
        ",a@example.org,\n"
        f"{'x' * 121},,\n"
        '"=HYPERLINK(""http://x"")",,\n'
        "Paul,,never\n"
        "Inès,,2027-01-01\n"
        "'@marie,,\n"
    )
    told = read(content.encode())
    assert [one.who.name for one in told.lines] == ["@marie"]
    assert [(one.number, one.problem) for one in told.misread] == [
        (2, LineProblem.NO_NAME),
        (3, LineProblem.TOO_LONG),
        (4, LineProblem.FORMULA),
        (5, LineProblem.DATE),
        (6, LineProblem.DATE),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", TableProblem.NO_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(400), TableProblem.NO_TABLE),
        (b"id,order,total,currency,day\n1,2,3,EUR,x\n", TableProblem.OTHER_HEADINGS),
        (b"name\n" + b"x\n" * 1_000_001, TableProblem.TOO_LARGE),
    ],
)
def test_what_is_no_table_of_people_is_refused_whole(content: bytes, problem: TableProblem) -> None:
    with pytest.raises(CannotRead) as refused:
        read(content)
    assert refused.value.problem is problem


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        told = read(content)
    except CannotRead:
        return
    assert all(one.who.name and one.at <= NOW for one in told.lines)


@pytest.mark.parametrize("name", ODD_FILES)
def test_no_odd_file_breaks_the_reader(name: str) -> None:
    try:
        told = read(ODD_FILES[name])
    except CannotRead:
        return
    assert all(one.who.name and one.at <= NOW for one in told.lines)


@pytest.mark.django_db
def test_a_table_adds_people_once_and_names_the_other_lines(
    world: World, browse: Browse, offer: Offer
) -> None:
    browser = browse(world.claire)
    today = utc_now().astimezone(world.atelier.zone).date()
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    given = {"table-entered_day": today.isoformat(), "table-entered_time": "00:00"}
    early = sent(today)["begin_day"]
    lines = f"name,date\nZoé,{early} 10:00\nZOE,{early} 11:00\n=x,\nPaul,{early} 12:00\n"
    address = reverse("contest_entries_table", args=[offer.pk])
    for added in ("2 people are added", "0 people are added"):
        file = SimpleUploadedFile("list.csv", lines.encode())
        shown = text(browser.post(address, given | {"table-file": file}))
        assert added in shown
        assert "This is a formula, and no name" in shown
    assert offer.contest.entries.count() == 2
    file = SimpleUploadedFile("list.csv", b"a,b,c,d\n1,2,3,4\n")
    assert "No column is called" in text(browser.post(address, given | {"table-file": file}))
    assert browser.post(address, given).status_code == 422
