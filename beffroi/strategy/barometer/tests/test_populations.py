"""Whom the figures of studies count: every statement on both sides of its bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from beffroi.strategy.barometer.answers import Feeling
from beffroi.strategy.barometer.doing import Class
from beffroi.strategy.barometer.facts import ActivityFacts, Facts
from beffroi.strategy.barometer.groups import SHARES, Gap, Group, gap_of, group_of
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.populations import KEYS, memberships
from beffroi.strategy.barometer.rules import measure
from beffroi.strategy.barometer.studies import COMPARED, LANGUAGES, findings
from beffroi.strategy.barometer.tests.makers import FULL


def changed(dimension: str, **fields: Any) -> Facts:
    return replace(FULL, **{dimension: replace(getattr(FULL, dimension), **fields)})


def both(listening: Mapping[str, Any], measuring: Mapping[str, Any]) -> Facts:
    found = changed("listening", **listening)
    return replace(found, measuring=replace(found.measuring, **measuring))


CASES = [
    ("sat_notrack", both({"watches": 0}, {"counted_days_ago": 31}), True),
    ("sat_notrack", both({"watches": 0}, {"counted_days_ago": None}), True),
    ("sat_notrack", both({"watches": 0}, {"counted_days_ago": 30}), False),
    ("sat_notrack", both({"watches": 1}, {"counted_days_ago": 31}), False),
    ("sat_notrack", both({"watches": None}, {"counted_days_ago": 31}), None),
    ("sat_notrack", both({"watches": 0}, {"knows_counts": False}), None),
    ("sat_ignore", changed("answers", asked=5, answered=0), True),
    ("sat_ignore", changed("answers", asked=4, answered=0), False),
    ("sat_ignore", changed("answers", asked=100, answered=9), True),
    ("sat_ignore", changed("answers", asked=100, answered=10), False),
    ("sat_ignore", changed("answers", asked=None), None),
    ("sat_nomeasure", changed("measuring", counted_days_ago=91), True),
    ("sat_nomeasure", changed("measuring", counted_days_ago=90), False),
    ("sat_nomeasure", changed("measuring", knows_counts=False), None),
    ("sat_count_only", changed("measuring", kpis=("followers", "likes", "comments")), True),
    ("sat_count_only", changed("measuring", kpis=("followers", "sales")), False),
    ("sat_count_only", changed("measuring", kpis=()), False),
    ("sat_count_only", changed("measuring", kpis=("likes",), counted_days_ago=91), False),
    ("sat_count_only", changed("measuring", kpis=None), None),
    ("sat_nostrategy", changed("strategy", open_goals=0, networks_owned=0, weeks_planned=0), True),
    ("sat_nostrategy", changed("strategy", has_audience=False, networks_owned=0), False),
    (
        "sat_nostrategy",
        changed("strategy", open_goals=0, networks_owned=0),
        False,
    ),
    ("sat_nostrategy", Facts(), None),
    ("sat_nomeans", changed("listening", sources=0), True),
    ("sat_nomeans", changed("listening", sources=1), False),
    ("sat_nomeans", changed("listening", sources=None), None),
    ("sat_sentiment", changed("listening", toned=30), True),
    ("sat_sentiment", changed("listening", toned=29), False),
    ("sat_sentiment", changed("listening", toned=None), None),
    ("bpi_watch", changed("watching", read_days_ago=None, ideas_30_days=0), True),
    (
        "bpi_watch",
        changed("watching", competitors=2, read_days_ago=None, ideas_30_days=0),
        False,
    ),
    ("bpi_watch", Facts(), None),
    ("bpi_budget", changed("means", cost_cents=999_999), True),
    ("bpi_budget", changed("means", cost_cents=1_000_000), False),
    ("bpi_budget", changed("means", cost_cents=None), None),
    ("bpi_low", changed("activity", weeks_with_posts=8), True),
    ("bpi_low", changed("activity", weeks_with_posts=9), False),
    ("bpi_low", changed("activity", weeks_with_posts=None), None),
    ("vsplash", changed("presence", links_to_facebook=True), True),
    ("vsplash", changed("presence", links_to_facebook=False), False),
    ("vsplash", changed("presence", links_to_facebook=None), None),
]


@pytest.mark.parametrize(("key", "facts", "holds"), CASES)
def test_a_company_is_counted_by_what_it_does(key: str, facts: Facts, holds: bool | None) -> None:
    found = {one.key: one.holds for one in memberships(facts, measure(facts))}
    assert found[key] is holds


def test_every_statement_is_seen_on_both_sides_and_unknown() -> None:
    for key in KEYS:
        assert {holds for name, _facts, holds in CASES if name == key} == {True, False, None}


def test_every_statement_stands_under_a_figure_of_a_study() -> None:
    assert set(KEYS) <= set(findings())


#: As the press quoted them; the second is the study itself, None where it was not found.
QUOTED = {
    "zoom_fb": ("nearly nine in ten", True),
    "zoom_li": ("nearly half", True),
    "zoom_tw": ("a third", True),
    "zoom_rank": ("third", False),
    "zoom_deal_cons": ("37%", True),
    "zoom_deal_biz": ("10%", True),
    "zoom_nobody": ("three quarters", False),
    "avg_uk": ("15%", False),
    "avg_us": ("17%", False),
    "thinkjar": ("56%", True),
    "hiscox_awareness": ("27%", False),
    "hiscox_sales": ("15%", False),
    "hiscox_service": ("11%", False),
    "vsplash": ("19.5%", True),
    "wpr_budget_up": ("80%", True),
    "wpr_strategy": ("30%", True),
    "wpr_internal": ("60%", False),
    "wpr_policy": ("a third", True),
    "wpr_policy_micro": ("2%", True),
    "wpr_agency": ("25%", True),
    "wpr_pr": ("26%", True),
    "wpr_sm_budget": ("29%", True),
    "bm_tw": ("71%", True),
    "bm_fb": ("52%", True),
    "bm_tw_freq": ("27 a week", True),
    "bm_fb_freq": ("3.6 a week", True),
    "bpi_present": ("70%", True),
    "bpi_very_active": ("4%", False),
    "bpi_low": ("64%", True),
    "bpi_advantage": ("63%", True),
    "bpi_talk": ("20%", False),
    "bpi_watch": ("27%", False),
    "bpi_budget": ("80%", True),
    "bpi_time": ("84%", True),
    "bpi_skills": ("57%", True),
    "opw_consult": ("78%", True),
    "opw_prefer": ("75%", False),
    "sat_notrack": ("39%", True),
    "sat_notrack_b2b": ("50%", True),
    "sat_notrack_b2c": ("22%", True),
    "sat_ignore": ("50%", True),
    "sat_ignore_b2b": ("69%", True),
    "sat_ignore_b2c": ("42%", True),
    "sat_nomeasure": ("70%", True),
    "sat_count_only": ("56%", True),
    "sat_nostrategy": ("70%", True),
    "sat_consumers": ("77%", True),
    "sat_nomeans": ("67%", True),
    "sat_sentiment": ("less than one in twenty", True),
}


def test_figures_stand_as_they_were_quoted() -> None:
    told = {key: (one.quoted["en"], one.is_at_source) for key, one in findings().items()}
    assert told == QUOTED


def test_where_the_study_itself_says_otherwise_both_are_kept() -> None:
    differ = {key for key, one in findings().items() if one.differs("en")}
    assert {"sat_ignore", "sat_nomeasure", "sat_nostrategy", "sat_notrack_b2b"} <= differ
    assert findings()["sat_ignore"].primary["fr"] == "55 %".replace(" ", "\N{NO-BREAK SPACE}")


def test_figures_beside_dimensions_exist() -> None:
    assert set(COMPARED) == set(Dimension)
    assert {key for keys in COMPARED.values() for key in keys} <= set(findings())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_words_in_both_languages(language: str) -> None:
    for one in findings().values():
        assert one.quoted[language]
        assert one.what[language]
        assert one.study.country(language)


LATE, AHEAD = Feeling.LATE, Feeling.AHEAD
LOW, ACTIVE = ActivityFacts(5, 5, 5), ActivityFacts(12, 12, 12)


@pytest.mark.parametrize(
    ("feeling", "activity", "group"),
    [
        (LATE, LOW, Group.SILENT),
        (AHEAD, LOW, Group.CASUAL),
        (Feeling.IN_TEMPO, LOW, Group.CASUAL),
        (LATE, ACTIVE, Group.FIGHTING),
        (AHEAD, ACTIVE, Group.PIONEER),
        (Feeling.IN_TEMPO, ACTIVE, Group.PIONEER),
        (None, ACTIVE, None),
        (AHEAD, ActivityFacts(), None),
    ],
)
def test_groups_are_made_of_feeling_and_measure(
    feeling: Feeling | None, activity: ActivityFacts, group: Group | None
) -> None:
    assert group_of(feeling, activity) is group


def test_groups_of_the_study_are_everybody() -> None:
    assert sum(SHARES.values()) == 100


def test_the_gap_says_how_many_weeks_were_silent() -> None:
    activity = ActivityFacts(7, 20, 22)
    assert gap_of({Dimension.ACTIVITY: 2}, activity) == Gap(Class.ACTIVE, Class.LOW, 5, 12)
    assert gap_of({Dimension.ACTIVITY: 1}, activity) is None
    assert gap_of({}, activity) is None
