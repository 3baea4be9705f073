from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sitecheck import storing
from beffroi.sitecheck.answers import advice, line
from beffroi.sitecheck.rules import (
    ADVICE_MAX,
    SLOW_FROM_SECONDS,
    Check,
    ProfileFacts,
    SiteFacts,
    Unseen,
    judge,
    leads_to_facebook,
    points_to_next,
)
from beffroi.sitecheck.wording import unseen
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Level

FACEBOOK = ProfileFacts("facebook", "https://facebook.com/lou", leads_back=True)
INSTAGRAM = ProfileFacts("instagram", "https://instagram.com/lou", leads_back=False)
LINKEDIN = ProfileFacts("linkedin", "https://linkedin.com/company/lou", leads_back=None)
ALL = SiteFacts(
    "https://lou.fr/",
    profiles=(FACEBOOK,),
    has_contact=True,
    has_place=True,
    has_hours=True,
    has_legal=True,
    has_reviews=True,
    has_newsletter=True,
    has_feed=True,
    has_charter=True,
    has_logo=True,
    has_description=True,
    title="Chez Lou",
    language="fr",
    is_https=True,
    seconds=(0.4, 0.3),
)
NOTHING = SiteFacts(
    "https://lou.fr/",
    profiles=(),
    has_contact=False,
    has_place=False,
    has_hours=False,
    has_legal=False,
    has_reviews=False,
    has_newsletter=False,
    has_feed=False,
    has_charter=False,
    has_logo=False,
    has_description=False,
    is_https=False,
    seconds=(3.0, 4.0),
)
UNREAD = SiteFacts("https://lou.fr/", trouble="forbidden")


def test_a_site_that_has_it_all_is_at_the_top() -> None:
    verdict = judge(ALL)
    assert (verdict.points, verdict.level, verdict.count(True)) == (100, Level.INTEGRATED, 11)
    assert verdict.advice == ()
    assert verdict.confidence == 11  # 8 for the presence, and 30 % of 10 for the reputation


def test_a_site_that_has_nothing_is_at_the_bottom() -> None:
    verdict = judge(NOTHING)
    assert (verdict.points, verdict.level) == (0, Level.ABSENT)
    assert verdict.count(False) == 10
    assert verdict.answers[Check.BACK] is None
    assert len(verdict.advice) == ADVICE_MAX


def test_a_site_that_could_not_be_read_has_no_score_and_no_advice() -> None:
    verdict = judge(UNREAD)
    assert (verdict.points, verdict.level, verdict.confidence) == (None, None, 0)
    assert verdict.scores == ()
    assert verdict.advice == ()
    assert verdict.count(None) == 11


def test_a_worked_example_comes_out_as_by_hand() -> None:
    """Presence: 30 for a network, 40 × 4/5, 30 × 1/2 = 77; reputation 0 of the 30 that are seen.

    (77 × 8 + 0 × 3) ÷ 11 = 56.
    """
    facts = replace(
        ALL,
        profiles=(FACEBOOK, INSTAGRAM, LINKEDIN),
        has_legal=False,
        has_reviews=False,
        has_charter=False,
    )
    verdict = judge(facts)
    assert {one.dimension: (one.points, one.seen) for one in verdict.scores} == {
        Dimension.PRESENCE: (77, Fraction(1)),
        Dimension.REPUTATION: (0, Fraction(30, 100)),
    }
    assert (verdict.points, verdict.level, verdict.confidence) == (56, Level.ACTIVE, 11)
    # Reviews: 20 of the 30 that are seen, 67 × 3 ÷ 11 more. Back: 15 × 8 ÷ 11. Legal: 8 × 8 ÷ 11.
    assert [(one.check, one.gain) for one in verdict.advice] == [
        (Check.LEGAL, 6),
        (Check.REVIEWS, 18),
        (Check.BACK, 11),
    ]


@pytest.mark.parametrize(
    ("lacks", "order"),
    [
        ("is_https has_feed has_newsletter", [Check.ANSWER, Check.NEWSLETTER, Check.FEED]),
        ("has_feed has_contact has_legal", [Check.LEGAL, Check.CONTACT, Check.FEED]),
        ("has_feed has_newsletter has_reviews", [Check.REVIEWS, Check.NEWSLETTER, Check.FEED]),
        ("has_legal is_https has_contact", [Check.ANSWER, Check.LEGAL, Check.CONTACT]),
    ],
)
def test_what_loses_most_customers_is_advised_first(lacks: str, order: list[Check]) -> None:
    facts = replace(ALL, **dict.fromkeys(lacks.split(), False))  # type: ignore[arg-type]
    assert [one.check for one in judge(facts).advice] == order


def test_a_slow_site_that_is_encrypted_comes_after_how_to_reach_the_company() -> None:
    facts = replace(ALL, seconds=(5.0,), has_contact=False, has_feed=False)
    verdict = judge(facts)
    assert [one.check for one in verdict.advice] == [Check.CONTACT, Check.ANSWER, Check.FEED]
    assert advice(Check.ANSWER, facts) != advice(Check.ANSWER, replace(facts, is_https=False))


