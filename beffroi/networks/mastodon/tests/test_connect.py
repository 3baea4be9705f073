"""From the name of a server to an access, and every way in which that may be refused."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import AccessRevoked, ContentRefused, NetworkUnavailable
from beffroi.networks.mastodon.connect import SCOPES
from beffroi.networks.mastodon.tests.world import MastodonWorld

REDIRECT = "https://beffroi.test/channels/return/?network=mastodon"
VERIFIER = "v" * 43


def challenge_of(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def register(world: MastodonWorld) -> DeveloperApp:
    return world.network.register(origin=world.simulator.origin + "/", redirect_uri=REDIRECT)


def authorize_url(world: MastodonWorld, app: DeveloperApp, state: str = "s") -> str:
    return world.network.authorize_url(
        app, redirect_uri=REDIRECT, state=state, code_challenge=challenge_of(VERIFIER)
    )


def exchange(world: MastodonWorld, app: DeveloperApp, **changes: str) -> Any:
    wanted = {"redirect_uri": REDIRECT, "code_verifier": VERIFIER, **changes}
    (connection,) = world.network.exchange(app, **wanted)
    return connection


def test_the_profile_bears_the_host_of_handles_and_not_of_the_server(world: MastodonWorld) -> None:
    app = register(world)
    connection = exchange(world, app, code=world.approve(authorize_url(world, app)))
    assert connection.profile.handle == "ateliermartin@mastodon.example"
    assert connection.profile.display_name == "Atelier Martin"
    assert connection.profile.url == f"{world.simulator.origin}/@ateliermartin"
    assert connection.access.origin == world.simulator.origin


def test_only_the_scopes_that_are_needed_are_asked(world: MastodonWorld) -> None:
    app = register(world)
    connection = exchange(world, app, code=world.approve(authorize_url(world, app)))
    token = world.simulator.authority.tokens[connection.access.secrets["access_token"]]
    assert token.scopes == SCOPES
    assert not {"read", "write", "follow", "push"} & set(SCOPES)


def test_the_state_comes_back_with_a_yes_and_with_a_no(world: MastodonWorld) -> None:
    url = authorize_url(world, register(world), state="a state &=")
    assert world.decide(url, "allow")["state"] == ["a state &="]
    refusal = world.decide(url, "refuse")
    assert (refusal["state"], refusal["error"]) == (["a state &="], ["access_denied"])


def test_a_code_works_once(world: MastodonWorld) -> None:
    app = register(world)
    code = world.approve(authorize_url(world, app))
    exchange(world, app, code=code)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code)


def test_a_code_without_its_verifier_is_worth_nothing(world: MastodonWorld) -> None:
    app = register(world)
    code = world.approve(authorize_url(world, app))
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code, code_verifier="w" * 43)


def test_a_code_dies_after_ten_minutes(world: MastodonWorld) -> None:
    app = register(world)
    code = world.approve(authorize_url(world, app))
    world.advance(minutes=10)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code)


def test_a_code_given_to_another_app_is_refused(world: MastodonWorld) -> None:
    code = world.approve(authorize_url(world, register(world)))
    with pytest.raises(AccessRevoked):
        exchange(world, register(world), code=code)


def test_an_app_that_the_server_forgot_is_refused(world: MastodonWorld) -> None:
    app = register(world)
    code = world.approve(authorize_url(world, app))
    world.simulator.reset()
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code)


def test_less_than_what_is_needed_is_not_an_access(world: MastodonWorld) -> None:
    app = register(world)
    world.answer_once("token", {"access_token": "t", "token_type": "Bearer", "scope": "read"})
    with pytest.raises(AccessRevoked):
        exchange(world, app, code="any")


def test_who_does_not_let_us_block_or_report_connects_all_the_same(world: MastodonWorld) -> None:
    scope = " ".join(
        one for one in SCOPES if one not in {"read:search", "write:blocks", "write:reports"}
    )
    app = register(world)
    token = world.simulator.authority.issue(world.simulator.owner.id)
    world.answer_once("token", {"access_token": token, "token_type": "Bearer", "scope": scope})
    assert exchange(world, app, code="any").access.secrets == {"access_token": token}


@pytest.mark.parametrize("scope", ["read write", "read write:statuses write:media", None])
def test_wider_scopes_or_untold_ones_will_do(world: MastodonWorld, scope: str | None) -> None:
    app = register(world)
    token = world.simulator.authority.issue(world.simulator.owner.id)
    world.answer_once("token", {"access_token": token, "token_type": "Bearer", "scope": scope})
    assert exchange(world, app, code="any").access.secrets == {"access_token": token}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, '{"error":"Not Found"}'),
        (404, "<html>"),
        (200, "<html>"),
        (200, "[]"),
        (200, "{}"),
        (403, "{}"),
        (422, "{}"),
        (301, ""),
    ],
)
def test_what_is_no_such_server_is_a_wrong_address(
    world: MastodonWorld, status: int, body: str
) -> None:
    world.answer_once("register", body, status=status)
    with pytest.raises(ContentRefused) as caught:
        register(world)
    assert caught.value.field == "address"


@pytest.mark.parametrize("origin", ["http://169.254.169.254", "ftp://example.com", "http://[::1"])
def test_an_address_inside_is_refused_before_any_call(world: MastodonWorld, origin: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.network.register(origin=origin, redirect_uri=REDIRECT)
    assert caught.value.field == "address"


def test_a_server_that_is_down_may_be_asked_again(world: MastodonWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        register(world)


def test_an_old_server_tells_the_host_of_handles_elsewhere(fork: MastodonWorld) -> None:
    app = register(fork)
    connection = exchange(fork, app, code=fork.approve(authorize_url(fork, app)))
    assert connection.profile.handle == "ateliermartin@pleroma.example"


def test_an_app_whose_server_is_now_inside_is_a_refused_address(world: MastodonWorld) -> None:
    app = replace(register(world), origin="http://127.0.0.1:9")
    with pytest.raises(ContentRefused) as caught:
        exchange(world, app, code="any")
    assert caught.value.field == "address"
