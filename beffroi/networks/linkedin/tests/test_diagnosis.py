"""What keeps a page's channel from working whole, as a person would be told."""

from __future__ import annotations

import pytest

from beffroi.networks.contracts import DiagnosisCode
from beffroi.networks.errors import NetworkUnavailable, RateLimited
from beffroi.networks.linkedin.simulator_strangers import ATELIER, CLAIRE
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.simulation_faults import BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper

URL = "https://beffroi.test"


def found(world: LinkedInWorld, public_url: str = URL) -> list[tuple[DiagnosisCode, str]]:
    return [(one.code, one.detail) for one in world.channel().diagnose(public_url=public_url)]


def test_all_is_well(world: LinkedInWorld) -> None:
    assert found(world) == []
    world.channel().subscribe(callback_url=f"{URL}/hooks/")
    assert found(world) == []


def test_scopes_that_were_not_given_are_listed(world: LinkedInWorld) -> None:
    world.keeper.change(scopes="r_basicprofile w_member_social r_organization_social")
    assert found(world) == [
        (DiagnosisCode.SCOPE_MISSING, "w_organization_social rw_organization_admin")
    ]


def test_newer_names_of_scopes_are_the_same(world: LinkedInWorld) -> None:
    world.keeper.change(
        scopes="r_organization_social_feed w_organization_social_feed rw_organization_admin"
    )
    assert found(world) == []


@pytest.mark.parametrize("role", [None, ("ANALYST", "APPROVED"), ("ADMINISTRATOR", "REQUESTED")])
def test_a_role_that_was_lost_is_said(world: LinkedInWorld, role: tuple[str, str] | None) -> None:
    del world.simulator.state.roles[CLAIRE, ATELIER]
    if role:
        world.simulator.state.roles[CLAIRE, ATELIER] = role
    assert found(world) == [(DiagnosisCode.ROLE_MISSING, "ADMINISTRATOR")]


def test_a_dead_access_is_said(world: LinkedInWorld) -> None:
    world.revoke()
    assert found(world) == [(DiagnosisCode.ACCESS_LOST, "")]


def test_a_retired_version_is_said(world: LinkedInWorld) -> None:
    world.change(is_version_retired=True)
    assert found(world) == [(DiagnosisCode.VERSION_RETIRED, "")]


def test_a_day_s_calls_used_up_are_said(world: LinkedInWorld) -> None:
    world.change(calls_per_day=0)
    assert found(world) == [(DiagnosisCode.QUOTA_EXHAUSTED, "")]


def test_a_product_that_the_vendor_has_not_approved_is_said(world: LinkedInWorld) -> None:
    refusal = {"status": 403, "code": "ACCESS_DENIED", "message": "partnerApiOrganizationAcls"}
    world.answer_once("roles", refusal, status=403)
    assert found(world) == [(DiagnosisCode.REVIEW_REQUIRED, "")]


def test_webhooks_that_wait_for_the_second_review_are_said(world: LinkedInWorld) -> None:
    world.change(is_development=True)
    assert found(world) == [(DiagnosisCode.REVIEW_REQUIRED, "webhooks")]


def test_an_app_without_its_number_is_said(world: LinkedInWorld) -> None:
    app = world.app(world.made, application_id="")
    world.keeper = MemoryKeeper(world.keeper.read(), app=app)
    assert found(world) == [(DiagnosisCode.APP_MISCONFIGURED, "")]


@pytest.mark.parametrize("url", ["", "http://beffroi.test", "https://localhost", "not an address"])
def test_an_address_that_linkedin_cannot_reach_is_said(world: LinkedInWorld, url: str) -> None:
    assert found(world, url) == [(DiagnosisCode.NOT_TOLD_AT_ONCE, "")]


@pytest.mark.parametrize(
    "kind", [one for one in BEFORE_EFFECT if one is not FaultKind.HANG], ids=lambda one: one.value
)
def test_being_cut_off_is_no_finding(world: LinkedInWorld, kind: FaultKind) -> None:
    world.simulator.faults.add("*", Fault(kind))
    with pytest.raises(NetworkUnavailable):
        found(world)


def test_too_many_calls_are_no_finding(world: LinkedInWorld) -> None:
    world.answer_once("roles", "{}", status=429, **{"Retry-After": "9"})
    with pytest.raises(RateLimited):
        found(world)
