"""Photos and videos handed over to the simulated Facebook, by each of its doors."""

from __future__ import annotations

import http.client
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.networks.facebook.simulator_world import Photo, Video, World
from beffroi.networks.families.graph.simulator import Request
from beffroi.networks.families.graph.simulator_wire import Refused, invalid, missing

PHOTO_BYTES_MAX = 10_000_000
REELS_A_DAY = 30
PART_BYTES = 1_000_000
_DAY = timedelta(hours=24)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def take_photo(world: World, request: Request) -> Photo:
    """Take a picture's bytes."""
    form = request.form
    form.only("source", "published", "temporary", "message", "alt_text_custom")
    content = form.files.get("source")
    if content is None:
        raise Refused(324, "(#324) Requires upload file")
    if not content.startswith(_PICTURES):
        raise invalid("Invalid image file", subcode=2069019)
    if len(content) > PHOTO_BYTES_MAX:
        raise invalid("The photo is too large", subcode=1366046)
    photo = Photo(world.new_id(), content, form.text("alt_text_custom"))
    world.photos[photo.id] = photo
    return photo


def phase(world: World, request: Request, *, origin: str, processing: timedelta) -> dict[str, Any]:
    """Answer one phase of a reel or of a story of video."""
    form, page_id, door = request.form, request.param("id"), request.param("door")
    step = form.needed("upload_phase")
    if step == "start":
        form.only("upload_phase")
        video = _begin(world, door)
        address = f"{origin}/video-upload/{request.param('version')}/{video.id}"
        return {"video_id": video.id, "upload_url": address}
    if step != "finish":
        raise invalid("Param upload_phase must be one of {START, FINISH}")
    form.only("upload_phase", "video_id", "video_state", "description", "title")
    video = _found(world, form.needed("video_id"), door)
    if door == "video_reels":
        if form.needed("video_state") != "PUBLISHED":
            raise invalid("Param video_state must be PUBLISHED here")
        _spend_reel(world)
    return _finish(world, video, page_id, form.text("description"), processing)


def part(world: World, request: Request, *, processing: timedelta) -> dict[str, Any]:
    """Answer one phase of a long video."""
    form, page_id = request.form, request.param("id")
    step = form.needed("upload_phase")
    if step == "start":
        form.only("upload_phase", "file_size")
        video = _begin(world, "videos", size=int(form.needed("file_size")))
        session = world.new_id()
        world.sessions[session] = video.id
        more = {"upload_session_id": session, "video_id": video.id}
        return {**more, **_offsets(video)}
    video = _found(world, world.sessions.get(form.needed("upload_session_id"), ""), "videos")
    if step == "transfer":
        form.only("upload_phase", "upload_session_id", "start_offset", "video_file_chunk")
        return _take_part(video, form.needed("start_offset"), form.files.get("video_file_chunk"))
    form.only("upload_phase", "upload_session_id", "published", "description", "title")
    return _finish(world, video, page_id, form.text("description"), processing)


def take_bytes(world: World, request: Request) -> dict[str, Any]:
    """Take a video's bytes, or fetch them. The bearer must be named OAuth."""
    headers, video = request.call.headers, world.videos.get(request.param("id"))
    if video is None or not headers.get("authorization", "").startswith("OAuth "):
        raise missing(request.param("id"))
    if headers.get("file_url"):
        video.content = _fetched(headers["file_url"])
    else:
        offset, size = headers.get("offset", ""), headers.get("file_size", "")
        if offset != "0" or size != str(len(request.call.body)):
            raise invalid("The offset or the size of the file is wrong")
        video.content = request.call.body
    video.is_whole = True
    return {"success": True}


def _begin(world: World, door: str, *, size: int = 0) -> Video:
    video = Video(world.new_id(), door, size=size)
    world.videos[video.id] = video
    return video


def _found(world: World, video_id: str, door: str) -> Video:
    video = world.videos.get(video_id)
    if video is None or video.door != door:
        raise missing(video_id)
    return video


def _take_part(video: Video, start: str, content: bytes | None) -> dict[str, Any]:
    wanted = min(PART_BYTES, video.size - len(video.content))
    if start != str(len(video.content)) or not content or len(content) != wanted:
        raise invalid("The part does not begin where the last one ended", subcode=1363037)
    video.content += content
    video.is_whole = len(video.content) >= video.size
    return _offsets(video)


def _offsets(video: Video) -> dict[str, str]:
    start = len(video.content)
    return {"start_offset": str(start), "end_offset": str(min(video.size, start + PART_BYTES))}


def _finish(
    world: World, video: Video, page_id: str, description: str, processing: timedelta
) -> dict[str, Any]:
    """Let a video be shown once it is ready. Again: the same video is not shown twice."""
    if not video.is_whole:
        raise invalid("The video was not sent whole", subcode=1363005)
    if video.finished_at is None:
        video.finished_at = world.clock()
        video.ready_at = world.clock() + processing
        video.description = description
        video.post_id = f"{page_id}_{world.new_id()}"
    world.settle_videos()
    told: dict[str, Any] = {"success": True}
    return told if video.door == "videos" else {**told, "post_id": video.post_id.split("_")[1]}


def _spend_reel(world: World) -> None:
    since = world.clock() - _DAY
    recent = [
        one
        for one in world.videos.values()
        if one.door == "video_reels" and one.finished_at is not None and one.finished_at > since
    ]
    if len(recent) >= REELS_A_DAY:
        raise Refused(613, "(#613) Calls to this api have exceeded the rate limit")


def _fetched(url: str) -> bytes:
    split = urlsplit(url)
    connection = http.client.HTTPConnection(split.netloc, timeout=5)
    try:
        connection.request("GET", split.path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise Refused(389, "(#389) Unable to fetch video file from URL.")
        return answer.read()
    except OSError as error:
        raise Refused(389, "(#389) Unable to fetch video file from URL.") from error
    finally:
        connection.close()
