from __future__ import annotations

import csv

import pytest

from beffroi.archives.readers import table_rows


def rows(lines: list[str]) -> list[list[str]]:
    return list(table_rows.rows_of(lines, separator=",", width=3))


def test_after_many_open_marks_no_line_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[int] = []
    reader = csv.reader

    def counted(lines: object, **options: object) -> object:
        read.append(len(lines) if isinstance(lines, list) else 0)
        return reader(lines, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(table_rows, "_GIVEN_BACK_MAX", 3)
    monkeypatch.setattr("beffroi.archives.readers.table_rows.csv.reader", counted)
    lines = [f'{number},x"y"z,"open\n' for number in range(300)]
    found = rows(lines)
    assert len(found) == 300
    assert [row[0] for row in found] == [str(number) for number in range(300)]
    assert sum(read) < 20 * len(lines)


def test_texts_of_several_lines_stay_whole() -> None:
    lines = ['1,Anna,"Very good\n', 'and warm"\n', '2,Marc,"Cold"\n']
    assert rows(lines) == [["1", "Anna", "Very good\nand warm"], ["2", "Marc", "Cold"]]
