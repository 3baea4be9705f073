"""Which posts are counted, by what number, and which of their traits go with better ones. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from statistics import fmean, median

from beffroi.insight.rules import Counted
from beffroi.insight.working.shifts import shift
from beffroi.insight.working.traits import Factor, Trait
from beffroi.metrics.attribution import WINDOW
from beffroi.metrics.metric import Base
from beffroi.metrics.ranges import Interval

#: Posts of so many weeks: long enough for twenty, short enough for habits to be the same.
WEEKS = 16
#: Fewer displays, and one reaction more or less would be the whole rate.
SHOWN_MIN = 20
#: What a channel usually reaches is unknown from fewer posts.
USUAL_FROM = 5
#: A trait is looked at where so many posts have it, and so many have not.
EACH_MIN = 5
#: So often all looks together may find a difference where there is none.
FALSE_FINDS = 0.05
#: Ever more words would make each look less telling.
WORDS_MAX = 40

#: What people do with a post; clicks on links are apart.
INTERACTIONS = (
    Counted.REACTIONS,
    Counted.COMMENTS,
    Counted.SHARES,
    Counted.QUOTES,
    Counted.SAVES,
)
_Out = defaultdict["Left", set[Hashable]]
_BASES = {Base.IMPRESSIONS: Counted.IMPRESSIONS, Base.REACH: Counted.REACH}


class Measure(Enum):
    """By what posts are called better."""

    RATE = "rate"  # interactions of a hundred displays, or of a hundred accounts reached
    VISITS = "visits"  # of people who followed its short links
    MARGIN = "margin"  # in cents, by what led to each sale


#: A post is counted once most of what it brings has come: the windows of days are ours, but for
#: sales, which are given to a post for as long as this.
SETTLES_AFTER = {
    Measure.RATE: timedelta(days=3),
    Measure.VISITS: timedelta(days=7),
    Measure.MARGIN: WINDOW,
}


class Left(Enum):
    """Why a post is not counted."""

    YOUNG = "young"  # most of what it brings is still to come
    UNTOLD = "untold"  # its network does not tell, or it carries no link of ours
    RARE = "rare"  # hardly anybody saw it
    ALONE = "alone"  # its channel has too few posts to know what is usual there


@dataclass(frozen=True, slots=True)
class Seen:
    """A post on one channel, and what it brought; what is not told is absent, or None.

    `key` is the same for one post on several channels.
    """

    id: int
    key: Hashable
    channel_id: int
    at: datetime
    read_at: datetime | None = None
    totals: Mapping[Counted, int] = field(default_factory=dict)
    visits: int | None = None
    margin_cents: int | None = None
    traits: frozenset[Trait] = frozenset()


@dataclass(frozen=True, slots=True)
class Valued:
    """A post with the number by which it is judged."""

    post: Seen
    value: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Posts that can be held against each other, and how many cannot, by why.

    Where it `is_relative`, 100 is what the channel of a post usually reaches. `base` is what a
    rate is of, None for other measures.
    """

    posts: tuple[Valued, ...]
    left: Mapping[Left, int]
    is_relative: bool = False
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What posts with a trait typically reach, beside those without.

    `also` are further words that stand in exactly the same posts. `shift` is by how much more,
    wrong in no more than 5 of 100 cases for all looks together; None where posts are too few.
    """

    trait: Trait
    n: int
    others: int
    typical: float
    typical_other: float
    shift: Interval | None
    also: tuple[Trait, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether chance alone hardly makes such a difference."""
        if self.shift is None:
            return False
        if self.is_better:
            return self.shift.low > 0
        return self.shift.high < 0 and self.typical < self.typical_other

    @property
    def least(self) -> float:
        """How much of the difference chance leaves at least; 0 where it leaves none."""
        if self.shift is None or not self.is_sure:
            return 0.0
        return self.shift.low if self.is_better else -self.shift.high

    @property
    def is_better(self) -> bool:
        """Whether posts with the trait typically reach more."""
        return self.typical > self.typical_other


def interactions(totals: Mapping[Counted, int]) -> int | None:
    """Return reactions, comments, shares and saves together; None where none of them is told."""
    told = [totals[one] for one in INTERACTIONS if one in totals]
    return sum(told) if told else None


def sample(
    seen: Collection[Seen], *, measure: Measure, now: datetime, channel_id: int | None = None
) -> Sample:
    """Return the posts that count by a measure, on one channel or on all of them.

    A rate is of what most posts tell, displays or reach: posts that tell the other are left out,
    as the two compare to nothing. On several channels each is held against what is usual on its
    own, and a post that stood on several counts once, as their mean.
    """
    mine = [one for one in seen if channel_id in (None, one.channel_id)]
    left: _Out = defaultdict(set)
    base = _most_told(mine) if measure is Measure.RATE else None
    valued = list(_valued(mine, measure, base, now, left))
    if measure is Measure.MARGIN:  # a post brings it, wherever it stood
        posts, is_relative = _first_of_each(valued), False
    elif len({one.post.channel_id for one in valued}) < 2:
        posts, is_relative = tuple(valued), False
    else:
        posts, is_relative = _together(_relative(valued, left)), True
    counted = {one.post.key for one in posts}
    out = {why: len(keys - counted) for why, keys in left.items() if keys - counted}
    return Sample(posts, out, is_relative=is_relative, base=base)


def silent_channels(seen: Collection[Seen], *, now: datetime) -> set[int]:
    """Return the channels of which no rate can ever be known: none of their posts tells its base.

    A channel whose posts are all young may still tell it, and is not among them.
    """
    told = {one.channel_id for one in seen if any(base in one.totals for base in _BASES.values())}
    settled = SETTLES_AFTER[Measure.RATE]
    return {one.channel_id for one in seen if now - one.at >= settled} - told


