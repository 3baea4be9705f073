"""What pages say of comments and tables from which entries are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.channels.queries import network_name
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.inbox import data_rules
from beffroi.sales.contests import entering, picking, words
from beffroi.sales.contests.gathering import Place
from beffroi.sales.contests.picking import Conditions, Judged, Why
from beffroi.sales.contests.tables import CannotRead, read_entries
from beffroi.sales.models import Contest
from beffroi.workspaces.models import User

#: As many as a page names; how many more there are is said.
_NAMED_MAX, _SHOWN_MAX = 50, 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table that added nobody."""

    number: int
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableRead:
    """What became of a table: `problem` says why nothing of it was read, "" where it was."""

    added: int = 0
    others: Sequence[Line] = ()
    more: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What comments would add: the first of them, and all the numbers."""

    comments: int
    people: int
    entries: int
    chosen: Sequence[Judged]
    others: Sequence[tuple[Judged, str]]
    others_more: int
    reasons: Sequence[tuple[str, int]]
    #: Networks whose words do not show who is mentioned, where that is asked for.
    untold: Sequence[str]


def take_table(
    contest: Contest, file: BinaryIO, *, at: datetime, actor: User, now: datetime
) -> TableRead:
    """Add who stands in a table and counts, and name the other lines. Raises CannotGoOn."""
    zone = contest.offer.workspace.zone
    try:
        told = read_entries(file, at=at, zone=zone, now=now)
    except CannotRead as error:
        return TableRead(problem=str(words.TABLE[error.problem]))
    left_out = entering.add_table(contest, told.lines, actor=actor, now=now)
    names = {line.number: line.who.name for line in told.lines}
    others = [
        *(Line(one.number, str(words.LINE[one.problem]), one.detail) for one in told.misread),
        *(
            Line(number, str(words.LEFT_OUT[why]), names[number])
            for number, why in left_out.items()
        ),
    ]
    others.sort(key=lambda one: one.number)
    added = len(told.lines) - len(left_out)
    return TableRead(added, others[:_NAMED_MAX], len(others[_NAMED_MAX:]))


def found(judged: Sequence[Judged], conditions: Conditions) -> Found:
    """Return what a page says of comments before they are taken."""
    chosen = [one for one in judged if one.why is None]
    others = [(one, str(words.WHY[one.why])) for one in judged if one.why is not None]
    counted = Counter(one.why for one in judged if one.why is not None)
    strangers = [one for one in judged if one.why not in {Why.OURS, Why.GONE}]
    networks = {one.comment.person.network for one in strangers} if conditions.friends else set()
    return Found(
        comments=len(judged),
        people=len({one.comment.person for one in strangers}),
        entries=len(chosen),
        chosen=chosen[:_SHOWN_MAX],
        others=others[:_SHOWN_MAX],
        others_more=len(others[_SHOWN_MAX:]),
        reasons=[(str(words.WHY[why]), counted[why]) for why in Why if counted[why]],
        untold=sorted(network_name(one) for one in networks if not picking.mentions_are_told(one)),
    )


def places_in_words(places: Sequence[Place]) -> list[tuple[Place, str]]:
    """Return posts with the beginning of what they say."""
    return [(one, str(one.delivery.content.get("text", ""))[:80]) for one in places]


def as_table(judged: Sequence[Judged]) -> Table:
    """Return all comments with what becomes of each; no name that its network lets not leave."""
    columns = [
        Column("at", pgettext("comment", "Written"), Kind.INSTANT),
        Column("network", _("Network")),
        Column("who", _("Who")),
        Column("url", _("Address")),
        Column("counts", pgettext("entry", "Counts")),
        Column("why", _("Why not")),
    ]
    allowed = {
        network: data_rules.may_export(network)
        for network in {one.comment.person.network for one in judged}
    }
    return Table("comments", columns, [_row(one, allowed) for one in judged])


def _row(judged: Judged, allowed: dict[str, bool]) -> Sequence[object]:
    comment, why = judged.comment, judged.why
    is_told = allowed[comment.person.network]
    return (
        comment.at,
        network_name(comment.person.network),
        comment.shown_name if is_told else "",
        comment.url if is_told else "",
        _("No") if why else _("Yes"),
        str(words.WHY[why]) if why else "",
    )
