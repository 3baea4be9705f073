"""The result as its page shows it. No query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from beffroi.sitecheck import answers, storing, wording
from beffroi.sitecheck.addresses import readable_host
from beffroi.sitecheck.models import SiteCheck
from beffroi.sitecheck.rules import (
    Check,
    Score,
    SiteFacts,
    Verdict,
    judge,
    leads_to_facebook,
    points_to_next,
)
from beffroi.sitecheck.visiting import Kind, Step
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import BEGINS, WEIGHTS, Level, level_of

_TONES = {
    True: ("ok", "circle-check"),
    False: ("warn", "circle-alert"),
    None: ("doubt", "circle-help"),
}
_SLOTS = 5
_FLOOR_TOP, _FLOOR_STEP = 53, 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One check with its icon."""

    title: str
    detail: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """One piece of advice."""

    title: str
    detail: str
    minutes: int
    gain: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A fifth of a level bar, in percent of its width: where it is, how far it is filled."""

    x: float
    width: float
    filled: float


@dataclass(frozen=True, slots=True)
class Known:
    """A dimension of which something was seen. `seen` is how much of it, in percent."""

    name: str
    points: int
    level: str
    seen: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey of the tower, from the top."""

    y: int
    name: str
    range: str
    is_lit: bool
    is_here: bool

    @property
    def window(self) -> int:
        """The foot of its window."""
        return self.y + 29

    @property
    def bell(self) -> int:
        """The foot of its bell."""
        return self.y + 28

    @property
    def clapper(self) -> int:
        """Where the clapper hangs."""
        return self.y + 30

    @property
    def name_y(self) -> int:
        """Where its name stands."""
        return self.y + 17

    @property
    def range_y(self) -> int:
        """Where its range stands."""
        return self.y + 32


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One page that was read, or tried."""

    kind: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """All that the page of a result shows; where `trouble` is set, only that."""

    host: str
    read_at: datetime
    facts: SiteFacts
    verdict: Verdict
    trouble: tuple[str, str, str] | None
    heading: str
    sentence: str
    level: str
    floors: tuple[Floor, ...]
    answers: tuple[Answer, ...]
    to_do: tuple[ToDo, ...]
    known: tuple[Known, ...]
    read: tuple[ReadLine, ...]
    next_level: str
    next_points: int
    leads_to_facebook: bool | None
    pages_read: int
    links_tried: int

    @property
    def has_level(self) -> bool:
        """Whether enough was seen to tell one."""
        return self.verdict.level is not None

    @property
    def yes(self) -> int:
        """How many checks found what they looked for."""
        return self.verdict.count(True)

    @property
    def no(self) -> int:
        """How many did not."""
        return self.verdict.count(False)

    @property
    def unknown(self) -> int:
        """How many could not tell."""
        return self.verdict.count(None)

    @property
    def with_answers(self) -> int:
        """The confidence once a channel with reviews or messages is connected, in percent."""
        return self.verdict.confidence + WEIGHTS[Dimension.ANSWERS]

    @property
    def with_activity(self) -> int:
        """The confidence once posts are known as well, in percent."""
        return self.with_answers + WEIGHTS[Dimension.ACTIVITY]

    @property
    def dimensions_unknown(self) -> int:
        """Of how many dimensions a site tells nothing."""
        return len(Dimension) - len(self.known)


def result_page(check: SiteCheck) -> ResultPage:
    """Return what the page of a check that was read shows."""
    facts = storing.facts_from_json(check.facts)
    steps = storing.steps_from_json(check.steps)
    verdict = judge(facts)
    level = verdict.level or Level.ABSENT
    ahead = points_to_next(verdict.points or 0)
    assert check.read_at is not None  # noqa: S101 - the database holds it
    return ResultPage(
        host=readable_host(check.address),
        read_at=check.read_at,
        facts=facts,
        verdict=verdict,
        trouble=_trouble(facts),
        heading=wording.heading(verdict.level),
        sentence=_sentence(facts, verdict),
        level=wording.level(level),
        floors=_floors(level),
        answers=_answers(facts, verdict),
        to_do=tuple(_to_do(verdict, facts)),
        known=tuple(_known(one) for one in verdict.scores if verdict.level is not None),
        read=tuple(_read(one) for one in steps),
        next_level=wording.level(ahead[0]) if ahead else "",
        next_points=ahead[1] if ahead else 0,
        leads_to_facebook=leads_to_facebook(facts),
        pages_read=sum(not one.trouble and one.kind is not Kind.ROBOTS for one in steps),
        links_tried=sum(one.kind is not Kind.HOME for one in steps),
    )


def _trouble(facts: SiteFacts) -> tuple[str, str, str] | None:
    if not facts.trouble:
        return None
    network = facts.profiles[0].network if facts.profiles else ""
    return wording.trouble(facts.trouble, network=network)


def _sentence(facts: SiteFacts, verdict: Verdict) -> str:
    """Say what works and what is missing first."""
    leads = verdict.answers[Check.PROFILES]
    begins = {
        True: _("Your customers find your networks from your site."),
        False: _("From your site, nothing leads your customers to a network."),
        None: _("Your page shows little to visitors whose browser runs no programs."),
    }[leads]
    lacks = {check for check in (Check.LEGAL, Check.REVIEWS) if verdict.answers[check] is False}
    goes_on = {
        frozenset({Check.LEGAL, Check.REVIEWS}): _(
            "Nothing leads them to your reviews, and the legal notice is missing."
        ),
        frozenset({Check.REVIEWS}): _("Nothing leads them to your reviews."),
        frozenset({Check.LEGAL}): _("The legal notice is missing."),
    }
    return f"{begins} {goes_on.get(frozenset(lacks), '')}".strip()


def _floors(here: Level) -> tuple[Floor, ...]:
    levels = sorted(Level, reverse=True)
    tops = {
        level: BEGINS[levels[index - 1]] - 1 if index else 100 for index, level in enumerate(levels)
    }
    return tuple(
        Floor(
            y=_FLOOR_TOP + index * _FLOOR_STEP,
            name=wording.level(level),
            range=_("%(least)s to %(most)s") % {"least": BEGINS[level], "most": tops[level]},
            is_lit=level <= here,
            is_here=level == here,
        )
        for index, level in enumerate(levels)
    )


def _answers(facts: SiteFacts, verdict: Verdict) -> tuple[Answer, ...]:
    """Return all checks: what was found, then what was not, then what could not be told."""
    order = (True, False, None)
    sorted_checks = sorted(verdict.answers.items(), key=lambda pair: order.index(pair[1]))
    return tuple(
        Answer(*answers.line(check, answer, facts), *_TONES[answer])
        for check, answer in sorted_checks
    )


def _to_do(verdict: Verdict, facts: SiteFacts) -> Sequence[ToDo]:
    told = ((answers.advice(one.check, facts), one) for one in verdict.advice)
    return [ToDo(*words, one.minutes, one.gain) for words, one in told]


def _known(one: Score) -> Known:
    slots = []
    for index in range(_SLOTS):
        filled = min(max(one.points - index * 20, 0), 20) / 20
        slots.append(Slot(round(index * 20.5, 1), 18.0, round(18.0 * filled, 1)))
    name, level = wording.dimension(one.dimension), wording.level(level_of(one.points))
    return Known(name, one.points, level, int(one.seen * 100), tuple(slots))


def _read(step: Step) -> ReadLine:
    reason = wording.could_not(step.trouble) if step.trouble else ""
    return ReadLine(wording.kind(step.kind), step.address, reason)
