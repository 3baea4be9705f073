from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import LessThanNothing
from beffroi.metrics.satisfaction import (
    Form,
    MixedForms,
    OutOfScale,
    Survey,
    ces,
    csat,
    net_sentiment,
    nps,
    positive_share,
    rating,
    rating_rank,
    top_two,
)
from beffroi.metrics.tests.vectors import READ

NOTES = st.dictionaries(st.integers(0, 10), st.integers(0, 500))


def test_the_score_is_promoters_less_detractors() -> None:
    found = nps({10: 20, 9: 10, 8: 6, 7: 4, 6: 5, 0: 5}, provenance=READ)
    assert found.value == 40
    assert (found.n, found.is_few) == (50, False)
    assert found.interval is not None
    assert (round(found.interval.low, 1), round(found.interval.high, 1)) == (16.7, 60.2)
    assert nps({}, provenance=READ).value is None
    assert nps({10: 29}, provenance=READ).is_few


@pytest.mark.parametrize("note", [-1, 11])
def test_a_note_out_of_its_scale_is_refused(note: int) -> None:
    with pytest.raises(OutOfScale):
        nps({note: 1}, provenance=READ)
    with pytest.raises(LessThanNothing):
        nps({5: -1}, provenance=READ)


def test_satisfaction_is_the_share_of_the_two_best_answers() -> None:
    survey = top_two({5: 100, 4: 50, 3: 60, 2: 30, 1: 10})
    assert survey == Survey(Form.TOP_TWO, (1, 5), 150, 250)
    found = csat([survey], provenance=READ)
    assert found.value == 60
    assert found.n == 250
    assert csat([survey, survey], provenance=READ).value == 60
    assert csat([], provenance=READ).value is None


@pytest.mark.parametrize(
    "other", [Survey(Form.MEAN, (1, 5), 900, 250), Survey(Form.TOP_TWO, (1, 10), 150, 250)]
)
def test_shares_of_best_answers_are_never_mixed_with_means_or_other_scales(other: Survey) -> None:
    with pytest.raises(MixedForms):
        csat([Survey(Form.TOP_TWO, (1, 5), 150, 250), other], provenance=READ)
    if other.form is Form.MEAN:
        with pytest.raises(MixedForms):
            csat([other], provenance=READ)


def test_ease_is_a_mean_on_seven() -> None:
    found = ces({7: 2, 6: 1, 1: 1}, provenance=READ)
    assert found.value == Fraction(21, 4)
    assert found.interval is not None
    assert 1 <= found.interval.low < 5.25 < found.interval.high == 7
    with pytest.raises(OutOfScale):
        ces({8: 1}, provenance=READ)


def test_a_rating_is_the_mean_of_stars() -> None:
    found = rating({5: 6, 4: 3}, provenance=READ)
    assert str(found.rounded(1)) == "4.7"
    assert found.is_few
    assert rating({}, provenance=READ).value is None
    with pytest.raises(OutOfScale):
        rating({0: 1}, provenance=READ)


def test_few_good_ratings_rank_near_the_usual_one() -> None:
    four = rating_rank({5: 4}, usual=Fraction(42, 10), provenance=READ)
    assert float(four.value or 0) == pytest.approx(4.428571428571429)
    many = rating_rank({5: 160, 4: 40}, usual=Fraction(42, 10), provenance=READ)
    assert (many.value or 0) > (four.value or 0)
    assert rating_rank({}, usual=Fraction(42, 10), provenance=READ).value == Fraction(42, 10)


def test_the_balance_of_tones_counts_neutral_ones_and_is_not_the_polar_one() -> None:
    found = net_sentiment(18, 26, 6, provenance=READ, unsure=3)
    assert found.value == 24
    assert (found.n, found.left_out) == (50, 3)
    polar = Fraction(18 - 6, 18 + 6) * 100
    assert polar == 50
    assert found.value != polar
    assert net_sentiment(18, 5, 6, provenance=READ).value is None
    with pytest.raises(LessThanNothing):
        net_sentiment(40, 26, -6, provenance=READ)


def test_the_positive_share_leaves_neutral_ones_out() -> None:
    assert positive_share(18, 6, provenance=READ).value == 75
    assert positive_share(0, 0, provenance=READ).value is None


@given(NOTES)
@settings(deadline=None)
def test_the_score_is_between_minus_and_plus_a_hundred(notes: dict[int, int]) -> None:
    found = nps(notes, provenance=READ)
    assert (found.value is None) == (not any(notes.values()))
    if found.value is not None and found.interval:
        assert -100 <= found.value <= 100
        assert -100 <= found.interval.low <= found.interval.high <= 100


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 500)), st.fractions(1, 5))
@settings(deadline=None)
def test_a_rank_lies_between_the_usual_rating_and_the_own_one(
    stars: dict[int, int], usual: Fraction
) -> None:
    own = rating(stars, provenance=READ).value
    rank = rating_rank(stars, usual=usual, provenance=READ).value
    assert rank is not None
    assert own is None or min(own, usual) <= rank <= max(own, usual)
