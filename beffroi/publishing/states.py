"""How far a post is, in the word that a person reads. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum


class Stage(Enum):
    """How far a post is on our side; each network's part is the story of its delivery."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    #: A draft that a person put away; it can be taken back for `rules.DELETED_KEPT`.
    DELETED = "deleted"


class PostState(Enum):
    """What a person reads on the calendar: the stage and the deliveries in one word."""

    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    SCHEDULED = "scheduled"
    #: All posts of the workspace are paused: it does not leave at its hour.
    PAUSED = "paused"
    SENDING = "sending"
    PUBLISHED = "published"
    TO_CHECK = "to_check"
    FAILED = "failed"
    TAKEN_AWAY = "taken_away"
    #: Gone from some networks, and there, or on its way, on others.
    PARTLY_TAKEN_AWAY = "partly_taken_away"
    HELD = "held"
    CANCELLED = "cancelled"


#: Nothing of it is on its way yet.
MOVABLE = frozenset({PostState.DRAFT, PostState.TO_APPROVE, PostState.SCHEDULED, PostState.PAUSED})
_OF_STAGE = {
    Stage.DRAFT: PostState.DRAFT,
    Stage.DELETED: PostState.DRAFT,
    Stage.SUBMITTED: PostState.TO_APPROVE,
}
_OF_DELIVERY = {
    "scheduled": PostState.SCHEDULED,
    "paused": PostState.PAUSED,
    "leased": PostState.SENDING,
    "sending": PostState.SENDING,
    "unknown": PostState.SENDING,
    "reconciling": PostState.SENDING,
    "held": PostState.HELD,
    "ask_human": PostState.TO_CHECK,
    "published": PostState.PUBLISHED,
    "failed": PostState.FAILED,
    "taken_away": PostState.TAKEN_AWAY,
    "cancelled": PostState.CANCELLED,
}
#: The most pressing state of any delivery is the state of the post.
_PRESSING = (
    PostState.TO_CHECK,
    PostState.HELD,
    PostState.FAILED,
    PostState.TAKEN_AWAY,
    PostState.SENDING,
    PostState.PAUSED,
    PostState.SCHEDULED,
    PostState.PUBLISHED,
    PostState.CANCELLED,
)


def state_of(stage: Stage, standings: Collection[str]) -> PostState:
    """Return the one state that a person should read; `standings` are those of its deliveries."""
    return state_among(stage, [_OF_DELIVERY[standing] for standing in standings])


def state_among(stage: Stage, of_deliveries: Collection[PostState]) -> PostState:
    """Return the same, of the states of the deliveries."""
    if stage in _OF_STAGE:
        return _OF_STAGE[stage]
    states = set(of_deliveries)
    most = min(states, key=_PRESSING.index, default=PostState.SCHEDULED)
    is_elsewhere = bool(states - {PostState.TAKEN_AWAY, PostState.CANCELLED})
    return PostState.PARTLY_TAKEN_AWAY if most is PostState.TAKEN_AWAY and is_elsewhere else most


def state_of_delivery(standing: str) -> PostState:
    """Return the state of one channel's delivery, in the same words as a post's."""
    return _OF_DELIVERY[standing]
