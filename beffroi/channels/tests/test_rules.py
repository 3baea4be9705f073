from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.channels.rules import (
    SILENT_AFTER,
    Health,
    InvalidAddress,
    clean_origin,
    health,
    is_on_this_machine,
    server_name,
)

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)
SOON, JUST = NOW + timedelta(minutes=1), NOW - timedelta(minutes=2)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" Mastodon.Social ", "https://mastodon.social"),
        ("https://mastodon.social", "https://mastodon.social"),
        ("http://mastodon.social", "https://mastodon.social"),
        ("https://mastodon.social/@claire", "https://mastodon.social"),
        ("mastodon.social/@claire", "https://mastodon.social"),
        ("@claire@mastodon.social", "https://mastodon.social"),
        ("claire@mastodon.social", "https://mastodon.social"),
        ("https://mastodon.social:443/", "https://mastodon.social"),
        ("\u2068@claire@mastodon.social\u2069", "https://mastodon.social"),
        ("mastodon.social:8443", "https://mastodon.social:8443"),
        ("boulangerié.fr", "https://xn--boulangeri-k7a.fr"),
        ("[2001:db8::1]", "https://[2001:db8::1]"),
        ("http://127.0.0.1:4000", "https://127.0.0.1:4000"),
    ],
)
def test_a_server_is_understood_as_people_paste_it(typed: str, origin: str) -> None:
    assert clean_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "@",
        "https://",
        "ftp://mastodon.social",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://claire:secret@mastodon.social",
        "mastodon.social\\@evil.example",
        "mastodon .social",
        "mastodon.social:port",
        "mastodon.social:99999",
        "[::1",
        "[fe80::1%25eth0]",
        "´",
        "masto_don!.social",
        "a" * 64 + ".example",
        "a." * 125 + "fr",
    ],
)
def test_what_is_no_server_is_refused(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        clean_origin(typed)


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_an_https_origin_or_a_refusal(typed: str) -> None:
    try:
        origin = clean_origin(typed)
    except InvalidAddress:
        return
    assert origin.startswith("https://")
    assert "@" not in origin
    assert clean_origin(origin) == origin


def test_only_an_allowed_pair_is_called_in_clear() -> None:
    allowed = ["127.0.0.1:4000"]
    assert clean_origin("127.0.0.1:4000", unencrypted=allowed) == "http://127.0.0.1:4000"
    assert clean_origin("https://127.0.0.1:4000", unencrypted=allowed) == "https://127.0.0.1:4000"
    assert clean_origin("127.0.0.1:4001", unencrypted=allowed) == "https://127.0.0.1:4001"


def test_a_server_is_named_by_its_host_and_what_is_none_as_it_was_typed() -> None:
    assert server_name("@claire@mastodon.social") == "mastodon.social"
    assert server_name(" not a server ") == "not a server"


@pytest.mark.parametrize(
    ("origin", "is_here"),
    [
        ("http://127.0.0.1:4000", True),
        ("https://[::1]:4000", True),
        ("http://localhost:4000", True),
        ("https://mastodon.social", False),
        ("https://localhost.example", False),
    ],
)
def test_a_server_on_this_machine_is_known(origin: str, is_here: bool) -> None:
    assert is_on_this_machine(origin) is is_here


@pytest.mark.parametrize(
    ("status", "verified_at", "paused_until", "expected"),
    [
        ("connected", JUST, None, Health.WELL),
        ("connected", NOW - SILENT_AFTER, None, Health.WELL),
        ("connected", NOW - SILENT_AFTER - timedelta(seconds=1), None, Health.SILENT),
        ("connected", None, None, Health.WELL),
        ("connected", JUST, SOON, Health.PAUSED),
        ("connected", JUST, JUST, Health.WELL),
        ("connected", JUST, NOW, Health.WELL),
        ("needs_reconnection", JUST, SOON, Health.LOST),
        ("disconnected", JUST, SOON, Health.DISCONNECTED),
    ],
)
def test_health_is_what_a_person_must_know_first(
    status: str, verified_at: datetime | None, paused_until: datetime | None, expected: Health
) -> None:
    found = health(status=status, verified_at=verified_at, paused_until=paused_until, now=NOW)
    assert found is expected
