from __future__ import annotations

import pytest

from beffroi.links.rules import Device, Visitor, is_code
from beffroi.links.visits import Visit, device_of, digest_of, read_line, visitor_of

_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
_ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)
_IN_APP = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/131.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/490.0;]"
)
_TABLET = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
_ANDROID_TABLET = (
    "Mozilla/5.0 (Linux; Android 14; SM-X700) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
)
_COMPUTER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize("program", [_PHONE, _ANDROID, _IN_APP, _TABLET, _COMPUTER])
def test_browsers_are_people_also_those_inside_an_app(program: str) -> None:
    headers = {"user-agent": program, "accept-language": "fr-FR"}
    assert visitor_of("GET", headers) is Visitor.PERSON


@pytest.mark.parametrize(
    "program",
    [
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
        "Mastodon/4.5.1 (http.rb/5.3.1; +https://mastodon.social/) Bot",
        "WhatsApp/2.24.20.89 A",
        "Twitterbot/1.0",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    ],
)
def test_who_makes_a_card_only_looks_ahead(program: str) -> None:
    assert visitor_of("GET", {"user-agent": program}) is Visitor.PREVIEW


@pytest.mark.parametrize(
    "program", ["curl/8.10.1", "", "Googlebot/2.1 (+http://www.google.com/bot.html)", "python"]
)
def test_programs_are_robots(program: str) -> None:
    headers = {"user-agent": program, "accept-language": "en"}
    assert visitor_of("GET", headers) is Visitor.ROBOT


def test_a_browser_that_says_no_language_or_wants_no_page_is_a_robot() -> None:
    assert visitor_of("GET", {"user-agent": _COMPUTER}) is Visitor.ROBOT
    headers = {"user-agent": _COMPUTER, "accept-language": "fr"}
    assert visitor_of("HEAD", headers) is Visitor.ROBOT


def test_what_is_fetched_before_anybody_asked_is_no_visit() -> None:
    headers = {"user-agent": _COMPUTER, "accept-language": "fr", "sec-purpose": "prefetch"}
    assert visitor_of("GET", headers) is Visitor.PREVIEW


@pytest.mark.parametrize(
    ("program", "device"),
    [
        (_PHONE, Device.PHONE),
        (_ANDROID, Device.PHONE),
        (_TABLET, Device.TABLET),
        (_ANDROID_TABLET, Device.TABLET),
        (_COMPUTER, Device.COMPUTER),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", Device.COMPUTER),
        ("SmartTV", Device.OTHER),
        ("", Device.OTHER),
    ],
)
def test_devices_are_told_by_class(program: str, device: Device) -> None:
    assert device_of(program) is device


def test_a_line_gives_back_the_visit() -> None:
    visit = Visit("abcdefg", 1_789_373_000, Visitor.PERSON, Device.PHONE, "FR", "0" * 16)
    assert read_line(visit.line.rstrip(b"\n")) == visit


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"abcdefg",
        b"abcdefg\tnow\tperson\tphone\tFR\t0",
        b"abcdefg\t17893730001789373000\tperson\tphone\tFR\t0",
        b"abcdefg\t-1\tperson\tphone\tFR\t0",
        b"abcdefg\t1\tnobody\tphone\tFR\t0",
        b"abcdefg\t1\tperson\tfridge\tFR\t0",
        b"short\t1\tperson\tphone\tFR\t0",
        b"abcdefg\t1\tperson\tphone\tFR\t0\tmore",
        b"abcdefg\t1\tperson\tphone\t\xff\t0",
        b"\0" * 40,
    ],
)
def test_a_broken_line_is_no_visit(line: bytes) -> None:
    assert read_line(line) is None


def test_a_visitor_is_another_for_each_workspace_and_salt() -> None:
    one = digest_of(b"a" * 32, 1, "192.0.2.1", _PHONE)
    assert one == digest_of(b"a" * 32, 1, "192.0.2.1", _PHONE)
    assert one != digest_of(b"a" * 32, 2, "192.0.2.1", _PHONE)
    assert one != digest_of(b"b" * 32, 1, "192.0.2.1", _PHONE)
    assert one != digest_of(b"a" * 32, 1, "192.0.2.2", _PHONE)


@pytest.mark.parametrize("text", ["", "abcdef", "abcdefgh", "abcdef0", "abcdef/", "ábcdefg"])
def test_codes_hold_seven_letters_that_are_not_mistaken(text: str) -> None:
    assert not is_code(text)
    assert is_code("abcdefg")
