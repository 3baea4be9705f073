"""What a home page tells of a company: eleven checks, two dimensions, three pieces of advice. Pure.

Dimensions, their weights and the levels are those of the barometer. What a site shows of them, in
points of a hundred, is ours: D2 (a consistent presence) is seen whole, D7 (reputation) in a part.
What nobody could see has no points: it makes a dimension no better, no worse and less sure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from beffroi.strategy.barometer.parts import Dimension, half_up
from beffroi.strategy.barometer.rules import BEGINS, WEIGHTS, Level, level_of
from beffroi.strategy.barometer.telling import Subject, is_told


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

    PROFILES = "profiles"
    BACK = "back"
    CONTACT = "contact"
    PLACE = "place"
    HOURS = "hours"
    LEGAL = "legal"
    REVIEWS = "reviews"
    NEWSLETTER = "newsletter"
    FEED = "feed"
    TITLE = "title"
    ANSWER = "answer"


class Unseen(StrEnum):
    """Why a page on a network did not let see whether it leads back."""

    SIGN_IN = "sign_in"
    REFUSED = "refused"
    GONE = "gone"
    NO_ANSWER = "no_answer"
    ROBOTS = "robots"
    HIDDEN = "hidden"
    UNASKED = "unasked"
    PERSON = "person"
    NO_PAGE = "no_page"


ADVICE_MAX = 3
#: A page that takes longer loses visitors: Core Web Vitals call 0.8 s good, 1.8 s poor (web.dev,
#: “Time to First Byte”); the whole page is given as long as that.
SLOW_FROM_SECONDS = 1.8
_WHOLE = 100
#: Points of D2. One page on a network; five things of a complete presence; links in both ways.
_ON_A_NETWORK, _COMPLETE, _BACK = 30, 40, 30
#: Points of D7 that a site shows: a way to reviews, for new ones to come; a published charter.
_WAY_TO_REVIEWS, _CHARTER = 20, 10


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """A page on a network to which the site leads; `leads_back` is None where it cannot be seen.

    `unseen` is then an `Unseen`; "" where it was read before reasons were kept.
    """

    network: str
    address: str
    leads_back: bool | None = None
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What was seen of a site. None is "could not be seen", which is neither yes nor no.

    `trouble` says why nothing could be read, "" when it was; `seconds` are those of each answer.
    """

    site: str
    trouble: str = ""
    profiles: tuple[ProfileFacts, ...] | None = None
    has_contact: bool | None = None
    has_place: bool | None = None
    has_hours: bool | None = None
    has_legal: bool | None = None
    has_reviews: bool | None = None
    has_newsletter: bool | None = None
    has_feed: bool | None = None
    has_charter: bool | None = None
    has_logo: bool | None = None
    has_description: bool | None = None
    title: str = ""
    language: str = ""
    is_structured: bool = False
    is_https: bool | None = None
    seconds: tuple[float, ...] = ()
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a hundred of one dimension, and the share of it that could be seen."""

    dimension: Dimension
    points: int
    seen: Fraction


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next. `gain` is how many points of the first barometer it brings."""

    check: Check
    minutes: int
    gain: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the facts amount to; `points` and `level` are None where too little could be seen.

    `confidence` is the share, in percent, of the whole barometer that was measured.
    """

    answers: Mapping[Check, bool | None]
    scores: tuple[Score, ...]
    points: int | None
    level: Level | None
    confidence: int
    advice: tuple[Advice, ...]

    def count(self, answer: bool | None) -> int:
        """Return how many checks have this answer."""
        return sum(one is answer for one in self.answers.values())


#: How long each takes somebody who knows where their site is edited; estimates of our own.
_MINUTES: Mapping[Check, int] = MappingProxyType(
    {
        Check.PROFILES: 10,
        Check.BACK: 5,
        Check.CONTACT: 5,
        Check.PLACE: 5,
        Check.HOURS: 10,
        Check.LEGAL: 10,
        Check.REVIEWS: 5,
        Check.NEWSLETTER: 30,
        Check.FEED: 15,
        Check.TITLE: 5,
        Check.ANSWER: 30,
    }
)


#: What customers miss most comes first, by our own judgment: without encryption browsers warn them
#: away, which stands before all; then what the law asks for, how to reach the company, when and
#: where, what others say. What brings them back comes after, what only readers of feeds see last.
_ORDER = (
    Check.LEGAL,
    Check.CONTACT,
    Check.HOURS,
    Check.PLACE,
    Check.ANSWER,
    Check.PROFILES,
    Check.REVIEWS,
    Check.TITLE,
    Check.BACK,
    Check.NEWSLETTER,
    Check.FEED,
)


def judge(facts: SiteFacts) -> Verdict:
    """Return what the facts amount to."""
    scores = score(facts)
    points = _points(scores)
    return Verdict(
        answers=MappingProxyType({check: _ANSWERS[check](facts) for check in Check}),
        scores=scores,
        points=points,
        level=None if points is None else level_of(points),
        confidence=half_up(sum((WEIGHTS[one.dimension] * one.seen for one in scores), Fraction())),
        advice=_advice(facts, points),
    )


def complete(facts: SiteFacts) -> tuple[bool | None, ...]:
    """Return the five things of a complete presence: whether a site shows each."""
    return (
        facts.has_description,
        facts.has_logo,
        facts.has_hours,
        facts.has_contact,
        facts.has_legal,
    )


def score(facts: SiteFacts) -> tuple[Score, ...]:
    """Return the dimensions of which something could be seen, in the barometer's order."""
    parts = {Dimension.PRESENCE: _presence(facts), Dimension.REPUTATION: _reputation(facts)}
    return tuple(
        one for dimension, seen in parts.items() if (one := _score(dimension, seen)) is not None
    )


