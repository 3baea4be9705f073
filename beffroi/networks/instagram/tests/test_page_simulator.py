"""The simulated Instagram keeps its two logins apart, as the vendor's hosts do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.page_world import RETURN, PageWorld
from beffroi.networks.instagram.tests.test_simulator import call, refused


@pytest.fixture(scope="module")
def shared() -> Iterator[PageWorld]:
    """A world for calls that change nothing in it."""
    with Simulator() as simulator:
        yield PageWorld(simulator)


def numbers(world: PageWorld) -> dict[str, str]:
    return {
        "account": world.us.id,
        "other_account": world.simulator.other.id,
        "page": world.page.id,
        "other_page": list(world.simulator.pages)[1],
    }


@pytest.mark.parametrize(
    ("method", "path", "form", "expected"),
    [
        ("GET", "me", {"fields": "user_id,username"}, (100, 0)),  # "me" is the Page
        ("GET", "me/media", {"fields": "id"}, (100, 0)),
        ("GET", "{account}", {"fields": "account_type"}, (100, 0)),
        ("GET", "{account}/conversations", {"platform": "instagram"}, (100, 0)),
        ("POST", "{account}/subscribed_apps", {"subscribed_fields": "comments"}, (100, 0)),
        ("GET", "{other_account}/media", {"fields": "id"}, (100, 33)),
        ("GET", "{other_page}", {"fields": "name"}, (100, 33)),
        ("GET", "{other_page}/conversations", {"platform": "instagram"}, (100, 33)),
        ("POST", "{page}/subscribed_apps", {"subscribed_fields": "comments"}, (100, 0)),
        ("GET", "{page}/conversations", {"platform": "messenger"}, (100, 0)),
    ],
)
def test_a_page_s_token_reaches_what_it_may(
    shared: PageWorld, method: str, path: str, form: dict[str, str], expected: tuple[int, int]
) -> None:
    whole = f"/v26.0/{path.format(**numbers(shared))}"
    assert refused(shared, method, whole, **form) == expected


@pytest.mark.parametrize("path", ["{page}", "{page}/subscribed_apps", "{page}/conversations"])
def test_a_token_of_instagram_s_own_login_knows_no_page(shared: PageWorld, path: str) -> None:
    whole, token = f"/v26.0/{path.format(**numbers(shared))}", shared.simulator.issue()
    status, answer = call(shared, "GET", whole, token=token, platform="instagram")
    assert (status, answer["error"]["code"]) == (400, 100)


def test_who_is_not_the_person_has_no_list_of_pages(shared: PageWorld) -> None:
    status, answer = call(shared, "GET", "/v26.0/me/accounts", fields="id")
    assert (status, answer["error"]["code"]) == (403, 200)


@pytest.mark.parametrize("is_facebook_s", [True, False])
def test_each_dialog_knows_its_own_app_alone(shared: PageWorld, is_facebook_s: bool) -> None:
    shared.developer_app(RETURN)
    other = shared.simulator.set_up_app(RETURN)
    client_id = other.id if is_facebook_s else shared.app.client_id
    path = "/v26.0/dialog/oauth" if is_facebook_s else "/oauth/authorize"
    asked = {"redirect_uri": RETURN, "state": "s", "scope": "x", "client_id": client_id}
    assert refused(shared, "GET", f"{path}?{urlencode(asked)}")[0] == 101


@pytest.mark.parametrize(
    ("scope", "edge"),
    [
        ("instagram_basic", "{account}/media"),
        ("pages_read_engagement", "{account}/media"),
        ("instagram_manage_messages", "{page}/conversations?platform=instagram"),
        ("pages_manage_metadata", "{page}/conversations?platform=instagram"),
        ("pages_manage_metadata", "{page}/subscribed_apps"),
    ],
)
def test_each_call_wants_its_permission(page_world: PageWorld, scope: str, edge: str) -> None:
    page_world.simulator.page_authority.narrow(without=[scope])
    status, answer = call(page_world, "GET", f"/v26.0/{edge.format(**numbers(page_world))}")
    assert (status, answer["error"]["code"]) == (403, 200)


def test_a_call_with_another_app_s_proof_is_refused(shared: PageWorld) -> None:
    path = f"/v26.0/{shared.page.id}"
    assert refused(shared, "GET", path, fields="id", appsecret_proof="0" * 64)[0] == 100
