from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks.contracts import Connection, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkUnavailable,
    NoAccount,
    PermissionLost,
)
from beffroi.networks.facebook.connect import ASKED
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.families.graph.client import proof
from beffroi.networks.families.graph.pages import TASKS, tasks_of
from beffroi.networks.json_text import JSON

REDIRECT = "https://beffroi.test/channels/return/"
VERIFIER = "correct-horse-battery-staple-correct-horse-battery"
CHALLENGE = "iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ"
FIRST, SECOND = "104000000000001", "104000000000002"


def connect(world: FacebookWorld, *, pages: list[str] | None = None) -> list[Connection]:
    app = world.developer_app(REDIRECT)
    url = world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="state", code_challenge=CHALLENGE
    )
    code = world.decide(url, "allow", pages=pages)["code"][0]
    return list(
        world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)
    )


def test_one_yes_gives_each_page_an_access_of_its_own(world: FacebookWorld) -> None:
    found = connect(world)
    assert [one.profile.account_id for one in found] == [FIRST, SECOND]
    assert [one.profile.kind for one in found] == ["page", "page"]
    assert found[0].profile.display_name == "Atelier Martin"
    assert found[0].profile.handle == "ateliermartin"
    assert len({one.access.secrets["access_token"] for one in found}) == 2


def test_a_page_that_the_person_did_not_choose_is_not_offered(world: FacebookWorld) -> None:
    assert [one.profile.account_id for one in connect(world, pages=[SECOND])] == [SECOND]


def test_a_page_chosen_for_less_than_publishing_is_not_offered(world: FacebookWorld) -> None:
    app = world.developer_app(REDIRECT)
    url = world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )
    code = world.decide(url, "allow")["code"][0]
    for token in world.simulator.authority.tokens.values():
        if not token.account:
            chosen = {**token.targets, "pages_manage_posts": (SECOND,)}
            token.targets.update(chosen)  # type: ignore[attr-defined] # a dict, in the simulator
    (found,) = world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)
    assert found.profile.account_id == SECOND


def test_a_page_of_a_business_is_offered_with_the_right_to_see_it(world: FacebookWorld) -> None:
    world.simulator.page.is_of_a_business = True
    assert len(connect(world)) == 2
    world.simulator.authority.unapproved = frozenset({"business_management"})
    assert [one.profile.account_id for one in connect(world)] == [SECOND]


def test_choosing_no_page_is_no_account(world: FacebookWorld) -> None:
    with pytest.raises(NoAccount):
        connect(world, pages=[])


def test_pages_without_the_right_to_publish_are_a_permission_lost(world: FacebookWorld) -> None:
    for page in world.simulator.world.pages.values():
        page.tasks = ("ANALYZE",)
    with pytest.raises(PermissionLost):
        connect(world)


def test_what_the_person_may_do_on_the_page_is_kept(world: FacebookWorld) -> None:
    world.simulator.page.tasks = ("CREATE_CONTENT", "MODERATE")
    assert connect(world)[0].access.secrets["tasks"] == "CREATE_CONTENT,MODERATE"
    world.simulator.page.tasks = ("MANAGE",)
    assert "MESSAGING" in connect(world)[0].access.secrets["tasks"]


def test_pages_of_the_newer_kind_name_tasks_in_their_own_way() -> None:
    newer: list[JSON] = ["PROFILE_PLUS_CREATE_CONTENT", "PROFILE_PLUS_ANALYZE", 7]
    assert tasks_of({"tasks": newer}) == ("CREATE_CONTENT", "ANALYZE")
    assert tasks_of({"tasks": ["PROFILE_PLUS_FULL_CONTROL"]}) == TASKS
    assert tasks_of({"tasks": None}) == ()


def test_a_scope_that_is_missing_for_publishing_refuses_the_access(world: FacebookWorld) -> None:
    world.simulator.authority.unapproved = frozenset({"pages_manage_posts"})
    with pytest.raises(AccessRevoked):
        connect(world)


def test_a_scope_that_only_listens_may_be_missing(world: FacebookWorld) -> None:
    world.simulator.authority.unapproved = frozenset({"pages_messaging"})
    assert len(connect(world)) == 2


def test_the_access_ends_when_the_person_s_consent_to_read_does(world: FacebookWorld) -> None:
    ends_at = connect(world)[0].access.ends_at
    assert ends_at is not None
    assert timedelta(days=89) < ends_at - datetime.now(UTC) <= timedelta(days=90)


def test_the_token_of_a_page_outlives_the_one_it_was_made_from(world: FacebookWorld) -> None:
    token = connect(world)[0].access.secrets["access_token"]
    world.advance(days=61)
    assert world.simulator.authority.report(token)["is_valid"]
    assert world.simulator.authority.report(token)["expires_at"] == 0


def test_the_page_asks_for_each_scope(world: FacebookWorld) -> None:
    app = world.developer_app(REDIRECT)
    url = world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )
    assert parse_qs(urlsplit(url).query)["scope"] == [",".join(ASKED)]
    real = DeveloperApp("https://graph.facebook.com", "1", "secret")
    url = world.network.authorize_url(
        real, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )
    assert url.startswith("https://www.facebook.com/v26.0/dialog/oauth?client_id=1&")


def test_a_no_comes_back_as_one(world: FacebookWorld) -> None:
    app = world.developer_app(REDIRECT)
    url = world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )
    assert world.decide(url, "refuse")["error"] == ["access_denied"]


@pytest.mark.parametrize(
    ("app_id", "secret"), [("1", "simulated-app-secret"), ("123456789012345", "wrong")]
)
def test_a_wrong_app_is_for_the_operator(world: FacebookWorld, app_id: str, secret: str) -> None:
    app = DeveloperApp(world.home, app_id, secret)
    with pytest.raises(AppMisconfigured):
        world.network.exchange(app, redirect_uri=REDIRECT, code="c", code_verifier=VERIFIER)


def test_a_code_works_once_with_its_verifier_and_its_address(world: FacebookWorld) -> None:
    app = world.developer_app(REDIRECT)
    url = world.network.authorize_url(
        app, redirect_uri=REDIRECT, state="s", code_challenge=CHALLENGE
    )
    code = world.decide(url, "allow")["code"][0]
    with pytest.raises(AccessRevoked):
        world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier="another")
    elsewhere = "https://beffroi.test/elsewhere/"
    with pytest.raises(AppMisconfigured):
        world.network.exchange(app, redirect_uri=elsewhere, code=code, code_verifier=VERIFIER)
    world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)
    with pytest.raises(AccessRevoked):
        world.network.exchange(app, redirect_uri=REDIRECT, code=code, code_verifier=VERIFIER)


def test_a_login_that_fails_for_now_may_be_tried_again(world: FacebookWorld) -> None:
    app = world.developer_app(REDIRECT)
    world.answer_once("token", "Bad gateway", status=502)
    with pytest.raises(NetworkUnavailable):
        world.network.exchange(app, redirect_uri=REDIRECT, code="c", code_verifier=VERIFIER)


def test_a_proof_of_another_app_is_refused(world: FacebookWorld) -> None:
    world.simulator.app = type(world.simulator.app)("1", "another-secret")
    world.simulator.authority.app = world.simulator.app
    with pytest.raises(AppMisconfigured):
        world.channel().publish(world.post("Bonjour"))
    assert proof("token", secret="a") != proof("token", secret="b")


def test_many_pages_are_all_read(world: FacebookWorld) -> None:
    world.small_pages(1)
    assert len(connect(world)) == 2
