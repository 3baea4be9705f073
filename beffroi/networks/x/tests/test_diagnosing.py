"""What keeps a channel from working whole, found by asking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beffroi.networks.contracts import DiagnosisCode
from beffroi.networks.errors import NetworkUnavailable, RateLimited
from beffroi.networks.tests.world import MemoryKeeper
from beffroi.networks.x.declaration import SCOPES
from beffroi.networks.x.tests.world import XWorld

PUBLIC = "https://beffroi.test"


def codes(world: XWorld, public_url: str = PUBLIC) -> list[DiagnosisCode]:
    return [one.code for one in world.channel().diagnose(public_url=public_url)]


def test_nothing_is_wrong_with_a_channel_that_works(world: XWorld) -> None:
    assert codes(world) == []


def test_an_access_that_died_is_told(world: XWorld) -> None:
    world.revoke()
    world.advance(hours=3)
    assert codes(world) == [DiagnosisCode.ACCESS_LOST]


def test_scopes_that_were_not_allowed_are_listed(world: XWorld) -> None:
    scopes = tuple(one for one in SCOPES if one not in {"media.write", "tweet.moderate.write"})
    world.keeper = world.new_keeper(scopes=scopes)
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert found.code is DiagnosisCode.SCOPE_MISSING
    assert found.detail == "tweet.moderate.write, media.write"


def test_credits_that_are_used_up_are_told_and_where_to_buy_some(world: XWorld) -> None:
    world.change(credits_usd=0.0)
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.url) == (
        DiagnosisCode.CREDITS_EXHAUSTED,
        "https://console.x.com",
    )


def test_an_app_without_the_access_for_a_call_is_told(world: XWorld) -> None:
    world.change(is_enrolled=False)
    assert codes(world) == [DiagnosisCode.REVIEW_REQUIRED]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, {"title": "Forbidden", "detail": "Forbidden"}, DiagnosisCode.SCOPE_MISSING),
        (403, {"errors": [{"code": 64}]}, DiagnosisCode.RESTRICTED),
        (
            403,
            {"type": "https://api.x.com/2/problems/unsupported-authentication"},
            DiagnosisCode.APP_MISCONFIGURED,
        ),
    ],
)
def test_each_refusal_is_a_finding(
    world: XWorld, status: int, body: Any, expected: DiagnosisCode
) -> None:
    world.answer_once("me", body, status=status)
    assert codes(world) == [expected]


def test_what_the_operator_forgot_is_listed(world: XWorld) -> None:
    world.keeper._app = replace(world.keeper.app(), extra={"consumer_key": "k"})
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.detail) == (DiagnosisCode.APP_MISCONFIGURED, "consumer_secret")


def test_a_channel_without_an_app_is_told(world: XWorld) -> None:
    world.keeper = MemoryKeeper(world.keeper.read())
    assert codes(world) == [DiagnosisCode.APP_MISCONFIGURED]


@pytest.mark.parametrize(
    ("public_url", "is_fit"),
    [
        ("https://beffroi.exemple.fr", True),
        ("https://beffroi.exemple.fr/dossier/", True),
        ("http://beffroi.exemple.fr", False),
        ("https://beffroi.exemple.fr:8443", False),
        ("https://127.0.0.1", False),
        ("https://[::1]/", False),
        ("https://localhost", False),
        ("", False),
    ],
)
def test_x_calls_back_at_a_name_over_https_alone(
    world: XWorld, public_url: str, is_fit: bool
) -> None:
    expected = [] if is_fit else [DiagnosisCode.NOT_TOLD_AT_ONCE]
    assert codes(world, public_url) == expected


def test_what_cannot_be_asked_now_is_no_finding(world: XWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        codes(world)
    world.answer_once("me", {"title": "Too Many Requests"}, status=429)
    with pytest.raises(RateLimited):
        codes(world)
    for body in ("<html>", "{}"):
        world.answer_once("me", body)
        with pytest.raises(NetworkUnavailable):
            codes(world)
