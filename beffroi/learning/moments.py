"""When a lesson is of use: facts of a workspace in, lessons with their reason out. Pure.

One line for each reason, what presses most first. Nothing here says who should learn what: it
says what happens, and which lesson speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

#: How early before an offer begins its lesson is of use.
OFFER_AHEAD = timedelta(days=14)
#: Reviews up to so many stars are negative.
NEGATIVE_STARS = 2
#: So many questions that wait at once are a sign that answers take too long.
MANY_QUESTIONS = 3
SHOWN_MAX = 5

#: How people ask for their data, or that it be erased, in the two languages of the product.
_ASKS_FOR_DATA = re.compile(
    r"\b(?:rgpd|gdpr|loi 25|law 25|droit d[’' ]acc[eè]s|droit [àa] l[’' ]oubli"
    r"|(?:mes|my) (?:donn[ée]es|informations personnelles|(?:personal )?data)"
    r"|(?:supprime[zr]?|efface[zr]?|retire[zr]?|delete|erase|remove) (?:tou(?:tes|s) |all )?"
    r"(?:mes|mon|my) (?:coordonn[ée]es|num[ée]ro|adresse|compte|details|number|address|account))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a workspace now. What somebody may not see is left as if it were not."""

    today: date
    #: Who left the newest negative review that waits, and its stars; 0: its site has none.
    reviewer: str | None = None
    stars: int = 0
    asks_for_data: str | None = None
    questions: int = 0
    is_alerted: bool = False
    #: The offer that runs or begins next, and its first day.
    offer: str = ""
    offer_from: date | None = None
    #: A contest whose rules are not published.
    bare_contest: str = ""
    #: The first words of a post that has a picture without description; None: there is none.
    undescribed: str | None = None
    has_linkedin: bool = False
    has_channels: bool = False
    has_reviews: bool = False
    has_review_link: bool = False
    has_charter: bool = False
    has_crisis_file: bool = False
    has_watch: bool = False
    has_second_step: bool = True
    has_costs: bool = False
    has_goal: bool = False
    planned: int = 0


@dataclass(frozen=True)
class Moment:
    """A lesson and why now; `who` and `number` fill the reason's sentence."""

    lesson: str
    reason: str
    who: str = ""
    number: int = 0
    day: date | None = None


Rule = Callable[[Facts], Moment | None]


def asks_for_data(text: str) -> bool:
    """Tell whether a customer asks in these words for their data, or that it go."""
    return _ASKS_FOR_DATA.search(text) is not None


def right_now(facts: Facts, *, done: Collection[str] = ()) -> list[Moment]:
    """Return the lessons that are of use now, once each, without those already `done`."""
    found = (rule(facts) for rule in RULES)
    moments: dict[str, Moment] = {}
    for moment in found:
        if moment is not None and moment.lesson not in done:
            moments.setdefault(moment.lesson, moment)
    return list(moments.values())[:SHOWN_MAX]


def _alert(facts: Facts) -> Moment | None:
    return Moment("first-hour", "alert") if facts.is_alerted else None


def _data(facts: Facts) -> Moment | None:
    if facts.asks_for_data is None:
        return None
    return Moment("request-for-data", "data", who=facts.asks_for_data)


def _review(facts: Facts) -> Moment | None:
    if facts.reviewer is None or facts.stars > NEGATIVE_STARS:
        return None
    if not facts.stars:
        return Moment("first-negative-review", "bad_review", who=facts.reviewer)
    return Moment("first-negative-review", "review", who=facts.reviewer, number=facts.stars)


def _contest(facts: Facts) -> Moment | None:
    if not facts.bare_contest:
        return None
    return Moment("fair-contests", "contest", who=facts.bare_contest)


def _offer(facts: Facts) -> Moment | None:
    begins = facts.offer_from
    if not facts.offer or begins is None or begins > facts.today + OFFER_AHEAD:
        return None
    return Moment("struck-through-prices", "offer", who=facts.offer, day=begins)


def _picture(facts: Facts) -> Moment | None:
    if facts.undescribed is None:
        return None
    return Moment("alt-text", "picture", who=facts.undescribed)


def _questions(facts: Facts) -> Moment | None:
    if facts.questions < MANY_QUESTIONS:
        return None
    return Moment("answer-a-question", "questions", number=facts.questions)


def _second_step(facts: Facts) -> Moment | None:
    return None if facts.has_second_step else Moment("accounts-of-the-company", "second_step")


def _linkedin(facts: Facts) -> Moment | None:
    return Moment("linkedin-for-companies", "linkedin") if facts.has_linkedin else None


def _nothing_planned(facts: Facts) -> Moment | None:
    return (
        Moment("how-often", "nothing_planned") if facts.has_channels and not facts.planned else None
    )


def _charter(facts: Facts) -> Moment | None:
    if not facts.has_channels or facts.has_charter:
        return None
    return Moment("moderation-charter", "charter")


def _crisis_file(facts: Facts) -> Moment | None:
    if not facts.has_channels or facts.has_crisis_file:
        return None
    return Moment("first-hour", "crisis_file")


def _asking(facts: Facts) -> Moment | None:
    if not facts.has_reviews or facts.has_review_link:
        return None
    return Moment("asking-for-reviews", "asking")


def _watch(facts: Facts) -> Moment | None:
    return (
        Moment("what-to-listen-for", "watch")
        if facts.has_channels and not facts.has_watch
        else None
    )


def _costs(facts: Facts) -> Moment | None:
    return (
        Moment("euros-rather-than-likes", "costs") if facts.offer and not facts.has_costs else None
    )


def _goal(facts: Facts) -> Moment | None:
    return Moment("one-goal", "goal") if facts.has_channels and not facts.has_goal else None


def _first_steps(facts: Facts) -> Moment | None:
    return None if facts.has_channels else Moment("which-network", "first_steps")


#: What presses most first.
RULES: tuple[Rule, ...] = (
    _alert,
    _data,
    _review,
    _contest,
    _offer,
    _picture,
    _questions,
    _second_step,
    _linkedin,
    _nothing_planned,
    _charter,
    _crisis_file,
    _asking,
    _watch,
    _costs,
    _goal,
    _first_steps,
)
