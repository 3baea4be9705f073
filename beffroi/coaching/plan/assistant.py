"""What surrounds each screen of the assistant: the way through it, and the page as it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan.sheets.networks import name_of
from beffroi.core.lengths import length
from beffroi.insight.aims import showing
from beffroi.sales.economics import economics_of
from beffroi.strategy.models import Strategy
from beffroi.strategy.plan.queries import Plan
from beffroi.strategy.plan.rules import (
    STEP_MINUTES,
    STEPS,
    Address,
    Step,
    minutes_left,
    step_after,
    step_before,
)
from beffroi.strategy.plan.wording import ADDRESSES
from beffroi.strategy.plan.wording import STEPS as STEP_NAMES
from beffroi.strategy.queries import open_goals
from beffroi.strategy.rules import OPEN_MAX
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Head:
    """The question that a screen asks, and what to know before answering."""

    question: Promise
    lede: Promise
    tip: Promise
    more: Promise | None = None


HEADS: Mapping[Step, Head] = MappingProxyType(
    {
        Step.AIMS: Head(
            _("What should your networks bring you?"),
            _("Choose three goals at most. A number and a day are enough to see progress."),
            _("Avoid “more followers”. A follower buys nothing: say what you need them for."),
            _(
                "70% of companies have no integrated strategy (60% in the study itself)."
                " Satmetrix, 2012, worldwide, n = 1,180, by their own account."
            ),
        ),
        Step.AUDIENCE: Head(
            _("Whom do you speak to?"),
            _("Think of three customers you know by name. Four kinds of people at most."),
            _("“Everybody” is nobody. A post for one kind of people is read by the others too."),
        ),
        Step.NETWORKS: Head(
            _("Where are you, and why?"),
            _("A network without a reason, or without somebody who does it, is one too many."),
            _("One network fewer is a good answer: its hours go to those that bring something."),
        ),
        Step.CONTENT: Head(
            _("Of what do you speak?"),
            _("Two to six subjects that come back, with their share of a hundred posts."),
            _("Keep offers to one post in four at most."),
            _(
                "Nearly 60% of followers are annoyed by too many promotions."
                " Sprout Social, third quarter of 2016, United States."
            ),
        ),
        Step.MEANS: Head(
            _("With what means?"),
            _("What you can keep up matters more than what you would like."),
            _("Fifteen minutes a day are enough for a small company: answers first, then a post."),
            _(
                "84% of small and medium companies say that they lack the time."
                " Bpifrance Le Lab, 2018, France, n = 1,657."
            ),
        ),
        Step.TONE: Head(
            _("How do you speak?"),
            _("Two examples are enough for whoever writes in your name to sound like you."),
            _("Colleagues and an agency read these words before they write in your name."),
        ),
        Step.MEASURE: Head(
            _("How will you know?"),
            _("Somebody reads three numbers on a fixed day. What lacks can be made later."),
            _("What is not counted from the first day cannot be counted afterwards."),
            _(
                "70% of companies do not measure (67% in the study itself)."
                " Satmetrix, 2012, worldwide, n = 1,180, by their own account."
            ),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step in the bar on top, and in the card beside. `said` is what it holds, "" for nothing."""

    number: int
    name: Promise
    url: str
    is_current: bool
    is_saved: bool
    said: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody is in the assistant."""

    steps: tuple[StepLink, ...]
    number: int
    head: Head
    minutes_left: int
    back_url: str
    next_name: Promise | None
    saved_at: datetime | None


def url_of(step: Step) -> str:
    """Return the address of a screen."""
    return reverse(f"plan_{step.value}")


def way(workspace: Workspace, plan: Plan, step: Step) -> Way:
    """Return where somebody is who looks at a step. Two queries."""
    said = summaries(workspace, plan)
    before, after = step_before(step), step_after(step)
    row = plan.steps.get(step.value)
    return Way(
        steps=tuple(
            StepLink(
                number=number,
                name=STEP_NAMES[one],
                url=url_of(one),
                is_current=one is step,
                is_saved=plan.has_saved(one),
                said=said.get(one, "") if plan.has_saved(one) else "",
                minutes=STEP_MINUTES[one],
            )
            for number, one in enumerate(STEPS, start=1)
        ),
        number=STEPS.index(step) + 1,
        head=HEADS[step],
        minutes_left=minutes_left(plan.steps),
        back_url=url_of(before) if before else "",
        next_name=STEP_NAMES[after] if after else None,
        saved_at=row.saved_at if row else None,
    )


def summaries(workspace: Workspace, plan: Plan) -> dict[Step, str]:
    """Return in a few words what each step holds; goals are there before any step is saved.

    What people named begins with a capital, which it could not amid a sentence: dots part it.
    """
    strategy = plan.strategy
    if strategy is None:
        return {}
    minutes = timedelta(minutes=strategy.minutes_a_week or 0)
    return {
        Step.AIMS: _goals(workspace),
        Step.AUDIENCE: " · ".join(one.name for one in plan.audiences),
        Step.NETWORKS: ", ".join(name_of(one.network) for one in plan.there) or gettext("None"),
        Step.CONTENT: " · ".join(f"{one.name} {one.share}" for one in plan.pillars),
        Step.MEANS: gettext("%(time)s a week") % {"time": length(minutes)},
        Step.TONE: str(ADDRESSES[Address(strategy.address)]),
        Step.MEASURE: reading(strategy),
    }


def _goals(workspace: Workspace) -> str:
    goals = open_goals(workspace)
    if not goals:
        return gettext("No goal is open")
    currency = economics_of(workspace).currency
    return " · ".join(showing.title(goal, currency) for goal in goals[:OPEN_MAX])


def reading(strategy: Strategy) -> str:
    """Say who reads the figures, and when."""
    reader, day = strategy.reader, strategy.reading_day
    if reader is None or day is None:
        return gettext("Nobody yet")
    said = {"name": reader.name or reader.email, "day": WEEKDAYS[day]}
    return gettext("%(name)s, each %(day)s") % said


def minutes_in_words(minutes: int) -> str:
    """Say about how long the rest takes."""
    if not minutes:
        return gettext("All steps are saved. You can change everything.")
    return ngettext(
        "About %(count)s minute more. You can change everything later.",
        "About %(count)s minutes more. You can change everything later.",
        minutes,
    ) % {"count": minutes}
