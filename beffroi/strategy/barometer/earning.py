"""The points of what a company learns and keeps: D8 measuring, D9 watching, D10 loyalty."""

from __future__ import annotations

from beffroi.strategy.barometer.facts import LoyaltyFacts, MeasureFacts, WatchingFacts
from beffroi.strategy.barometer.parts import Part, share, yes

#: What only counts who saw and who liked, by the names of the registry of metrics and of goals.
SIMPLE = frozenset(
    {"followers", "followers_won", "likes", "comments", "inter", "impr", "reach", "posts"}
)
REPORT_DAYS = 35
COMPETITORS = 3
READ_DAYS = 7
NEWSLETTER_DAYS = 45


def measure_parts(facts: MeasureFacts) -> tuple[Part, ...]:
    """D8: links tracked 25, an outcome 25, cost with time 20, conversions 20, report read 10."""
    outcomes = None if facts.kpis is None else sum(one not in SIMPLE for one in facts.kpis)
    costs, time = facts.has_costs, facts.has_time
    are_known = None if costs is None or time is None else costs and time
    sold, report = facts.conversions, facts.report_days_ago
    is_read = report is not None and report < REPORT_DAYS
    return (
        share(
            "links",
            facts.links_tracked,
            facts.links,
            of=25,
            tracked=facts.links_tracked,
            links=facts.links,
        ),
        yes("outcome", None if outcomes is None else outcomes >= 1, of=25, outcomes=outcomes),
        yes("cost", are_known, of=20, costs=costs, time=time),
        yes("conversions", None if sold is None else sold >= 1, of=20, conversions=sold),
        yes("report", is_read if facts.knows_reports else None, of=10, days=report),
    )


def watching_parts(facts: WatchingFacts) -> tuple[Part, ...]:
    """D9: three competitors 40, read within a week 30, an idea from it in a month 30.

    The points are ours. Where nobody is followed, nothing is read: that is known.
    """
    followed, read, ideas = facts.competitors, facts.read_days_ago, facts.ideas_30_days
    is_read = None if followed is None else read is not None and read < READ_DAYS
    return (
        share("competitors", followed, COMPETITORS, of=40, competitors=followed),
        yes("read", is_read, of=30, days=read),
        yes("idea", None if ideas is None else ideas >= 1, of=30, ideas=ideas),
    )


def loyalty_parts(facts: LoyaltyFacts) -> tuple[Part, ...]:
    """D10: an offer with a code a quarter 30, consents 20, newsletter 20, the rest 10 each.

    The points are ours.
    """
    offers, consents, letter = facts.coded_offers, facts.consents, facts.newsletter_days_ago
    links, advocates, employer = facts.customer_links, facts.advocates, facts.employer_posts
    return (
        yes("offer", None if offers is None else offers >= 1, of=30, offers=offers),
        yes("consents", None if consents is None else consents >= 1, of=20, consents=consents),
        yes("newsletter", None if letter is None else letter < NEWSLETTER_DAYS, of=20, days=letter),
        yes("customer_links", None if links is None else links >= 1, of=10, links=links),
        yes("advocates", None if advocates is None else advocates >= 1, of=10, shares=advocates),
        yes("employer", None if employer is None else employer >= 1, of=10, posts=employer),
    )
