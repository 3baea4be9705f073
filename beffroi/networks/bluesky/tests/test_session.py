from __future__ import annotations

import base64
import json
import threading
from datetime import timedelta

import pytest

from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.client import token_expiry
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind


def refuse(world: BlueskyWorld, route: str, *, status: int, error: str, times: int = 1) -> None:
    body = json.dumps({"error": error, "message": error})
    fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=body, times=times)
    world.simulator.faults.add(route, fault)


# Connecting


@pytest.mark.parametrize(
    "identifier",
    [
        "atelier-martin.test",
        "@atelier-martin.test",
        "  @Atelier-Martin.test\n",
        "\u202a@atelier-martin.test\u202c",
    ],
)
def test_a_handle_is_taken_as_people_paste_it(world: BlueskyWorld, identifier: str) -> None:
    connection = world.connect(identifier=identifier)
    assert connection.profile.account_id == world.simulator.ours.did
    assert connection.profile.handle == "atelier-martin.test"
    assert connection.profile.display_name == "Atelier Martin"
    assert connection.profile.url == f"https://bsky.app/profile/{world.simulator.ours.did}"


def test_only_the_origin_of_an_address_is_kept(world: BlueskyWorld) -> None:
    connection = world.connect(origin=f"{world.simulator.origin}/login?x=y")
    assert connection.access.origin == world.simulator.origin


@pytest.mark.parametrize(
    "origin",
    ["bsky.social", "http://bsky.social", "http://bsky.social:80", "ftp://x", "", "https://"],
)
def test_a_password_never_travels_in_clear(world: BlueskyWorld, origin: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        Bluesky.connect(
            world.network,  # type: ignore[arg-type] # it is one
            address=origin,
            identifier="x",
            password="y",
        )
    assert caught.value.field == "address"


def test_a_server_of_something_else_is_a_wrong_address(world: BlueskyWorld) -> None:
    world.simulator.faults.add(
        "createSession", Fault(FaultKind.ERROR_BEFORE, status=404, body="<html>Not found")
    )
    with pytest.raises(ContentRefused) as caught:
        world.connect()
    assert caught.value.field == "address"


def test_a_web_page_instead_of_a_session_is_unexpected(world: BlueskyWorld) -> None:
    world.simulator.faults.add("createSession", Fault(FaultKind.HTML_BEFORE))
    with pytest.raises(UnexpectedResponse):
        world.connect()


@pytest.mark.parametrize("body", ["[]", "{}", '{"did": 1}', '{"did": "did:plc:a"}', "null"])
def test_a_session_without_its_tokens_is_unexpected(world: BlueskyWorld, body: str) -> None:
    world.simulator.faults.add(
        "createSession", Fault(FaultKind.ERROR_BEFORE, status=200, body=body)
    )
    with pytest.raises(UnexpectedResponse):
        world.connect()


def test_an_account_with_a_second_factor_needs_an_app_password(world: BlueskyWorld) -> None:
    refuse(world, "createSession", status=401, error="AuthFactorTokenRequired")
    with pytest.raises(AccessRevoked):
        world.connect()


@pytest.mark.parametrize(
    "fault",
    [Fault(FaultKind.ERROR_BEFORE), Fault(FaultKind.HTML_BEFORE), Fault(FaultKind.CUT_BEFORE)],
)
def test_a_missing_name_does_not_stop_a_connection(world: BlueskyWorld, fault: Fault) -> None:
    world.simulator.faults.add("getRecord", fault)
    assert world.connect().profile.display_name == "atelier-martin.test"


def session_body(world: BlueskyWorld, *, endpoint: object, active: bool = True) -> str:
    service = {"id": "#atproto_pds", "serviceEndpoint": endpoint}
    return json.dumps(
        {
            "did": world.simulator.ours.did,
            "handle": "atelier-martin.test",
            "accessJwt": "a",
            "refreshJwt": "r",
            "active": active,
            "didDoc": {"service": [{"id": "#other"}, "no object", service]},
        }
    )


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("https://own.pds.test/", "https://own.pds.test"),
        ("http://own.pds.test", None),
        (12, None),
    ],
)
def test_a_common_entrance_leads_to_the_account_s_own_server(
    world: BlueskyWorld, endpoint: object, expected: str | None
) -> None:
    body = session_body(world, endpoint=endpoint)
    world.simulator.faults.add(
        "createSession", Fault(FaultKind.ERROR_BEFORE, status=200, body=body)
    )
    access = world.connect().access
    assert access.origin == (expected or world.simulator.origin)
    assert access.secrets["login_origin"] == world.simulator.origin


def test_an_account_that_is_not_active_is_not_connected(world: BlueskyWorld) -> None:
    body = session_body(world, endpoint=None, active=False)
    world.simulator.faults.add(
        "createSession", Fault(FaultKind.ERROR_BEFORE, status=200, body=body)
    )
    with pytest.raises(AccessRevoked):
        world.connect()


# Keeping the session


def test_a_token_about_to_die_is_renewed_before_it_is_used(world: BlueskyWorld) -> None:
    world.simulator.clock.advance(timedelta(hours=2) - timedelta(seconds=30))
    world.channel().publish(world.post("Frais"))
    assert world.keeper.renewals == 1
    assert world.simulator.calls["createRecord"] == 1


