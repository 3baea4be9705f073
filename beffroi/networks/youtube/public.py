"""Searches the videos that anybody can see. Comments of others cannot be searched.

A search is dear: a project may make a hundred a day, and one costs as much as a hundred other calls
where it has no share of its own. https://developers.google.com/youtube/v3/docs/search/list (read
2026-11-22)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Self

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, Counters, MediaKind
from beffroi.networks.declarations import Cost, SourceKind
from beffroi.networks.errors import ContentRefused, UnexpectedResponse
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import Client, counted, is_video

WORDS_MAX = 100
#: Four a day for each search: twenty-five of them fit into what a project may make.
PAUSE = timedelta(hours=6)
_PER_PAGE = 50
_IDS_PER_CALL = 50
#: A video can be found some time after it was published.
_OVERLAP = timedelta(days=2)
_FIRST_REACH = timedelta(days=7)
_SEEN_MAX = 500
_NO_LANGUAGE = frozenset({"zxx", "und"})


@dataclass(frozen=True, slots=True)
class _Memory:
    """Until when was searched, and what was found, oldest first."""

    since: datetime
    seen: tuple[str, ...] = ()

    @classmethod
    def loaded(cls, state: str) -> Self:
        try:
            stored = json.loads(state)
            since = datetime.fromtimestamp(stored["since"], tz=UTC)
            return cls(since, tuple(str(one) for one in stored["seen"]))
        except (ValueError, KeyError, TypeError, OverflowError, OSError) as error:
            raise UnexpectedResponse("this state is not one of ours") from error

    def dumped(self) -> str:
        return json.dumps({"since": self.since.timestamp(), "seen": self.seen[-_SEEN_MAX:]})


def read_public(client: Client, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
    """Return the videos that words find and that were not found before, oldest first.

    The fifty newest of them: one call, and a cheap one for what they say.
    """
    words = " ".join(subject.split())
    if kind is not SourceKind.SEARCH or not words or len(words) > WORDS_MAX:
        raise ContentRefused(f"no {kind.value} like this can be read", field="text")
    now = client.now()
    memory = _Memory.loaded(state) if state else _Memory(now - _FIRST_REACH + _OVERLAP)
    ids = [one for one in _search(client, words, memory) if one not in memory.seen]
    found = look_up(client, ids)
    posts = sorted((one for one in found.values() if one), key=lambda one: one.written_at)
    return PublicPage(
        posts=posts,
        state=_Memory(now, (*memory.seen, *ids)).dumped(),
        next_in=PAUSE,
        costs=(Cost(Decimal(0), "search.list"),),
    )


def look_up(client: Client, remote_ids: Sequence[str]) -> dict[str, PublicPost | None]:
    """Return videos as everybody sees them now, None for those that nobody does."""
    ids = [one for one in dict.fromkeys(remote_ids) if is_video(one)]
    found: dict[str, PublicPost | None] = dict.fromkeys(remote_ids)
    for start in range(0, len(ids), _IDS_PER_CALL):
        part = ",".join(ids[start : start + _IDS_PER_CALL])
        for one in client.items("/videos", part="snippet,statistics,status", id=part):
            if shapes.inner(one, "status").get("privacyStatus") == "public":
                found[shapes.text(one, "id")] = _post(client, one)
    return found


def _search(client: Client, words: str, memory: _Memory) -> list[str]:
    after = (memory.since - _OVERLAP).replace(microsecond=0).isoformat()
    items = client.items(
        "/search",
        part="snippet",
        q=words,
        type="video",
        order="date",
        publishedAfter=after.replace("+00:00", "Z"),
        maxResults=str(_PER_PAGE),
    )
    told = (shapes.optional_text(shapes.inner(one, "id"), "videoId") or "" for one in items)
    return [one for one in dict.fromkeys(told) if is_video(one)]


def _post(client: Client, video: Record) -> PublicPost:
    snippet, told = shapes.inner(video, "snippet"), shapes.inner(video, "statistics")
    video_id = shapes.text(video, "id")
    channel_id = shapes.optional_text(snippet, "channelId") or ""
    name = shapes.optional_text(snippet, "channelTitle") or channel_id
    title = shapes.optional_text(snippet, "title") or ""
    description = shapes.optional_text(snippet, "description") or ""
    return PublicPost(
        network="youtube",
        remote_id=video_id,
        author=Author(account_id=channel_id, handle=channel_id, display_name=name),
        text=f"{title}\n\n{description}".strip(),
        url=client.watch_url(video_id),
        written_at=shapes.instant(snippet, "publishedAt"),
        language=_language(snippet),
        counters=Counters(
            likes=counted(told, "likeCount"),
            shares=None,
            replies=counted(told, "commentCount"),
            quotes=None,
            views=counted(told, "viewCount"),
        ),
        media=(MediaKind.VIDEO,),
    )


def _language(snippet: Record) -> str:
    spoken = snippet.get("defaultAudioLanguage") or snippet.get("defaultLanguage")
    tag = spoken if isinstance(spoken, str) and len(spoken) <= 35 else ""
    return "" if tag in _NO_LANGUAGE else tag
