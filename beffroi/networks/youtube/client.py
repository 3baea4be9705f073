"""Calls to YouTube's interfaces as one channel. Shapes and meaning are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.families.google import GoogleApi, explains_with
from beffroi.networks.http import Answer, Explain, NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.declaration import HOME, PAGES_HOST
from beffroi.networks.youtube.errors import special_refusals

API = "/youtube/v3"
#: A hundred long comments, each with five long answers: no stranger may make a page unreadable.
PAGE_BYTES_MAX = 32_000_000
_PAGES_MAX = 40
#: The ids of videos have eleven signs, those of comments twenty-six and more.
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)


def is_video(remote_id: str) -> bool:
    """Tell whether an id is a video's; otherwise it is a comment's."""
    return _VIDEO_ID.fullmatch(remote_id) is not None


class Client:
    """One channel's calls."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._http = http
        self._api = GoogleApi(http, keeper, home=HOME, special=special_refusals(http))
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

    def earliest(self, since: datetime) -> datetime:
        """Return when, by YouTube's clock, a try begun at `since` by ours may have come."""
        return self._api.clock.earliest(since)

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
            query = {**params, **page_of(token)}
            data = self.read("GET", path, params=query, max_bytes=PAGE_BYTES_MAX)
            yield items_of(data)
            following = next_token(data)
            if not following:
                return
            if following == token:
                break
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
        explain=explains_with(http, special_refusals(http)),
    )
    return items_of(answer.data)


def items_of(data: JSON) -> list[Record]:
    """Return the items of a list's answer; it has only its kind where there is nothing."""
    found = shapes.record(data, "list")
    if "items" not in found and "kind" not in found:
        raise UnexpectedResponse("this is no list")
    return shapes.records(found.get("items", []), "items")


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
