"""Comments as YouTube gives them, and as feedback. Their authors are strangers.

https://developers.google.com/youtube/v3/docs/comments (read 2026-11-22). Answers stand on one
level below the comments on a video.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import ContentRefused, NotFound
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import (
    PAGE_BYTES_MAX,
    Client,
    is_video,
    items_of,
    next_token,
    page_of,
)

#: In what state comments are asked for, one after the other: there is no call for them all.
LANES = ("published", "heldForReview", "likelySpam")
#: As many as a page of comments has by default: an answer that is cut is no deletion.
_IDS_PER_CALL = 20
_PAGE = "100"
_LANE_PAGES_MAX = 5


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. `thread_id` is the comment on the video under which it stands, or itself."""

    id: str
    video_id: str
    thread_id: str
    author: Author
    text: str
    created_at: datetime
    updated_at: datetime
    likes: int | None
    lane: str
    can_answer: bool = True


class ThreadPage(NamedTuple):
    """One page of threads: their comments, when the oldest began, and where the next page is."""

    comments: list[Comment]
    oldest: datetime | None
    next_token: str
    reply_counts: dict[str, int]


def read_page(
    client: Client,
    *,
    lane: str,
    token: str = "",
    which: Mapping[str, str],
    known_counts: Mapping[str, int] | None = None,
) -> ThreadPage:
    """Return one page of threads, newest first, with all answers below them.

    `which` names the channel or the video. Answers that do not come with their thread are asked
    for, unless there are as many as `known_counts` says there were.
    """
    query = {"part": "snippet,replies", "order": "time", "textFormat": "plainText"}
    more = {"moderationStatus": lane, "maxResults": _PAGE, **page_of(token)}
    params = {**query, **more, **which}
    data = client.read("GET", "/commentThreads", params=params, max_bytes=PAGE_BYTES_MAX)
    comments: list[Comment] = []
    counts: dict[str, int] = {}
    began: list[datetime] = []
    for raw in items_of(data):
        thread = _read_thread(client, raw, lane=lane, known=known_counts or {})
        began.append(thread.top.created_at)
        comments.extend(one for one in thread.comments if one.lane == lane)
        if thread.reply_count is not None:
            counts[thread.top.id] = thread.reply_count
    return ThreadPage(comments, min(began, default=None), next_token(data), counts)


def read_thread(client: Client, remote_id: str) -> list[IncomingFeedback]:
    """Return every comment under a video, or every answer to a comment, oldest first."""
    found = _under_video if is_video(remote_id) else _under_comment
    comments = {one.id: one for one in found(client, remote_id)}
    ordered = sorted(comments.values(), key=lambda one: (one.created_at, one.id))
    return [feedback(client, one) for one in ordered]


def read_comments(client: Client, ids: Sequence[str]) -> dict[str, Comment]:
    """Return comments by their ids; those that are gone are left out."""
    found: dict[str, Comment] = {}
    for start in range(0, len(ids), _IDS_PER_CALL):
        part = ",".join(ids[start : start + _IDS_PER_CALL])
        items = client.items("/comments", part="snippet", id=part, textFormat="plainText")
        found |= {one.id: one for one in map(_parse, items)}
    return found


def read_again(client: Client, ids: Sequence[str]) -> dict[str, IncomingFeedback | None]:
    """Return comments as they are now. Asked by its id, none says whether it is shown."""
    found = read_comments(client, ids)
    lanes = _lanes(client) if any(not _is_ours(client, one) for one in found.values()) else {}
    told = {key: replace(one, lane=lanes.get(key, LANES[0])) for key, one in found.items()}
    return {key: feedback(client, told[key]) if key in told else None for key in ids}


def feedback(client: Client, comment: Comment) -> IncomingFeedback:
    """Return a comment as feedback. All that is said under a video is one conversation."""
    is_answer = comment.id != comment.thread_id
    is_shown = comment.lane == LANES[0]
    return IncomingFeedback(
        remote_id=comment.id,
        kind=FeedbackKind.REPLY,
        author=comment.author,
        text=comment.text,
        created_at=comment.created_at,
        edited_at=comment.updated_at if comment.updated_at != comment.created_at else None,
        url=client.watch_url(comment.video_id, comment.id),
        root_id=comment.video_id or comment.thread_id,
        parent_id=comment.thread_id if is_answer else comment.video_id or None,
        is_ours=_is_ours(client, comment),
        reply_context={"thread_id": comment.thread_id, "video_id": comment.video_id},
        can_answer=comment.can_answer,
        is_hidden=not is_shown,
        is_held=not is_shown,
    )


