from __future__ import annotations

import hashlib
import hmac

import pytest

from beffroi.listening.models import AlertEvent
from beffroi.listening.telling import rules
from beffroi.listening.telling.rules import Choice

OPENED = {"level": 1, "triggers": ["volume"]}
GRAVE = {"level": 1, "triggers": ["gravity", "volume"]}


@pytest.mark.parametrize(
    ("kind", "detail", "level", "told"),
    [
        ("opened", OPENED, 1, {Choice.ALL}),
        ("opened", OPENED, 2, {Choice.ALL, Choice.PRESSING}),
        ("opened", GRAVE, 1, {Choice.ALL, Choice.PRESSING}),
        ("grew", {"trigger": "tone"}, 2, set()),
        ("grew", {"trigger": "gravity"}, 1, {Choice.ALL, Choice.PRESSING}),
        ("raised", {}, 2, {Choice.ALL, Choice.PRESSING}),
        ("phase", {"phase": "surge"}, 2, set()),
        ("fallen", {}, 2, set()),
        ("snoozed", {}, 2, set()),
    ],
)
def test_people_are_told_of_what_they_chose(
    kind: str, detail: dict[str, object], level: int, told: set[Choice]
) -> None:
    found = {
        choice for choice in Choice if rules.is_for_people(kind, detail, level=level, choice=choice)
    }
    assert found == told


@pytest.mark.parametrize("kind", AlertEvent.Kind)
def test_an_address_is_told_of_all_but_what_people_put_off(kind: AlertEvent.Kind) -> None:
    assert rules.is_for_addresses(kind) is (kind is not AlertEvent.Kind.SNOOZED)


def test_a_call_is_signed_with_its_instant() -> None:
    secret, body = b"secret", b'{"id":1}'
    digest = hmac.new(secret, b'1700000000.{"id":1}', hashlib.sha256).hexdigest()
    assert rules.signature(secret, body, at_seconds=1_700_000_000) == f"t=1700000000,v1={digest}"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" https://example.org/in?a=1 ", "https://example.org/in?a=1"),
        ("http://example.org/", ""),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://127.0.0.1:8081/", ""),
        ("https://me:pass@example.org/", ""),
        ("https:///nowhere", ""),
        ("https://example.org/#part", ""),
        ("https://exam ple.org/", ""),
        ("https://example.org:port/", ""),
        ("javascript:alert(1)", ""),
        ("https://127.0.0.1/", ""),
        ("https://127.0.0.1:8080/", "https://127.0.0.1:8080/"),
        ("https://127.1/", ""),
        ("https://2130706433/", ""),
        ("https://0x7f000001/", ""),
        ("https://169.254.169.254/", ""),
        ("https://10.0.0.1:8443/", ""),
        ("https://[::1]/", ""),
        ("https://[::ffff:10.0.0.1]/", ""),
        ("https://[fd00::1]:8080/", "https://[fd00::1]:8080/"),
        ("https://8.8.8.8/in", "https://8.8.8.8/in"),
        ("https://[2606:4700::1111]/in", "https://[2606:4700::1111]/in"),
    ],
)
def test_only_what_can_be_called_safely_is_an_address(written: str, kept: str) -> None:
    assert rules.clean_address(written, allow={"127.0.0.1:8080", "[fd00::1]:8080"}) == kept
