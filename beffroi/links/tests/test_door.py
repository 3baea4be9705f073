from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, InterfaceError, OperationalError

from beffroi.links import spool
from beffroi.links.countries import Countries
from beffroi.links.door import LinkDoor
from beffroi.links.rules import Device, Visitor
from beffroi.links.salting import Salts
from beffroi.links.spool import Spool
from beffroi.links.targets import Target
from beffroi.links.tests import mmdb
from beffroi.links.tests.conftest import NOW
from beffroi.links.visits import Visit, read_line

_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
_HEADERS = {"user-agent": _BROWSER, "accept-language": "fr", "cookie": "session=secret"}
_TARGET = Target(7, "https://example.com/pain?utm_source=bluesky", is_elsewhere=False)


class KnownTargets:
    """Stands for `Targets` with nothing at hand: what the database says when it is asked."""

    def __init__(self, answer: Target | Exception | None) -> None:
        self.answer = answer

    def knows(self, code: str) -> bool:
        return False

    def ask(self, code: str) -> Future[Target | None]:
        asked: Future[Target | None] = Future()
        if isinstance(self.answer, Exception):
            asked.set_exception(self.answer)
        else:
            asked.set_result(self.answer)
        return asked


class Street:
    """A door with a spool, and the application behind it."""

    def __init__(
        self,
        folder: Path,
        answer: Target | Exception | None,
        *,
        countries: Path | None = None,
        proxy_count: int = 0,
    ) -> None:
        self.folder = folder
        self.spool = Spool(folder)
        self.passed: list[str] = []
        self.door = LinkDoor(
            self._application,
            spool=self.spool,
            salts=Salts(folder),
            targets=KnownTargets(answer),  # type: ignore[arg-type]
            countries=Countries(countries),
            proxy_count=proxy_count,
        )

    async def _application(self, scope: dict[str, Any], receive: object, send: object) -> None:
        self.passed.append(scope["path"])

    def follow(
        self,
        path: str = "/l/abcdefg",
        *,
        method: str = "GET",
        headers: Mapping[str, str] = _HEADERS,
    ) -> list[Mapping[str, Any]]:
        said: list[Mapping[str, Any]] = []

        async def send(message: Mapping[str, Any]) -> None:
            said.append(message)

        async def receive() -> Mapping[str, Any]:
            return {"type": "http.request"}

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
            "client": ("192.0.2.77", 4711),
        }
        with ThreadPoolExecutor(1) as thread:  # a browser's tests leave a loop in this one
            thread.submit(asyncio.run, self.door(scope, receive, send)).result()
        return said

    def visits(self) -> list[Visit]:
        lines = [
            line for path in spool.files(self.folder) for line in path.read_bytes().split(b"\n")
        ]
        return [visit for line in lines if (visit := read_line(line))]


def test_a_visitor_is_sent_on_and_counted(tmp_path: Path) -> None:
    street = Street(tmp_path, _TARGET)
    start, body = street.follow()
    headers = dict(start["headers"])
    assert start["status"] == 302
    assert headers[b"location"] == b"https://example.com/pain?utm_source=bluesky"
    assert headers[b"cache-control"] == b"no-store"
    assert b"set-cookie" not in headers
    assert body["body"] == b""
    (visit,) = street.visits()
    assert (visit.code, visit.visitor) == ("abcdefg", Visitor.PERSON)


def test_neither_address_nor_browser_nor_cookie_is_kept(tmp_path: Path) -> None:
    street = Street(tmp_path, _TARGET)
    street.follow()
    (path,) = spool.files(tmp_path)
    kept = path.read_bytes()
    for word in (b"192.0.2", b"Chrome", b"secret", b"Mozilla"):
        assert word not in kept


@pytest.mark.parametrize("path", ["/", "/l/", "/l/abc", "/l/abcdefg/", "/l/abcdef0", "/login/"])
def test_other_addresses_go_to_the_application(tmp_path: Path, path: str) -> None:
    street = Street(tmp_path, _TARGET)
    assert not street.follow(path)
    assert street.passed == [path]
    assert not street.visits()


def test_a_form_sent_to_a_link_goes_to_the_application(tmp_path: Path) -> None:
    street = Street(tmp_path, _TARGET)
    assert not street.follow(method="POST")
    assert street.passed


def test_a_code_that_leads_nowhere_is_left_to_the_application(tmp_path: Path) -> None:
    street = Street(tmp_path, None)
    assert not street.follow()
    assert street.passed == ["/l/abcdefg"]
    assert not street.visits()


def test_who_is_led_elsewhere_than_before_is_told_so_and_counted(tmp_path: Path) -> None:
    street = Street(tmp_path, Target(7, "https://other.example/", is_elsewhere=True))
    assert not street.follow()
    assert street.passed == ["/l/abcdefg"]
    assert len(street.visits()) == 1


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("broken")])
def test_while_nobody_can_tell_where_it_leads_it_asks_to_come_back(
    tmp_path: Path, error: Error
) -> None:
    start = Street(tmp_path, error).follow()[0]
    assert start["status"] == 503
    assert (b"retry-after", b"5") in start["headers"]


