from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from beffroi.core.health import Level
from beffroi.links.checks import check_countries
from beffroi.links.countries import Countries, Unreadable, made_at
from beffroi.links.tests import mmdb
from beffroi.links.tests.conftest import NOW

_SAID: dict[str, mmdb.Value] = {
    "192.0.2.0/24": {"country_code": "fr"},
    "198.51.100.0/25": {"country": {"iso_code": "BE"}},
    "198.51.100.128/25": {"registered_country": {"iso_code": "CH"}},
    "203.0.113.0/24": {"country_code": "Mars"},
    "2001:db8::/32": {"country": {"iso_code": "CA"}},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return mmdb.write(tmp_path / "countries.mmdb", _SAID, made_at=NOW)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("192.0.2.7", "FR"),
        ("198.51.100.1", "BE"),
        ("198.51.100.200", "CH"),
        ("2001:db8::1", "CA"),
        ("203.0.113.1", ""),
        ("8.8.8.8", ""),
        ("127.0.0.1", ""),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.7, 198.51.100.1", ""),
        ("fe80::1%eth0", ""),
    ],
)
def test_the_file_tells_the_country_of_an_address(file: Path, address: str, country: str) -> None:
    assert Countries(file).of(address) == country


def test_without_a_file_every_country_is_unknown() -> None:
    assert Countries(None).of("192.0.2.7") == ""


@pytest.mark.parametrize("content", [None, b"", b"no such thing", b"\xab\xcd\xefMaxMind.com"])
def test_a_missing_or_broken_file_leaves_countries_unknown(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "broken.mmdb"
    if content is not None:
        path.write_bytes(content)
    assert Countries(path).of("192.0.2.7") == ""
    with pytest.raises(Unreadable):
        made_at(path)


@pytest.mark.parametrize("noise", [b"\xff\xff\xff", b"\x00\x00\x00", b"\x7f\xe0\x01"])
def test_a_file_that_is_broken_inside_keeps_nobody_from_the_page(file: Path, noise: bytes) -> None:
    whole = file.read_bytes()
    for place in range(0, len(whole), 3):
        file.write_bytes(whole[:place] + noise + whole[place + len(noise) :])
        assert Countries(file).of("192.0.2.7") in {"", "FR"}


def _found(now: datetime = NOW) -> list[Level]:
    return [finding.level for finding in check_countries(now)]


def test_the_doctor_says_whether_countries_are_known(file: Path, settings: Settings) -> None:
    settings.COUNTRIES_FILE = None
    assert _found() == []
    settings.COUNTRIES_FILE = file
    assert _found() == [Level.OK]
    assert _found(NOW + timedelta(days=366)) == [Level.WARNING]
    settings.COUNTRIES_FILE = file.parent / "elsewhere.mmdb"
    assert _found() == [Level.WARNING]


def test_a_file_says_when_it_was_made(file: Path) -> None:
    assert made_at(file) == datetime(2026, 9, 14, 8, tzinfo=UTC)
