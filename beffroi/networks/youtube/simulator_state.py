"""What the simulated YouTube holds and refuses: channels, videos, comments. No HTTP here.

Built from https://developers.google.com/youtube/v3/docs (read 2026-11-22).
"""

from __future__ import annotations

import itertools
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.families.google_errors import next_quota_day
from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.simulation import Effect, Ledger
from beffroi.networks.youtube.text import tags_length

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LANGUAGES = frozenset({"fr", "en", "de", "es", "it", "nl", "pt", "no"})
_UPLOADS_OF_A_CHANNEL = 20


@dataclass
class SimulatedChannel:
    """Somebody. `handle` is without its @."""

    id: str
    handle: str
    title: str
    subscribers: int = 0
    hides_subscribers: bool = False
    long_uploads: str = "allowed"

    @property
    def uploads(self) -> str:
        """The list of everything that it uploaded."""
        return f"UU{self.id[2:]}"


@dataclass
class SimulatedVideo:
    """A video, whole. `outcome` is what becomes of it once it is processed."""

    id: str
    channel_id: str
    uploaded_at: datetime
    ready_at: datetime
    snippet: dict[str, Any]
    status: dict[str, Any]
    outcome: tuple[str, str] = ("processed", "")
    thumbnail: bytes = b""
    views: int = 0
    likes: int | None = 0
    comments_disabled: bool = False
    was_published: bool = False


@dataclass
class SimulatedComment:
    """A comment; `parent_id` is that of the thread for an answer."""

    id: str
    video_id: str
    author_id: str
    text: str
    published_at: datetime
    updated_at: datetime
    parent_id: str = ""
    lane: str = "published"
    likes: int = 0


@dataclass
class Quota:
    """Three buckets a day, for the whole project; a day begins at midnight in Los Angeles."""

    clock: Clock
    limits: dict[str, int] = field(
        default_factory=lambda: {"units": 10_000, "uploads": 100, "searches": 100}
    )
    _spent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _until: datetime | None = None

    def spend(self, cost: int, *, bucket: str = "units") -> None:
        """Count a call. Refuses when the day's share is used up."""
        now = self.clock()
        if self._until is None or now >= self._until:
            self._spent.clear()
            self._until = next_quota_day(now)
        if self._spent[bucket] + cost > self.limits[bucket]:
            message = "The request cannot be completed because you have exceeded your quota."
            raise refusal(403, message, reason="quotaExceeded", domain="youtube.quota")
        self._spent[bucket] += cost