def looks(posts: Sequence[Valued]) -> list[Looked]:
    """Return all traits that enough posts have and have not, those that are sure first.

    Each look is as strict as it must be for all of them together (C. E. Bonferroni 1936): posts
    have several traits, so looks are not independent, and this holds however they hang together.
    """
    groups = list(_looked_at(posts))
    found = [_look(posts, traits, chance=FALSE_FINDS / len(groups)) for traits in groups]
    return sorted(found, key=lambda one: (not one.is_sure, one.trait))


def hints(found: Sequence[Looked], *, most: int) -> list[Looked]:
    """Return what is worth a sentence: sure differences, the better and the larger ones first.

    Several traits of the very same posts are told once, as their first.
    """
    sure = sorted(
        (one for one in found if one.is_sure),
        key=lambda one: (not one.is_better, -one.least, one.trait),
    )
    distinct = {(one.n, one.typical, one.typical_other, one.shift): one for one in reversed(sure)}
    return [one for one in sure if one in distinct.values()][:most]


def _most_told(seen: Sequence[Seen]) -> Base:
    """Return what most posts tell; displays where both are told as often."""
    told = {base: sum(counted in one.totals for one in seen) for base, counted in _BASES.items()}
    return max(told, key=lambda base: told[base])


def _valued(
    seen: Sequence[Seen],
    measure: Measure,
    base: Base | None,
    now: datetime,
    left: _Out,
) -> Iterator[Valued]:
    for one in seen:
        value = _value(one, measure, base)
        until = one.read_at if measure is Measure.RATE else now
        if value is None:
            left[Left.UNTOLD].add(one.key)
        elif until is None or until - one.at < SETTLES_AFTER[measure]:
            left[Left.YOUNG].add(one.key)
        elif base is not None and one.totals[_BASES[base]] < SHOWN_MIN:
            left[Left.RARE].add(one.key)
        else:
            yield Valued(one, value)


def _value(one: Seen, measure: Measure, base: Base | None) -> float | None:
    if measure is not Measure.RATE or base is None:
        return one.visits if measure is Measure.VISITS else one.margin_cents
    part, of = interactions(one.totals), one.totals.get(_BASES[base])
    if part is None or of is None:
        return None
    return 100 * part / max(of, 1)


def _relative(valued: Sequence[Valued], left: _Out) -> Iterator[Valued]:
    """Yield each post in percent of what is usual on its channel."""
    by_channel: defaultdict[int, list[Valued]] = defaultdict(list)
    for one in valued:
        by_channel[one.post.channel_id].append(one)
    for mine in by_channel.values():
        usual = fmean(one.value for one in mine)
        if len(mine) < USUAL_FROM or usual <= 0:
            left[Left.ALONE].update(one.post.key for one in mine)
        else:
            yield from (replace(one, value=100 * one.value / usual) for one in mine)


def _together(valued: Iterable[Valued]) -> tuple[Valued, ...]:
    """Return each post once, as it first went out, with the mean over its channels."""
    found = _by_key(valued)
    return tuple(replace(mine[0], value=fmean(one.value for one in mine)) for mine in found)


def _first_of_each(valued: Iterable[Valued]) -> tuple[Valued, ...]:
    return tuple(mine[0] for mine in _by_key(valued))


def _by_key(valued: Iterable[Valued]) -> list[list[Valued]]:
    found: defaultdict[Hashable, list[Valued]] = defaultdict(list)
    for one in sorted(valued, key=lambda one: (one.post.at, one.post.id)):
        found[one.post.key].append(one)
    return list(found.values())


def _looked_at(posts: Sequence[Valued]) -> Iterator[tuple[Trait, ...]]:
    """Yield the traits to look at; of two that exclude each other and leave no third, the first.

    Words that stand in the same posts are one look.
    """
    places: defaultdict[Trait, set[int]] = defaultdict(set)
    for place, one in enumerate(posts):
        for trait in one.post.traits:
            places[trait].add(place)
    fit = [one for one in sorted(places) if _sides(places[one], posts) >= EACH_MIN]
    yield from _words(places, fit, posts)
    there = Counter(one.factor for one in places)
    told: set[Factor] = set()
    for trait in fit:
        if trait.is_word or (there[trait.factor] == 2 and trait.factor in told):
            continue
        told.add(trait.factor)
        yield (trait,)


def _sides(having: Collection[int], posts: Sequence[Valued]) -> int:
    """Return how many posts the smaller side of a look has."""
    return min(len(having), len(posts) - len(having))


def _words(
    places: Mapping[Trait, set[int]], fit: Iterable[Trait], posts: Sequence[Valued]
) -> list[tuple[Trait, ...]]:
    alike: defaultdict[frozenset[int], list[Trait]] = defaultdict(list)
    for trait in fit:
        if trait.is_word:
            alike[frozenset(places[trait])].append(trait)
    telling = sorted(alike, key=lambda having: (-_sides(having, posts), alike[having]))
    return [tuple(alike[having]) for having in telling[:WORDS_MAX]]


def _look(posts: Sequence[Valued], traits: tuple[Trait, ...], *, chance: float) -> Looked:
    trait, *also = traits
    ours = [one.value for one in posts if trait in one.post.traits]
    others = [one.value for one in posts if trait not in one.post.traits]
    return Looked(
        trait,
        len(ours),
        len(others),
        median(ours),
        median(others),
        shift(ours, others, chance=chance),
        tuple(also),
    )
