"""The simulator itself: what people see, what other processes may ask, what differs by flavour."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from beffroi.networks.mastodon.simulator import Simulator
from beffroi.networks.mastodon.simulator_state import FORK, VANILLA, Draft
from beffroi.networks.mastodon.simulator_wire import id_order
from beffroi.networks.mastodon.tests.world import MastodonWorld


def fetch(
    origin: str, path: str, *, method: str = "GET", body: Any = None, token: str = ""
) -> tuple[int, str, HTTPResponse]:
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=5)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    content = None if body is None else json.dumps(body)
    if content:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, content, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text, response


def get(world: MastodonWorld, path: str) -> Any:
    token = world.keeper.read().secrets["access_token"]
    return json.loads(fetch(world.simulator.origin, path, token=token)[1])


def test_a_profile_shows_open_posts_to_people_and_says_what_it_is(world: MastodonWorld) -> None:
    channel = world.channel()
    published = channel.publish(world.post("<b>Bonjour</b>"))
    channel.publish(world.post("Entre nous", visibility="direct"))
    for path in ("/@ateliermartin", urlsplit(published.url).path, "/"):
        status, page, _ = fetch(world.simulator.origin, path)
        assert status == 200
        assert "&lt;b&gt;Bonjour" in page
        assert "Entre nous" not in page
        assert "simulat" in page.lower()


def test_pages_of_nobody_and_nothing_are_not_found(world: MastodonWorld) -> None:
    assert fetch(world.simulator.origin, "/@personne")[0] == 404
    assert fetch(world.simulator.origin, "/@ateliermartin/999")[0] == 404
    assert fetch(world.simulator.origin, "/@remi@ailleurs.example")[0] == 200


def consent(world: MastodonWorld, **changes: str) -> tuple[int, str, HTTPResponse]:
    app = world.simulator.authority.register(
        {"client_name": "<App>", "redirect_uris": "https://b.test/r", "scopes": "read"}
    )
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": "https://b.test/r",
        "scope": "read:accounts",
        **changes,
    }
    return fetch(world.simulator.origin, f"/oauth/authorize?{urlencode(query)}")


def test_the_page_of_consent_says_who_asks_what_and_that_it_is_a_simulator(
    world: MastodonWorld,
) -> None:
    status, page, _ = consent(world, state='"><script>')
    assert status == 200
    assert "Ceci est un simulateur" in page
    assert "&lt;App&gt;" in page
    assert "<script>" not in page
    assert page.count("<button") == 2
    assert "read:accounts" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "https://elsewhere.test/"},
        {"response_type": "token"},
        {"scope": "write"},
        {"code_challenge": "x", "code_challenge_method": "plain"},
    ],
)
def test_a_request_that_is_wrong_leads_nowhere(
    world: MastodonWorld, changes: Mapping[str, str]
) -> None:
    assert consent(world, **changes)[0] == 400


def test_a_revoked_token_is_dead(world: MastodonWorld) -> None:
    token = world.keeper.read().secrets["access_token"]
    origin = world.simulator.origin
    assert fetch(origin, "/oauth/revoke", method="POST", body={"token": token})[0] == 200
    status, body, _ = fetch(origin, "/api/v1/accounts/verify_credentials", token=token)
    assert (status, json.loads(body)) == (401, {"error": "The access token was revoked"})


def test_links_lead_through_every_page(world: MastodonWorld) -> None:
    for n in range(7):
        world.stranger_mentions(f"Bonjour {n} ")
    path = "/api/v1/notifications?limit=3&types[]=mention"
    seen: list[str] = []
    token = world.keeper.read().secrets["access_token"]
    while path:
        _, text, response = fetch(world.simulator.origin, path, token=token)
        seen += [item["id"] for item in json.loads(text)]
        links = {
            part.split(";")[1].strip(): part.split(">")[0].strip(" <")
            for part in response.headers["Link"].split(",")
        }
        found = urlsplit(links.get('rel="next"', ""))
        path = f"{found.path}?{found.query}" if found.path else ""
    assert len(seen) == len(set(seen)) == 7
    newest = get(world, f"/api/v1/notifications?limit=2&since_id={seen[-1]}")
    just_above = get(world, f"/api/v1/notifications?limit=2&min_id={seen[-1]}")
    assert [item["id"] for item in newest] == seen[:2]
    assert [item["id"] for item in just_above] == seen[-3:-1]


@pytest.mark.parametrize("flavour", [VANILLA, FORK])
def test_ids_grow_with_time(flavour: Any) -> None:
    simulator = Simulator(flavour=flavour)
    ids = [simulator.state.new_id() for _ in range(2000)]
    assert ids == sorted(ids, key=id_order)
    assert len(set(map(len, ids))) == 1
    assert ids[0].isdigit() == (flavour is VANILLA)


def test_a_crash_between_the_post_and_its_key_loses_the_key(world: MastodonWorld) -> None:
    state, owner = world.simulator.state, world.simulator.owner
    world.change(keeps_idempotency_keys=False)
    state.post(owner, Draft(text="Une fois"), key="k")
    world.change(keeps_idempotency_keys=True)
    state.post(owner, Draft(text="Une fois"), key="k")
    state.post(owner, Draft(text="Une fois"), key="k")
    assert len(world.simulator.ledger.published("Une fois")) == 2


def test_everything_visible_is_in_the_ledger(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    channel.edit(ours, world.post("Deux"))
    channel.delete(ours)
    effects = [(e.kind, e.account, e.text) for e in world.simulator.ledger.effects]
    assert effects == [
        ("published", "ateliermartin", "Un"),
        ("edited", "ateliermartin", "Deux"),
        ("deleted", "ateliermartin", "Deux"),
    ]


def test_another_process_drives_strangers_and_settings(world: MastodonWorld) -> None:
    origin = world.simulator.origin
    done = fetch(origin, "/_simulator/stranger/mention", method="POST", body={"text": "Ohé "})
    assert done[0] == 200
    assert len(world.channel().read_feedback(None).items) == 1
    wrong = [
        ("stranger/dance", {}),
        ("stranger/reply", {"parent_id": "9", "text": "x"}),
        ("stranger/mention", {}),
        ("stranger/mention", {"as": "personne", "text": "x"}),
        ("flavour", {"colour": "blue"}),
    ]
    for path, body in wrong:
        assert fetch(origin, f"/_simulator/{path}", method="POST", body=body)[0] == 400
    fetch(origin, "/_simulator/flavour", method="POST", body={"text_max": 42})
    assert world.channel().read_limits().text_max == 42


def test_strangers_may_not_touch_what_is_ours(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("À nous")).remote_id
    for action in ("delete", "edit"):
        with pytest.raises(ValueError, match="not allowed"):
            world.act(action, id=ours, text="À moi")
    assert world.text_of(ours) == "À nous"


def test_who_is_not_named_in_it_does_not_see_a_private_word(world: MastodonWorld) -> None:
    private = world.act("mention", text="Entre nous ", visibility="direct")["id"]
    assert fetch(world.simulator.origin, f"/api/v1/statuses/{private}")[0] == 404
    assert get(world, f"/api/v1/statuses/{private}")["visibility"] == "direct"


def test_an_anonymous_reader_sees_open_posts_only(world: MastodonWorld) -> None:
    channel = world.channel()
    channel.publish(world.post("Ouvert"))
    channel.publish(world.post("Fermé", visibility="private"))
    path = f"/api/v1/accounts/{world.simulator.owner.id}/statuses"
    shown = json.loads(fetch(world.simulator.origin, path)[1])
    assert [status["content"] for status in shown] == ["<p>Ouvert</p>"]


def test_it_forgets_everything_when_told(world: MastodonWorld) -> None:
    world.channel().publish(world.post("Oubliez"))
    world.simulator.reset()
    assert not world.simulator.visible_posts()
    assert not world.simulator.authority.tokens


def test_it_runs_alone_until_it_is_told_to_stop() -> None:
    command = [sys.executable, "-m", "beffroi.networks.mastodon.simulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        origin = next(word for word in process.stdout.readline().split() if "://" in word)
        assert json.loads(fetch(origin, "/api/v1/instance")[1])["uri"] == VANILLA.domain
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