def test_each_page_on_a_network_says_why_nothing_is_known_of_its_link() -> None:
    profiles = (
        ProfileFacts("facebook", "https://facebook.com/lou", unseen=Unseen.NO_ANSWER),
        ProfileFacts("linkedin", "https://linkedin.com/company/lou", unseen=Unseen.SIGN_IN),
        ProfileFacts("x", "https://x.com/lou"),
    )
    with override("en"):
        told = line(Check.BACK, None, replace(ALL, profiles=profiles))[1]
        every = {unseen(reason, network="x") for reason in ["", *Unseen]}
    assert told == (
        "Facebook did not answer · LinkedIn asks visitors to sign in · X did not let us see"
    )
    assert len(every) == len(Unseen) + 1


def test_facts_that_were_stored_without_reasons_are_read() -> None:
    stored = storing.facts_to_json(replace(ALL, profiles=(LINKEDIN,)))
    del stored["profiles"][0]["unseen"]
    assert storing.facts_from_json(stored).profiles == (LINKEDIN,)


def test_a_profile_that_does_not_let_us_see_changes_nothing() -> None:
    with_it, without = replace(ALL, profiles=(FACEBOOK, LINKEDIN)), ALL
    assert judge(with_it).points == judge(without).points


def test_profiles_that_all_refuse_leave_the_way_back_unknown_and_the_dimension_less_sure() -> None:
    verdict = judge(replace(ALL, profiles=(LINKEDIN,)))
    assert verdict.answers[Check.BACK] is None
    presence = next(one for one in verdict.scores if one.dimension is Dimension.PRESENCE)
    assert (presence.points, presence.seen) == (100, Fraction(70, 100))
    assert verdict.confidence == 9  # 8 × 70 % + 3 = 8.6


def test_a_page_that_shows_a_single_thing_has_no_level() -> None:
    facts = SiteFacts("https://lou.fr/", has_description=True, title="Lou", is_https=True)
    verdict = judge(facts)
    assert (verdict.points, verdict.level, verdict.advice) == (None, None, ())
    assert verdict.scores[0].seen == Fraction(8, 100)


def test_the_next_level_is_so_many_points_away() -> None:
    assert points_to_next(30) == (Level.ACTIVE, 10)
    assert points_to_next(80) is None


@pytest.mark.parametrize(
    ("is_https", "seconds", "answer"),
    [
        (True, (0.4, 3.0), True),
        (True, (SLOW_FROM_SECONDS, 5.0), False),
        (False, (0.1, 0.1), False),
        (None, (), None),
        (True, (), None),
    ],
)
def test_the_better_of_two_answers_counts_and_encryption_too(
    is_https: bool | None, seconds: tuple[float, ...], answer: bool | None
) -> None:
    facts = replace(ALL, is_https=is_https, seconds=seconds)
    assert judge(facts).answers[Check.ANSWER] is answer


def test_the_share_of_sites_that_lead_to_facebook_is_told_by_what_was_seen() -> None:
    assert leads_to_facebook(ALL) is True
    assert leads_to_facebook(NOTHING) is False
    assert leads_to_facebook(UNREAD) is None


_ANSWER = st.sampled_from([True, False, None])
_FACTS = st.builds(
    SiteFacts,
    site=st.just("https://lou.fr/"),
    profiles=st.none() | st.lists(st.sampled_from([FACEBOOK, INSTAGRAM, LINKEDIN])).map(tuple),
    **{one.name: _ANSWER for one in fields(SiteFacts) if one.name.startswith("has_")},
    title=st.sampled_from(["", "Chez Lou"]),
    language=st.sampled_from(["", "fr"]),
    is_https=_ANSWER,
    seconds=st.lists(st.floats(0.01, 10), max_size=2).map(tuple),
)


@given(_FACTS)
def test_scores_stay_in_their_bounds_and_facts_survive_being_stored(facts: SiteFacts) -> None:
    verdict = judge(facts)
    assert verdict.points is None or 0 <= verdict.points <= 100
    assert 0 <= verdict.confidence <= 11
    assert all(verdict.answers[one.check] is False for one in verdict.advice)
    assert len(verdict.advice) <= ADVICE_MAX
    assert storing.facts_from_json(storing.facts_to_json(facts)) == facts


@given(_FACTS)
def test_following_advice_never_makes_anything_worse(facts: SiteFacts) -> None:
    assert all(one.gain >= 0 for one in judge(facts).advice)


@given(
    _FACTS, st.sampled_from([one.name for one in fields(SiteFacts) if one.name.startswith("has_")])
)
def test_what_is_unknown_never_counts_as_no(facts: SiteFacts, name: str) -> None:
    unknown, absent = replace(facts, **{name: None}), replace(facts, **{name: False})  # type: ignore[arg-type]
    by_unknown = {one.dimension: one.points for one in judge(unknown).scores}
    for one in judge(absent).scores:
        assert by_unknown.get(one.dimension, one.points) >= one.points
