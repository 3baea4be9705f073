"""From a person's yes to an access, and how it is kept alive: a refresh token works once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkUnavailable,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper
from beffroi.networks.x.declaration import DECLARATION, HOME, SCOPES
from beffroi.networks.x.simulator_oauth import challenge_of
from beffroi.networks.x.tests.world import REDIRECT, XWorld

VERIFIER = "v" * 43


def authorize_url(world: XWorld, app: DeveloperApp, state: str = "s") -> str:
    return world.network.authorize_url(
        app, redirect_uri=REDIRECT, state=state, code_challenge=challenge_of(VERIFIER)
    )


def exchange(world: XWorld, app: DeveloperApp, **changes: str) -> Any:
    wanted = {"redirect_uri": REDIRECT, "code_verifier": VERIFIER, **changes}
    (connection,) = world.network.exchange(app, **wanted)
    return connection


def approved(world: XWorld) -> tuple[DeveloperApp, str]:
    app = world.developer_app(REDIRECT)
    return app, world.approve(authorize_url(world, app))


def test_the_profile_is_who_said_yes(world: XWorld) -> None:
    app, code = approved(world)
    profile = exchange(world, app, code=code).profile
    assert profile.account_id == world.simulator.owner.id
    assert (profile.handle, profile.display_name) == ("ateliermartin", "Atelier Martin")
    assert profile.url == f"{world.simulator.origin}/ateliermartin"


def test_on_the_real_network_people_say_yes_on_another_host(world: XWorld) -> None:
    app = replace(world.developer_app(REDIRECT), origin=HOME)
    url = urlsplit(authorize_url(world, app))
    assert (url.netloc, url.path) == ("x.com", "/i/oauth2/authorize")


def test_only_the_scopes_that_are_needed_are_asked(world: XWorld) -> None:
    query = parse_qs(urlsplit(authorize_url(world, world.developer_app(REDIRECT))).query)
    assert query["scope"] == [" ".join(SCOPES)]
    assert set(DECLARATION.scopes) == set(SCOPES)
    assert not {"like.write", "follows.write", "list.write"} & set(SCOPES)


def test_the_state_comes_back_with_a_yes_and_with_a_no(world: XWorld) -> None:
    url = authorize_url(world, world.developer_app(REDIRECT), state="a state &=")
    assert world.decide(url, "allow")["state"] == ["a state &="]
    refusal = world.decide(url, "refuse")
    assert (refusal["state"], refusal["error"]) == (["a state &="], ["access_denied"])


@pytest.mark.parametrize(
    "changes", [{"code_verifier": "w" * 43}, {"redirect_uri": "https://other.test/"}]
)
def test_a_code_alone_is_worth_nothing(world: XWorld, changes: dict[str, str]) -> None:
    app, code = approved(world)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code, **changes)


def test_a_code_works_once_and_for_thirty_seconds(world: XWorld) -> None:
    app, code = approved(world)
    exchange(world, app, code=code)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=code)
    app, late = approved(world)
    world.advance(seconds=30)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code=late)


def test_a_wrong_secret_is_the_operator_s_to_mend(world: XWorld) -> None:
    app, code = approved(world)
    with pytest.raises(AppMisconfigured):
        exchange(world, replace(app, client_secret="wrong"), code=code)


def test_another_refusal_of_a_code_is_an_access_refused(world: XWorld) -> None:
    app = world.developer_app(REDIRECT)
    world.answer_once("token", {"error": "invalid_scope"}, status=400)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code="any")


@pytest.mark.parametrize("name", ["a:b", "é", "a b", "%"])
def test_signs_of_a_secret_are_escaped(world: XWorld, name: str) -> None:
    world.simulator.authority.app.client_secret = name
    app, code = approved(world)
    assert exchange(world, app, code=code).access.account_id


@pytest.mark.parametrize("lacking", ["offline.access", "tweet.write"])
def test_less_than_what_is_needed_is_not_an_access(world: XWorld, lacking: str) -> None:
    app = world.developer_app(REDIRECT)
    scope = " ".join(one for one in SCOPES if one != lacking)
    answer = {"access_token": "t", "refresh_token": "r", "expires_in": 7200, "scope": scope}
    world.answer_once("token", answer)
    with pytest.raises(AccessRevoked):
        exchange(world, app, code="any")


def test_scopes_that_x_does_not_tell_are_those_that_were_asked(world: XWorld) -> None:
    token = world.new_keeper().read().secrets
    answer = {name: token[name] for name in ("access_token", "refresh_token")}
    world.answer_once("token", answer)
    secrets = exchange(world, world.developer_app(REDIRECT), code="any").access.secrets
    assert secrets["scope"].split() == list(SCOPES)


def test_an_app_whose_server_is_now_inside_is_a_refused_address(world: XWorld) -> None:
    app = replace(world.developer_app(REDIRECT), origin="http://127.0.0.1:9")
    with pytest.raises(ContentRefused) as caught:
        exchange(world, app, code="any")
    assert caught.value.field == "address"


# Renewal


def test_an_access_is_left_alone_while_it_lives(world: XWorld) -> None:
    world.advance(minutes=114)
    world.channel().read_feedback(None)
    assert world.keeper.renewals == 0


def test_an_access_is_renewed_five_minutes_before_it_dies(world: XWorld) -> None:
    before = world.keeper.read()
    world.advance(minutes=116)
    world.channel().publish(world.post("Bonjour"))
    after = world.keeper.read()
    assert world.keeper.renewals == 1
    assert after.secrets["refresh_token"] != before.secrets["refresh_token"]
    assert after.secrets["expires_at"] > before.secrets["expires_at"]
    assert (after.account_id, after.origin) == (before.account_id, before.origin)


@pytest.mark.parametrize("expires_at", ["", "soon"])
def test_a_refused_access_is_renewed_once_and_the_call_made_again(
    world: XWorld, expires_at: str
) -> None:
    world.keeper.change(expires_at=expires_at, access_token="dead")
    assert world.channel().publish(world.post("Bonjour")).remote_id
    assert (world.keeper.renewals, world.count_visible("Bonjour")) == (1, 1)


def test_many_threads_renew_once_and_nothing_dies(world: XWorld) -> None:
    world.be_patient()
    world.advance(minutes=118)
    start = threading.Barrier(12)

    def read(_: int) -> int:
        channel = world.channel()
        start.wait()
        return len(channel.read_feedback(None).items)

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(read, range(12))) == [0] * 12
    authority = world.simulator.authority
    assert (world.keeper.renewals, authority.renewals, authority.reuses) == (1, 1, 0)


def test_many_threads_with_a_dead_access_renew_once_too(world: XWorld) -> None:
    world.be_patient()
    world.keeper.change(access_token="dead")
    start = threading.Barrier(8)

    def publish(number: int) -> str:
        channel, post = world.channel(), world.post(f"Bonjour {number}")
        start.wait()
        return str(channel.publish(post).remote_id)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(publish, range(8)))) == 8
    authority = world.simulator.authority
    assert (authority.renewals, authority.reuses) == (1, 0)


def test_the_new_pair_is_stored_before_it_is_used(world: XWorld) -> None:
    used: list[tuple[str, str]] = []
    holder = world.simulator.authority.holder

    def watch(authorization: str, *, scope: str) -> Any:
        used.append((authorization, world.keeper.read().secrets["access_token"]))
        return holder(authorization, scope=scope)

    world.simulator.authority.holder = watch  # type: ignore[method-assign]
    world.advance(minutes=118)
    world.channel().read_feedback(None)
    assert used
    assert all(authorization == f"Bearer {stored}" for authorization, stored in used)


class DyingKeeper(MemoryKeeper):
    """Dies between the vendor's answer and our store, as a process may."""

    def renew(self, stale: Access, renewal: Callable[[Access], Access]) -> Access:
        renewal(stale)
        raise SystemExit


