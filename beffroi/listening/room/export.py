"""The list of mentions as a table for spreadsheets, as far as the rules of networks allow.

Without the names of those who wrote: the address of a message leads to them, while it is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.core.spreadsheets import lines_of
from beffroi.inbox import data_rules, understood_words
from beffroi.listening.models import Mention
from beffroi.networks import registry
from beffroi.workspaces.models import Workspace

ROWS_MAX = 20_000


def as_csv(workspace: Workspace, mentions: QuerySet[Mention]) -> Iterator[str]:
    """Write mentions, newest first, a line at a time; of networks that forbid it none leaves."""
    allowed = [key for key in registry.NETWORKS if data_rules.may_export(key)]
    rows = mentions.filter(network__in=allowed).order_by("-written_at", "-pk")[:ROWS_MAX]
    names = (understood_words.tones(), understood_words.intents(), _("to check"))
    # Asked now: once lines are on their way, the reader's language is no longer known.
    is_french = (get_language() or "fr").startswith("fr")
    return lines_of(_cells(_head(), workspace, rows, names), is_french=is_french)


def left_out(mentions: QuerySet[Mention]) -> list[str]:
    """Return the networks whose messages may not leave, of those that are there. One query."""
    there = mentions.order_by().values_list("network", flat=True).distinct()
    return sorted(network_name(key) for key in there if not data_rules.may_export(key))


_Names = tuple[dict[str, str], dict[str, str], str]


def _head() -> tuple[str, ...]:
    return (
        _("Written on"),
        _("Network"),
        _("Text"),
        _("Language"),
        _("Tone"),
        _("Intent"),
        _("Likes"),
        _("Replies"),
        _("Shares"),
        _("Address"),
    )


def _cells(
    head: tuple[str, ...], workspace: Workspace, rows: QuerySet[Mention], names: _Names
) -> Iterator[tuple[object, ...]]:
    tones, intents, to_check = names
    yield head
    for row in rows.iterator(chunk_size=500):
        yield (
            row.written_at.astimezone(workspace.zone).strftime("%Y-%m-%d %H:%M"),
            network_name(row.network),
            row.text,
            row.language,
            to_check if row.wants_check else tones.get(row.tone, ""),
            intents.get(row.intent, ""),
            *("" if number is None else number for number in (row.likes, row.replies, row.shares)),
            row.url,
        )
