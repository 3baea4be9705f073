"""What keeps a channel from working whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from beffroi.networks.contracts import DiagnosisCode
from beffroi.networks.errors import NetworkUnavailable, RateLimited
from beffroi.networks.instagram.tests.world import InstagramWorld

PUBLIC = "https://beffroi.example.com"


def codes(world: InstagramWorld, public_url: str = PUBLIC) -> list[DiagnosisCode]:
    return [one.code for one in world.channel().diagnose(public_url=public_url)]


def test_nothing_is_wrong_with_a_whole_channel(world: InstagramWorld) -> None:
    assert codes(world) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://beffroi.example.com",
        "https://localhost",
        "https://192.168.1.4",
        "https://nas",
        "https://beffroi.local",
        "https://[::1]",
        "https://[bad",
    ],
)
def test_an_address_that_instagram_cannot_reach_is_found(world: InstagramWorld, url: str) -> None:
    assert codes(world, url) == [DiagnosisCode.PUBLIC_ADDRESS_NEEDED]


def test_a_dead_access_is_all_there_is_to_say(world: InstagramWorld) -> None:
    world.revoke()
    assert codes(world, "") == [DiagnosisCode.ACCESS_LOST]


@pytest.mark.parametrize("name", ["content_publish", "manage_messages", "manage_insights"])
def test_what_was_not_allowed_is_named(world: InstagramWorld, name: str) -> None:
    scope = f"instagram_business_{name}"
    world.simulator.authority.narrow(without=[scope])
    (found,) = world.channel().diagnose(public_url=PUBLIC)
    assert (found.code, found.detail) == (DiagnosisCode.SCOPE_MISSING, scope)


def test_what_was_refused_on_the_page_is_named_once(world: InstagramWorld) -> None:
    allowed = "instagram_business_basic,instagram_business_content_publish"
    access = world.keeper.read()
    world.keeper._access = replace(access, secrets={**access.secrets, "permissions": allowed})
    world.simulator.authority.narrow(without=["instagram_business_manage_messages"])
    found = [one.detail for one in world.channel().diagnose(public_url=PUBLIC)]
    assert sorted(found) == [
        "instagram_business_manage_comments",
        "instagram_business_manage_insights",
        "instagram_business_manage_messages",
    ]


def test_a_spent_quota_is_found(world: InstagramWorld) -> None:
    world.simulator.world.habits.posts_a_day = 0
    assert codes(world) == [DiagnosisCode.QUOTA_EXHAUSTED]


@pytest.mark.parametrize(
    ("code", "subcode", "expected"),
    [
        (25, 2207050, DiagnosisCode.RESTRICTED),
        (368, 0, DiagnosisCode.RESTRICTED),
        (2635, 0, DiagnosisCode.VERSION_RETIRED),
        (101, 0, DiagnosisCode.APP_MISCONFIGURED),
    ],
)
def test_a_refusal_of_another_kind_is_a_finding(
    world: InstagramWorld, code: int, subcode: int, expected: DiagnosisCode
) -> None:
    world.refuse_once("quota", code, subcode)
    assert codes(world) == [expected]


def test_a_version_that_no_longer_answers_is_found(world: InstagramWorld) -> None:
    world.simulator.served_version = "v28.0"
    assert codes(world) == [DiagnosisCode.VERSION_RETIRED]


def test_figures_that_are_only_missing_today_are_none(world: InstagramWorld) -> None:
    world.refuse_once("insights", 10, message="(#10) Not enough viewers")
    assert codes(world) == []


@pytest.mark.parametrize(
    ("refuse", "kind"),
    [
        (lambda world: world.answer_once("me", "<html>", status=502), NetworkUnavailable),
        (lambda world: world.refuse_once("quota", 4), RateLimited),
    ],
)
def test_what_cannot_be_asked_now_is_no_finding(
    world: InstagramWorld, refuse: Callable[[InstagramWorld], None], kind: type[Exception]
) -> None:
    refuse(world)
    with pytest.raises(kind):
        world.channel().diagnose(public_url=PUBLIC)
