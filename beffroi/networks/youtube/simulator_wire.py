"""How the simulated YouTube writes what it holds: resources, by their parts, and pages of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.simulation_server import Call
from beffroi.networks.youtube.simulator_state import (
    SimulatedChannel,
    SimulatedComment,
    SimulatedVideo,
    State,
)

#: How many answers come with their thread.
EMBEDDED_REPLIES = 5


class Writer:
    """Writes resources for the owner of `channel`, with addresses under `origin`."""

    def __init__(self, state: State, channel: SimulatedChannel, *, origin: str) -> None:
        self._state = state
        self._channel = channel
        self._origin = origin

    def video(self, video: SimulatedVideo) -> dict[str, Any]:
        """Return a video with all its parts."""
        status = self._state.upload_status(video)
        is_done = status["uploadStatus"] != "uploaded"
        count = sum(one.video_id == video.id for one in self._state.comments.values())
        likes = {} if video.likes is None else {"likeCount": str(video.likes)}
        comments = {} if video.comments_disabled else {"commentCount": str(count)}
        return {
            "kind": "youtube#video",
            "etag": "simulated",
            "id": video.id,
            "snippet": {
                "publishedAt": instant(video.uploaded_at),
                "channelId": video.channel_id,
                "channelTitle": self._state.channels[video.channel_id].title,
                "liveBroadcastContent": "none",
                **video.snippet,
            },
            "status": {"embeddable": True, "license": "youtube", **video.status, **status},
            "statistics": {
                "viewCount": str(video.views),
                "favoriteCount": "0",
                **likes,
                **comments,
            },
            "processingDetails": {"processingStatus": "succeeded" if is_done else "processing"},
            "contentDetails": {"hasCustomThumbnail": bool(video.thumbnail), "dimension": "2d"},
        }

    def channel(self, channel: SimulatedChannel) -> dict[str, Any]:
        """Return a channel with all its parts."""
        own = [one for one in self._state.videos.values() if one.channel_id == channel.id]
        shown = {} if channel.hides_subscribers else {"subscriberCount": str(channel.subscribers)}
        return {
            "kind": "youtube#channel",
            "etag": "simulated",
            "id": channel.id,
            "snippet": {"title": channel.title, "customUrl": f"@{channel.handle}"},
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}},
            "statistics": {
                "viewCount": str(sum(one.views for one in own)),
                "videoCount": str(len(own)),
                "hiddenSubscriberCount": channel.hides_subscribers,
                **shown,
            },
            "status": {"longUploadsStatus": channel.long_uploads, "privacyStatus": "public"},
        }

    def playlist_item(self, video: SimulatedVideo, position: int) -> dict[str, Any]:
        """Return a video's place among the uploads."""
        return {
            "kind": "youtube#playlistItem",
            "etag": "simulated",
            "id": f"UU.{video.id}",
            "snippet": {
                "title": video.snippet["title"],
                "description": video.snippet["description"],
                "publishedAt": instant(video.uploaded_at),
                "position": position,
                "resourceId": {"kind": "youtube#video", "videoId": video.id},
            },
            "contentDetails": {"videoId": video.id},
            "status": {"privacyStatus": video.status["privacyStatus"]},
        }

    def thread(self, top: SimulatedComment, *, lane: str, text_format: str) -> dict[str, Any]:
        """Return a comment with the oldest of its answers that are in `lane`."""
        replies = [one for one in self._state.replies(top.id) if one.lane == lane]
        shown = replies[:EMBEDDED_REPLIES]
        below = [self.comment(one, text_format=text_format) for one in shown]
        return {
            "kind": "youtube#commentThread",
            "etag": "simulated",
            "id": top.id,
            "snippet": {
                "channelId": self._channel.id,
                "videoId": top.video_id,
                "topLevelComment": self.comment(top, text_format=text_format),
                "canReply": top.lane == "published",
                "totalReplyCount": len(replies),
                "isPublic": top.lane == "published",
            },
            **({"replies": {"comments": below}} if below else {}),
        }

    def comment(
        self, comment: SimulatedComment, *, text_format: str, tells_lane: bool = True
    ) -> dict[str, Any]:
        """Return a comment. Its own words are for its author alone."""
        author = self._state.channels[comment.author_id]
        is_plain = text_format == "plainText"
        shown = comment.text if is_plain else escape(comment.text).replace("\n", "<br>")
        snippet = {
            "channelId": self._channel.id,
            "videoId": comment.video_id,
            "textDisplay": shown,
            "authorDisplayName": author.title,
            "authorChannelUrl": f"http://www.youtube.com/@{author.handle}",
            "authorChannelId": {"value": author.id},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": comment.likes,
            "publishedAt": instant(comment.published_at),
            "updatedAt": instant(comment.updated_at),
        }
        if comment.author_id == self._channel.id:
            snippet["textOriginal"] = comment.text
        if comment.parent_id:
            snippet["parentId"] = comment.parent_id
        if tells_lane:
            snippet["moderationStatus"] = comment.lane
        return {
            "kind": "youtube#comment",
            "etag": "simulated",
            "id": comment.id,
            "snippet": snippet,
        }


def parts(resource: dict[str, Any], call: Call) -> dict[str, Any]:
    """Return only the parts of a resource that a call asks for."""
    wanted = {part.strip() for value in call.query["part"] for part in value.split(",")}
    always = {"kind", "etag", "id"}
    unknown = wanted - set(resource) - always - {"replies", "localizations", "topicDetails"}
    if unknown:
        message = f"'{sorted(unknown)[0]}'"
        raise refusal(400, message, reason="unknownPart", domain="youtube.part")
    return {name: value for name, value in resource.items() if name in wanted | always}


def page(
    kind: str, items: Sequence[tuple[str, Any]], call: Call, *, default: int, most: int
) -> dict[str, Any]:
    """Return one page of pairs of id and thing. A token names the last id of the page before."""
    size = min(int(call.first("maxResults", str(default))), most)
    start = 0
    if token := call.first("pageToken"):
        ids = [key for key, _ in items]
        known = token.removeprefix("after.")
        if known not in ids:
            message = "The request specifies an invalid page token."
            raise refusal(400, message, reason="invalidPageToken", domain="youtube.parameter")
        start = ids.index(known) + 1
    shown = items[start : start + size]
    following = {"nextPageToken": f"after.{shown[-1][0]}"} if start + size < len(items) else {}
    return {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "simulated",
        **following,
        "pageInfo": {"totalResults": len(items), "resultsPerPage": size},
        "items": [thing for _, thing in shown],
    }


def instant(value: datetime) -> str:
    """Write an instant as YouTube does. To the microsecond, so that an order can be told."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
