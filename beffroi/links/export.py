"""Visits by day as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.core.spreadsheets import lines_of
from beffroi.links import queries, sentences
from beffroi.links.actions import short_address
from beffroi.links.models import Link

ROWS_MAX = 200_000


def as_csv(links: QuerySet[Link]) -> Iterator[str]:
    """Write the visits of some links a line at a time, the newest day first. One query."""
    # Asked now: once lines are on their way, the reader's language is no longer known.
    is_french = (get_language() or "fr").startswith("fr")
    words = sentences.visitors() | sentences.device_names()
    return lines_of(_cells(_head(), words, links), is_french=is_french)


def _head() -> tuple[str, ...]:
    return (
        _("Day"),
        _("Link"),
        _("Short address"),
        _("Where it leads"),
        _("Who came"),
        _("Device"),
        _("Country"),
        _("Visits"),
        _("People on the day"),
    )


def _cells(
    head: tuple[str, ...], words: dict[str, str], links: QuerySet[Link]
) -> Iterator[tuple[object, ...]]:
    yield head
    for row in queries.counted(links)[:ROWS_MAX].iterator(chunk_size=500):
        yield (
            row.day.isoformat(),
            row.link.title,
            short_address(row.link),
            row.link.target,
            words[row.visitor],
            words[row.device],
            row.country,
            row.visits,
            row.people,
        )
