"""The points of what a company hears and answers: D5 listening, D6 answers, D7 reputation."""

from __future__ import annotations

from fractions import Fraction

from beffroi.strategy.barometer.facts import AnswerFacts, ListeningFacts, ReputationFacts
from beffroi.strategy.barometer.parts import Part, share, yes

SOURCES = 3
COLLECTED_HOURS = 24
REVIEWED_DAYS = 7
#: From so many messages that wait for two days on, nothing is left of the backlog's points; ours.
OVERDUE_MOST = 5
#: Two reviews a month keep a rating alive; ours.
REVIEWS_90_DAYS = 6
DRILL_DAYS = 365


def listening_parts(facts: ListeningFacts) -> tuple[Part, ...]:
    """D5: a watch with variants 25, three sources 20, read today 15, tones 20, looked at 20.

    The points are ours. Where nothing listens, nothing is collected nor looked at: that is known.
    """
    watched, hours = facts.watches_with_variants, facts.collected_hours_ago
    listens = bool(facts.watches) and bool(facts.sources)
    is_fresh = hours <= COLLECTED_HOURS if hours is not None else None if listens else False
    looked = facts.reviewed_days_ago
    is_reviewed = looked is not None and looked <= REVIEWED_DAYS
    if facts.watches is None:
        is_fresh = None
    return (
        yes("watch", None if watched is None else watched >= 1, of=25, watches=facts.watches),
        share("sources", facts.sources, SOURCES, of=20, sources=facts.sources),
        yes("fresh", is_fresh, of=15, hours=hours),
        share(
            "toned", facts.toned, facts.mentions, of=20, toned=facts.toned, mentions=facts.mentions
        ),
        yes("reviewed", None if facts.watches is None else is_reviewed, of=20, days=looked),
    )


def answer_parts(facts: AnswerFacts) -> tuple[Part, ...]:
    """D6: how many are answered 40, how fast beside the promise 30, no backlog 15, negatives 15."""
    return (
        share(
            "rate",
            facts.answered,
            facts.asked,
            of=40,
            answered=facts.answered,
            asked=facts.asked,
        ),
        _speed(facts),
        _backlog(facts),
        share(
            "negatives",
            facts.negatives_answered,
            facts.negatives,
            of=15,
            answered=facts.negatives_answered,
            asked=facts.negatives,
        ),
    )


def reputation_parts(facts: ReputationFacts) -> tuple[Part, ...]:
    """D7: reviews answered 35, new ones 20, crisis file 25, a drill in a year 10, charter 10."""
    file = (facts.has_crisis_roles, facts.has_holding_message, facts.has_crisis_contacts)
    is_known = None not in file
    drill = facts.drill_days_ago
    is_drilled = drill is not None and drill <= DRILL_DAYS
    return (
        share(
            "reviews_answered",
            facts.reviews_answered,
            facts.reviews,
            of=35,
            answered=facts.reviews_answered,
            reviews=facts.reviews,
        ),
        share(
            "new_reviews",
            facts.reviews_90_days,
            REVIEWS_90_DAYS,
            of=20,
            reviews=facts.reviews_90_days,
        ),
        share(
            "crisis_file",
            sum(bool(one) for one in file) if is_known else None,
            len(file),
            of=25,
            ready=sum(bool(one) for one in file) if is_known else None,
        ),
        yes("drill", is_drilled if facts.knows_drills else None, of=10, days=drill),
        yes("charter", facts.has_charter, of=10),
    )


def _speed(facts: AnswerFacts) -> Part:
    """All points within the promise, half at twice the time, and so on.

    Where people wrote and nobody was answered, it is known: no point. A first answer, however
    late, never costs any.
    """
    middle, promised = facts.median_minutes, facts.promised_minutes
    won: Fraction | None = None
    if facts.asked and facts.answered == 0:
        won = Fraction(0)
    elif middle is not None and promised is not None:
        won = 30 * (Fraction(1) if middle <= promised else Fraction(promised, middle))
    return Part("speed", won, 30, (("minutes", middle), ("promised", promised)))


def _backlog(facts: AnswerFacts) -> Part:
    overdue = facts.overdue
    won = None if overdue is None else 15 * Fraction(max(0, OVERDUE_MOST - overdue), OVERDUE_MOST)
    return Part("backlog", won, 15, (("overdue", overdue),))