def points_to_next(points: int) -> tuple[Level, int] | None:
    """Return the next level and how many points it is away; None on the last."""
    here = level_of(points)
    if here is Level.INTEGRATED:
        return None
    above = Level(here + 1)
    return above, BEGINS[above] - points


def leads_to_facebook(facts: SiteFacts) -> bool | None:
    """Tell whether the site leads to a Facebook page: the predicate `vsplash` of the barometer."""
    if facts.profiles is None:
        return None
    return any(one.network == "facebook" for one in facts.profiles)


_Part = tuple[int, Fraction | None]


def _presence(facts: SiteFacts) -> Sequence[_Part]:
    on_network = None if facts.profiles is None else Fraction(bool(facts.profiles))
    shown = complete(facts)
    each = _COMPLETE // len(shown)
    return (
        (_ON_A_NETWORK, on_network),
        *((each, _as_share(one)) for one in shown),
        (_BACK, _share_back(facts)),
    )


def _share_back(facts: SiteFacts) -> Fraction | None:
    """Return the share of the profiles that lead back, of those that let be seen.

    Without a single profile, nothing leads back: that is seen.
    """
    if facts.profiles is None:
        return None
    if not facts.profiles:
        return Fraction()
    known = [one.leads_back for one in facts.profiles if one.leads_back is not None]
    return Fraction(sum(known), len(known)) if known else None


def _reputation(facts: SiteFacts) -> Sequence[_Part]:
    return (
        (_WAY_TO_REVIEWS, _as_share(facts.has_reviews)),
        (_CHARTER, _as_share(facts.has_charter)),
    )


def _as_share(answer: bool | None) -> Fraction | None:
    return None if answer is None else Fraction(answer)


def _score(dimension: Dimension, parts: Sequence[_Part]) -> Score | None:
    seen = [(points, share) for points, share in parts if share is not None]
    whole = sum(points for points, _share in seen)
    if not whole:
        return None
    reached = sum((points * share for points, share in seen), Fraction())
    return Score(dimension, half_up(reached * _WHOLE / whole), Fraction(whole, _WHOLE))


