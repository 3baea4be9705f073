"""The simulated LinkedIn is as strict as the documents say, and behaves as it is told."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.linkedin.simulator_strangers import ATELIER, BAKERY, CLAIRE
from beffroi.networks.linkedin.simulator_wire import visible
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.simulation_server import Origin

ENCODED = "urn%3Ali%3Aorganization%3A5515715"
POST: dict[str, Any] = {
    "author": ATELIER,
    "commentary": "Bonjour",
    "visibility": "PUBLIC",
    "distribution": {"feedDistribution": "MAIN_FEED"},
    "lifecycleState": "PUBLISHED",
}


def call(
    world: LinkedInWorld, method: str, target: str, body: Any = None, **changes: str
) -> tuple[int, Any, dict[str, str]]:
    headers = {
        "Authorization": f"Bearer {world.keeper.read().secrets['access_token']}",
        "LinkedIn-Version": "202608",
        "X-Restli-Protocol-Version": "2.0.0",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    headers = {name: value for name, value in headers.items() if value}
    connection = HTTPConnection(urlsplit(world.simulator.origin).netloc, timeout=5)
    content = None if body is None else json.dumps(body)
    connection.request(method, target, content, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    told = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, json.loads(text) if text else None, told


def test_a_post_answers_nothing_but_its_urn(world: LinkedInWorld) -> None:
    status, body, headers = call(world, "POST", "/rest/posts", POST)
    assert (status, body) == (201, None)
    assert headers["x-restli-id"] in world.simulator.state.posts


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"LinkedIn_Version": ""}, 400, "VERSION_MISSING"),
        ({"LinkedIn_Version": "latest"}, 426, "NONEXISTENT_VERSION"),
        ({"X_Restli_Protocol_Version": "1.0.0"}, 400, "ILLEGAL_ARGUMENT"),
        ({"Authorization": ""}, 401, "INVALID_ACCESS_TOKEN"),
        ({"Authorization": "Bearer other"}, 401, "INVALID_ACCESS_TOKEN"),
    ],
)
def test_a_call_without_what_every_call_needs_is_refused(
    world: LinkedInWorld, changes: dict[str, str], status: int, code: str
) -> None:
    assert call(world, "POST", "/rest/posts", POST, **changes)[:2][0] == status
    assert call(world, "POST", "/rest/posts", POST, **changes)[1]["code"] == code
    assert world.simulator.ledger.effects == []


SPAN = "timeRange=(start:1,end:2)"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"/rest/posts?q=author&author={ENCODED}", 200),
        ("/rest/posts?q=author&author=urn:li:organization:5515715", 400),
        (f"/rest/posts?q=authors&author={ENCODED}", 400),
        (f"/rest/posts?q=author&author={ENCODED}&fields=id", 403),
        (f"/rest/posts?q=author&author={ENCODED}&count=101", 400),
        (f"/rest/posts?q=author&author={ENCODED}&start=-1", 400),
        ("/rest/posts?q=author&author=urn%3Ali%3Aorganization%3A1", 403),
        (
            f"/rest/organizationalEntityNotifications?q=criteria&actions=List(COMMENT)"
            f"&organizationalEntity={ENCODED}&{SPAN}",
            200,
        ),
        (
            f"/rest/organizationalEntityNotifications?q=criteria&actions=List%28COMMENT%29"
            f"&organizationalEntity={ENCODED}&{SPAN}",
            400,
        ),
        (
            f"/rest/organizationalEntityNotifications?q=criteria&actions=COMMENT"
            f"&organizationalEntity={ENCODED}&{SPAN}",
            400,
        ),
        (
            f"/rest/organizationalEntityNotifications?q=criteria&actions=List(COMMENT)"
            f"&organizationalEntity={ENCODED}&timeRange=%28start%3A1%2Cend%3A2%29",
            400,
        ),
        ("/rest/posts/urn:li:share:1", 400),
        ("/rest/posts/urn%3Ali%3Ashare%3A1", 404),
        (f"/rest/networkSizes/{ENCODED}?edgeType=CompanyFollowedByMember", 400),
    ],
)
def test_addresses_are_written_as_rest_li_wants(
    world: LinkedInWorld, target: str, status: int
) -> None:
    assert call(world, "GET", target)[0] == status


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"scheduledAt": 1}, 403),
        ({"lifecycleState": "DRAFT"}, 400),
        ({"visibility": "public"}, 400),
        ({"author": BAKERY}, 201),
        ({"author": CLAIRE}, 201),
        ({"author": "urn:li:organization:1"}, 403),
        ({"content": {"media": {"id": "urn:li:image:x"}}}, 400),
        ({"content": {"poll": {}}}, 403),
        ({"content": {"article": {"source": "https://a.test"}}}, 400),
        ({"content": {"article": {"source": "a.test", "title": "x"}}}, 400),
        ({"content": {"article": {"source": "https://a.test", "title": "x", "image": ""}}}, 403),
        ({"content": {"multiImage": {"images": [{"id": "urn:li:image:x"}]}}}, 400),
    ],
)
def test_what_is_not_documented_in_a_post_is_refused(
    world: LinkedInWorld, changes: dict[str, Any], status: int
) -> None:
    assert call(world, "POST", "/rest/posts", {**POST, **changes})[0] == status


@pytest.mark.parametrize("name", sorted(POST))
def test_a_post_that_lacks_something_is_refused(world: LinkedInWorld, name: str) -> None:
    lacking = {key: value for key, value in POST.items() if key != name}
    assert call(world, "POST", "/rest/posts", lacking)[0] == 400


@pytest.mark.parametrize(
    ("commentary", "seen"),
    [
        ("Bonjour (tous) !", "Bonjour "),
        ("a_b", "a"),
        (r"a\_b", "a_b"),
        ("#pain bio", "#pain bio"),
        (r"{hashtag|\#|pain} bio", "#pain bio"),
        ("{hashtag|pain", ""),
        ("@[Acme](urn:li:organization:1) !", "Acme !"),
        ("@Acme", ""),
        ("fin\\", "fin"),
        (r"\x", ""),
    ],
)
def test_a_text_that_is_not_escaped_is_cut_without_a_word(commentary: str, seen: str) -> None:
    assert visible(commentary) == seen


def test_an_edit_without_its_method_is_refused(world: LinkedInWorld) -> None:
    ours = world.channel().publish(world.post("Un")).remote_id.replace(":", "%3A")
    patch = {"patch": {"$set": {"commentary": "Deux"}}}
    assert call(world, "POST", f"/rest/posts/{ours}", patch)[0] == 400
    wanted = {"X_RestLi_Method": "PARTIAL_UPDATE"}
    assert call(world, "POST", f"/rest/posts/{ours}", patch, **wanted)[0] == 204
    other = {"patch": {"$set": {"visibility": "PUBLIC"}}}
    assert call(world, "POST", f"/rest/posts/{ours}", other, **wanted)[0] == 400


def test_scopes_are_what_the_person_allowed(world: LinkedInWorld) -> None:
    issued = world.simulator.authority.issue(world.made.client_id, CLAIRE, ["r_basicprofile"])
    bearer = {"Authorization": f"Bearer {issued['access_token']}"}
    assert call(world, "GET", "/v2/me", **bearer)[0] == 200
    assert call(world, "GET", "/v2/userinfo", **bearer)[0] == 403
    assert call(world, "POST", "/rest/posts", POST, **bearer)[0] == 403
    assert call(world, "GET", f"/rest/posts?q=author&author={ENCODED}", **bearer)[0] == 403


def test_a_part_of_a_video_wants_no_token_and_a_picture_wants_one(world: LinkedInWorld) -> None:
    def address(files: str, **request: Any) -> str:
        wanted = {"initializeUploadRequest": {"owner": ATELIER, **request}}
        _, body, _ = call(world, "POST", f"/rest/{files}?action=initializeUpload", wanted)
        value = body["value"]
        url = value.get("uploadUrl") or value["uploadInstructions"][0]["uploadUrl"]
        return str(urlsplit(url).path)

    picture, part = address("images"), address("videos", fileSizeBytes=2)
    assert call(world, "PUT", picture, Authorization="")[0] == 401
    assert call(world, "PUT", picture)[0] == 201
    assert call(world, "PUT", part, 10)[0] == 400
    status, _, headers = call(world, "PUT", part, 10, Authorization="")
    assert status == 200
    assert headers["etag"].startswith('"')


def test_a_post_is_refused_as_a_duplicate_for_as_long_as_ghosts_live(world: LinkedInWorld) -> None:
    assert call(world, "POST", "/rest/posts", POST)[0] == 201
    status, body, _ = call(world, "POST", "/rest/posts", POST)
    assert status == 422
    assert "code" not in body
    assert body["errorDetails"]["inputErrors"][0]["code"] == "DUPLICATE_POST"
    world.change(ghosts_for=timedelta(minutes=10))
    world.advance(hours=24)
    assert call(world, "POST", "/rest/posts", POST)[0] == 201
    world.advance(minutes=10)
    assert call(world, "POST", "/rest/posts", POST)[0] == 201


def test_the_page_says_what_it_is_and_escapes_what_strangers_wrote(world: LinkedInWorld) -> None:
    ours = world.channel().publish(world.post("<b>Bonjour</b>")).remote_id
    world.stranger_replies(ours, "<script>alert(1)</script>")
    status, _, page = world.ask(f"{world.simulator.origin}/?")
    assert status == 200
    assert b"simulateur" in page
    assert b"Atelier Martin" in page
    assert b"&lt;script&gt;" in page
    assert b"<script>" not in page


def test_it_is_told_how_to_behave_from_outside(world: LinkedInWorld) -> None:
    assert call(world, "POST", "/_simulator/flavour", {"is_version_retired": True})[0] == 200
    assert world.simulator.flavour.is_version_retired
    assert call(world, "POST", "/_simulator/flavour", {"processing": 90})[0] == 200
    assert world.simulator.flavour.processing == timedelta(seconds=90)
    assert call(world, "POST", "/_simulator/flavour", {"unknown": 1})[0] == 400


def test_an_app_is_declared_as_an_operator_would_copy_it(world: LinkedInWorld) -> None:
    declared = dict(world.simulator.declare_app("https://beffroi.test/return/"))
    app = DeveloperApp(
        world.simulator.origin, declared.pop("client_id"), declared.pop("client_secret"), declared
    )
    assert set(declared) == set(world.network.declaration.app_extras)
    url = world.network.authorize_url(
        app, redirect_uri="https://beffroi.test/return/", state="s", code_challenge=""
    )
    assert len(world.approve(url)) > 10


def test_strangers_do_what_they_are_told_and_nothing_else(world: LinkedInWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    said = {"as": "remi", "id": theirs, "text": "Lui"}
    assert call(world, "POST", "/_simulator/stranger/edit", said)[0] == 400
    assert call(world, "POST", "/_simulator/stranger/reply", {"parent_id": "x", "text": "y"})[
        0
    ] == (400)
    assert call(world, "POST", "/_simulator/stranger/view", {"id": ours, "times": 3})[0] == 200


def test_every_effect_that_people_could_see_is_in_the_ledger(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    answer = channel.publish(world.post("Merci", reply_to=world.reply_to(ours))).remote_id
    channel.edit(ours, world.post("Bonsoir"))
    channel.delete(answer)
    channel.delete(ours)
    effects = [(one.kind, one.remote_id) for one in world.simulator.ledger.effects]
    assert effects == [
        ("published", ours),
        ("published", answer),
        ("edited", ours),
        ("deleted", answer),
        ("deleted", ours),
    ]


def test_a_reset_makes_the_world_new(world: LinkedInWorld) -> None:
    world.channel().publish(world.post("Bonjour"))
    world.simulator.reset()
    assert not world.simulator.state.posts
    assert not world.simulator.authority.tokens


def test_what_nobody_could_confirm_is_said_of_each_call(world: LinkedInWorld) -> None:
    routes = {route.name: route for route in world.simulator.routes()}
    assert routes["notifications"].doubts
    assert routes["followers"].origin is Origin.THIRD_PARTY
    assert routes["publish"].doubts
    assert routes["token"].origin is Origin.VENDOR
