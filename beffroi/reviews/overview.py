"""The figures above the list of reviews, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company.waiting import Terms
from beffroi.inbox import understood_words
from beffroi.reviews import aspects, chart, figures, queries, sentences
from beffroi.reviews.aspects import Aspect, AspectMonth, Said
from beffroi.reviews.chart import Chart
from beffroi.reviews.figures import Answering, Month, Rating
from beffroi.reviews.filters import Filters
from beffroi.workspaces.models import Workspace

#: A month of the calendar begins up to so long before the last twelve months do.
_YEAR_AND_A_MONTH = timedelta(days=397)


@dataclass(frozen=True)
class Source:
    """What one channel's reviews say, in the period."""

    channel: Channel
    rating: Rating
    answering: Answering

    @property
    def name(self) -> str:
        """The network, and the place there where it has a name."""
        network, place = network_name(self.channel.network), self.channel.display_name
        return f"{network}, {place}" if place else network

    @property
    def mean(self) -> str:
        """The mean of its stars."""
        return sentences.mean_stars(self.rating.mean)

    @property
    def few(self) -> str:
        """That its mean rests on few ratings."""
        return sentences.few_reviews(self.rating.rated)


@dataclass(frozen=True)
class AspectShown:
    """What reviews say of one aspect over twelve months, drawn on the scale of all aspects."""

    aspect: Aspect
    name: str
    chart: Chart

    @property
    def counted(self) -> str:
        """On how many reviews it rests, with a warning where these are few."""
        number = self.aspect.n
        return (sentences.few_reviews if self.aspect.is_few else sentences.of_reviews)(number)

    @property
    def spoken(self) -> str:
        """The drawing in a sentence, for who does not see it."""
        return _("%(name)s: %(praise)s times praised, %(complaints)s times complained of") % {
            "name": self.name,
            "praise": self.aspect.praise,
            "complaints": self.aspect.complaints,
        }


@dataclass(frozen=True)
class AspectLine:
    """One month of the table of aspects, in their order."""

    name: str
    months: tuple[AspectMonth, ...]


@dataclass(frozen=True)
class Line:
    """One month of the table below the chart."""

    month: Month
    name: str
    rate: str
    median: str


@dataclass(frozen=True)
class Overview:
    """Figures of a period and a source (or all), and twelve months of them."""

    answering: Answering
    sources: tuple[Source, ...]
    chart: Chart
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    aspects: tuple[AspectShown, ...]

    @property
    def rate(self) -> str:
        """How many reviews were answered, in percent."""
        return sentences.percent(self.answering.rate)

    @property
    def median(self) -> str:
        """How long half of the authors waited at most."""
        return sentences.length(self.answering.median)

    @property
    def ninth(self) -> str:
        """How long nine of ten waited at most."""
        return sentences.length(self.answering.ninth)

    @property
    def few_reviews(self) -> str:
        """That the rate rests on few reviews."""
        return sentences.few_reviews(self.answering.count)

    @property
    def few_answers(self) -> str:
        """That the delays rest on few answers."""
        return sentences.few_answers(self.answering.answered)

    @property
    def aspect_lines(self) -> list[AspectLine]:
        """The months of all aspects, for the table below their drawings."""
        of_aspects = [shown.aspect.months for shown in self.aspects]
        months = zip(*of_aspects, strict=True)
        names = (line.name for line in self.lines)
        return [AspectLine(name, found) for name, found in zip(names, months, strict=True)]

    def oldest(self, now: datetime) -> str:
        """How long the one who has waited longest waits."""
        at = self.answering.oldest_at
        return sentences.length(None if at is None else now - at)

    @property
    def spoken(self) -> str:
        """The chart in a sentence, for who does not see it."""
        count = sum(column.total for column in self.chart.columns)
        words = ngettext(
            "%(count)s review in twelve months; the table below has the numbers.",
            "%(count)s reviews in twelve months; the table below has the numbers.",
            count,
        )
        return words % {"count": count}


def overview(
    workspace: Workspace,
    filters: Filters,
    *,
    channels: Sequence[Channel],
    terms: Terms,
    now: datetime,
) -> Overview:
    """Return the figures of a source (or all) and a period. One query."""
    since = filters.period.since(now)
    earliest = None if since is None else min(since, now - _YEAR_AND_A_MONTH)
    rows = queries.facts(workspace, since=earliest)
    if filters.source is not None:
        rows = [row for row in rows if row.source == filters.source]
    counted = rows if since is None else [row for row in rows if row.written_at >= since]
    firsts = figures.last_months(now, zone=workspace.zone)
    months = figures.by_month(rows, months=firsts, zone=workspace.zone, terms=terms)
    said = aspects.by_month(
        (Said(row.written_at, row.aspects) for row in rows), months=firsts, zone=workspace.zone
    )
    return Overview(
        answering=figures.answering(counted, terms=terms),
        sources=tuple(_sources(channels, counted, terms, only=filters.source)),
        chart=chart.columns([(month.first, _parts(month)) for month in months]),
        labels=tuple(sentences.short_month(month.first) for month in months),
        lines=tuple(_line(month) for month in months),
        aspects=_drawn(said),
    )


def _sources(
    channels: Iterable[Channel], rows: Sequence[figures.Review], terms: Terms, *, only: int | None
) -> Iterable[Source]:
    for channel in channels:
        if only is None or channel.pk == only:
            own = [row for row in rows if row.source == channel.pk]
            yield Source(channel, figures.rating(own), figures.answering(own, terms=terms))


def _drawn(found: Sequence[Aspect]) -> tuple[AspectShown, ...]:
    names = understood_words.aspects()
    totals = [month.praise + month.complaints for aspect in found for month in aspect.months]
    return tuple(
        AspectShown(
            aspect,
            names[aspect.key],
            chart.columns(
                [
                    (month.first, (("good", month.praise), ("bad", month.complaints)))
                    for month in aspect.months
                ],
                scale=chart.SMALL,
                most=max(totals, default=0),
            ),
        )
        for aspect in found
    )


def _parts(month: Month) -> tuple[tuple[str, int], ...]:
    return (
        ("good", month.good),
        ("middling", month.middling),
        ("bad", month.bad),
        ("unrated", month.unrated),
    )


def _line(month: Month) -> Line:
    return Line(
        month=month,
        name=sentences.month(month.first),
        rate=sentences.percent(month.answering.rate),
        median=sentences.length(month.answering.median),
    )
