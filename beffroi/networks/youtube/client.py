"""Calls to YouTube's interfaces as one channel, and the refusals that only they give.

https://developers.google.com/youtube/v3/docs/errors (read 2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import ContentRefused, NotFound, QuotaExhausted, UnexpectedResponse
from beffroi.networks.families.google import GoogleApi, explains_with
from beffroi.networks.families.google_errors import Make
from beffroi.networks.http import Answer, Explain, NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.declaration import (
    DESCRIPTION_BYTES_MAX,
    HOME,
    PAGES_HOST,
    TAGS_MAX,
    TITLE_MAX,
)

API = "/youtube/v3"
#: The vendor does not say; https://issuetracker.google.com tells of this bound.
COMMENT_MAX = 10_000
_PAGES_MAX = 40
#: The ids of videos have eleven signs, those of comments twenty-six and more.
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)


def is_video(remote_id: str) -> bool:
    """Tell whether an id is a video's; otherwise it is a comment's."""
    return _VIDEO_ID.fullmatch(remote_id) is not None


class StaleToken(UnexpectedResponse):
    """The place of a page is no longer known: the list must be read from its beginning."""


class Client:
    """One channel's calls."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._http = http
        self._api = GoogleApi(http, keeper, home=HOME, special=_special(http))
        self._uploads = ""

    @property
    def channel_id(self) -> str:
        """The channel's own id."""
        return self._api.account_id

    @property
    def consent_ends_at(self) -> datetime | None:
        """When only a new consent will help, if Google said."""
        return self._api.access.ends_at

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def origin(self, host: str) -> str:
        """Return where one of the vendor's hosts is."""
        return self._api.origin(host)

    @property
    def home(self) -> str:
        """Where the interface is."""
        return self._api.access.origin

    def read(self, method: str, path: str, **more: Any) -> JSON:
        """Make a call that is free to repeat; `path` is under the interface."""
        return self._api.read(method, self.home + API + path, **more).data

    def read_at(
        self, method: str, url: str, *, explain: Explain | None = None, **more: Any
    ) -> Answer:
        """Make a call that is free to repeat, wherever it leads."""
        return self._api.read(method, url, explain=explain, **more)

    def act(self, method: str, path: str, **more: Any) -> JSON:
        """Make the one visible call."""
        return self._api.act(method, self.home + API + path, **more).data

    def items(self, path: str, **params: str) -> list[Record]:
        """Return the items of one list."""
        return items_of(self.read("GET", path, params=params))

    def pages(self, path: str, **params: str) -> Iterator[list[Record]]:
        """Yield each page of a list to its end. Raises UnexpectedResponse when it never ends."""
        token = ""
        for _ in range(_PAGES_MAX):
            data = self.read("GET", path, params={**params, **page_of(token)})
            yield items_of(data)
            following = next_token(data)
            if not following or following == token:
                return
            token = following
        raise UnexpectedResponse(f"{path}: the pages never end")

    def uploads_playlist(self) -> str:
        """Return the list of everything that the channel uploaded, read once."""
        if not self._uploads:
            found = self.items("/channels", part="contentDetails", id=self.channel_id)
            if not found:
                raise NotFound("the channel")
            lists = shapes.inner(found[0], "contentDetails", "relatedPlaylists")
            self._uploads = shapes.text(lists, "uploads")
        return self._uploads

    def watch_url(self, video_id: str, comment_id: str = "") -> str:
        """Return the page of a video, or of one comment under it."""
        place = f"&lc={comment_id}" if comment_id else ""
        return f"{self.origin(PAGES_HOST)}/watch?v={video_id}{place}"


def read_channels(http: NetworkHttp, app: DeveloperApp, *, token: str) -> list[Record]:
    """Return the channels that a new token acts for. NoAccount when there never was one."""
    answer = http.read(
        "GET",
        f"{app.origin}{API}/channels",
        params={"part": "id,snippet", "mine": "true"},
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        explain=explains_with(http, _special(http)),
    )
    return items_of(answer.data)


def items_of(data: JSON) -> list[Record]:
    """Return the items of a list's answer; it has none where there is nothing."""
    return shapes.records(shapes.record(data, "list").get("items", []), "items")


def next_token(data: JSON) -> str:
    """Return where the next page begins, "" at the end."""
    return shapes.optional_text(shapes.record(data, "list"), "nextPageToken") or ""


def page_of(token: str) -> dict[str, str]:
    """Return the parameter that asks for a page."""
    return {"pageToken": token} if token else {}


def counted(data: Record, key: str) -> int | None:
    """Return a number that is written as text, None when it is absent."""
    told = shapes.optional_text(data, key) or ""
    return int(told) if re.fullmatch(r"\d{1,18}", told, re.ASCII) else None


def _refuses(field: str, limit: int | None = None) -> Make:
    return lambda detail: ContentRefused(detail, field=field, limit=limit)


_REFUSALS: Mapping[str, Make] = {
    "invalidTitle": _refuses("title", TITLE_MAX),
    "invalidDescription": _refuses("text", DESCRIPTION_BYTES_MAX),
    "invalidTags": _refuses("tags", TAGS_MAX),
    "invalidCategoryId": _refuses("media"),
    "invalidPublishAt": _refuses("text"),
    # Title and category are always sent: what remains is a language that YouTube does not know.
    "invalidVideoMetadata": _refuses("language"),
    "defaultLanguageNotSet": _refuses("language"),
    "mediaBodyRequired": _refuses("media"),
    "invalidFilename": _refuses("media"),
    "invalidImage": _refuses("media"),
    "commentsDisabled": _refuses("reply_to"),
    "parentCommentNotFound": _refuses("reply_to"),
    "parentCommentIsPrivate": _refuses("reply_to"),
    "ineligibleAccount": _refuses("reply_to"),
    "commentTextRequired": _refuses("text"),
    "commentTextTooLong": _refuses("text", COMMENT_MAX),
    "invalidCommentMetadata": _refuses("text"),
    "invalidPageToken": StaleToken,
    "videoNotFound": NotFound,
    "commentNotFound": NotFound,
    "commentThreadNotFound": NotFound,
    "playlistNotFound": NotFound,
}


def _special(http: NetworkHttp) -> Mapping[str, Make]:
    """Return the reasons that only YouTube gives. A channel has a daily number of uploads."""

    def uploads_used_up(detail: str) -> QuotaExhausted:
        return QuotaExhausted(detail, until=http.now() + timedelta(days=1))

    return {**_REFUSALS, "uploadLimitExceeded": uploads_used_up}
