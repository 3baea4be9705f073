"""What the simulated LinkedIn writes: posts, comments, notifications, figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.networks.linkedin.simulator_state import (
    SimulatedComment,
    SimulatedNotification,
    SimulatedPost,
    State,
)

_DAY = timedelta(days=1)


def milliseconds(at: datetime) -> int:
    """Return an instant as LinkedIn writes it."""
    return int(at.timestamp() * 1000)


def post(one: SimulatedPost) -> dict[str, Any]:
    """Return a post."""
    created = milliseconds(one.created_at)
    return {
        "id": one.urn,
        "author": one.author,
        "commentary": one.commentary,
        "visibility": one.visibility,
        "distribution": {"feedDistribution": "MAIN_FEED"},
        "lifecycleState": "PUBLISHED",
        "lifecycleStateInfo": {"isEditedByAuthor": one.is_edited},
        "isReshareDisabledByAuthor": False,
        "createdAt": created,
        "publishedAt": created,
        "lastModifiedAt": milliseconds(one.modified_at),
        **({"content": one.content} if one.content else {}),
    }


def comment(state: State, one: SimulatedComment) -> dict[str, Any]:
    """Return a comment. It names who wrote it by a URN alone."""
    created = {"actor": one.actor, "time": milliseconds(one.created_at)}
    modified = {"actor": one.actor, "time": milliseconds(one.modified_at)}
    count = len(state.answers(one.number))
    above = state.comments.get(one.parent)
    return {
        "id": one.number,
        "actor": one.actor,
        "agent": None,
        "message": {"text": one.text, "attributes": []},
        "created": created,
        "lastModified": modified,
        "object": one.post.activity,
        "commentUrn": one.urn,
        "$URN": one.urn,
        "commentsSummary": {
            "selectedComments": [],
            "totalFirstLevelComments": count,
            "aggregatedTotalComments": count,
        },
        "likesSummary": {"selectedLikes": [], "aggregatedTotalLikes": 0, "totalLikes": 0},
        **({"parentComment": above.urn} if above else {}),
    }


def notification(one: SimulatedNotification, *, subscriber: str) -> dict[str, Any]:
    """Return what a page is told of."""
    kind = "share" if one.action == "SHARE_MENTION" else "comment"
    return {
        "notificationId": one.id,
        "organizationalEntity": one.organization,
        "action": one.action,
        "sourcePost": one.source,
        "decoratedSourcePost": {},
        "generatedActivity": one.made,
        "decoratedGeneratedActivity": {kind: {"owner": one.by, "text": one.text}},
        "lastModifiedAt": milliseconds(one.at),
        "subscriber": subscriber,
    }


def metadata(state: State, one: SimulatedPost) -> dict[str, Any]:
    """Return reactions and comments of a post as they are now."""
    top = state.top_comments(one)
    answers = sum(len(state.answers(comment.number)) for comment in top)
    like = {"reactionType": "LIKE", "count": one.reactions}
    return {
        "reactionSummaries": {"LIKE": like} if one.reactions else {},
        "commentsState": "OPEN",
        "commentSummary": {"count": len(top) + answers, "topLevelCount": len(top)},
        "entity": one.activity,
    }


def share_statistics(state: State, page: str, urns: Iterable[str]) -> list[dict[str, Any]]:
    """Return lifetime figures of posts; those on which nothing happened are absent."""
    found = []
    for urn in urns:
        one = state.posts.get(urn)
        if one is None or one.author != page:
            continue
        figures = _figures(
            views=one.views,
            likes=one.reactions,
            comments=len([c for c in state.comments.values() if c.post is one]),
            shares=one.shares,
        )
        if any(figures.values()):
            found.append(
                {"organizationalEntity": page, "share": urn, "totalShareStatistics": figures}
            )
    return found


def statistics_by_day(state: State, page: str, span: tuple[int, int]) -> list[dict[str, Any]]:
    """Return figures of each day on which something happened and that is counted by now."""
    found = []
    for start, end in _days(state, span):
        counts = {kind: _happened(state, page, kind, start, end) for kind in _KINDS}
        if any(counts.values()):
            figures = _figures(
                views=counts["view"],
                likes=counts["like"],
                comments=counts["comment"],
                shares=counts["share"],
            )
            found.append(_of_a_day(page, start, end) | {"totalShareStatistics": figures})
    return found


def followers_by_day(state: State, page: str, span: tuple[int, int]) -> list[dict[str, Any]]:
    """Return who began to follow, each day that is counted by now."""
    found = []
    for start, end in _days(state, span):
        came = sum(start <= at < end for at in state.followers.get(page, ()))
        left = _happened(state, page, "unfollow", start, end)
        gains = {"organicFollowerGain": came - left, "paidFollowerGain": 0}
        if came or left:
            found.append(_of_a_day(page, start, end) | {"followerGains": gains})
    return found


_KINDS = ("view", "like", "comment", "share")


def _figures(*, views: int, likes: int, comments: int, shares: int) -> dict[str, Any]:
    return {
        "impressionCount": views,
        "uniqueImpressionsCount": (views + 1) // 2,
        "clickCount": views // 10,
        "likeCount": likes,
        "commentCount": comments,
        "shareCount": shares,
        "engagement": (likes + comments + shares) / views if views else 0,
    }


def _days(state: State, span: tuple[int, int]) -> Iterable[tuple[datetime, datetime]]:
    start = datetime.fromtimestamp(span[0] / 1000, UTC)
    counted = state.clock() - state.flavour.counted_after
    end = min(datetime.fromtimestamp(span[1] / 1000, UTC), counted)
    while start + _DAY <= end:
        yield start, start + _DAY
        start += _DAY


def _happened(state: State, page: str, kind: str, start: datetime, end: datetime) -> int:
    return sum(
        1 for what, who, at in state.happened if (what, who) == (kind, page) and start <= at < end
    )


def _of_a_day(page: str, start: datetime, end: datetime) -> dict[str, Any]:
    span = {"start": milliseconds(start), "end": milliseconds(end)}
    return {"organizationalEntity": page, "timeRange": span}
