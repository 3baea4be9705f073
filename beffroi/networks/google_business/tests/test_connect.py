"""Consent: each place that a person manages is a channel."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from beffroi.networks.contracts import Connection
from beffroi.networks.errors import (
    AccessRevoked,
    NoAccount,
    PermissionLost,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld

REDIRECT = "https://beffroi.test/channels/return/"
VERIFIER = "correct-horse-battery-staple-correct-horse-battery"
CHALLENGE = "iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ"


def authorize_url(world: GoogleBusinessWorld) -> str:
    app = world.developer_app(REDIRECT)
    return world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )


def connect(world: GoogleBusinessWorld, *, account: str = "martin") -> Sequence[Connection]:
    code = world.decide(authorize_url(world), account=account)["code"][0]
    app = world.developer_app(REDIRECT)
    return world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)


def test_every_place_is_a_channel_once_and_goes_by_its_group(world: GoogleBusinessWorld) -> None:
    profiles = [one.profile for one in connect(world)]
    assert [(one.account_id, one.display_name) for one in profiles] == [
        ("accounts/101/locations/201", "Atelier Martin, Nantes"),
        ("accounts/101/locations/202", "Atelier Martin, Lille"),
    ]
    assert {one.kind for one in profiles} == {"place"}
    assert all(one.url.startswith("https://maps.google.com/") for one in profiles)
    told = "https://search.google.com/local/writereview?placeid="
    assert all(one.review_url.startswith(told) for one in profiles)


def test_many_places_come_in_pages(world: GoogleBusinessWorld) -> None:
    for number in range(203, 210):
        world.simulator.state.add_place("accounts/101", f"locations/{number}", "Halle", "")
    world.small_pages(2)
    found = connect(world)
    assert len(found) == 9
    assert found[-1].profile.display_name == "Halle, "[:5]


def test_somebody_without_a_place_has_no_account(world: GoogleBusinessWorld) -> None:
    with pytest.raises(NoAccount):
        connect(world, account="")


def test_a_project_that_was_never_approved_says_so_at_once(world: GoogleBusinessWorld) -> None:
    world.simulator.state.queries_per_minute = 0
    with pytest.raises(ReviewRequired):
        connect(world)


def test_a_place_without_a_map_leads_to_its_manager_s_page(world: GoogleBusinessWorld) -> None:
    code = world.approve(authorize_url(world))
    world.answer_once("accounts.list", {"accounts": [{"name": "accounts/101"}]})
    metadata = {"mapsUri": "javascript:alert(1)", "newReviewUri": "javascript:alert(2)"}
    place = {"name": "locations/7", "metadata": metadata}
    world.answer_once("locations.list", {"locations": [place]})
    app = world.developer_app(REDIRECT)
    (found,) = world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)
    assert found.profile.url == f"{world.home}/locations"
    assert found.profile.review_url == ""
    assert found.profile.display_name == "accounts/101/locations/7"


@pytest.mark.parametrize("answer", [[], {"accounts": "none"}, {"accounts": [{"type": "PERSONAL"}]}])
def test_a_list_that_is_none_is_an_error_with_a_name(
    world: GoogleBusinessWorld, answer: object
) -> None:
    code = world.approve(authorize_url(world))
    world.answer_once("accounts.list", answer)
    with pytest.raises(UnexpectedResponse):
        world.network.exchange(
            world.developer_app(REDIRECT),
            redirect_uri=REDIRECT,
            code=code,
            code_verifier=VERIFIER,
        )


def test_a_consent_to_something_else_is_not_enough(world: GoogleBusinessWorld) -> None:
    other = authorize_url(world).replace("business.manage", "youtube.readonly")
    code = world.decide(other, account="martin")["code"][0]
    with pytest.raises(PermissionLost) as caught:
        world.network.exchange(
            world.developer_app(REDIRECT),
            redirect_uri=REDIRECT,
            code=code,
            code_verifier=VERIFIER,
        )
    assert "business.manage" in caught.value.detail


def test_an_access_is_renewed_and_dies_with_its_consent(world: GoogleBusinessWorld) -> None:
    world.advance(hours=2)
    world.channel().read_feedback(None)
    assert world.keeper.renewals == 1
    world.revoke()
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