class State:
    """Everything there is. `processing_seconds` and `next_outcome` are of the videos to come."""

    def __init__(self, *, clock: Clock, ledger: Ledger) -> None:
        self.clock = clock
        self.quota = Quota(clock)
        self.channels: dict[str, SimulatedChannel] = {}
        self.videos: dict[str, SimulatedVideo] = {}
        self.comments: dict[str, SimulatedComment] = {}
        self.daily: dict[date, dict[str, int]] = {}
        self.processing_seconds = 0.0
        self.next_outcome = ("processed", "")
        self.locks_private = False
        self.held_words: set[str] = set()
        self.search_lag = timedelta(0)
        self._ledger = ledger
        self._serials = itertools.count(1)

    def add_channel(self, handle: str, title: str) -> SimulatedChannel:
        """Let somebody have a channel."""
        channel = SimulatedChannel(f"UC{secrets.token_urlsafe(16)[:22]}", handle, title)
        self.channels[channel.id] = channel
        return channel

    # Videos.

    def add_video(self, channel: SimulatedChannel, resource: Mapping[str, Any]) -> SimulatedVideo:
        """Take a video whose last byte has come."""
        now = self.clock()
        ready_at = now + timedelta(seconds=self.processing_seconds)
        video = SimulatedVideo(
            id=self._video_id(),
            channel_id=channel.id,
            uploaded_at=now,
            ready_at=ready_at,
            snippet={"description": "", **resource.get("snippet", {})},
            # Left out, privacy is public: the vendor's own default.
            status={"privacyStatus": "public", **resource.get("status", {})},
            outcome=self.next_outcome,
        )
        self.next_outcome = ("processed", "")
        self.videos[video.id] = video
        self._note_publication(video)
        return video

    def check_upload(self, channel: SimulatedChannel, resource: Mapping[str, Any]) -> None:
        """Refuse an upload before its first byte."""
        today = self.clock() - timedelta(days=1)
        own = [one for one in self.videos.values() if one.channel_id == channel.id]
        if len([one for one in own if one.uploaded_at > today]) >= _UPLOADS_OF_A_CHANNEL * 50:
            raise _invalid("uploadLimitExceeded", "The user has exceeded the number of videos")
        self.check_metadata(resource)

    def check_metadata(self, resource: Mapping[str, Any]) -> None:
        """Refuse a title, a description, tags or a language that YouTube does not take."""
        snippet = resource.get("snippet", {})
        title = snippet.get("title", "")
        if not title or not snippet.get("categoryId"):
            raise _invalid("invalidVideoMetadata", "The request metadata is invalid.")
        if len(title) > 100 or _has_forbidden(title) or not title.strip():
            raise _invalid("invalidTitle", "The request metadata specifies an invalid title.")
        description = snippet.get("description", "")
        if len(description.encode()) > 5000 or _has_forbidden(description):
            raise _invalid("invalidDescription", "The request specifies an invalid description.")
        if tags_length(snippet.get("tags", [])) > 500:
            raise _invalid("invalidTags", "The request metadata specifies invalid video keywords.")
        if snippet.get("defaultLanguage", "fr").partition("-")[0] not in _LANGUAGES:
            raise _invalid("invalidVideoMetadata", "The request metadata is invalid.")

    def update_video(self, video: SimulatedVideo, resource: Mapping[str, Any]) -> None:
        """Replace whole parts: what is not given again is gone."""
        self.check_metadata(resource)
        video.snippet = {"description": "", **resource["snippet"]}
        status = {"privacyStatus": "public", **resource.get("status", {})}
        if self.locks_private:
            status["privacyStatus"] = "private"
        video.status = status
        if video.was_published and self.is_visible(video):
            self._record("edited", video)
        self._note_publication(video)

    def delete_video(self, video: SimulatedVideo) -> None:
        """Take a video away, with what was said under it."""
        del self.videos[video.id]
        self.comments = {k: one for k, one in self.comments.items() if one.video_id != video.id}
        if video.was_published:
            self._record("deleted", video)

    def upload_status(self, video: SimulatedVideo) -> dict[str, str]:
        """Return how far YouTube is with a video."""
        if self.clock() < video.ready_at:
            return {"uploadStatus": "uploaded"}
        state, reason = video.outcome
        names = {"failed": "failureReason", "rejected": "rejectionReason"}
        return {"uploadStatus": state, **({names[state]: reason} if state in names else {})}

    def is_visible(self, video: SimulatedVideo) -> bool:
        """Tell whether somebody else may see it."""
        is_fine = self.upload_status(video)["uploadStatus"] in {"uploaded", "processed"}
        return is_fine and video.status["privacyStatus"] != "private"

    # Comments.

    def add_comment(
        self, author: SimulatedChannel, video: SimulatedVideo, text: str, *, parent_id: str = ""
    ) -> SimulatedComment:
        """Let somebody comment on a video, or answer a comment."""
        if video.comments_disabled:
            message = "The video identified by the videoId parameter has disabled comments."
            raise refusal(403, message, reason="commentsDisabled", domain="youtube.commentThread")
        if not text.strip():
            raise _invalid("commentTextRequired", "A comment must have text.")
        if len(text) > 10_000:
            raise _invalid("commentTextTooLong", "The comment is too long.")
        serial = next(self._serials)
        own_id = f"{serial:022d}" if parent_id else f"Ug{serial:014d}xxxx4AaABAg"
        now = self.clock() + timedelta(microseconds=serial)
        is_held = author.id != video.channel_id and any(one in text for one in self.held_words)
        comment = SimulatedComment(
            id=f"{parent_id}.{own_id}" if parent_id else own_id,
            video_id=video.id,
            author_id=author.id,
            text=text,
            published_at=now,
            updated_at=now,
            parent_id=parent_id,
            lane="heldForReview" if is_held else "published",
        )
        self.comments[comment.id] = comment
        self._record_comment("published", comment)
        return comment

    def edit_comment(self, comment: SimulatedComment, text: str) -> None:
        """Let its author change a comment."""
        comment.text = text
        comment.updated_at = self.clock() + timedelta(seconds=1)
        self._record_comment("edited", comment)

    def delete_comment(self, comment: SimulatedComment) -> None:
        """Take a comment away, with the answers to it."""
        for one in [comment, *self.replies(comment.id)]:
            self.comments.pop(one.id, None)
        self._record_comment("deleted", comment)

    def replies(self, thread_id: str) -> list[SimulatedComment]:
        """Return the answers to a comment, oldest first."""
        return [one for one in self.comments.values() if one.parent_id == thread_id]

    def threads(self) -> Iterator[SimulatedComment]:
        """Yield what begins a thread, newest first."""
        tops = [one for one in self.comments.values() if not one.parent_id]
        yield from sorted(tops, key=lambda one: one.published_at, reverse=True)

    # Within.

    def _video_id(self) -> str:
        serial = next(self._serials)
        return f"vid{serial:07d}" + secrets.choice(_SIGNS)

    def _note_publication(self, video: SimulatedVideo) -> None:
        if not video.was_published and self.is_visible(video):
            video.was_published = True
            self._record("published", video)

    def _record(self, kind: str, video: SimulatedVideo) -> None:
        account = self.channels[video.channel_id].handle
        text = str(video.snippet["description"])
        self._ledger.record(Effect(self.clock(), kind, account, video.id, text))

    def _record_comment(self, kind: str, comment: SimulatedComment) -> None:
        account = self.channels[comment.author_id].handle
        self._ledger.record(Effect(self.clock(), kind, account, comment.id, comment.text))


def _has_forbidden(text: str) -> bool:
    return "<" in text or ">" in text


def _invalid(reason: str, message: str) -> Exception:
    return refusal(400, message, reason=reason, domain="youtube.video")
