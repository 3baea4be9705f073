"""From the consent page to an access for each page, and every way in which that may be refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks.contracts import Connection, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkUnavailable,
    NoAccount,
    UnexpectedResponse,
)
from beffroi.networks.linkedin.connect import wanted_scopes
from beffroi.networks.linkedin.declaration import COMMUNITY_SCOPES, HOME, MEMBER_SCOPES
from beffroi.networks.linkedin.simulator_strangers import ATELIER, BAKERY, CLAIRE
from beffroi.networks.linkedin.tests.world import REDIRECT, LinkedInWorld
from beffroi.networks.tests.world import MemoryKeeper


def authorize_url(world: LinkedInWorld, app: DeveloperApp, state: str = "s") -> str:
    return world.network.authorize_url(app, redirect_uri=REDIRECT, state=state, code_challenge="c")


def exchange(world: LinkedInWorld, app: DeveloperApp, **changes: str) -> list[Connection]:
    wanted = {"redirect_uri": REDIRECT, "code_verifier": "", **changes}
    return list(world.network.exchange(app, **wanted))


def connect(world: LinkedInWorld, app: DeveloperApp | None = None) -> list[Connection]:
    app = app or world.developer_app(REDIRECT)
    return exchange(world, app, code=world.approve(authorize_url(world, app)))


def member_app(world: LinkedInWorld) -> DeveloperApp:
    return world.app(world.make_app(has_community=False))


def test_one_yes_connects_the_member_and_each_page_that_they_administer(
    world: LinkedInWorld,
) -> None:
    profiles = [one.profile for one in connect(world)]
    assert [(one.account_id, one.kind) for one in profiles] == [
        (CLAIRE, "person"),
        (ATELIER, "organization"),
        (BAKERY, "organization"),
    ]
    assert [one.display_name for one in profiles] == [
        "Claire Martin",
        "Atelier Martin",
        "Boulangerie Martin",
    ]
    assert [one.handle for one in profiles] == [
        "claire-martin",
        "atelier-martin",
        "boulangerie-martin",
    ]
    assert [one.url for one in profiles] == [
        "https://www.linkedin.com/in/claire-martin/",
        "https://www.linkedin.com/company/atelier-martin/",
        "https://www.linkedin.com/company/boulangerie-martin/",
    ]


def test_an_app_of_a_member_connects_the_member_alone(world: LinkedInWorld) -> None:
    (only,) = connect(world, member_app(world))
    assert (only.profile.account_id, only.profile.kind) == (CLAIRE, "person")
    assert (only.profile.handle, only.profile.display_name) == ("Claire Martin", "Claire Martin")
    assert "refresh_token" not in only.access.secrets


def test_somebody_without_a_page_connects_themselves(world: LinkedInWorld) -> None:
    world.simulator.state.roles.clear()
    assert [one.profile.kind for one in connect(world)] == ["person"]


def test_a_page_whose_name_cannot_be_read_is_connected_by_its_number(world: LinkedInWorld) -> None:
    del world.simulator.state.organizations[BAKERY]
    assert connect(world)[2].profile.display_name == "5515716"


def test_a_role_that_was_not_asked_for_connects_nothing(world: LinkedInWorld) -> None:
    roles = [
        {"organization": "urn:li:organization:1", "role": "ANALYST", "state": "APPROVED"},
        {"organization": "urn:li:organization:2", "role": "ADMINISTRATOR", "state": "REQUESTED"},
        {
            "organization": "urn:li:organizationBrand:3",
            "role": "ADMINISTRATOR",
            "state": "APPROVED",
        },
        {"role": "ADMINISTRATOR", "state": "APPROVED"},
        {"organization": BAKERY, "role": "ADMINISTRATOR", "state": "APPROVED"},
    ]
    world.answer_once("roles", {"elements": roles})
    assert [one.profile.account_id for one in connect(world)] == [CLAIRE, BAKERY]


def test_every_page_of_the_list_of_pages_is_read(world: LinkedInWorld) -> None:
    world.small_pages(1)
    assert len(connect(world)) == 3


@pytest.mark.parametrize(
    ("community", "scopes"),
    [
        ("", MEMBER_SCOPES),
        ("  ", MEMBER_SCOPES),
        ("yes", COMMUNITY_SCOPES),
        ("Oui", COMMUNITY_SCOPES),
        (
            "r_basicprofile, w_member_social_feed r_organization_social_feed",
            ("r_basicprofile", "w_member_social_feed", "r_organization_social_feed"),
        ),
    ],
)
def test_what_is_asked_is_what_the_app_was_given(
    world: LinkedInWorld, community: str, scopes: tuple[str, ...]
) -> None:
    app = DeveloperApp(HOME, "id", "secret", {"community": community})
    assert wanted_scopes(app) == scopes
    url = urlsplit(authorize_url(world, app, state="a state &="))
    query = parse_qs(url.query)
    assert url.netloc == "www.linkedin.com"
    assert query["scope"] == [" ".join(scopes)]
    assert query["state"] == ["a state &="]
    assert "+" not in url.query


def test_the_newer_names_of_scopes_will_do(world: LinkedInWorld) -> None:
    newer = (
        "r_basicprofile w_member_social_feed r_organization_social_feed "
        "w_organization_social_feed rw_organization_admin"
    )
    app = world.app(world.make_app(), community=newer)
    assert len(connect(world, app)) == 3


def test_scopes_that_the_app_was_not_given_are_refused_on_the_way_back(
    world: LinkedInWorld,
) -> None:
    app = replace(member_app(world), extra={"community": "yes"})
    status, location, _ = world.ask(authorize_url(world, app))
    assert status == 302
    assert parse_qs(urlsplit(location).query)["error"] == ["unauthorized_scope_error"]


def test_the_state_comes_back_with_a_yes_and_with_a_no(world: LinkedInWorld) -> None:
    url = authorize_url(world, world.developer_app(REDIRECT), state="a state &=")
    assert world.decide(url, "allow")["state"] == ["a state &="]
    refusal = world.decide(url, "refuse")
    assert (refusal["state"], refusal["error"]) == (["a state &="], ["user_cancelled_authorize"])


def test_a_code_works_once_and_dies_after_half_an_hour(world: LinkedInWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    exchange(world, app, code=code)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code)
    late = world.approve(authorize_url(world, app))
    world.advance(minutes=30)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=late)


def test_a_wrong_secret_is_for_the_operator_to_mend(world: LinkedInWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    with pytest.raises(AppMisconfigured):
        exchange(world, replace(app, client_secret="wrong"), code=code)


def test_less_than_what_is_needed_is_not_an_access(world: LinkedInWorld) -> None:
    app = world.developer_app(REDIRECT)
    issued = world.simulator.authority.issue(app.client_id, CLAIRE, ["r_basicprofile"])
    world.answer_once("token", issued)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code="any")


def test_a_yes_for_pages_by_somebody_who_has_none_connects_nothing(world: LinkedInWorld) -> None:
    world.simulator.state.roles.clear()
    pages_alone = "r_basicprofile w_organization_social rw_organization_admin"
    with pytest.raises(NoAccount):
        connect(world, world.app(world.make_app(), community=pages_alone))


def test_an_app_whose_server_is_now_inside_is_a_refused_address(world: LinkedInWorld) -> None:
    app = replace(world.developer_app(REDIRECT), origin="http://127.0.0.1:9")
    with pytest.raises(ContentRefused) as caught:
        exchange(world, app, code="any")
    assert caught.value.field == "address"


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"access_token": 5.5}'])
def test_a_token_that_cannot_be_read_is_unexpected(world: LinkedInWorld, body: str) -> None:
    world.answer_once("token", body)
    with pytest.raises(UnexpectedResponse):
        exchange(world, world.developer_app(REDIRECT), code="any")


def test_without_a_refresh_token_the_access_ends_with_the_token(world: LinkedInWorld) -> None:
    (only,) = connect(world, member_app(world))
    assert only.access.ends_at is not None
    assert abs(only.access.ends_at - world.now() - timedelta(days=60)) < timedelta(minutes=1)


def test_with_a_refresh_token_the_access_ends_a_year_after_the_yes(world: LinkedInWorld) -> None:
    page = connect(world)[1]
    assert page.access.ends_at is not None
    assert abs(page.access.ends_at - world.now() - timedelta(days=365)) < timedelta(minutes=1)
    assert page.access.secrets["member"] == CLAIRE


# Renewal


def connected(world: LinkedInWorld) -> MemoryKeeper:
    app = world.developer_app(REDIRECT)
    page = connect(world, app)[1]
    world.keeper = MemoryKeeper(page.access, app=app)
    return world.keeper


def test_a_token_is_renewed_before_it_dies_and_the_year_is_not_counted_anew(
    world: LinkedInWorld,
) -> None:
    keeper = connected(world)
    before = keeper.read()
    world.channel().read_feedback(None)
    assert keeper.renewals == 0
    world.advance(days=59, hours=1)
    world.channel().read_feedback(None)
    after = keeper.read()
    assert keeper.renewals == 1
    assert after.secrets["access_token"] != before.secrets["access_token"]
    assert after.secrets["refresh_token"] == before.secrets["refresh_token"]
    assert before.ends_at is not None
    assert after.ends_at is not None
    assert abs(after.ends_at - before.ends_at) < timedelta(minutes=1)
    assert after.secrets["member"] == CLAIRE


def test_a_page_lives_a_whole_year_on_one_yes_and_no_longer(world: LinkedInWorld) -> None:
    keeper = connected(world)
    for _ in range(6):
        world.advance(days=59, hours=12)
        world.channel().read_feedback(None)
    assert keeper.renewals == 6
    world.advance(days=9)
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)


def test_a_reading_with_a_stale_token_is_made_again_with_a_new_one(world: LinkedInWorld) -> None:
    keeper = connected(world)
    world.simulator.authority.end_access()
    assert world.channel().read_feedback(None).items == ()
    assert keeper.renewals == 1


def test_a_visible_call_with_a_stale_token_renews_and_is_made_another_time(
    world: LinkedInWorld,
) -> None:
    keeper = connected(world)
    world.simulator.authority.end_access()
    post = world.post("Une fois")
    with pytest.raises(NetworkUnavailable):
        world.channel().publish(post)
    assert (keeper.renewals, world.simulator.calls["publish"]) == (1, 1)
    assert world.count_visible("Une fois") == 0
    world.channel().publish(post)
    assert world.count_visible("Une fois") == 1


def test_two_pages_renew_each_with_the_same_refresh_token(world: LinkedInWorld) -> None:
    app = world.developer_app(REDIRECT)
    keepers = [MemoryKeeper(one.access, app=app) for one in connect(world, app)[1:]]
    world.advance(days=60)
    for keeper in keepers:
        channel: Any = world.network.open(keeper)
        channel.read_feedback(None)
    assert [keeper.renewals for keeper in keepers] == [1, 1]


def test_a_yes_that_was_taken_back_asks_to_reconnect(world: LinkedInWorld) -> None:
    connected(world)
    world.revoke()
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Jamais"))


def test_a_secret_that_was_changed_is_for_the_operator_to_mend(world: LinkedInWorld) -> None:
    access = connected(world).read()
    app = replace(world.keeper.app(), client_secret="older")
    world.keeper = MemoryKeeper(access, app=app)
    world.advance(days=60)
    with pytest.raises(AppMisconfigured):
        world.channel().read_feedback(None)


def test_other_scopes_end_the_tokens_that_were_given_before(world: LinkedInWorld) -> None:
    keeper = connected(world)
    authority = world.simulator.authority
    authority.issue(keeper.app().client_id, CLAIRE, ["r_basicprofile", "w_member_social"])
    world.channel().read_feedback(None)
    assert keeper.renewals == 1
