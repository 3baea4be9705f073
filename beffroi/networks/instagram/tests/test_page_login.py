"""From a yes on Facebook's page to accounts that are connected through their Pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NoAccount,
    NotLinked,
    PermissionLost,
)
from beffroi.networks.families.graph.version import VERSION
from beffroi.networks.instagram import page_login
from beffroi.networks.instagram.declaration import BY_PAGE, DECLARATION, HOME, PAGE_SCOPES
from beffroi.networks.instagram.tests.page_world import RETURN, PageWorld


def names(page_world: PageWorld, *chosen: str) -> list[str]:
    return [one.profile.handle for one in page_world.connections(chosen=chosen or None)]


def test_facebook_s_own_page_asks_for_what_the_way_needs() -> None:
    app = DeveloperApp(HOME, "1", "secret", extra={"login": BY_PAGE})
    url = page_login.authorize_url(app, redirect_uri=RETURN, state="s", challenge="c")
    assert url.startswith(f"https://www.facebook.com/{VERSION.name}/dialog/oauth?")
    asked = parse_qs(urlsplit(url).query)["scope"][0].split(",")
    assert asked == [*PAGE_SCOPES, "business_management"]
    assert tuple(asked) == DECLARATION.logins[BY_PAGE].scopes


def test_each_page_that_is_linked_opens_its_account(page_world: PageWorld) -> None:
    first, second = page_world.connections()
    assert (first.profile.handle, second.profile.handle) == ("ateliermartin", "fournil.martin")
    assert first.profile.account_id == first.access.account_id == page_world.us.id
    assert first.profile.url == f"{page_world.simulator.origin}/ateliermartin/"
    assert first.access.secrets["page"] == page_world.page.id
    assert first.consented_by == page_world.simulator.person
    token = page_world.simulator.page_authority.tokens[first.access.secrets["access_token"]]
    assert (token.account, token.ends_at) == (page_world.page.id, None)
    assert first.access.ends_at is not None


def test_the_second_account_publishes_under_its_own_name(page_world: PageWorld) -> None:
    page_world.become(page_world.connections()[1])
    post = page_world.channel().publish(page_world.post("Du four"))
    owner_id = page_world.simulator.world.media[post.remote_id].owner_id
    assert owner_id == page_world.simulator.other.id


def test_a_channel_keeps_its_number_when_it_changes_from_one_way_to_the_other(
    page_world: PageWorld,
) -> None:
    access = page_world.connections()[0].access
    assert (access.origin, access.account_id) == (page_world.simulator.origin, page_world.us.id)


def test_only_what_was_chosen_is_offered(page_world: PageWorld) -> None:
    assert names(page_world, page_world.page.id, page_world.us.id) == ["ateliermartin"]


def test_no_page_is_no_account(page_world: PageWorld) -> None:
    with pytest.raises(NoAccount) as caught:
        page_world.connections(chosen=[page_world.us.id])
    assert not isinstance(caught.value, NotLinked)


def test_a_page_without_an_account_is_not_linked(page_world: PageWorld) -> None:
    bare = list(page_world.simulator.pages)[-1]
    with pytest.raises(NotLinked):
        page_world.connections(chosen=[bare, page_world.us.id])


def test_a_page_whose_account_was_not_chosen_is_not_linked(page_world: PageWorld) -> None:
    with pytest.raises(NotLinked):
        page_world.connections(chosen=[page_world.page.id])


def test_a_personal_account_is_not_linked(page_world: PageWorld) -> None:
    page_world.simulator.personal = {page_world.us.id}
    assert names(page_world) == ["fournil.martin"]
    page_world.simulator.personal.add(page_world.simulator.other.id)
    with pytest.raises(NotLinked):
        page_world.connections()


def test_who_may_not_publish_with_the_page_is_told_so(page_world: PageWorld) -> None:
    for page in page_world.simulator.pages.values():
        page.tasks = ("ANALYZE",)
    with pytest.raises(PermissionLost):
        page_world.connections()


@pytest.mark.parametrize("scope", page_login.NEEDED)
def test_less_than_what_is_needed_is_no_access(page_world: PageWorld, scope: str) -> None:
    page_world.simulator.page_authority.unapproved = frozenset({scope})
    with pytest.raises(AccessRevoked):
        page_world.connections()


def test_what_is_only_useful_may_be_missing_and_is_remembered(page_world: PageWorld) -> None:
    missing = "instagram_manage_messages"
    page_world.simulator.page_authority.unapproved = frozenset({missing})
    allowed = page_world.connections()[0].access.secrets["permissions"].split(",")
    assert set(allowed) == {*PAGE_SCOPES} - {missing}


def test_a_code_of_the_other_login_opens_nothing(page_world: PageWorld) -> None:
    app = page_world.developer_app(RETURN)
    other = page_world.simulator.set_up_app(RETURN)
    theirs = DeveloperApp(app.origin, other.id, other.secret)
    url = page_world.network.authorize_url(
        theirs, redirect_uri=RETURN, state="s", code_challenge=""
    )
    code = page_world.decide(url, "allow", chosen=[page_world.us.id])["code"][0]
    with pytest.raises(AccessRevoked):
        page_world.network.exchange(app, redirect_uri=RETURN, code=code, code_verifier="v")


def test_the_id_and_secret_of_the_other_login_are_the_operator_s_business(
    page_world: PageWorld,
) -> None:
    page_world.developer_app(RETURN)
    other = page_world.simulator.set_up_app(RETURN)
    mixed = DeveloperApp(page_world.app.origin, other.id, other.secret, extra={"login": BY_PAGE})
    with pytest.raises(AppMisconfigured):
        page_world.network.exchange(mixed, redirect_uri=RETURN, code="any", code_verifier="v")


def test_an_access_through_a_page_is_never_extended(page_world: PageWorld) -> None:
    page_world.advance(days=80)
    assert page_world.channel().read_again(["1"]) == {"1": None}
    assert page_world.keeper.renewals == 0
    assert page_world.simulator.calls["refresh"] == 0