def replies_to(client: Client, thread_id: str) -> Iterator[Comment]:
    """Yield every answer to a comment. Raises NotFound when it is gone."""
    query = {"part": "snippet", "textFormat": "plainText", "maxResults": _PAGE}
    for page in client.pages("/comments", parentId=thread_id, **query):
        yield from map(_parse, page)


class _Thread(NamedTuple):
    top: Comment
    comments: list[Comment]
    reply_count: int | None  # None: all came with the thread


def _read_thread(client: Client, raw: Record, *, lane: str, known: Mapping[str, int]) -> _Thread:
    snippet = shapes.inner(raw, "snippet")
    can_answer = snippet.get("canReply") is not False
    top = replace(_parse(shapes.inner(snippet, "topLevelComment")), can_answer=can_answer)
    below = shapes.inner(raw, "replies").get("comments", [])
    replies = [_parse(one) for one in shapes.records(below, "replies")]
    total = shapes.whole(snippet, "totalReplyCount") or 0
    is_whole = total <= len(replies) or lane != LANES[0]
    if not is_whole and known.get(top.id) != total:
        replies = [*replies, *replies_to(client, top.id)]
    placed = {
        one.id: replace(one, video_id=one.video_id or top.video_id, can_answer=can_answer)
        for one in replies
    }
    return _Thread(top, [top, *placed.values()], None if is_whole else total)


def _under_video(client: Client, video_id: str) -> Iterator[Comment]:
    for lane in LANES:
        try:
            yield from _whole_lane(client, lane, {"videoId": video_id})
        except ContentRefused as error:
            if error.field != "reply_to":
                raise
            return  # comments are turned off: there are none


def _whole_lane(client: Client, lane: str, which: Mapping[str, str]) -> Iterator[Comment]:
    token = ""
    for _ in range(_LANE_PAGES_MAX):
        page = read_page(client, lane=lane, token=token, which=which)
        yield from page.comments
        if not page.next_token or page.next_token == token:
            return
        token = page.next_token


def _under_comment(client: Client, comment_id: str) -> list[Comment]:
    top = read_comments(client, [comment_id]).get(comment_id)
    if top is None:
        raise NotFound("the comment")
    if top.id != top.thread_id:  # nothing stands below an answer
        return []
    return [
        replace(one, video_id=one.video_id or top.video_id) for one in replies_to(client, top.id)
    ]


def _lanes(client: Client) -> dict[str, str]:
    """Return the state of each comment that is not shown."""
    ours = {"allThreadsRelatedToChannelId": client.channel_id}
    return {one.id: lane for lane in LANES[1:] for one in _whole_lane(client, lane, ours)}


def _is_ours(client: Client, comment: Comment) -> bool:
    return comment.author.account_id == client.channel_id


def _parse(raw: Record) -> Comment:
    snippet = shapes.inner(raw, "snippet")
    comment_id = shapes.text(raw, "id")
    original = shapes.optional_text(snippet, "textOriginal")
    created_at = shapes.instant(snippet, "publishedAt")
    return Comment(
        id=comment_id,
        video_id=shapes.optional_text(snippet, "videoId") or "",
        thread_id=shapes.optional_text(snippet, "parentId") or comment_id.partition(".")[0],
        author=_author(snippet),
        text=original or shapes.optional_text(snippet, "textDisplay") or "",
        created_at=created_at,
        updated_at=shapes.optional_instant(snippet, "updatedAt") or created_at,
        likes=shapes.whole(snippet, "likeCount"),
        lane=shapes.optional_text(snippet, "moderationStatus") or LANES[0],
    )


def _author(snippet: Record) -> Author:
    """Return who wrote it; somebody whose account is closed has no id any more."""
    account_id = shapes.optional_text(shapes.inner(snippet, "authorChannelId"), "value") or ""
    name = shapes.optional_text(snippet, "authorDisplayName") or ""
    page = (shapes.optional_text(snippet, "authorChannelUrl") or "").rpartition("/")[2]
    handle = page if page.startswith("@") else account_id or name
    return Author(account_id=account_id, handle=handle.removeprefix("@"), display_name=name)
