"""The simulator refuses what YouTube refuses, and answers in the vendor's own types."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.networks.contract_tests import upload
from beffroi.networks.families.google_schema import Misfit, check, check_query
from beffroi.networks.simulation_server import Call
from beffroi.networks.youtube.simulator_schema import METHODS, RESOURCES
from beffroi.networks.youtube.tests.world import YouTubeWorld, small_video


def ask(world: YouTubeWorld, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Make a call under our access; return its status and its JSON."""
    token = world.keeper.read().secrets["access_token"]
    connection = HTTPConnection(urlsplit(world.home).netloc, timeout=5)
    sent = json.dumps(body) if body is not None else None
    connection.request(method, path, sent, {"Authorization": f"Bearer {token}", **headers})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    is_json = content.startswith((b"{", b"["))
    return answer.status, json.loads(content) if is_json else content


def reason(answer: Any) -> str:
    return str(answer["error"]["errors"][0]["reason"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "part=status",
        "part=nonsense&id=a",
        "part=status&id=a&unknown=1",
        "part=status&id=a&maxResults=51",
        "part=status&id=a&myRating=love",
    ],
)
def test_a_query_that_does_not_fit_is_refused(world: YouTubeWorld, query: str) -> None:
    world.channel().publish(world.post("Bonjour"))
    if "nonsense" in query:  # parts are checked with what they are of
        query = query.replace("id=a", f"id={next(iter(world.simulator.state.videos))}")
    status, _ = ask(world, "GET", f"/youtube/v3/videos?{query}")
    assert status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"id": "x", "snippet": {"titel": "a"}},
        {"id": "x", "snippet": {"title": 3}},
        {"id": "x", "status": {"privacyStatus": "secret"}},
        {"id": "x", "snippet": {"tags": "pain"}},
    ],
)
def test_a_body_that_does_not_fit_is_refused(world: YouTubeWorld, body: Any) -> None:
    status, answer = ask(world, "PUT", "/youtube/v3/videos?part=snippet,status", body)
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_piece_of_another_size_is_refused(world: YouTubeWorld) -> None:
    headers = {"X-Upload-Content-Type": "video/mp4", "X-Upload-Content-Length": "9000"}
    body = {"snippet": {"title": "a", "categoryId": "22"}, "status": {"privacyStatus": "private"}}
    path = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    assert ask(world, "POST", path, body)[0] == 400  # without the headers
    assert ask(world, "POST", path, body, **headers)[0] == 200
    (session,) = world.simulator.sessions._sessions
    piece = f"/upload/youtube/v3/videos?part=status&upload_id={session}"
    assert ask(world, "PUT", piece, 1, **{"Content-Range": "bytes 0-0/9000"})[0] == 400
    assert ask(world, "PUT", piece, 1, **{"Content-Range": "bytes 0-5/9000"})[0] == 400
    assert ask(world, "PUT", piece, None, **{"Content-Range": "half"})[0] == 400
    assert ask(world, "PUT", piece, None, **{"Content-Range": "bytes */9000"})[0] == 308


def test_privacy_left_out_is_public(world: YouTubeWorld) -> None:
    headers = {"X-Upload-Content-Type": "video/mp4", "X-Upload-Content-Length": "1"}
    body = {"snippet": {"title": "a", "categoryId": "22"}}
    path = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
    ask(world, "POST", path, body, **headers)
    (session,) = world.simulator.sessions._sessions
    piece = f"/upload/youtube/v3/videos?part=status&upload_id={session}"
    status, video = ask(world, "PUT", piece, 1, **{"Content-Range": "bytes 0-0/1"})
    assert (status, video["status"]["privacyStatus"]) == (201, "public")


def test_a_quota_ends_the_day_and_begins_anew(world: YouTubeWorld) -> None:
    clock, quota = world.simulator.clock, world.simulator.state.quota
    clock.freeze(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
    world.keeper.change(expires_at="9999999999")
    quota.limits["units"] = 2
    path = "/youtube/v3/channels?part=id&mine=true"
    assert [ask(world, "GET", path)[0] for _ in range(3)] == [200, 200, 403]
    clock.advance(timedelta(hours=21, minutes=59))
    world.simulator.authority.expire_access()
    granted = world.simulator.authority.issue(world.simulator.owner.id, ("youtube.force-ssl",))
    world.keeper.change(access_token=granted["access_token"])
    assert reason(ask(world, "GET", path)[1]) == "quotaExceeded"
    clock.advance(timedelta(minutes=1))
    assert ask(world, "GET", path)[0] == 200


def test_a_consent_to_less_is_not_enough(world: YouTubeWorld) -> None:
    granted = world.simulator.authority.issue(world.simulator.owner.id, ("youtube.readonly",))
    world.keeper.change(access_token=granted["access_token"])
    assert ask(world, "GET", "/youtube/v3/channels?part=id&mine=true")[0] == 200
    status, answer = ask(world, "DELETE", "/youtube/v3/videos?id=x")
    assert (status, reason(answer)) == (403, "insufficientPermissions")


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/youtube/v3/videos?part=id", "missingRequiredParameter"),
        ("GET", "/youtube/v3/channels?part=id", "incompatibleParameters"),
        ("GET", "/youtube/v3/channels?part=id&mine=true&id=x", "incompatibleParameters"),
        ("GET", "/youtube/v3/playlistItems?part=id&playlistId=x", "playlistNotFound"),
        ("GET", "/youtube/v3/commentThreads?part=id", "missingRequiredParameter"),
        ("GET", "/youtube/v3/commentThreads?part=id&videoId=x", "videoNotFound"),
        ("GET", "/youtube/v3/commentThreads?part=id&allThreadsRelatedToChannelId=x", "forbidden"),
        ("GET", "/youtube/v3/comments?part=id", "missingRequiredParameter"),
        ("GET", "/youtube/v3/comments?part=id&parentId=x", "commentNotFound"),
        ("DELETE", "/youtube/v3/comments?id=x", "commentNotFound"),
        ("GET", "/v2/reports?ids=channel==OTHER", "badRequest"),
        (
            "GET",
            "/v2/reports?ids=channel==MINE&dimensions=day&metrics=views"
            "&startDate=2026-11-02&endDate=2026-11-01",
            "badRequest",
        ),
    ],
)
def test_a_call_without_sense_has_its_reason(
    world: YouTubeWorld, method: str, path: str, expected: str
) -> None:
    status, answer = ask(world, method, path)
    assert status >= 400
    assert reason(answer) == expected


