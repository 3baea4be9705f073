"""Consent, renewal, and what the person did not allow."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.networks.contract_tests import MemoryKeeper
from beffroi.networks.contracts import Connection, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkUnavailable,
    NoAccount,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.families import google_oauth
from beffroi.networks.youtube.declaration import HOME
from beffroi.networks.youtube.tests.world import YouTubeWorld

REDIRECT = "https://beffroi.test/channels/return/"
VERIFIER = "correct-horse-battery-staple-correct-horse-battery"
CHALLENGE = "iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ"


def authorize_url(world: YouTubeWorld) -> str:
    app = world.developer_app(REDIRECT)
    return world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )


def exchange(world: YouTubeWorld, code: str, **changes: str) -> Sequence[Connection]:
    app = world.developer_app(REDIRECT)
    given = {"redirect_uri": REDIRECT, "code_verifier": VERIFIER, **changes}
    return world.network.exchange(app, code=code, **given)


def connect(world: YouTubeWorld) -> Connection:
    (connection,) = exchange(world, world.approve(authorize_url(world)))
    return connection


def test_the_real_network_asks_on_google_s_own_page() -> None:
    app = DeveloperApp(HOME, "id", "secret")
    url = google_oauth.authorize_url(
        app,
        home=HOME,
        scopes=("youtube.force-ssl",),
        redirect_uri=REDIRECT,
        state="s",
        code_challenge=CHALLENGE,
    )
    assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert "access_type=offline" in url
    assert "prompt=consent" in url


def test_a_channel_is_named_by_its_handle(world: YouTubeWorld) -> None:
    profile = connect(world).profile
    assert (profile.handle, profile.display_name) == ("ateliermartin", "Atelier Martin")
    assert profile.kind == "channel"
    assert profile.url.endswith(f"/channel/{world.simulator.owner.id}")


def test_an_unticked_permission_is_named(world: YouTubeWorld) -> None:
    code = world.decide(authorize_url(world), "allow", without="analytics")["code"][0]
    with pytest.raises(PermissionLost) as caught:
        exchange(world, code)
    assert "yt-analytics.readonly" in caught.value.detail
    assert "force-ssl" not in caught.value.detail


def test_a_no_comes_back_as_a_no(world: YouTubeWorld) -> None:
    assert world.decide(authorize_url(world), "refuse") == {
        "error": ["access_denied"],
        "state": ["s"],
    }


def test_somebody_without_a_channel_has_no_account(world: YouTubeWorld) -> None:
    code = world.decide(authorize_url(world), "allow", account="")["code"][0]
    with pytest.raises(NoAccount):
        exchange(world, code)


def test_a_server_that_asks_to_sign_up_means_the_same(world: YouTubeWorld) -> None:
    code = world.approve(authorize_url(world))
    error = {"code": 401, "errors": [{"reason": "youtubeSignupRequired"}]}
    world.answer_once("channels.list", {"error": error}, status=401)
    with pytest.raises(NoAccount):
        exchange(world, code)


@pytest.mark.parametrize(
    "changes",
    [{"code_verifier": "wrong"}, {"code_verifier": ""}],
    ids=["another verifier", "no verifier"],
)
def test_a_code_without_its_verifier_is_refused(
    world: YouTubeWorld, changes: dict[str, str]
) -> None:
    code = world.approve(authorize_url(world))
    with pytest.raises(AccessRevoked):
        exchange(world, code, **changes)


def test_another_return_address_is_the_operator_s_to_mend(world: YouTubeWorld) -> None:
    code = world.approve(authorize_url(world))
    with pytest.raises(AppMisconfigured):
        exchange(world, code, redirect_uri="https://elsewhere.test/")


def test_an_address_that_was_never_registered_stops_on_google_s_page(
    world: YouTubeWorld,
) -> None:
    world.simulator.authority.redirect_uris = ("https://other.test/",)
    url = urlsplit(authorize_url(world))
    connection = HTTPConnection(url.netloc, timeout=5)
    connection.request("GET", f"{url.path}?{url.query}")
    page = connection.getresponse()
    assert (page.status, b"redirect_uri_mismatch" in page.read()) == (400, True)
    connection.close()


def test_a_code_works_once(world: YouTubeWorld) -> None:
    code = world.approve(authorize_url(world))
    exchange(world, code)
    with pytest.raises(AccessRevoked):
        exchange(world, code)


def test_a_grant_without_a_refresh_token_asks_again(world: YouTubeWorld) -> None:
    scope = " ".join(
        f"https://www.googleapis.com/auth/{one}" for one in world.network.declaration.scopes
    )
    world.answer_once("token", {"access_token": "a", "expires_in": 1, "scope": scope})
    with pytest.raises(AccessRevoked):
        exchange(world, "any")


@pytest.mark.parametrize("answer", [{}, [], {"access_token": 3.5}, {"access_token": None}])
def test_a_token_that_is_none_is_an_error_with_a_name(world: YouTubeWorld, answer: Any) -> None:
    world.answer_once("token", answer)
    with pytest.raises(UnexpectedResponse):
        exchange(world, "any")


def test_a_server_that_is_down_may_be_asked_again(world: YouTubeWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        exchange(world, "any")


def test_a_consent_in_testing_dies_after_seven_days(world: YouTubeWorld) -> None:
    world.simulator.authority.is_testing = True
    connection = connect(world)
    ends_at = connection.access.ends_at
    assert ends_at is not None
    assert timedelta(days=6) < ends_at - world.now() <= timedelta(days=7)
    world.keeper = MemoryKeeper(connection.access, app=world.developer_app(REDIRECT))
    world.advance(days=6)
    assert world.channel().read_again(["video000001"]) == {"video000001": None}
    world.advance(days=2)
    with pytest.raises(AccessRevoked):
        world.channel().read_again(["video000001"])


def test_an_app_that_is_published_gives_a_lasting_consent(world: YouTubeWorld) -> None:
    assert connect(world).access.ends_at is None


def test_an_access_is_renewed_before_it_dies_and_its_refresh_token_kept(
    world: YouTubeWorld,
) -> None:
    before = world.keeper.read().secrets
    world.advance(minutes=59, seconds=30)
    world.channel().read_again(["video000001"])
    after = world.keeper.read().secrets
    assert world.keeper.renewals == 1
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] == before["refresh_token"]


def test_an_access_that_died_early_is_renewed_and_the_call_made_again(
    world: YouTubeWorld,
) -> None:
    post = world.post("Bonjour")
    world.simulator.authority.expire_access()
    world.channel().publish(post)
    assert world.keeper.renewals == 1
    assert world.count_visible("Bonjour") == 1


def test_many_at_once_renew_once(world: YouTubeWorld) -> None:
    world.simulator.authority.expire_access()
    channel = world.channel()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: channel.read_again(["video000001"]), range(8)))
    assert world.keeper.renewals == 1


def test_nonsense_for_an_expiry_is_renewed(world: YouTubeWorld) -> None:
    world.keeper.change(expires_at="soon")
    world.channel().read_again(["video000001"])
    assert world.keeper.renewals == 1


def test_a_keeper_without_an_app_says_so(world: YouTubeWorld) -> None:
    world.keeper = MemoryKeeper(world.keeper.read())
    world.simulator.authority.expire_access()
    with pytest.raises(AppMisconfigured):
        world.channel().read_again(["video000001"])


def test_a_revoked_token_is_dead(world: YouTubeWorld) -> None:
    token = world.keeper.read().secrets["refresh_token"]
    url = urlsplit(world.simulator.origin)
    connection = HTTPConnection(url.netloc, timeout=5)
    for expected in (200, 400):
        connection.request("POST", "/revoke", f"token={token.replace('/', '%2F')}")
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (expected, True)
    connection.close()
