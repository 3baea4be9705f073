"""Own videos and comments: made visible, changed, taken away.

https://developers.google.com/youtube/v3/docs/videos/update (read 2026-11-22). A video is uploaded
as private and published by one change of its title, text and privacy: the same change made twice
does no more than once.
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NotFound,
    OutcomeUnknown,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import Client, is_video
from beffroi.networks.youtube.declaration import LIMITS
from beffroi.networks.youtube.uploads import (
    Video,
    check_not_rejected,
    set_thumbnail,
    videos_of,
)

_PARTS = "snippet,status"
#: What an update replaces: what is not sent again is lost.
_SNIPPET = ("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage")
_STATUS = (
    "privacyStatus",
    "embeddable",
    "license",
    "publicStatsViewable",
    "selfDeclaredMadeForKids",
    "containsSyntheticMedia",
)
_VISIBILITIES = ("public", "unlisted")


def publish(client: Client, post: OutgoingPost) -> PublishedPost:
    """Make a video public, or write a comment."""
    if post.reply_to is not None:
        return _comment(client, post, post.reply_to)
    video = _checked_video(post)
    current = read_video(client, video.video_id, parts=_PARTS)
    if current is None:
        raise ContentRefused("the video is gone", field="media")
    set_thumbnail(client, video.video_id, post.media)
    wanted = _resource(current, post, privacy=post.visibility)
    try:
        answer = client.act("PUT", "/videos", params={"part": _PARTS}, json=wanted)
    except NotFound as error:
        raise ContentRefused(error.detail, field="media") from error
    _check_is_visible(client, video, answer)
    return PublishedPost(video.video_id, client.watch_url(video.video_id))


def read_video(client: Client, video_id: str, *, parts: str) -> Record | None:
    """Return some parts of one video, None when it is gone."""
    found = client.items("/videos", part=parts, id=video_id)
    return found[0] if found else None


def edit(client: Client, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text of a video, and its title and tags if `post` has some; or of a comment."""
    if not is_video(remote_id):
        return _edit_comment(client, remote_id, post)
    current = read_video(client, remote_id, parts=_PARTS)
    if current is None:
        raise NotFound("the video")
    client.read("PUT", "/videos", params={"part": _PARTS}, json=_resource(current, post))
    return PublishedPost(remote_id, client.watch_url(remote_id))


def delete(client: Client, remote_id: str) -> None:
    """Take a video or a comment of ours away. Already gone is success."""
    path = "/videos" if is_video(remote_id) else "/comments"
    try:
        client.read("DELETE", path, params={"id": remote_id})
    except NotFound:
        return


def is_still_up(client: Client, remote_id: str) -> bool | None:
    """Tell whether people can see it; None: YouTube still works on it.

    Raises what a rejected video's status says.
    """
    if not is_video(remote_id):
        return bool(client.items("/comments", part="id", id=remote_id))
    video = read_video(client, remote_id, parts="status")
    if video is None:
        return False
    status = shapes.inner(video, "status")
    check_not_rejected(status)
    if shapes.optional_text(status, "privacyStatus") == "private":
        return False
    return None if shapes.optional_text(status, "uploadStatus") == "uploaded" else True


def _checked_video(post: OutgoingPost) -> Video:
    videos = videos_of(post.media)
    if len(videos) != 1 or len(post.media) - 1 > LIMITS.images_max:
        raise ContentRefused("one video and one picture", field="media", limit=LIMITS.images_max)
    if not post.title.strip():
        raise ContentRefused("a video without a title", field="title", limit=LIMITS.title_max)
    if post.visibility not in _VISIBILITIES:
        raise ContentRefused("an audience that YouTube does not have")
    return videos[0]


def _resource(current: Record, post: OutgoingPost, *, privacy: str = "") -> dict[str, JSON]:
    """Return the whole of what an update replaces: what is there, under what is new."""
    snippet = _kept(current, "snippet", _SNIPPET)
    snippet["description"] = post.text
    if post.title:
        snippet["title"] = post.title
    if post.tags or privacy:
        snippet["tags"] = list(post.tags)
    if post.language and "defaultLanguage" not in snippet:
        snippet["defaultLanguage"] = post.language
    status = _kept(current, "status", _STATUS)
    if privacy:
        status["privacyStatus"] = privacy
    return {"id": shapes.text(current, "id"), "snippet": snippet, "status": status}


def _kept(current: Record, part: str, names: tuple[str, ...]) -> Record:
    held = shapes.inner(current, part)
    return {name: held[name] for name in names if name in held}


def _check_is_visible(client: Client, video: Video, answer: JSON) -> None:
    """Make sure that YouTube did as it was asked. Raises OutcomeUnknown when it does not say.

    It used to lock the videos of projects that it has not audited to private: then nobody sees it.
    """
    try:
        told = shapes.record(answer, "video")
        if not shapes.inner(told, "status"):
            told = read_video(client, video.video_id, parts="status") or {}
    except NetworkError as error:
        raise OutcomeUnknown(error.detail) from error
    privacy = shapes.optional_text(shapes.inner(told, "status"), "privacyStatus")
    if privacy == "private":
        raise ReviewRequired("the video stays private: YouTube must audit the project")
    if privacy is None:
        raise OutcomeUnknown("YouTube does not say who sees the video")


def _comment(client: Client, post: OutgoingPost, target: ReplyTarget) -> PublishedPost:
    if post.media:
        raise ContentRefused("a comment takes no files", field="media", limit=0)
    video_id = target.context.get("video_id", "")
    params = {"part": "snippet"}
    try:
        if is_video(target.remote_id):
            made = client.act(
                "POST", "/commentThreads", params=params, json=_new_thread(target.remote_id, post)
            )
        else:
            parent = thread_of(target)
            snippet: dict[str, JSON] = {"parentId": parent, "textOriginal": post.text}
            made = client.act("POST", "/comments", params=params, json={"snippet": snippet})
    except NotFound as error:
        raise ContentRefused(error.detail, field="reply_to") from error
    try:
        comment_id = shapes.text(shapes.record(made, "comment"), "id")
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error
    return PublishedPost(comment_id, client.watch_url(video_id or target.remote_id, comment_id))


def thread_of(target: ReplyTarget) -> str:
    """Return the comment on the video under which an answer stands: there is one level only."""
    return target.context.get("thread_id", "") or target.remote_id.partition(".")[0]


def _new_thread(video_id: str, post: OutgoingPost) -> dict[str, JSON]:
    comment: dict[str, JSON] = {"snippet": {"textOriginal": post.text}}
    return {"snippet": {"videoId": video_id, "topLevelComment": comment}}


def _edit_comment(client: Client, remote_id: str, post: OutgoingPost) -> PublishedPost:
    wanted: dict[str, JSON] = {"id": remote_id, "snippet": {"textOriginal": post.text}}
    answer = client.read("PUT", "/comments", params={"part": "snippet"}, json=wanted)
    snippet = shapes.inner(shapes.record(answer, "comment"), "snippet")
    video_id = shapes.optional_text(snippet, "videoId") or ""
    return PublishedPost(remote_id, client.watch_url(video_id, remote_id))