def test_a_visit_that_cannot_be_kept_is_answered_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = Street(tmp_path, _TARGET)

    def full(line: bytes) -> None:
        raise OSError("no space is left")

    monkeypatch.setattr(street.spool, "write", full)
    assert street.follow()[0]["status"] == 302


def test_a_day_whose_salt_cannot_be_kept_keeps_nobody_from_the_page(tmp_path: Path) -> None:
    (tmp_path / "visits").write_text("a file where the folder should be")
    assert Street(tmp_path / "visits", _TARGET).follow()[0]["status"] == 302


@pytest.mark.parametrize("header", ["user-agent", "accept-language"])
def test_headers_in_odd_bytes_are_read_all_the_same(tmp_path: Path, header: str) -> None:
    street = Street(tmp_path, _TARGET)
    assert street.follow(headers={**_HEADERS, header: "é\t\x7f" * 3000})[0]["status"] == 302
    assert len(street.visits()) == 1


@pytest.fixture
def countries(tmp_path: Path) -> Path:
    """A file that knows where the visitors of this street live."""
    said: dict[str, mmdb.Value] = {
        "192.0.2.0/24": {"country_code": "FR"},
        "198.51.100.0/24": {"country_code": "BE"},
    }
    return mmdb.write(tmp_path / "countries.mmdb", said, made_at=NOW)


def test_the_country_is_read_before_the_address_is_let_go(tmp_path: Path, countries: Path) -> None:
    street = Street(tmp_path / "visits", _TARGET, countries=countries)
    street.follow()
    (visit,) = street.visits()
    assert visit.country == "FR"
    (path,) = spool.files(street.folder)
    assert b"192.0.2" not in path.read_bytes()


def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(
    tmp_path: Path, countries: Path
) -> None:
    street = Street(tmp_path / "visits", _TARGET, countries=countries, proxy_count=1)
    for own in ("198.51.100.1", "198.51.100.2"):
        street.follow(headers={**_HEADERS, "x-forwarded-for": f"192.0.2.9, {own}"})
    first, second = street.visits()
    assert (first.country, second.country) == ("BE", "BE")
    assert first.digest != second.digest


def test_what_a_visitor_says_of_itself_is_not_believed_without_a_proxy(
    tmp_path: Path, countries: Path
) -> None:
    street = Street(tmp_path / "visits", _TARGET, countries=countries)
    street.follow(headers={**_HEADERS, "x-forwarded-for": "198.51.100.1"})
    assert street.visits()[0].country == "FR"


@pytest.mark.parametrize("header", ["sec-gpc", "dnt"])
def test_of_whoever_objects_a_visit_is_counted_and_nothing_else(
    tmp_path: Path, countries: Path, header: str
) -> None:
    street = Street(tmp_path / "visits", _TARGET, countries=countries)
    street.follow(headers={**_HEADERS, header: "1"})
    street.follow(headers={**_HEADERS, header: "0"})
    objecting, other = street.visits()
    assert (objecting.visitor, objecting.country, objecting.digest) == (Visitor.PERSON, "", "")
    assert other.digest


def test_nobody_is_told_apart_among_robots(tmp_path: Path, countries: Path) -> None:
    street = Street(tmp_path / "visits", _TARGET, countries=countries)
    street.follow(headers={"user-agent": "Googlebot/2.1"})
    (visit,) = street.visits()
    assert (visit.visitor, visit.device, visit.digest) == (Visitor.ROBOT, Device.OTHER, "")


class OldTargets(KnownTargets):
    """Knows where the link led a while ago, and what the database says now."""

    def __init__(self, before: Target, answer: Target | Exception | None) -> None:
        super().__init__(answer)
        self.before = before

    def knows(self, code: str) -> bool:
        return True

    def is_stale(self, code: str) -> bool:
        return True

    def at_hand(self, code: str) -> Target:
        return self.before


def test_who_comes_after_a_silence_is_led_where_the_link_leads_now(tmp_path: Path) -> None:
    street = Street(tmp_path, _TARGET)
    street.door._targets = OldTargets(_TARGET, None)  # type: ignore[assignment]
    assert not street.follow()
    assert street.passed == ["/l/abcdefg"], "it was stopped meanwhile"
    assert not street.visits()


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("broken")])
def test_while_the_database_is_away_they_are_led_where_it_led(tmp_path: Path, error: Error) -> None:
    street = Street(tmp_path, _TARGET)
    street.door._targets = OldTargets(_TARGET, error)  # type: ignore[assignment]
    assert street.follow()[0]["status"] == 302
