"""Posts from which people choose: the latest, then the older ones, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.sales.models import Offer
from beffroi.workspaces.models import Workspace

#: So many posts are read at a glance.
AT_ONCE = 20
#: Nobody turns further back.
_TURN_MAX = 500


@dataclass(frozen=True, slots=True)
class Choosable:
    """A post of which a person may say something."""

    post: Post
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Some of the posts, the latest first; `older` and `newer` are turns, None where none is."""

    rows: Sequence[Choosable]
    older: int | None
    newer: int | None


def turn_of(typed: str) -> int:
    """Return which turn an address asks for, counted from 0; the latest posts for nonsense."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= 4
    return min(int(typed), _TURN_MAX) if is_number else 0


def posts_of(workspace: Workspace) -> QuerySet[Post]:
    """Return the posts that are not deleted, the latest first."""
    rows = Post.objects.filter(workspace=workspace).exclude(stage=Stage.DELETED.value)
    return rows.order_by("-changed_at", "-id")


def posts_for_time(workspace: Workspace, *, turn: int = 0) -> Turn:
    """Return posts that time may be noted for. One query."""
    return _turn(posts_of(workspace), turn)


def posts_for_offer(offer: Offer, *, turn: int = 0) -> Turn:
    """Return posts whose words do not hold the code of an offer, after all that a person chose.

    Who keeps the list as it stands changes nothing, on whatever turn. Three queries.
    """
    chosen = set(offer.carried.filter(is_found=False).values_list("post_id", flat=True))
    found = offer.carried.filter(is_found=True)
    rows = posts_of(offer.workspace).exclude(pk__in=found.values("post"))
    mine = [Choosable(post, is_chosen=True) for post in rows.filter(pk__in=chosen)]
    others = _turn(rows.exclude(Q(pk__in=chosen)), turn)
    return Turn([*mine, *others.rows], others.older, others.newer)


def choices_of(shown: Sequence[Post], *, of: QuerySet[Post], chosen: str) -> list[tuple[str, str]]:
    """Return what a select offers: none, the posts that are shown, and the one that was chosen."""
    is_missing = chosen.isdecimal() and chosen not in {str(post.pk) for post in shown}
    older = of.filter(pk=chosen[:18]) if is_missing else ()
    return [("", "—"), *((str(post.pk), post.title or "—") for post in (*older, *shown))]


def _turn(rows: QuerySet[Post], turn: int) -> Turn:
    start = turn * AT_ONCE
    found = list(rows[start : start + AT_ONCE + 1])
    return Turn(
        [Choosable(post) for post in found[:AT_ONCE]],
        turn + 1 if len(found) > AT_ONCE else None,
        turn - 1 if turn else None,
    )