def test_who_dies_before_the_new_pair_is_stored_must_ask_a_person(world: XWorld) -> None:
    world.advance(minutes=118)
    kept = world.keeper.read()
    world.keeper = DyingKeeper(kept, app=world.keeper.app())
    with pytest.raises(SystemExit):
        world.channel().read_feedback(None)
    world.keeper = MemoryKeeper(kept, app=world.keeper.app())
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
    assert world.simulator.authority.reuses == 1


def test_a_second_use_of_a_refresh_token_ends_the_whole_family(world: XWorld) -> None:
    first = world.keeper.read()
    world.advance(minutes=118)
    world.channel().read_feedback(None)
    renewed = world.keeper.read()
    world.keeper = MemoryKeeper(first, app=world.keeper.app())
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
    world.keeper = MemoryKeeper(renewed, app=world.keeper.app())
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)


@pytest.mark.parametrize("kind", [FaultKind.ERROR_BEFORE, FaultKind.CUT_BEFORE])
def test_a_renewal_that_never_came_may_be_tried_again(world: XWorld, kind: FaultKind) -> None:
    world.advance(minutes=118)
    world.simulator.faults.add("token", Fault(kind, status=503))
    with pytest.raises(NetworkUnavailable):
        world.channel().publish(world.post("Bonjour"))
    assert world.count_visible("Bonjour") == 0
    assert world.channel().publish(world.post("Bonjour")).remote_id


def test_a_lost_answer_to_a_renewal_ends_as_an_access_lost(world: XWorld) -> None:
    world.advance(minutes=118)
    world.simulator.faults.add("token", Fault(FaultKind.CUT_AFTER))
    with pytest.raises(NetworkUnavailable):
        world.channel().read_feedback(None)
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)


def test_an_access_without_a_refresh_token_is_not_renewed(world: XWorld) -> None:
    world.keeper.change(refresh_token="")
    world.advance(minutes=118)
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)
    assert world.simulator.calls["token"] == 0


def test_without_its_app_an_access_cannot_be_renewed(world: XWorld) -> None:
    world.keeper = MemoryKeeper(world.keeper.read())
    world.advance(minutes=118)
    with pytest.raises(AppMisconfigured):
        world.channel().publish(world.post("Bonjour"))


def test_a_token_answer_without_a_life_is_taken_for_the_usual_one(world: XWorld) -> None:
    token = world.new_keeper().read().secrets
    answer = {"access_token": token["access_token"], "refresh_token": "r2"}
    world.answer_once("token", answer)
    world.advance(minutes=116)
    world.channel().read_feedback(None)
    left = datetime.fromisoformat(world.keeper.read().secrets["expires_at"]) - world.now()
    assert timedelta(minutes=119) < left <= timedelta(minutes=120)
    assert world.keeper.read().secrets["refresh_token"] == "r2"
