from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.simulator_lexicon import InvalidRecord, check_post
from beffroi.networks.bluesky.tests.world import BlueskyWorld

GOOD: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "text": "é pain",
    "createdAt": "2026-11-22T09:00:00Z",
}
TAG = {"$type": "app.bsky.richtext.facet#tag", "tag": "pain"}


def facet(start: int, end: int, feature: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature or TAG]}


def image(**more: Any) -> dict[str, Any]:
    blob = {"$type": "blob", "ref": {"$link": "small"}}
    return {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": "", **more}]}


def film(**more: Any) -> dict[str, Any]:
    blob = {"$type": "blob", "ref": {"$link": "film"}}
    return {"$type": "app.bsky.embed.video", "video": blob, **more}


BLOBS = {
    "small": {"size": 10, "mimeType": "image/png"},
    "large": {"size": 2_000_001, "mimeType": "image/png"},
    "film": {"size": 10, "mimeType": "video/mp4"},
    "long film": {"size": 300_000_001, "mimeType": "video/mp4"},
}


@pytest.mark.parametrize(
    "change",
    [
        {"facets": [facet(3, 7)]},
        {"facets": [facet(3, 5), facet(0, 2)]},
        {"langs": ["fr", "fr-CA"]},
        {"embed": image()},
        {"embed": film()},
        {"embed": film(alt="Le four", aspectRatio={"width": 16, "height": 9})},
        {"embed": {"$type": "app.bsky.embed.record", "record": {}}},
    ],
)
def test_what_the_format_allows_passes(change: dict[str, Any]) -> None:
    check_post({**GOOD, **change}, blobs=BLOBS)


@pytest.mark.parametrize(
    "change",
    [
        {"$type": "app.bsky.feed.like"},
        {"text": None},
        {"text": "a" * 301},
        {"text": "Z" + "\u0351" * 1500},
        {"createdAt": "yesterday"},
        {"createdAt": "2026-11-22T09:00:00"},
        {"createdAt": None},
        {"langs": ["fr"] * 4},
        {"langs": ["not a language"]},
        {"facets": [facet(1, 4)]},  # in the middle of é
        {"facets": [facet(3, 99)]},
        {"facets": [facet(4, 4)]},
        {"facets": [facet(0, 4), facet(3, 7)]},
        {"facets": [{"features": []}]},
        {"facets": "none"},
        {"facets": [facet(3, 7, {"$type": "app.bsky.richtext.facet#mention", "did": "lea.test"})]},
        {"facets": [facet(3, 7, {"$type": "app.bsky.richtext.facet#link", "uri": "nowhere"})]},
        {"facets": [facet(3, 7, {"$type": "app.bsky.richtext.facet#tag", "tag": "x" * 641})]},
        {"reply": {}},
        {"reply": {"root": {"uri": "at://x", "cid": "bafy"}}},
        {"embed": {"$type": "app.bsky.embed.images", "images": [{}] * 5}},
        {"embed": image(alt=None)},
        {"embed": image(aspectRatio={"width": 0, "height": 1})},
        {"embed": image(image={"ref": {"$link": "missing"}})},
        {"embed": image(image={"ref": {"$link": "large"}})},
        {"embed": image(image={"ref": {"$link": "film"}})},
        {"embed": film(alt=None)},
        {"embed": film(aspectRatio={"width": 16})},
        {"embed": film(video=None)},
        {"embed": film(video={"ref": {"$link": "long film"}})},
        {"embed": film(video={"ref": {"$link": "small"}})},
        {"embed": {"$type": "app.bsky.embed.external", "external": {"uri": "x"}}},
    ],
)
def test_what_the_format_forbids_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        check_post({**GOOD, **change}, blobs=BLOBS)


def call(world: BlueskyWorld, method: str, path: str, **request: Any) -> tuple[int, Any]:
    origin = world.simulator.origin
    policy = OutboundPolicy(frozenset({origin.removeprefix("http://")}))
    answer = OutboundClient(policy).request(method, origin + path, **request)
    return answer.status, json.loads(answer.content)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("", (401, "AuthMissing")), ("invented", (400, "InvalidToken"))],
)
def test_a_call_without_a_token_of_ours_is_refused(
    world: BlueskyWorld, token: str, expected: tuple[int, str]
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    path = "/xrpc/app.bsky.notification.listNotifications"
    status, data = call(world, "GET", path, headers=headers)
    assert (status, data["error"]) == expected


def test_a_refresh_token_does_not_open_the_doors_of_an_access_token(world: BlueskyWorld) -> None:
    token = world.keeper.read().secrets["refresh_jwt"]
    status, _ = call(
        world,
        "GET",
        "/xrpc/app.bsky.notification.listNotifications",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert status == 400


def test_a_family_dies_when_a_used_refresh_token_comes_back(world: BlueskyWorld) -> None:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['refresh_jwt']}"}
    path = "/xrpc/com.atproto.server.refreshSession"
    status, data = call(world, "POST", path, headers=headers)
    assert status == 200
    assert call(world, "POST", path, headers=headers)[0] == 400
    fresh = {"Authorization": f"Bearer {data['refreshJwt']}"}
    assert call(world, "POST", path, headers=fresh)[1]["error"] == "InvalidToken"


def test_nobody_writes_into_another_s_repository(world: BlueskyWorld) -> None:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    for repo, collection, expected in (
        (world.simulator.other.did, "app.bsky.feed.post", 403),
        (world.simulator.ours.did, "app.bsky.graph.follow", 400),
    ):
        status, _ = call(
            world,
            "POST",
            "/xrpc/com.atproto.repo.createRecord",
            headers=headers,
            json={"repo": repo, "collection": collection, "record": GOOD},
        )
        assert status == expected


def test_a_write_says_what_is_left(world: BlueskyWorld) -> None:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    origin = world.simulator.origin
    policy = OutboundPolicy(frozenset({origin.removeprefix("http://")}))
    wanted = {"repo": world.simulator.ours.did, "collection": "app.bsky.feed.post", "record": GOOD}
    url = f"{origin}/xrpc/com.atproto.repo.createRecord"
    answer = OutboundClient(policy).request("POST", url, headers=headers, json=wanted)
    assert answer.headers["RateLimit-Remaining"] == "4997"
    assert answer.headers["RateLimit-Policy"] == "5000;w=3600"


def test_strangers_act_through_the_control_door(world: BlueskyWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    status, reply = call(
        world,
        "POST",
        "/_simulator/stranger/reply",
        json={"parent_id": ours, "text": "Bonjour <b>vous</b>"},
    )
    assert status == 200
    page = OutboundClient(
        OutboundPolicy(frozenset({world.simulator.origin.removeprefix("http://")}))
    ).request("GET", world.simulator.origin)
    assert "Bonjour &lt;b&gt;vous&lt;/b&gt;" in page.content.decode()
    assert "↳ @atelier-martin.test" in page.content.decode()
    call(world, "POST", "/_simulator/stranger/delete", json={"remote_id": reply["remote_id"]})
    assert reply["remote_id"] not in world.simulator.world.posts
    assert call(world, "POST", "/_simulator/stranger/reply", json={"parent_id": "x"})[0] == 400
    assert call(world, "POST", "/_simulator/stranger/fly", json={})[0] == 400


def test_others_see_who_an_account_is(world: BlueskyWorld) -> None:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    path = f"/xrpc/app.bsky.actor.getProfile?actor={BlueskySimulator.stranger_handle}"
    assert call(world, "GET", path, headers=headers)[1]["displayName"] == "Léa Durand"
    assert call(world, "GET", "/xrpc/app.bsky.actor.getProfile?actor=x", headers=headers)[0] == 400
    assert call(world, "GET", "/xrpc/com.atproto.server.describeServer")[0] == 200


def test_it_runs_on_its_own() -> None:
    command = [sys.executable, "-m", "beffroi.networks.bluesky.simulator"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        origin = line.split()[2]
        policy = OutboundPolicy(frozenset({origin.removeprefix("http://")}))
        assert OutboundClient(policy).request("GET", f"{origin}/").status == 200
        process.terminate()
        assert process.wait(10) == 0
    assert "simulator" in line


def test_people_read_an_account_and_each_of_its_posts(world: BlueskyWorld) -> None:
    origin = world.simulator.origin
    client = OutboundClient(OutboundPolicy(frozenset({origin.removeprefix("http://")})))
    world.simulator.stranger("mention", {"text": "Bonjour ", "as": "atelier-martin.test"})
    post = next(iter(world.simulator.world.posts.values()))
    did, rkey = post.did, post.rkey
    assert did == world.simulator.ours.did, "somebody else may speak as a stranger"
    for address in (f"/profile/{did}", f"/profile/{did}/post/{rkey}"):
        page = client.request("GET", f"{origin}{address}").content.decode()
        assert "Bonjour" in page
        assert "This is not Bluesky" in page
    for address in ("/profile/did:plc:nobody", f"/profile/{did}/post/none"):
        assert client.request("GET", f"{origin}{address}").status == 404


def service_token(world: BlueskyWorld, audience: str, method: str) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    path = "/xrpc/com.atproto.server.getServiceAuth"
    params = {"aud": audience, "lxm": method}
    _, data = call(world, "GET", path, headers=headers, params=params)
    return {"Authorization": f"Bearer {data['token']}"}


@pytest.mark.parametrize(
    ("aud", "seconds", "error"),
    [("video", 60, "InvalidRequest"), ("did:web:x", 3700, "BadExpiration")],
)
def test_a_token_for_another_service_is_asked_for_as_it_must_be(
    world: BlueskyWorld, aud: str, seconds: int, error: str
) -> None:
    headers = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    params = {"aud": aud, "exp": int(world.now().timestamp()) + seconds}
    path = "/xrpc/com.atproto.server.getServiceAuth"
    assert call(world, "GET", path, headers=headers, params=params)[1]["error"] == error


def test_the_video_service_takes_only_tokens_given_for_it(world: BlueskyWorld) -> None:
    path = "/xrpc/app.bsky.video.getUploadLimits"
    own = {"Authorization": f"Bearer {world.keeper.read().secrets['access_jwt']}"}
    assert call(world, "GET", path, headers=own)[1]["error"] == "BadJwt"
    wrong = service_token(world, "did:web:video.bsky.app", "com.atproto.repo.uploadBlob")
    assert call(world, "GET", path, headers=wrong)[1]["error"] == "BadJwtAudience"
    right = service_token(world, "did:web:video.bsky.app", "app.bsky.video.getUploadLimits")
    assert call(world, "GET", path, headers=right)[1]["canUpload"] is True
    world.simulator.clock.advance(timedelta(seconds=61))
    assert call(world, "GET", path, headers=right)[1]["error"] == "BadJwt"


@pytest.mark.parametrize(
    ("media_type", "named", "status"),
    [("video/mp4", True, 200), ("video/mp4", False, 400), ("video/webm", True, 400)],
)
def test_a_video_comes_with_its_owner_its_name_and_its_type(
    world: BlueskyWorld, media_type: str, named: bool, status: int
) -> None:
    place = world.simulator.origin.removeprefix("http://").replace(":", "%3A")
    token = service_token(world, f"did:web:{place}", "com.atproto.repo.uploadBlob")
    params = {"did": world.simulator.ours.did, **({"name": "a.mp4"} if named else {})}
    headers = {**token, "Content-Type": media_type}
    path = "/xrpc/app.bsky.video.uploadVideo"
    request = {"params": params, "headers": headers, "content": b"\0\0\0\x18ftypmp42"}
    assert call(world, "POST", path, **request)[0] == status
