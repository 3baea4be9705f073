from __future__ import annotations

import pytest

from beffroi.networks.contracts import DiagnosisCode as Code
from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.facebook.connect import SCOPES
from beffroi.networks.facebook.tests.world import FacebookWorld

PUBLIC = "https://beffroi.test"


def codes(world: FacebookWorld, *, public_url: str = PUBLIC) -> list[Code]:
    return [one.code for one in world.channel().diagnose(public_url=public_url)]


def test_a_page_that_works_whole_has_nothing(world: FacebookWorld) -> None:
    assert codes(world) == []


@pytest.mark.parametrize("subcode", [458, 460, 463, 467])
def test_a_dead_token_asks_for_a_new_consent(world: FacebookWorld, subcode: int) -> None:
    world.simulator.authority.kill(subcode=subcode)
    assert codes(world) == [Code.ACCESS_LOST]


def test_a_role_that_is_lost_asks_for_the_role(world: FacebookWorld) -> None:
    world.simulator.authority.kill(subcode=492)
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert found.code is Code.ROLE_MISSING
    assert "profile_access" in found.url


def test_consent_to_read_ends_after_ninety_days(
    world: FacebookWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.advance(days=91)
    monkeypatch.setattr("beffroi.networks.http.NetworkHttp.now", lambda _: world.now())
    assert codes(world) == [Code.ACCESS_LOST]


def test_missing_scopes_are_named(world: FacebookWorld) -> None:
    world.keeper = world.keeper_with(*(set(SCOPES) - {"pages_messaging", "read_insights"}))
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.detail) == (Code.SCOPE_MISSING, "pages_messaging, read_insights")


def test_scopes_that_were_given_for_another_page_alone_are_missing(world: FacebookWorld) -> None:
    world.simulator.authority.narrow(account=world.simulator.page.id)
    assert codes(world) == [Code.SCOPE_MISSING]


def test_missing_tasks_are_named(world: FacebookWorld) -> None:
    world.keeper.change(tasks="CREATE_CONTENT,ANALYZE")
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.detail) == (Code.ROLE_MISSING, "MODERATE, MESSAGING")


def test_a_call_refused_although_it_was_allowed_waits_for_the_vendor(world: FacebookWorld) -> None:
    world.refuse_once("conversations", 10)
    world.refuse_once("visitors", 10)
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert found.code is Code.REVIEW_REQUIRED
    assert found.url.startswith("https://developers.facebook.com/")


def test_a_version_that_is_no_longer_served_is_told(world: FacebookWorld) -> None:
    world.simulator.served_version = "v27.0"
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.detail) == (Code.VERSION_RETIRED, "v26.0")


def test_a_restricted_page_is_told(world: FacebookWorld) -> None:
    world.refuse_once("published_posts", 368)
    assert codes(world) == [Code.RESTRICTED]


@pytest.mark.parametrize("public_url", ["", "http://192.168.1.4:8000"])
def test_webhooks_want_a_public_address(world: FacebookWorld, public_url: str) -> None:
    assert codes(world, public_url=public_url) == [Code.NOT_TOLD_AT_ONCE]


def test_an_app_whose_secret_changed_is_for_the_operator(world: FacebookWorld) -> None:
    world.simulator.authority.app = type(world.simulator.app)("1", "another-secret")
    assert codes(world) == [Code.ACCESS_LOST]


def test_a_network_that_does_not_answer_is_no_finding(world: FacebookWorld) -> None:
    world.answer_once("debug_token", "Bad gateway", status=502)
    with pytest.raises(NetworkUnavailable):
        codes(world)
    world.answer_once("conversations", "Bad gateway", status=502)
    with pytest.raises(NetworkUnavailable):
        codes(world)


def test_an_answer_of_an_unknown_shape_is_a_dead_token(world: FacebookWorld) -> None:
    for body in ({}, {"data": 5}, {"data": {"is_valid": "yes", "granular_scopes": {"a": 1}}}):
        world.answer_once("debug_token", body)
        assert codes(world) == [Code.ACCESS_LOST]
