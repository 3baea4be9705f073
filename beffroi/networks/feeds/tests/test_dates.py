from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.networks.feeds.dates import parse_date

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 22 Nov 2026 09:00:00 +0100",
        "22 Nov 2026 08:00:00 GMT",
        "Sun, 22 Nov 2026 08:00:00",
        "Sun, 22 Nov 26 08:00:00 GMT",
        "  Sun,  22 Nov\n2026 08:00 +0000 ",
        "2026-11-22T09:00:00+01:00",
        "2026-11-22T08:00:00Z",
        "2026-11-22T08:00:00",
        "2026-11-22 08:00:00",
        "2026-11-22T08:00:00.000Z",
        "dim., 22 nov. 2026 09:00:00 +0100",
        "dimanche 22 novembre 2026 à 8h00",
        "22 novembre 2026 8:00",
        "Dim, 22 Nov 2026 08:00:00 GMT",
    ],
)
def test_an_instant_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text) == AT


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1er janvier 2026", 1),
        ("1 févr. 2026", 2),
        ("1 fév 2026", 2),
        ("1 mars 2026", 3),
        ("1 avril 2026", 4),
        ("1 mai 2026", 5),
        ("1 juin 2026", 6),
        ("1 juil. 2026", 7),
        ("1 août 2026", 8),
        ("1 Septembre 2026", 9),
        ("1 oct. 2026", 10),
        ("1 déc. 2026", 12),
    ],
)
def test_french_months_are_known(text: str, month: int) -> None:
    assert parse_date(text) == datetime(2026, month, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hier",
        "0000-00-00T00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "99999999999999999999",
        "22 brumaire 2026",
        "32 nov. 2026",
        "2026-13-45",
        "nov. nov. nov.",
        "x" * 100_000,
    ],
)
def test_what_is_no_date_or_absurd_is_unknown(text: str) -> None:
    assert parse_date(text) is None


def test_a_zone_is_counted() -> None:
    read = parse_date("sam. 21 nov. 2026, 23h30 -0500")
    assert read == AT - timedelta(hours=8) + timedelta(hours=4, minutes=30)
