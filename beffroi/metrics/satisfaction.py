"""What people think, as scores: surveys, stars, tones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from beffroi.metrics import intervals, rates
from beffroi.metrics.figures import Figure, LessThanNothing, Number, Provenance, percent, ratio
from beffroi.metrics.metric import FEW_OF_BALANCE

#: The scale of NPS, where promoters begin and detractors end.
NPS_SCALE = (0, 10)
_PROMOTERS_FROM, _DETRACTORS_TO = 9, 6
CES_SCALE = (1, 7)
STARS = (1, 5)
#: As if so many usual ratings had come before the first.
PRIOR_RATINGS = 10


class OutOfScale(ValueError):
    """A note is not on the scale of its survey."""


class MixedForms(ValueError):
    """Surveys of unlike forms or scales would be told as one score."""


class Form(Enum):
    """How a survey was summed up."""

    TOP_TWO = "top_two"  # how many gave one of the two best answers
    MEAN = "mean"  # what all notes sum to


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that was summed up: `sum` of so many answers on a scale, as `form` has it."""

    form: Form
    scale: tuple[int, int]
    sum: int
    count: int


def top_two(notes: Mapping[int, int], *, scale: tuple[int, int] = STARS) -> Survey:
    """Return how many of the notes, by how often each was given, are the two best of the scale."""
    _check(notes, scale)
    best = sum(count for note, count in notes.items() if note >= scale[1] - 1)
    return Survey(Form.TOP_TWO, scale, best, sum(notes.values()))


def csat(surveys: Iterable[Survey], *, provenance: Provenance) -> Figure:
    """Return the share of the two best answers, of one survey or several alike.

    Raises MixedForms where one is a mean of notes, or has another scale: two of five and two of
    ten answers are not the same share.
    """
    every = list(surveys)
    forms = {(survey.form, survey.scale) for survey in every}
    if len(forms) > 1 or any(form is not Form.TOP_TWO for form, _scale in forms):
        raise MixedForms(str(forms))
    return rates.share(
        "csat",
        sum(survey.sum for survey in every),
        sum(survey.count for survey in every),
        provenance=provenance,
    )


def nps(notes: Mapping[int, int], *, provenance: Provenance) -> Figure:
    """Return the score of notes from 0 to 10, by how often each was given. Raises OutOfScale."""
    _check(notes, NPS_SCALE)
    promoters = sum(count for note, count in notes.items() if note >= _PROMOTERS_FROM)
    detractors = sum(count for note, count in notes.items() if note <= _DETRACTORS_TO)
    return _balance("nps", promoters, detractors, sum(notes.values()), provenance=provenance)


def ces(notes: Mapping[int, int], *, provenance: Provenance) -> Figure:
    """Return the mean of notes from 1 to 7, by how often each was given. Raises OutOfScale."""
    return _mean("ces", notes, CES_SCALE, provenance=provenance)


def rating(stars: Mapping[int, int], *, provenance: Provenance) -> Figure:
    """Return the mean of stars from 1 to 5 of one site, by how often each was given."""
    return _mean("rating", stars, STARS, provenance=provenance)


def rating_rank(stars: Mapping[int, int], *, usual: Number, provenance: Provenance) -> Figure:
    """Return the rating by which places are ranked: as if ten `usual` ones had come before.

    Four times five stars do not come before two hundred that mean 4.8. Never shown as the rating.
    """
    _check(stars, STARS)
    count = sum(stars.values())
    numerator = PRIOR_RATINGS * Fraction(usual) + _sum(stars)
    return Figure(
        "rating_rank",
        ratio(numerator, PRIOR_RATINGS + count),
        count,
        provenance,
        numerator=numerator,
        denominator=PRIOR_RATINGS + count,
    )


def net_sentiment(
    positive: int, neutral: int, negative: int, *, provenance: Provenance, unsure: int = 0
) -> Figure:
    """Return (P − N) ÷ (P + N + U) × 100; None of fewer than thirty, as the listening room has it.

    Another formula by the same name, (P − N) ÷ (P + N), leaves neutral ones out: it is not ours.
    """
    known = positive + neutral + negative
    found = _balance("net_sent", positive, negative, known, provenance=provenance, left_out=unsure)
    if known >= FEW_OF_BALANCE:
        return found
    return Figure("net_sent", None, known, provenance, left_out=unsure)


def positive_share(positive: int, negative: int, *, provenance: Provenance) -> Figure:
    """Return P ÷ (P + N) × 100, which other tools call brand health; it hides neutral ones."""
    return rates.share("pos_share", positive, positive + negative, provenance=provenance)


def _balance(
    key: str, plus: int, minus: int, whole: int, *, provenance: Provenance, left_out: int = 0
) -> Figure:
    if plus < 0 or minus < 0 or plus + minus > whole:
        raise LessThanNothing(f"{plus} and {minus} of {whole}")
    interval = intervals.balance(plus, minus, whole)
    return Figure(
        key,
        percent(plus - minus, whole),
        whole,
        provenance,
        numerator=plus - minus,
        denominator=whole,
        interval=interval.times(100) if interval else None,
        left_out=left_out,
    )


def _mean(
    key: str, notes: Mapping[int, int], scale: tuple[int, int], *, provenance: Provenance
) -> Figure:
    _check(notes, scale)
    total, count = _sum(notes), sum(notes.values())
    squares = sum(note * note * times for note, times in notes.items())
    interval = intervals.mean_of_sums(total, squares, count)
    return Figure(
        key,
        ratio(total, count),
        count,
        provenance,
        numerator=total,
        denominator=count,
        interval=interval.within(*scale) if interval else None,
    )


def _sum(notes: Mapping[int, int]) -> int:
    return sum(note * times for note, times in notes.items())


def _check(notes: Mapping[int, int], scale: tuple[int, int]) -> None:
    low, high = scale
    for note, times in notes.items():
        if not low <= note <= high:
            raise OutOfScale(f"{note} is not between {low} and {high}")
        if times < 0:
            raise LessThanNothing(f"{note}: {times}")
