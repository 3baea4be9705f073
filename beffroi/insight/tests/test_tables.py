from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.insight.figures import Figure
from beffroi.insight.rules import Counted
from beffroi.insight.tables import (
    Answers,
    CannotRead,
    FiguresTable,
    LeftOut,
    RowProblem,
    TableProblem,
    as_imported,
    read_table,
)

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)


def read(text: str, answers: Answers | None = None, *, encoding: str = "utf-8") -> FiguresTable:
    return read_table(text.encode(encoding), now=NOW, answers=answers or Answers({}))


def figures(table: FiguresTable) -> dict[tuple[str, str], int]:
    return {(one.day.isoformat(), one.counted.name): one.value for one in table.figures}


def problem(text: str | bytes, answers: Answers | None = None) -> TableProblem:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(CannotRead) as told:
        read_table(content, now=NOW, answers=answers or Answers({}))
    return told.value.problem


class TestExports:
    def test_a_french_table_with_semicolons(self) -> None:
        table = read(
            "Date;Portée;Impressions;Interactions;Nombre d’abonnés\n"
            "13/09/2026;1 234;2\u202f500;87;1 020\n"
            "14/09/2026;;3 000;90;1 021\n"
        )
        assert figures(table) == {
            ("2026-09-13", "REACH"): 1234,
            ("2026-09-13", "IMPRESSIONS"): 2500,
            ("2026-09-13", "INTERACTIONS"): 87,
            ("2026-09-13", "FOLLOWERS"): 1020,
            ("2026-09-14", "IMPRESSIONS"): 3000,
            ("2026-09-14", "INTERACTIONS"): 90,
            ("2026-09-14", "FOLLOWERS"): 1021,
        }
        assert (table.left_out, table.unknown) == ((), ())

    def test_one_counter_of_a_page_with_its_name_above(self) -> None:
        table = read(
            'sep=,\n"Couverture"\n"Date","Primary"\n"2026-09-12T00:00:00","120"\n'
            '"2026-09-13T00:00:00","0"\n',
            encoding="utf-16",
        )
        assert figures(table) == {("2026-09-12", "REACH"): 120, ("2026-09-13", "REACH"): 0}

    def test_an_english_table_of_a_page_with_both_orders_of_impressions(self) -> None:
        table = read(
            "Date,Impressions (organic),Impressions (sponsored),Impressions (total),"
            "Clicks (total)\n"
            '9/13/2026,"1,000",200,"1,200",14\n'
        )
        assert figures(table) == {
            ("2026-09-13", "IMPRESSIONS"): 1200,
            ("2026-09-13", "LINK_CLICKS"): 14,
        }
        assert table.unknown == ("Impressions (organic)", "Impressions (sponsored)")

    def test_a_table_of_videos_counts_views_and_hours(self) -> None:
        table = read(
            "Date,Views,Watch time (hours),Subscribers,Impressions\n"
            "Total,300,6.5,-1,9000\n"
            "2026-09-12,100,2.5,,4000\n",
        )
        assert figures(table) == {
            ("2026-09-12", "IMPRESSIONS"): 100,
            ("2026-09-12", "WATCH_SECONDS"): 9000,
        }
        assert table.unknown == ("Impressions",)

    def test_days_with_words(self) -> None:
        table = read("Jour;Vues\n12 sept. 2026;3\nSep 13, 2026;4\n")
        assert [one.day for one in table.figures] == [date(2026, 9, 12), date(2026, 9, 13)]

    def test_the_day_is_that_of_who_counted_whatever_the_zone(self) -> None:
        table = read("Date,Views\n2026-09-12T00:00:00+02:00,3\n2026-09-13T23:00:00-07:00,4\n")
        assert [one.day for one in table.figures] == [date(2026, 9, 12), date(2026, 9, 13)]

    def test_a_day_that_is_not_over_is_estimated(self) -> None:
        table = read("Date,Views\n2026-09-13,3\n2026-09-14,4\n")
        imported = as_imported(table, before=date(2026, 9, 14))
        assert [one.is_estimated for one in imported] == [False, True]


