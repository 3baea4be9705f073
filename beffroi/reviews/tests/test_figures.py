from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from beffroi.company.rules import Calendar, Promise
from beffroi.company.waiting import Terms
from beffroi.reviews import aspects, chart, figures
from beffroi.reviews.aspects import Said
from beffroi.reviews.figures import Review

PARIS = ZoneInfo("Europe/Paris")
THEN = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # ten o’clock on a Monday in Paris
#: A company that said nothing of its hours: all is counted by the clock.
CLOCK = Terms(Calendar(zone=PARIS), Promise({}))


def review(stars: int | None = 5, *, after: timedelta | None = None, **more: object) -> Review:
    values: dict[str, object] = {"source": 1, "written_at": THEN, "stars": stars, **more}
    values["answered_at"] = THEN + after if after is not None else None
    return Review(**values)  # type: ignore[arg-type]


def test_nothing_gives_no_figure_and_never_zero() -> None:
    found = figures.answering([], terms=CLOCK)
    assert (found.rate, found.median, found.ninth, found.oldest_at) == (None, None, None, None)
    assert not found.is_few
    assert figures.rating([]).mean is None


def test_the_rate_counts_reviews_without_text_or_stars_too() -> None:
    rows = [review(None, after=timedelta(hours=1)), review(4), review(1), review(2)]
    found = figures.answering(rows, terms=CLOCK)
    assert (found.count, found.answered, found.rate) == (4, 1, 0.25)


def test_the_headline_is_the_median_and_not_the_mean() -> None:
    waits = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=4))
    found = figures.answering([review(after=wait) for wait in waits], terms=CLOCK)
    assert found.median == timedelta(minutes=20)
    assert found.ninth == timedelta(hours=4)


def test_who_waits_is_beside_the_delay_and_not_in_it() -> None:
    older = THEN - timedelta(days=3)
    rows = [
        review(after=timedelta(hours=1)),
        review(1),
        review(2, written_at=older),
        review(1, written_at=older - timedelta(days=9), can_answer=False),
        review(5, written_at=older - timedelta(days=8), is_settled=True),
    ]
    found = figures.answering(rows, terms=CLOCK)
    assert found.median == timedelta(hours=1)
    assert (found.waiting, found.oldest_at) == (2, older)
    assert found.rate == 0.2


def test_an_answer_dated_before_its_review_counts_as_immediate() -> None:
    assert review(after=timedelta(minutes=-3)).delay(CLOCK) == timedelta(0)


def test_fewer_than_ten_are_flagged() -> None:
    assert figures.answering([review()] * 9, terms=CLOCK).is_few
    assert not figures.answering([review()] * 10, terms=CLOCK).is_few
    assert figures.rating([review()] * 9).is_few
    assert figures.answering(
        [review(after=timedelta(1))] * 9 + [review()], terms=CLOCK
    ).is_few_answered


def test_a_source_has_a_mean_and_its_spread() -> None:
    found = figures.rating([review(5), review(5), review(4), review(1), review(None)])
    assert found.mean == 3.75
    assert found.rated == 4
    assert found.spread == ((5, 2), (4, 1), (3, 0), (2, 0), (1, 1))


def test_stars_of_two_sources_have_no_mean() -> None:
    with pytest.raises(ValueError, match="several sources"):
        figures.rating([review(5), review(1, source=2)])


def test_recommendations_are_counted_and_are_no_stars() -> None:
    rows = [review(None, recommends=yes) for yes in (True, True, False)] + [review(None)]
    found = figures.rating(rows)
    assert (found.mean, found.rated) == (None, 0)
    assert (found.recommending, found.not_recommending, found.said) == (2, 1, 3)


@pytest.mark.parametrize(
    ("stars", "recommends", "verdict"),
    [
        (5, None, "good"),
        (4, None, "good"),
        (3, None, "middling"),
        (2, None, "bad"),
        (1, None, "bad"),
        (None, True, "good"),
        (None, False, "bad"),
        (None, None, ""),
    ],
)
def test_a_review_is_good_middling_or_bad(
    stars: int | None, recommends: bool | None, verdict: str
) -> None:
    assert review(stars, recommends=recommends).verdict == verdict


def test_twelve_months_end_with_this_one_where_the_company_is() -> None:
    almost_july = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    months = figures.last_months(almost_july, zone=PARIS)
    assert len(months) == 12
    assert (months[0], months[-1]) == (date(2025, 8, 1), date(2026, 7, 1))


def test_months_hold_what_was_written_in_them_and_empty_ones_stay() -> None:
    at_night = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # June in Paris
    long_ago = datetime(2024, 6, 1, tzinfo=UTC)
    rows = [review(5), review(1, written_at=at_night), review(3, written_at=long_ago)]
    months = [date(2026, 5, 1), date(2026, 6, 1)]
    may, june = figures.by_month(rows, months=months, zone=PARIS, terms=CLOCK)
    assert (may.count, may.answering.rate) == (0, None)
    assert (june.count, june.good, june.middling, june.bad) == (2, 1, 0, 1)


def test_bars_stand_on_each_other_and_fill_the_drawing() -> None:
    months = [(date(2026, 5, 1), (("good", 3), ("bad", 1))), (date(2026, 6, 1), (("good", 0),))]
    drawn = chart.columns(months)
    first, second = drawn.columns
    good, bad = first.bars
    assert bad.y < good.y
    assert good.y + good.height == pytest.approx(chart.LARGE.base, abs=2)
    assert good.height == pytest.approx(bad.height * 3, rel=0.1)
    assert bad.y >= chart.LARGE.top
    assert (first.total, second.total, second.bars) == (4, 0, ())


def test_charts_beside_each_other_share_their_scale() -> None:
    few = chart.columns([(THEN.date(), (("good", 1),))], scale=chart.SMALL, most=4)
    many = chart.columns([(THEN.date(), (("good", 4),))], scale=chart.SMALL, most=4)
    assert many.columns[0].bars[0].height > 3 * few.columns[0].bars[0].height


def test_a_chart_of_nothing_is_empty() -> None:
    assert chart.columns([(date(2026, 5, 1), (("good", 0),))]).is_empty
    assert chart.columns([]).is_empty


def test_aspects_are_counted_by_month_and_by_what_is_said_of_them() -> None:
    rows = [
        Said(THEN, {"delay": "-", "product": "+"}),
        Said(THEN, {"delay": "-", "price": "="}),
        Said(datetime(2026, 5, 2, tzinfo=UTC), {"delay": "+"}),
        Said(datetime(2020, 5, 2, tzinfo=UTC), {"delay": "-"}),
    ]
    months = [date(2026, 5, 1), date(2026, 6, 1)]
    found = aspects.by_month(rows, months=months, zone=PARIS)
    assert [aspect.key for aspect in found] == ["delay", "price", "product"]
    delay = found[0]
    assert [(one.praise, one.complaints, one.n) for one in delay.months] == [(1, 0, 1), (0, 2, 2)]
    assert (delay.praise, delay.complaints, delay.n, delay.is_few) == (1, 2, 3, True)
    price = found[1]
    assert [(one.praise, one.complaints, one.n) for one in price.months] == [(0, 0, 0), (0, 0, 1)]


def test_unknown_aspects_and_signs_say_nothing() -> None:
    rows = [Said(THEN, {"weather": "-", "delay": "absent", "price": ""}), Said(THEN, {})]
    assert aspects.by_month(rows, months=[date(2026, 6, 1)], zone=PARIS) == ()
