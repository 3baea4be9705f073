"""Files handed over unseen: photos, videos, reels and stories of video.

https://developers.facebook.com/docs/graph-api/reference/page/photos/,
https://developers.facebook.com/documentation/video-api/guides/reels-publishing and
https://developers.facebook.com/docs/video-api/guides/publishing (read on 2026-11-22).
"""

from __future__ import annotations

from dataclasses import replace

from beffroi.networks import shapes
from beffroi.networks.contracts import MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.handles import Handle, door_of, loaded
from beffroi.networks.families.graph.version import UPLOAD_HOST
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record

#: The slowest line that a long transfer is planned for, in bytes a second.
_SLOWEST = 100_000
_USUAL_SECONDS = 30.0


def upload(page: Page, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over a file for a later post."""
    if media.kind is MediaKind.DOCUMENT:
        raise ContentRefused("Facebook takes no documents", field="media")
    make = _photo if media.kind is MediaKind.IMAGE else _video
    try:
        handle = make(page, media, progress)
    except (ContentRefused, NotFound) as refusal:
        raise ContentRefused(refusal.detail, field="media") from refusal
    return UploadedMedia(
        handle=handle.dumped(),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def is_ready(page: Page, media: UploadedMedia) -> bool:
    """Tell whether a file may be published. A photo is, at once; so is a video sent in parts."""
    handle = loaded(media.handle)
    if not handle.video or handle.door == "videos":
        return True
    phase = read_status(page, handle.video).get("uploading_phase")
    told = shapes.optional_text(phase, "status") if isinstance(phase, dict) else None
    return told in {None, "complete"}


def read_status(page: Page, video_id: str) -> Record:
    """Return how far a video is. Raises ContentRefused when it never will be there."""
    try:
        told = page.graph.record(f"/{video_id}", fields="status,post_id,permalink_url")
    except NotFound as error:
        raise ContentRefused(f"{error.detail}: the video is gone", field="media") from error
    return checked_status(told)


def checked_status(video: Record) -> Record:
    """Return a video with its status beside its fields. ContentRefused when it has failed."""
    status = shapes.inner(video, "status")
    phases = [shapes.inner(status, name) for name in ("uploading_phase", "processing_phase")]
    words = {shapes.optional_text(one, "status") for one in phases}
    if "error" in words or shapes.optional_text(status, "video_status") in {"error", "expired"}:
        raise ContentRefused("the video could not be read", field="media")
    return {**video, **status}


def is_shown(status: Record) -> bool:
    """Tell whether people see a video."""
    phase = shapes.inner(status, "publishing_phase")
    is_published = shapes.optional_text(phase, "publish_status") == "published"
    return is_published or shapes.optional_text(phase, "status") == "complete"


def _photo(page: Page, media: OutgoingMedia, progress: UploadProgress) -> Handle:
    """Send a picture. Unpublished photos that nothing uses disappear by themselves."""
    if progress.kept:
        return loaded(progress.kept)
    form = {"published": "false"}
    if media.alt_text:
        form["alt_text_custom"] = media.alt_text
    name = f"photo.{media.media_type.rpartition('/')[2]}"
    files = {"source": (name, media.content, media.media_type)}
    answer = page.graph.read(
        "POST",
        f"/{page.id}/photos",
        data=form,
        files=files,
        timeout=_patience(media.source.size_bytes),
    )
    handle = Handle(photo=shapes.text(shapes.record(answer.data, "photo"), "id"))
    progress.keep(handle.dumped())
    return handle


def _video(page: Page, media: OutgoingMedia, progress: UploadProgress) -> Handle:
    door = door_of(media.format)
    send = _send_parts if door == "videos" else _send_whole
    kept = loaded(progress.kept) if progress.kept else None
    if kept is not None and kept.door == door:
        try:
            return send(page, media, kept, progress)
        except (ContentRefused, NotFound):
            pass  # what was begun is over by now: begin again
    begun = _begin(page, door, size=media.source.size_bytes)
    progress.keep(begun.dumped())
    return send(page, media, begun, progress)


def _begin(page: Page, door: str, *, size: int) -> Handle:
    form = {"upload_phase": "start"}
    graph = page.graph
    if door == "videos":
        form["file_size"], graph = str(size), page.video_graph
    told = shapes.record(graph.read("POST", f"/{page.id}/{door}", data=form).data, "upload")
    begun = Handle(
        video=shapes.text(told, "video_id"),
        door=door,
        session=shapes.optional_text(told, "upload_session_id") or "",
        address=shapes.optional_text(told, "upload_url") or "",
    )
    return _counted(begun, told) if door == "videos" else begun


def _send_parts(
    page: Page, media: OutgoingMedia, handle: Handle, progress: UploadProgress
) -> Handle:
    """Send a long video part by part, each as large as was told, from where it stands."""
    while handle.sent < handle.until:
        part = media.source.read(handle.sent, handle.until - handle.sent)
        answer = page.video_graph.read(
            "POST",
            f"/{page.id}/videos",
            data={
                "upload_phase": "transfer",
                "upload_session_id": handle.session,
                "start_offset": str(handle.sent),
            },
            files={"video_file_chunk": ("part", part, "application/octet-stream")},
            timeout=_patience(len(part)),
        )
        before, handle = handle, _counted(handle, shapes.record(answer.data, "part"))
        if handle.sent <= before.sent:
            raise UnexpectedResponse("a part of the video was not counted")
        progress.keep(handle.dumped())
    if handle.sent < media.source.size_bytes:
        raise UnexpectedResponse("the video was not asked for whole")
    return handle


def _counted(handle: Handle, told: Record) -> Handle:
    """Return how far a long video is, as the network counts."""
    offsets = [shapes.optional_text(told, name) or "" for name in ("start_offset", "end_offset")]
    if not all(offset.isdecimal() for offset in offsets):
        raise UnexpectedResponse("the network does not say how far the video is")
    return replace(handle, sent=int(offsets[0]), until=int(offsets[1]))


def _send_whole(
    page: Page, media: OutgoingMedia, handle: Handle, progress: UploadProgress
) -> Handle:
    """Send a short video, or say where it may be fetched. The bearer is named OAuth there."""
    size = media.source.size_bytes
    if handle.sent >= size:
        return handle
    headers = {"Authorization": f"OAuth {page.token}"}
    request: dict[str, object] = {}
    if media.public_url:
        headers["file_url"] = media.public_url
    else:
        headers |= {"offset": "0", "file_size": str(size)}
        request = {"content": media.source.read(0, size), "timeout": _patience(size)}
    answer = page.graph.read("POST", _upload_address(page, handle), headers=headers, **request)
    if shapes.record(answer.data, "upload").get("success") is not True:
        raise UnexpectedResponse("the video was not taken")
    handle = replace(handle, sent=size)
    progress.keep(handle.dumped())
    return handle


def _upload_address(page: Page, handle: Handle) -> str:
    """Return where the bytes go: nowhere but to the vendor's own host, whatever was answered."""
    allowed = (f"https://{UPLOAD_HOST}/", f"{page.graph.origin}/")
    if not handle.address.startswith(allowed):
        raise UnexpectedResponse("the video would be sent elsewhere")
    return handle.address


def _patience(size: int) -> float | None:
    seconds = size / _SLOWEST
    return seconds if seconds > _USUAL_SECONDS else None