class TestDoubt:
    def test_days_that_could_be_either_are_refused_until_somebody_says(self) -> None:
        text = "Date,Views\n03/04/2026,3\n05/06/2026,4\n"
        assert problem(text) is TableProblem.DATES_UNCLEAR
        day_first = read(text, Answers({}, month_first=False))
        assert day_first.figures[0].day == date(2026, 4, 3)
        month_first = read(text, Answers({}, month_first=True))
        assert month_first.figures[0].day == date(2026, 3, 4)

    def test_days_in_both_orders_are_refused(self) -> None:
        assert problem("Date,Views\n13/04/2026,3\n05/16/2026,4\n") is TableProblem.DATES_UNCLEAR

    def test_one_day_that_proves_the_order_is_enough(self) -> None:
        table = read("Date,Views\n03/04/2026,3\n13/04/2026,4\n")
        assert table.figures[0].day == date(2026, 4, 3)

    @pytest.mark.parametrize("values", ["12,0,5", "3,40,2", "900,100,880"])
    def test_followers_that_come_and_go_are_refused_until_somebody_says(self, values: str) -> None:
        rows = "".join(f"2026-09-{day:02},{one}\n" for day, one in enumerate(values.split(","), 1))
        text = f"Date,Abonnés\n{rows}"
        assert problem(text) is TableProblem.FOLLOWERS_UNCLEAR
        told = read(text, Answers({"Abonnés": Counted.FOLLOWERS_GAINED}))
        assert {one.counted for one in told.figures} == {Counted.FOLLOWERS_GAINED}

    def test_followers_that_hardly_change_are_how_many_there_are(self) -> None:
        table = read("Date,Abonnés\n2026-09-01,1020\n2026-09-02,1019\n")
        assert {one.counted for one in table.figures} == {Counted.FOLLOWERS}

    def test_a_column_nobody_knows_can_be_told(self) -> None:
        text = "Date,Coups d’œil\n2026-09-01,7\n"
        assert problem(text) is TableProblem.NO_FIGURES
        table = read(text, Answers({"Coups d’œil": Counted.IMPRESSIONS}))
        assert figures(table) == {("2026-09-01", "IMPRESSIONS"): 7}


class TestRows:
    def test_what_cannot_be_read_is_named_by_its_row(self) -> None:
        table = read(
            "Date,Views,Likes\n2026-09-01,3,4\nhier,5,6\n2026-09-02,beaucoup,7\n2030-01-01,1,1\n"
        )
        assert table.left_out == (
            LeftOut(3, RowProblem.DATE),
            LeftOut(4, RowProblem.AMOUNT),
            LeftOut(5, RowProblem.DATE),
        )
        assert ("2026-09-02", "REACTIONS") in figures(table)

    def test_a_day_told_twice_counts_once_and_another_value_is_named(self) -> None:
        table = read("Date,Views\n2026-09-01,3\n2026-09-01,3\n2026-09-01,4\n")
        assert figures(table) == {("2026-09-01", "IMPRESSIONS"): 3}
        assert table.left_out == (LeftOut(4, RowProblem.TWICE),)

    @pytest.mark.parametrize("cell", ["", "-", "—", "n/a", "  "])
    def test_a_blank_cell_is_unknown_and_not_nought(self, cell: str) -> None:
        table = read(f"Date,Views,Likes\n2026-09-01,{cell},0\n")
        assert figures(table) == {("2026-09-01", "REACTIONS"): 0}

    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("1234", 1234),
            ("1 234", 1234),
            ("1\u00a0234", 1234),
            ("1,234", 1234),
            ("1.234", 1234),
            ("1,234,567", 1234567),
            ("12.0", 12),
            ("12,00", 12),
        ],
    )
    def test_amounts_as_people_write_them(self, cell: str, value: int) -> None:
        assert figures(read(f'Date;Vues\n2026-09-01;"{cell}"\n')) == {
            ("2026-09-01", "IMPRESSIONS"): value
        }

    @pytest.mark.parametrize(
        "cell", ["-3", "12,5", "1,23,456", "1e5", "12K", "5 %", "9" * 30, "9" * 5000]
    )
    def test_amounts_that_are_none(self, cell: str) -> None:
        table = read(f'Date;Vues\n2026-09-01;"{cell}"\n')
        assert table.left_out == (LeftOut(2, RowProblem.AMOUNT),)

    def test_more_may_leave_than_come(self) -> None:
        table = read("Date;Nouveaux abonnés\n2026-09-01;-3\n")
        assert figures(table) == {("2026-09-01", "FOLLOWERS_GAINED"): -3}


class TestRefusals:
    def test_a_table_says_what_it_lacks(self) -> None:
        assert problem("Semaine,Vues\n1,2\n") is TableProblem.NO_DATE
        assert problem("Date,Humeur\n2026-09-01,bonne\n") is TableProblem.NO_FIGURES
        assert problem("Date,Vues\n") is TableProblem.NO_TABLE
        assert problem("") is TableProblem.NO_TABLE
        assert problem(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") is TableProblem.NO_DATE
        assert problem('Date,Vues\n2026-09-01,"3\n2026-09-02,4\n') is TableProblem.DAMAGED
        assert problem("Date,Vues\n2026-09-01,\n") is TableProblem.NO_FIGURES

    def test_a_table_beyond_measure_is_refused(self) -> None:
        assert problem(b"Date,Vues\n" + b"2026-09-01,3\n" * 20_001) is TableProblem.TOO_LARGE
        assert problem(b"x" * 5_000_001) is TableProblem.TOO_LARGE

    @given(st.text(max_size=300))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        try:
            table = read_table(f"Date,Vues\n{text}".encode("utf-8", "replace"), now=NOW)
        except CannotRead:
            return
        assert all(isinstance(one, Figure) for one in table.figures)