def test_a_person_without_a_channel_is_asked_to_make_one(world: YouTubeWorld) -> None:
    scopes = ("youtube.force-ssl",)
    world.keeper.change(access_token=world.simulator.authority.issue("", scopes)["access_token"])
    status, answer = ask(world, "GET", "/youtube/v3/videos?part=id&id=x")
    assert (status, reason(answer)) == (401, "youtubeSignupRequired")
    status, answer = ask(world, "GET", "/youtube/v3/channels?part=id&mine=true")
    assert (status, "items" in answer) == (200, False)


def test_a_thumbnail_must_be_a_picture(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    path = f"/upload/youtube/v3/thumbnails/set?videoId={ours}"
    for content_type, body in (("text/plain", 1), ("image/png", None)):
        headers = {"Content-Type": content_type}
        assert reason(ask(world, "POST", path, body, **headers)[1]) == "invalidImage"


def test_what_is_another_s_is_not_touched(world: YouTubeWorld) -> None:
    theirs = world.simulator.state.add_video(
        world.simulator.stranger_channel, {"snippet": {"title": "a", "categoryId": "22"}}
    )
    status, answer = ask(world, "DELETE", f"/youtube/v3/videos?id={theirs.id}")
    assert (status, reason(answer)) == (403, "forbidden")


def test_a_rejected_comment_cannot_be_published(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Insulte")
    path = f"/youtube/v3/comments/setModerationStatus?id={theirs}&moderationStatus="
    assert ask(world, "POST", f"{path}rejected")[0] == 204
    assert ask(world, "POST", f"{path}published")[0] == 403
    assert ask(world, "POST", f"{path}likelySpam")[0] == 400


def test_people_see_what_is_public(world: YouTubeWorld) -> None:
    upload(world.channel(), small_video())
    ours = world.channel().publish(world.post("Bonjour", title="Le four"))
    world.stranger_replies(ours.remote_id, "Bravo")
    shown = [post.text for post in world.simulator.visible_posts()]
    assert shown == ["Bravo", "▶ Le four\n\nBonjour"]
    assert ask(world, "GET", f"/watch?v={ours.remote_id}")[0] == 200
    assert ask(world, "GET", "/watch?v=unknown")[0] == 404


def test_it_is_set_and_driven_from_outside(world: YouTubeWorld) -> None:
    assert ask(world, "POST", "/_simulator/settings", {"processing_seconds": 5})[0] == 200
    assert world.simulator.state.processing_seconds == 5
    settings = {"next_outcome": ["rejected", "length"]}
    assert ask(world, "POST", "/_simulator/settings", settings)[0] == 200
    assert world.simulator.state.next_outcome == ("rejected", "length")
    assert ask(world, "POST", "/_simulator/settings", {"colour": 1})[0] == 400
    assert ask(world, "POST", "/_simulator/stranger/dance", {})[0] == 400
    assert ask(world, "POST", "/_simulator/stranger/reply", {"parent_id": "x"})[0] == 400


def test_every_doubt_is_written_down(world: YouTubeWorld) -> None:
    doubts = {line for route in world.simulator.routes() for line in route.doubts}
    for word in ("session", "thumbnail", "comment may be", "private", "rejected comment"):
        assert any(word in line for line in doubts), word


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ({"viewCount": 3}, "VideoStatistics"),
        ({"publishedAt": "soon"}, "VideoSnippet"),
        ({"publishedAt": "2026-11-26T10:00:00"}, "VideoSnippet"),
        ({"items": {}}, "VideoListResponse"),
        ({"items": [{"snippet": []}]}, "VideoListResponse"),
        ({"canRate": "yes"}, "CommentSnippet"),
        ({"likeCount": True}, "CommentSnippet"),
    ],
)
def test_an_answer_of_another_type_is_noticed(value: Any, type_: str) -> None:
    with pytest.raises(Misfit):
        check(value, type_, RESOURCES)


def test_a_parameter_given_twice_is_noticed() -> None:
    query = {"id": ["a", "b"], "moderationStatus": ["rejected", "published"]}
    with pytest.raises(Misfit):
        check_query(METHODS["comments.setModerationStatus"], Call("POST", "/", query, {}, b""))
