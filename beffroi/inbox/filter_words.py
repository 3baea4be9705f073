"""Says filters in words, and what an address said that is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.inbox import understood_words
from beffroi.inbox.filters import Filters, Kind, Order, Parsed, Standing, Whose
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Label
from beffroi.networks import registry
from beffroi.suggestions.situations import Intent, Sentiment
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission


@dataclass(frozen=True, slots=True)
class Said:
    """One filter in words, and the address of the list without it."""

    words: str
    without: str


def standings() -> dict[Standing, str]:
    """Return how each standing is called."""
    return {
        Standing.OPEN: pgettext("messages", "To answer"),
        Standing.SNOOZED: pgettext("messages", "Put aside"),
        Standing.DONE: pgettext("messages", "Done"),
        Standing.ANY: pgettext("messages", "All"),
    }


def orders() -> dict[Order, str]:
    """Return how each order is called."""
    return {Order.PRESSING: _("What presses most first"), Order.NEWEST: _("Newest first")}


def kinds() -> dict[Kind, str]:
    """Return how each kind is called."""
    return {
        Kind.COMMENT: _("Comments"),
        Kind.MENTION: _("Mentions"),
        Kind.MESSAGE: _("Private messages"),
        Kind.REVIEW: pgettext("messages", "Reviews"),
    }


def said(filters: Filters, *, workspace: Workspace) -> list[Said]:
    """Return each filter in words; the names of what they name are read when there are any."""
    return all_said([filters], workspace=workspace)[0]


def all_said(several: Iterable[Filters], *, workspace: Workspace) -> list[list[Said]]:
    """Return several such, each name being read once. Three queries at most."""
    words = _Words(workspace)
    return [
        [
            Said(getattr(words, name)(getattr(filters, name)), filters.without(name).query)
            for name in filters.narrowing
        ]
        for filters in several
    ]


def passed_over(parsed: Parsed) -> str:
    """Say what of an address was passed over, "" when nothing was."""
    if not parsed.ignored:
        return ""
    return ngettext(
        "“%(what)s” is no filter that can be used here: it was passed over.",
        "“%(what)s” are no filters that can be used here: they were passed over.",
        len(parsed.ignored),
    ) % {"what": ", ".join(parsed.ignored)}


class _Words:
    """A method for each filter, called like it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _channels(self) -> dict[int, str]:
        return {row.pk: row.called for row in Channel.objects.filter(workspace=self._workspace)}

    @cached_property
    def _labels(self) -> dict[int, str]:
        rows = Label.objects.filter(workspace=self._workspace, deleted_at__isnull=True)
        return dict(rows.values_list("pk", "name"))

    @cached_property
    def _members(self) -> dict[int, str]:
        return {one.pk: str(one) for one in who_may(self._workspace, Permission.SEE_INBOX)}

    def channel(self, value: int) -> str:
        return self._channels.get(value) or _("A channel that is gone")

    def network(self, value: str) -> str:
        return network_name(value) if value in registry.NETWORKS else value

    def kind(self, value: Kind) -> str:
        return kinds()[value]

    def assignee(self, value: Whose | int) -> str:
        if value is Whose.ME:
            return _("Assigned to me")
        if value is Whose.NOBODY:
            return _("Assigned to nobody")
        person = self._members.get(value) or _("somebody who left")
        return _("Assigned to %(name)s") % {"name": person}

    def label(self, value: int) -> str:
        return self._labels.get(value) or _("A label that is gone")

    def waiting(self, value: bool) -> str:
        return _("Somebody waits")

    def troubled(self, value: bool) -> str:
        return _("Answer to look at")

    def tone(self, value: Sentiment) -> str:
        return understood_words.tones()[value.value]

    def intent(self, value: Intent) -> str:
        return understood_words.intents()[value.value]

    def urgent(self, value: bool) -> str:
        return pgettext("messages", "Urgent")

    def late(self, value: bool) -> str:
        return _("Later than promised")

    def check(self, value: bool) -> str:
        return _("Tone to check")

    def escalated(self, value: bool) -> str:
        return _("Crisis team alerted")

    def stars(self, value: tuple[int, ...]) -> str:
        return " ".join(f"{number}★" for number in value)

    def since(self, value: date) -> str:
        return _("Since %(day)s") % {"day": _day(value)}

    def until(self, value: date) -> str:
        return _("Until %(day)s") % {"day": _day(value)}


def _day(value: date) -> str:
    return date_format(value, "j N Y")
