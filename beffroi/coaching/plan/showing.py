"""The one page in words: networks and pillars, planned beside real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.charts.bars import GoalBar, goal_bar
from beffroi.coaching.plan.gathering import WEEKS, Reality
from beffroi.coaching.plan.sheets.networks import name_of
from beffroi.insight.results import words
from beffroi.strategy.models import NetworkRole, Pillar
from beffroi.strategy.plan.queries import Plan
from beffroi.strategy.plan.rules import WHOLE, Part, Standing, offers_exceed
from beffroi.strategy.plan.wording import PARTS
from beffroi.workspaces.models import User

_DASH = "—"


@dataclass(frozen=True, slots=True)
class NetworkShown:
    """A network in words. `is_behind` where fewer posts left than were meant to."""

    key: str
    name: str
    part: str
    why: str
    owner: str
    backup: str
    rhythm: str
    real: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class LeftShown:
    """A network where we are not, in words."""

    key: str
    title: str
    why: str
    gave_back: str


@dataclass(frozen=True, slots=True)
class PillarShown:
    """A pillar with its share, planned and real; `bar` marks what was planned."""

    name: str
    share: str
    planned: str
    real: str
    bar: GoalBar


@dataclass(frozen=True, slots=True)
class PillarsShown:
    """All pillars. `advice` says what to write next, "" where nothing presses."""

    rows: Sequence[PillarShown]
    counted: str
    advice: str
    next: Pillar | None


def networks(plan: Plan, reality: Reality) -> list[NetworkShown]:
    """Return the networks where we are."""
    return [_network(row, reality.by_network.get(row.network, 0)) for row in plan.there]


def networks_left(plan: Plan) -> list[LeftShown]:
    """Return the networks where we are not, on purpose."""
    return [_left(row) for row in plan.left]


def pillars(plan: Plan, reality: Reality) -> PillarsShown:
    """Return of what we speak; real shares are of the posts of which somebody said it."""
    told = reality.told
    rows = [_pillar(row, reality.by_pillar.get(row.pk, 0), told) for row in plan.pillars]
    offers = plan.offers
    exceeds = offers is not None and offers_exceed(reality.by_pillar.get(offers.pk, 0), told)
    wanting = most_wanting(plan, reality) if told else None
    advice = ""
    if exceeds and wanting is not None:
        advice = _(
            "One offer too many: the ceiling is one post in four. The next one could be"
            " about “%(name)s”."
        ) % {"name": wanting.name}
    return PillarsShown(rows, _counted(told, reality.untold), advice, wanting)


def most_wanting(plan: Plan, reality: Reality) -> Pillar | None:
    """Return the pillar that is farthest below its share; offers never are."""
    told = reality.told
    several = [one for one in plan.pillars if not one.is_offers]
    lack = {one.pk: one.share * told - WHOLE * reality.by_pillar.get(one.pk, 0) for one in several}
    found = max(several, key=lambda one: (lack[one.pk], -(one.place or 0)), default=None)
    return found if found is not None and lack[found.pk] > 0 else None


def rhythm(posts_a_week: int | None) -> str:
    """Say how often something leaves."""
    if posts_a_week is None:
        return _("when there is something to say")
    return ngettext("%(count)s a week", "%(count)s a week", posts_a_week) % {"count": posts_a_week}


def called(person: User | None, *, nobody: str) -> str:
    """Return the first name of somebody."""
    return (person.name or person.email).split()[0] if person else nobody


def _network(row: NetworkRole, posts: int) -> NetworkShown:
    wanted = row.posts_a_week
    a_week = _one_digit(Fraction(posts, WEEKS))
    return NetworkShown(
        key=row.network,
        name=name_of(row.network),
        part=str(PARTS[Part(row.part)]),
        why=row.why,
        owner=called(row.owner, nobody=_("nobody yet")),
        backup=called(row.backup, nobody=""),
        rhythm=rhythm(wanted),
        real=_("really %(count)s a week") % {"count": a_week} if posts else _("really none"),
        is_behind=wanted is not None and posts < wanted * WEEKS,
    )


def _one_digit(value: Fraction) -> str:
    tenths = round(value * 10)
    return number_format(tenths // 10) if tenths % 10 == 0 else number_format(tenths / 10, 1)


def _left(row: NetworkRole) -> LeftShown:
    name = name_of(row.network)
    if row.standing == Standing.NEVER:
        title = _("One network fewer: %(name)s, never opened.") % {"name": name}
    else:
        title = _("One network fewer: %(name)s, closed.") % {"name": name}
    return LeftShown(row.network, title, row.why, row.gave_back)


def _pillar(row: Pillar, posts: int, told: int) -> PillarShown:
    share = Fraction(WHOLE * posts, told) if told else None
    top = max(WHOLE // 2, row.share, round(share or 0))
    exceeds = row.is_offers and offers_exceed(posts, told)
    state = "late" if exceeds else "under_way"
    bar = goal_bar(
        None if share is None else float(share),
        most=float(top),
        expected=float(row.share),
        state=state,
    )
    return PillarShown(
        name=row.name,
        share=words.percent(row.share),
        planned=_("planned %(share)s") % {"share": words.percent(row.share)},
        real=_DASH if share is None else words.percent(share),
        bar=bar,
    )


def _counted(told: int, untold: int) -> str:
    said = ngettext("%(count)s post", "%(count)s posts", told) % {"count": told}
    if not untold:
        return _("%(posts)s, line: planned") % {"posts": said}
    return _("%(posts)s, line: planned; %(others)s without a subject") % {
        "posts": said,
        "others": untold,
    }
