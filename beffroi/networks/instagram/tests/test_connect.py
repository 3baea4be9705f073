"""From a person's yes to an access that keeps itself alive."""

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
    NetworkUnavailable,
    NoAccount,
    UnexpectedResponse,
)
from beffroi.networks.instagram.connect import authorize_url as write_authorize_url
from beffroi.networks.instagram.declaration import HOME, SCOPES
from beffroi.networks.instagram.tests.world import InstagramWorld

REDIRECT = "https://beffroi.test/channels/return/"


def authorize_url(world: InstagramWorld, app: DeveloperApp) -> str:
    return world.network.authorize_url(app, redirect_uri=REDIRECT, state="s", code_challenge="c")


def exchange(world: InstagramWorld, app: DeveloperApp, code: str) -> Connection:
    (connection,) = world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier="v")
    return connection


def connected(world: InstagramWorld) -> Connection:
    app = world.developer_app(REDIRECT)
    return exchange(world, app, world.approve(authorize_url(world, app)))


def test_each_of_the_vendor_s_hosts_is_asked_for_what_it_has() -> None:
    app = DeveloperApp(HOME, "1", "secret")
    url = write_authorize_url(app, redirect_uri=REDIRECT, state="s")
    assert url.startswith("https://www.instagram.com/oauth/authorize?")
    assert parse_qs(urlsplit(url).query)["scope"] == [",".join(SCOPES)]


def test_the_account_is_named_by_the_number_that_its_interface_wants(
    world: InstagramWorld,
) -> None:
    connection = connected(world)
    assert connection.access.account_id == world.us.id != world.us.scoped_id
    assert connection.profile.handle == "ateliermartin"
    assert connection.profile.display_name == "Atelier Martin"
    assert connection.profile.url == f"{world.simulator.origin}/ateliermartin/"
    assert connection.profile.kind == "business"


def test_an_access_lasts_sixty_days_from_the_start(world: InstagramWorld) -> None:
    world.simulator.clock.freeze()
    assert connected(world).access.ends_at == world.now() + timedelta(days=60)


def test_the_mark_that_the_vendor_puts_behind_a_code_is_left_out(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    assert exchange(world, app, f"{code}#_").access.account_id == world.us.id


def test_a_no_comes_back_as_a_no(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    refusal = world.decide(authorize_url(world, app), "refuse")
    assert (refusal["error"], refusal["state"]) == (["access_denied"], ["s"])


def test_a_code_works_once(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    exchange(world, app, code)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code)


@pytest.mark.parametrize(("client_id", "secret"), [("", "wrong"), ("1", "")], ids=["secret", "id"])
def test_an_app_that_is_wrong_is_its_operator_s_business(
    world: InstagramWorld, client_id: str, secret: str
) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    wrong = DeveloperApp(app.origin, client_id or app.client_id, secret or app.client_secret)
    with pytest.raises(AppMisconfigured):
        exchange(world, wrong, code)


def test_another_return_address_is_the_operator_s_business(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    with pytest.raises(AppMisconfigured):
        world.network.exchange(app, redirect_uri="https://other.test/", code=code, code_verifier="")


def test_less_than_what_is_needed_is_no_access(world: InstagramWorld) -> None:
    world.simulator.authority.unapproved = frozenset({"instagram_business_content_publish"})
    with pytest.raises(AccessRevoked):
        connected(world)


def test_what_is_only_useful_may_be_missing(world: InstagramWorld) -> None:
    world.simulator.authority.unapproved = frozenset({"instagram_business_manage_messages"})
    assert connected(world).access.account_id == world.us.id


@pytest.mark.parametrize("permissions", [None, list(SCOPES), ",".join(SCOPES)])
def test_a_token_may_come_in_the_older_shapes(world: InstagramWorld, permissions: Any) -> None:
    token = world.simulator.issue()
    told = {"access_token": token, "user_id": 1, "permissions": permissions}
    world.answer_once("token", {"data": [told]})
    connection = exchange(world, world.developer_app(REDIRECT), "any")
    assert connection.access.account_id == world.us.id


def test_a_private_account_has_nothing_to_connect(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    code = world.approve(authorize_url(world, app))
    me = {"user_id": "1", "username": "zoe", "account_type": "PERSONAL"}
    world.answer_once("me", me)
    with pytest.raises(NoAccount):
        exchange(world, app, code)


@pytest.mark.parametrize("body", [{}, [], {"access_token": ""}, {"data": []}, {"data": [5]}])
def test_an_answer_without_a_token_has_a_name(world: InstagramWorld, body: Any) -> None:
    world.answer_once("token", body)
    with pytest.raises((UnexpectedResponse, AccessRevoked)):
        exchange(world, world.developer_app(REDIRECT), "any")


def test_a_login_that_is_down_may_be_asked_again(world: InstagramWorld) -> None:
    app = world.developer_app(REDIRECT)
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        exchange(world, app, "any")


# Keeping it alive.


def test_an_access_is_extended_in_its_last_thirty_days_and_once(world: InstagramWorld) -> None:
    first = world.keeper.read()
    world.advance(days=29)
    world.channel().read_again(["1"])
    assert world.keeper.renewals == 0
    world.advance(days=2)
    for _ in range(3):
        world.channel().read_again(["1"])
    extended = world.keeper.read()
    assert world.keeper.renewals == 1
    assert extended.secrets["access_token"] != first.secrets["access_token"]
    assert extended.ends_at is not None
    assert abs(extended.ends_at - world.now() - timedelta(days=60)) < timedelta(minutes=1)
    world.advance(days=29)
    assert world.channel().read_again(["1"]) == {"1": None}


def test_a_token_of_less_than_a_day_is_never_extended(world: InstagramWorld) -> None:
    access = world.keeper.read()
    world.keeper._access = replace(access, ends_at=world.now() + timedelta(days=2))
    world.advance(hours=23)
    world.channel().read_again(["1"])
    assert world.simulator.calls["refresh"] == 0
    world.advance(hours=2)
    world.channel().read_again(["1"])
    assert world.simulator.calls["refresh"] == 1


def test_a_failure_to_extend_is_no_failure_yet(world: InstagramWorld) -> None:
    world.advance(days=40)
    world.answer_once("refresh", "<html>", status=503)
    assert world.channel().read_again(["1"]) == {"1": None}
    assert world.keeper.renewals == 1
    world.channel().read_again(["1"])
    assert world.simulator.calls["refresh"] == 1


def test_an_access_that_died_is_not_extended_and_asks_for_its_person(
    world: InstagramWorld,
) -> None:
    world.advance(days=61)
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
    assert world.simulator.calls["refresh"] == 0


def test_an_access_without_a_known_end_is_left_as_it_is(world: InstagramWorld) -> None:
    world.keeper._access = replace(world.keeper.read(), ends_at=None)
    world.advance(days=40)
    world.channel().read_again(["1"])
    assert world.keeper.renewals == 0