def test_a_refused_token_is_renewed_and_the_post_made_once(world: BlueskyWorld) -> None:
    world.simulator.expire_access()
    world.channel().publish(world.post("Une fois"))
    assert world.keeper.renewals == 1
    assert len(world.simulator.ledger.published("Une fois")) == 1


def test_reading_renews_a_refused_token_too(world: BlueskyWorld) -> None:
    world.simulator.expire_access()
    assert world.channel().read_feedback(None).items == ()
    assert world.keeper.renewals == 1


def test_each_refresh_token_works_once_and_the_next_is_kept(world: BlueskyWorld) -> None:
    first = world.keeper.read().secrets["refresh_jwt"]
    for _ in range(3):
        world.simulator.expire_access()
        world.channel().read_feedback(None)
    assert world.keeper.renewals == 3
    assert world.keeper.read().secrets["refresh_jwt"] != first
    assert world.simulator.calls["createSession"] == 1


def test_a_dead_refresh_token_opens_a_new_session(world: BlueskyWorld) -> None:
    world.simulator.clock.advance(timedelta(days=90))
    world.channel().publish(world.post("De retour"))
    assert world.simulator.calls["createSession"] == 2
    assert world.count_visible("De retour") == 1


def test_a_refresh_token_used_twice_opens_a_new_session(world: BlueskyWorld) -> None:
    stale = world.keeper.read()
    world.simulator.expire_access()
    world.channel().read_feedback(None)
    world.keeper.change(**stale.secrets)  # as after a crash before the new pair was kept
    world.channel().publish(world.post("Rattrapé"))
    assert world.simulator.calls["createSession"] == 2
    assert world.count_visible("Rattrapé") == 1


def test_callers_at_once_renew_once(world: BlueskyWorld) -> None:
    world.simulator.expire_access()
    barrier, failures = threading.Barrier(6), []

    def read() -> None:
        barrier.wait(5)
        try:
            world.channel().read_feedback(None)
        except AccessRevoked as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert failures == []
    assert world.keeper.renewals == 1


def test_a_revoked_password_is_noticed_without_a_storm(world: BlueskyWorld) -> None:
    world.revoke()
    before = sum(world.simulator.calls.values())
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Non"))
    assert sum(world.simulator.calls.values()) - before == 3  # the post, refresh, new session


def test_an_account_taken_down_asks_to_reconnect(world: BlueskyWorld) -> None:
    world.simulator.ours.is_active = False
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Non"))


def test_a_token_refused_again_after_its_renewal_asks_to_reconnect(world: BlueskyWorld) -> None:
    refuse(world, "createRecord", status=401, error="InvalidToken", times=2)
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Non"))
    assert world.simulator.calls["createRecord"] == 0
    assert world.keeper.renewals == 1


def test_a_renewal_that_cannot_be_reached_is_tried_again_later(world: BlueskyWorld) -> None:
    world.simulator.expire_access()
    world.simulator.faults.add("refreshSession", Fault(FaultKind.ERROR_BEFORE, status=503))
    with pytest.raises(NetworkUnavailable):
        world.channel().publish(world.post("Plus tard"))
    assert world.count_visible("Plus tard") == 0
    world.channel().publish(world.post("Plus tard"))
    assert world.count_visible("Plus tard") == 1


def test_a_session_of_another_account_is_never_used(world: BlueskyWorld) -> None:
    body = session_body(world, endpoint=None).replace(
        world.simulator.ours.did, world.simulator.other.did
    )
    world.simulator.expire_access()
    world.simulator.faults.add(
        "refreshSession", Fault(FaultKind.ERROR_BEFORE, status=200, body=body)
    )
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Non"))
    assert world.keeper.read().secrets["access_jwt"] != "a"


def test_a_server_error_that_speaks_of_tokens_is_still_in_doubt(world: BlueskyWorld) -> None:
    refuse(world, "createRecord", status=500, error="ExpiredToken")
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Peut-être"))


def test_a_new_handle_changes_nothing_for_us(world: BlueskyWorld) -> None:
    world.stranger("handle", did=world.simulator.ours.did, handle="martin.test")
    world.simulator.clock.advance(timedelta(days=90))
    world.channel().publish(world.post("Toujours là"))
    assert world.count_visible("Toujours là") == 1


def jwt(claims: object) -> str:
    return f"x.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.y"


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (jwt({"exp": 1795000000}), 1795000000),
        (jwt({"exp": "soon"}), None),
        (jwt({}), None),
        (jwt([1]), None),
        ("opaque", None),
        ("a.%%%.c", None),
        ("a.é.c", None),
        ("", None),
    ],
)
def test_the_death_of_a_token_is_read_when_it_tells(token: str, expected: int | None) -> None:
    assert token_expiry(token) == expected


def test_a_token_that_tells_nothing_is_used_until_it_is_refused(world: BlueskyWorld) -> None:
    world.keeper.change(access_jwt="opaque")
    world.channel().publish(world.post("Quand même"))
    assert world.keeper.renewals == 1
    assert isinstance(world.simulator, BlueskySimulator)
    assert world.count_visible("Quand même") == 1
