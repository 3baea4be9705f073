"""Which posts are still to be written, for the strategy's rhythm to be kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from beffroi.delivery.rules import Status
from beffroi.publishing import queries, slots
from beffroi.publishing.models import Variant
from beffroi.publishing.slots import Slot
from beffroi.publishing.states import Stage
from beffroi.strategy.plan.queries import planned_posts
from beffroi.workspaces.models import Workspace

_WEEK = timedelta(weeks=1)
#: This week and the next: what lies further away is not yet on anybody's mind.
_WEEKS_AHEAD = 2
#: Habits are read from as many weeks. The number is ours.
_WEEKS_BEFORE = 8
_NEVER_LEFT = (Status.FAILED.value, Status.CANCELLED.value)


def free_slots(workspace: Workspace, *, now: datetime) -> list[Slot]:
    """Return the moments of this week and the next that no post takes yet, those to come only.

    Of networks where the strategy wants so many posts a week, and where a channel is connected.
    What was missed is not caught up with. Three queries, one without a rhythm.
    """
    wanted = {name: posts for name, posts in planned_posts(workspace).items() if posts}
    if not wanted:
        return []
    connected = _connected(workspace)
    zone = workspace.zone
    wall = now.astimezone(zone).replace(tzinfo=None)
    monday = wall.date() - timedelta(days=wall.weekday())
    walls = _walls(workspace, monday=monday, now=now)
    free = {
        network: [
            one
            for week in range(_WEEKS_AHEAD)
            for one in _left(walls[network], posts, monday=monday + week * _WEEK, habits_end=monday)
            if one > wall
        ]
        for network, posts in wanted.items()
        if network in connected
    }
    return slots.together(free)


def _connected(workspace: Workspace) -> set[str]:
    channels = queries.composer_channels(workspace)
    return {channel.network for channel in channels if channel.is_connected}


def _left(walls: list[datetime], posts: int, *, monday: date, habits_end: date) -> list[datetime]:
    """Return what is left of one week, at the habits of the weeks until `habits_end`."""
    before = [wall for wall in walls if wall.date() < habits_end]
    planned = [wall for wall in walls if monday <= wall.date() < monday + _WEEK]
    return slots.left(slots.week_of(posts, monday=monday, before=before), planned=planned)


def _walls(workspace: Workspace, *, monday: date, now: datetime) -> dict[str, list[datetime]]:
    """Return when posts left or are to leave on each network, by the workspace's clocks.

    A draft with a day takes its slot; one whose day is over never left, nor did what was refused.
    """
    zone = workspace.zone
    begins = datetime.combine(monday - _WEEKS_BEFORE * _WEEK, time.min, zone)
    ends = datetime.combine(monday + _WEEKS_AHEAD * _WEEK, time.min, zone)
    rows = Variant.objects.filter(
        Q(post__stage=Stage.SCHEDULED.value) | Q(post__planned_at__gte=now),
        post__workspace=workspace,
        post__planned_at__gte=begins,
        post__planned_at__lt=ends,
    )
    rows = rows.exclude(post__stage=Stage.DELETED.value).exclude(delivery__status__in=_NEVER_LEFT)
    walls: defaultdict[str, list[datetime]] = defaultdict(list)
    known = rows.order_by().values_list("channel__network", "post_id", "post__planned_at")
    for network, _post, at in known.distinct():
        if at is not None:
            walls[network].append(at.astimezone(zone).replace(tzinfo=None))
    return walls
