"""Reads the posts of the last weeks with what each brought, for `rules`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Sum

from beffroi.core.periods import Period
from beffroi.delivery.models import Delivery, DeliveryFile
from beffroi.insight.queries import PostFigures, points_of, posts_of
from beffroi.insight.rules import Counted
from beffroi.insight.working.pairs import Life
from beffroi.insight.working.rules import INTERACTIONS, WEEKS, Measure, Seen
from beffroi.insight.working.traits import Written, traits_of
from beffroi.links.models import VisitCount
from beffroi.links.rules import Visitor
from beffroi.metrics.attribution import Model
from beffroi.publishing.models import Variant, VariantLink
from beffroi.sales.crediting import credits, led_to
from beffroi.sales.economics import economics_of
from beffroi.workspaces.models import Workspace

#: More posts than a team writes in sixteen weeks; beyond it the oldest are left out.
POSTS_MAX = 600


@dataclass(frozen=True, slots=True)
class Gathered:
    """The posts of the last weeks, newest first, and the same as rules judge them.

    `currency` is of margins, "" where no margin rate was said.
    """

    posts: tuple[PostFigures, ...]
    seen: tuple[Seen, ...]
    currency: str = ""


def period(workspace: Workspace, *, now: datetime) -> Period:
    """Return the days of which posts are looked at, today included."""
    today = now.astimezone(workspace.zone).date()
    return Period(today - timedelta(weeks=WEEKS) + timedelta(days=1), today)


def gather(workspace: Workspace, *, measure: Measure, now: datetime) -> Gathered:
    """Return the posts of the last weeks, with what `measure` needs.

    Four queries for rates, six for visits; for margins five and those of `sales.crediting`.
    """
    days = period(workspace, now=now)
    posts = tuple(posts_of(workspace, days, most=POSTS_MAX))
    ids = [one.delivery.pk for one in posts]
    files, made_of = _files(ids), _made_of(ids)
    post_ids = {key: post_id for key, (post_id, _pillar) in made_of.items()}
    seen = tuple(_seen(one, files, made_of) for one in posts)
    if measure is Measure.VISITS:
        visits = _visits(ids)
        seen = tuple(replace(one, visits=visits.get(one.id)) for one in seen)
    if measure is not Measure.MARGIN:
        return Gathered(posts, seen)
    economics = economics_of(workspace)
    if economics.margin_rate is None:
        return Gathered(posts, seen)
    margins = _margins(workspace, days)
    seen = tuple(
        replace(one, margin_cents=margins.get(post_ids[one.id], 0))
        for one in seen
        if one.id in post_ids
    )
    return Gathered(posts, seen, economics.currency)


def _seen(
    one: PostFigures,
    files: Mapping[int, tuple[str, ...]],
    made_of: Mapping[int, tuple[int, str]],
) -> Seen:
    row = one.delivery
    post_id, pillar = made_of.get(row.pk, (None, ""))
    key: Hashable = ("alone", row.pk) if post_id is None else ("post", post_id)
    written = Written(
        row.content["text"],
        format=row.content.get("format", "post"),
        files=files.get(row.pk, ()),
        has_card=bool(row.content["link_card"]),
        pillar=pillar,
    )
    return Seen(
        id=row.pk,
        key=key,
        channel_id=row.channel_id,
        at=cast(datetime, row.published_at),
        read_at=one.as_of,
        totals={counted: total.value for counted, total in one.totals.items()},
        traits=traits_of(written),
    )


def _files(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the kinds of files by delivery. One query."""
    rows = DeliveryFile.objects.filter(delivery__in=ids).order_by("delivery", "position")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for delivery_id, kind in rows.values_list("delivery_id", "file__kind"):
        found[delivery_id].append(kind)
    return {delivery_id: tuple(kinds) for delivery_id, kinds in found.items()}


def _made_of(ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return the post that each delivery was made of, if one, and its pillar. One query."""
    rows = Variant.objects.filter(delivery__in=ids).order_by("pk")
    named = rows.values_list("delivery_id", "post_id", "post__pillar__name")
    return {key: (post_id, pillar or "") for key, post_id, pillar in named}


def _visits(ids: Collection[int]) -> dict[int, int]:
    """Return visits of people by delivery; one without a link of ours is absent. Two queries."""
    carried = VariantLink.objects.filter(variant__delivery__in=ids).order_by("pk")
    by_link = dict(carried.values_list("link_id", "variant__delivery_id"))
    counts = VisitCount.objects.filter(link__in=by_link, visitor=Visitor.PERSON.value)
    summed = dict(counts.order_by().values_list("link_id").annotate(Sum("visits")))
    found: defaultdict[int, int] = defaultdict(int)
    for link_id, delivery_id in by_link.items():
        found[delivery_id] += summed.get(link_id, 0)
    return dict(found)


def _margins(workspace: Workspace, days: Period) -> dict[int, int]:
    """Return margins of all proofs by post, each sale given to the last touch."""
    owed = credits(led_to(workspace, days), model=Model.LAST).posts
    return {post_id: credit.total_cents for post_id, credit in owed.items()}


def local_day(row: Delivery, workspace: Workspace) -> date:
    """Return the day on which a post went out, in its workspace's zone."""
    return cast(datetime, row.published_at).astimezone(workspace.zone).date()


def life_of(post: PostFigures, workspace: Workspace) -> Life:
    """Return what a post gained day by day. One query."""
    points = points_of(post.delivery)
    gained: Counter[date] = Counter()
    for counted in INTERACTIONS:
        gained.update({day: total.value for day, total in points.get(counted, {}).items()})
    begins = local_day(post.delivery, workspace)
    until = post.as_of.astimezone(workspace.zone).date() if post.as_of else begins
    displays = points.get(Counted.IMPRESSIONS, {})
    return Life(begins, until, {day: one.value for day, one in displays.items()}, gained)
