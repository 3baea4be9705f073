"""What a strategy of one page is made of, and when it is read again. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

NAME_MAX, LINE_MAX, TEXT_MAX = 60, 160, 400
NETWORK_MAX = 20
#: Whom one page speaks to, and of what; beyond these numbers nobody keeps them in mind.
AUDIENCES_MAX, PILLARS_MIN, PILLARS_MAX = 4, 2, 6
WHOLE = 100
#: One post in four: nearly 60 % of followers are annoyed by too many promotions (Sprout Social,
#: third quarter of 2016, United States). The number is ours.
OFFERS_MAX_SHARE = 25
#: Fifteen minutes on each of five days. The number is ours.
USUAL_MINUTES = 75
#: A week has no more minutes than two people work in it; more is a slip of the pen.
MINUTES_MAX = 70 * 60
CENTS_MAX = 100_000_000
POSTS_MAX = 50
#: After so many months a strategy is read again.
REVIEW_MONTHS = 6
#: Reading a strategy again takes so many minutes.
REVIEW_MINUTES = 15


class Step(StrEnum):
    """A screen of the assistant, in the order in which people go through them."""

    AIMS = "aims"
    AUDIENCE = "audience"
    NETWORKS = "networks"
    CONTENT = "content"
    MEANS = "means"
    TONE = "tone"
    MEASURE = "measure"


STEPS: tuple[Step, ...] = tuple(Step)
#: About how many minutes each takes somebody who accepts most of what is proposed.
STEP_MINUTES: Mapping[Step, int] = MappingProxyType(
    {
        Step.AIMS: 2,
        Step.AUDIENCE: 1,
        Step.NETWORKS: 2,
        Step.CONTENT: 1,
        Step.MEANS: 1,
        Step.TONE: 1,
        Step.MEASURE: 1,
    }
)


class Part(StrEnum):
    """What a network is for."""

    SELL = "sell"
    SHOW = "show"
    FOUND = "found"
    ANSWER = "answer"
    TALK = "talk"
    RECRUIT = "recruit"


class Standing(StrEnum):
    """Whether we are on a network: there, closed since, or never opened on purpose."""

    THERE = "there"
    CLOSED = "closed"
    NEVER = "never"


class Address(StrEnum):
    """How customers are spoken to in French."""

    VOUS = "vous"
    TU = "tu"


@dataclass(frozen=True, slots=True)
class PillarShare:
    """How often we mean to speak of something, in hundredths of all posts."""

    name: str
    share: int
    is_offers: bool = False


class ShareProblem(StrEnum):
    """Why shares are not taken."""

    TOO_FEW = "too_few"
    NOT_WHOLE = "not_whole"
    SEVERAL_OFFERS = "several_offers"
    SAME_NAME = "same_name"


def share_problem(pillars: Sequence[PillarShare]) -> ShareProblem | None:
    """Return why these cannot be what we speak of, None where they can."""
    names = {one.name.casefold() for one in pillars}
    if len(names) < len(pillars):
        return ShareProblem.SAME_NAME
    if len(pillars) < PILLARS_MIN:
        return ShareProblem.TOO_FEW
    if sum(one.is_offers for one in pillars) > 1:
        return ShareProblem.SEVERAL_OFFERS
    if sum(one.share for one in pillars) != WHOLE:
        return ShareProblem.NOT_WHOLE
    return None


def offers_exceed(offers: int, of: int) -> bool:
    """Tell whether offers are more than one post in four; of fewer posts, more than one."""
    return offers * WHOLE > OFFERS_MAX_SHARE * max(of, WHOLE // OFFERS_MAX_SHARE)


def review_day(agreed_on: date) -> date:
    """Return the day six months later; the last one of its month where it has no such day."""
    months = agreed_on.month - 1 + REVIEW_MONTHS
    year, month = agreed_on.year + months // 12, months % 12 + 1
    return date(year, month, min(agreed_on.day, monthrange(year, month)[1]))


def missing_steps(saved: Iterable[str]) -> list[Step]:
    """Return the steps that nobody saved yet, in their order."""
    known = set(saved)
    return [step for step in STEPS if step.value not in known]


def minutes_left(saved: Iterable[str]) -> int:
    """Return about how many minutes the steps take that nobody saved yet."""
    return sum(STEP_MINUTES[step] for step in missing_steps(saved))


def step_after(step: Step) -> Step | None:
    """Return the next step, None after the last one."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def step_before(step: Step) -> Step | None:
    """Return the step before, None before the first one."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


class Change(StrEnum):
    """What became of something between two looks at a strategy."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is not as it was agreed: its step, its name, what became of it."""

    step: Step
    name: str
    change: Change
    before: str = ""
    now: str = ""


#: What a strategy says, by step: names of things with what is said of each.
Told = Mapping[str, Mapping[str, str]]


def changes(before: Told, now: Told) -> list[Changed]:
    """Return what is not as it was, by step, then in the order of what is there now."""
    found: list[Changed] = []
    for step in STEPS:
        old, new = before.get(step.value, {}), now.get(step.value, {})
        for name, said in new.items():
            if name not in old:
                found.append(Changed(step, name, Change.ADDED, now=said))
            elif old[name] != said:
                found.append(Changed(step, name, Change.CHANGED, old[name], said))
        found += [
            Changed(step, name, Change.GONE, before=said)
            for name, said in old.items()
            if name not in new
        ]
    return found