def _points(scores: Sequence[Score]) -> int | None:
    """Return the mean of the dimensions, each by its weight and by the part of it that was seen.

    None where too little of the presence was seen.
    """
    seen = {one.dimension: one.seen for one in scores}
    presence = seen.get(Dimension.PRESENCE, Fraction())
    if not is_told(Subject.SITE, known=_WHOLE * presence):
        return None
    weights = [WEIGHTS[one.dimension] * one.seen for one in scores]
    sums = (one.points * weight for one, weight in zip(scores, weights, strict=True))
    return half_up(sum(sums, Fraction()) / sum(weights, Fraction()))


def _advice(facts: SiteFacts, points: int | None) -> tuple[Advice, ...]:
    """Return what to do, first that for want of which most customers are lost.

    Points do not decide it: they are those of the barometer, which a shop's customers never see.
    """
    if points is None:
        return ()
    missing = [check for check in Check if _ANSWERS[check](facts) is False]
    advice = [
        Advice(
            check, _MINUTES[check], max(0, (_points(score(_MENDED[check](facts))) or 0) - points)
        )
        for check in missing
    ]
    order = _ORDER if facts.is_https else (Check.ANSWER, *_ORDER)
    return tuple(sorted(advice, key=lambda one: order.index(one.check))[:ADVICE_MAX])


def _has_back(facts: SiteFacts) -> bool | None:
    """Every profile that lets be seen must lead back; without a profile there is nothing to ask."""
    known = [one.leads_back for one in facts.profiles or () if one.leads_back is not None]
    return all(known) if known else None


def _has_title(facts: SiteFacts) -> bool | None:
    return None if facts.trouble else bool(facts.title and facts.language)


def _answers_well(facts: SiteFacts) -> bool | None:
    if facts.is_https is None or not facts.seconds:
        return None
    return facts.is_https and min(facts.seconds) < SLOW_FROM_SECONDS


_ANSWERS: Mapping[Check, Callable[[SiteFacts], bool | None]] = {
    Check.PROFILES: lambda facts: None if facts.profiles is None else bool(facts.profiles),
    Check.BACK: _has_back,
    Check.CONTACT: lambda facts: facts.has_contact,
    Check.PLACE: lambda facts: facts.has_place,
    Check.HOURS: lambda facts: facts.has_hours,
    Check.LEGAL: lambda facts: facts.has_legal,
    Check.REVIEWS: lambda facts: facts.has_reviews,
    Check.NEWSLETTER: lambda facts: facts.has_newsletter,
    Check.FEED: lambda facts: facts.has_feed,
    Check.TITLE: _has_title,
    Check.ANSWER: _answers_well,
}


def _with_profile(facts: SiteFacts) -> SiteFacts:
    return replace(facts, profiles=(ProfileFacts("", "", leads_back=True),))


def _with_back(facts: SiteFacts) -> SiteFacts:
    profiles = tuple(
        one if one.leads_back is None else replace(one, leads_back=True)
        for one in facts.profiles or ()
    )
    return replace(facts, profiles=profiles)


#: The facts as they would be once somebody has followed the advice.
_MENDED: Mapping[Check, Callable[[SiteFacts], SiteFacts]] = {
    Check.PROFILES: _with_profile,
    Check.BACK: _with_back,
    Check.CONTACT: lambda facts: replace(facts, has_contact=True),
    Check.PLACE: lambda facts: replace(facts, has_place=True),
    Check.HOURS: lambda facts: replace(facts, has_hours=True),
    Check.LEGAL: lambda facts: replace(facts, has_legal=True),
    Check.REVIEWS: lambda facts: replace(facts, has_reviews=True),
    Check.NEWSLETTER: lambda facts: replace(facts, has_newsletter=True),
    Check.FEED: lambda facts: replace(facts, has_feed=True),
    Check.TITLE: lambda facts: replace(facts, has_description=True),
    Check.ANSWER: lambda facts: facts,
}
