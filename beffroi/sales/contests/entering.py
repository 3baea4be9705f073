"""Who takes part in a contest: adding, leaving out, erasing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from beffroi.inbox.people.who import Who
from beffroi.sales.contests import drawing, trail
from beffroi.sales.contests.picking import Known
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import (
    ENTRIES_MAX,
    KEPT_AFTER_DRAW,
    SAID_BY_PEOPLE,
    LeftOut,
    Typed,
    key_of,
    left_out,
)
from beffroi.sales.contests.tables import EntryLine
from beffroi.sales.models import Contest, ContestEntry
from beffroi.workspaces.models import Membership, User

#: What is found out by itself, and again whenever dates or others change.
_FOUND = ("", LeftOut.TWICE.value, LeftOut.EARLY.value, LeftOut.LATE.value)
NAMELESS = {
    "name": "",
    "contact": "",
    "key": "",
    "nonce": "",
    "network": "",
    "server": "",
    "person_id": "",
    "mark": "",
}
_BATCH = 500


@transaction.atomic
def add(
    contest: Contest, typed: Sequence[Typed], *, entered_at: datetime, actor: User, now: datetime
) -> list[ContestEntry]:
    """Add people who took part at an instant, each once, and say of each whether it counts.

    Raises CannotGoOn where no rules are public, the list is closed or would be too long.
    """
    locked = open_list(contest)
    judge_one = _judge_of(locked, adding=len(typed))
    rows = [
        _entry(locked, one, why=judge_one(one, entered_at), at=entered_at, actor=actor, now=now)
        for one in typed
    ]
    made = ContestEntry.objects.bulk_create(rows, batch_size=_BATCH)
    detail = {"added": str(len(made)), "counted": str(sum(not row.left_out for row in made))}
    trail.record(locked, "contest.entries_added", actor=actor, now=now, detail=detail)
    return made


@transaction.atomic
def add_table(
    contest: Contest, lines: Sequence[EntryLine], *, actor: User, now: datetime
) -> dict[int, LeftOut]:
    """Add the lines of a table that count; return the numbers of the others, and why.

    Given twice it adds nobody. Raises CannotGoOn as `add`.
    """
    locked = open_list(contest)
    judge_one = _judge_of(locked, adding=len(lines))
    rows: list[ContestEntry] = []
    others: dict[int, LeftOut] = {}
    for line in lines:
        if why := judge_one(line.who, line.at):
            others[line.number] = why
        else:
            rows.append(_entry(locked, line.who, why=None, at=line.at, actor=actor, now=now))
    ContestEntry.objects.bulk_create(rows, batch_size=_BATCH)
    judge_again(locked)
    detail = {"added": str(len(rows)), "left_out": str(len(others))}
    trail.record(locked, "contest.table_taken", actor=actor, now=now, detail=detail)
    return others


@transaction.atomic
def leave_out(entry: ContestEntry, *, why: LeftOut, actor: User, now: datetime) -> None:
    """Have an entry not be drawn; whoever stood behind it counts instead. Raises CannotGoOn."""
    contest = open_list(entry.contest)
    ContestEntry.objects.filter(pk=entry.pk, erased_at=None).update(left_out=why.value)
    judge_again(contest)
    detail = {"entry": str(entry.pk), "why": why.value}
    trail.record(contest, "contest.entry_left_out", actor=actor, now=now, detail=detail)


@transaction.atomic
def count_again(entry: ContestEntry, *, actor: User, now: datetime) -> None:
    """Undo that an entry was left out. Raises CannotGoOn where another counts for the name."""
    contest = open_list(entry.contest)
    others = _counted(contest).exclude(pk=entry.pk).values_list("key", flat=True)
    if entry.key in Known(others):
        raise CannotGoOn(Problem.COUNTED_ALREADY)
    rows = ContestEntry.objects.filter(pk=entry.pk, erased_at=None, left_out__in=SAID_BY_PEOPLE)
    rows.update(left_out="")
    judge_again(contest)
    detail = {"entry": str(entry.pk)}
    trail.record(contest, "contest.entry_returned", actor=actor, now=now, detail=detail)


@transaction.atomic
def erase(entry: ContestEntry, *, actor: User, now: datetime) -> None:
    """Erase who somebody is, because they ask; on a closed list their number stays."""
    contest = trail.locked(entry.contest)
    _forget(contest, entry, now=now)
    if contest.frozen_at is None:
        judge_again(contest)
    detail = {"entry": str(entry.pk)}
    trail.record(contest, "contest.entry_erased", actor=actor, now=now, detail=detail)


@transaction.atomic
def erase_person(contest: Contest, entries: Sequence[ContestEntry], *, now: datetime) -> int:
    """Erase these entries of one contest, since who made them is erased; return how many."""
    locked = trail.locked(contest)
    for entry in entries:
        _forget(locked, entry, now=now)
    if locked.frozen_at is None:
        judge_again(locked)
    detail = {"entries": str(len(entries))}
    trail.record(locked, "contest.person_erased", actor=None, now=now, detail=detail)
    return len(entries)


def judge_again(contest: Contest) -> None:
    """Find out anew who is twice, too early or too late. Inside a transaction."""
    if contest.begins_at is None or contest.ends_at is None:
        return
    known = Known()
    leaving: dict[LeftOut, list[int]] = {}
    counted: list[int] = []
    rows = contest.entries.filter(left_out__in=_FOUND, erased_at=None)
    for entry_id, key, at, was in rows.values_list("pk", "key", "entered_at", "left_out"):
        why = left_out(
            key,
            at=at,
            begins_at=contest.begins_at,
            ends_at=contest.ends_at,
            colleagues=(),
            known=known,
        )
        if why is None:
            known.add(key)
        if was == (why.value if why else ""):
            continue
        leaving.setdefault(why, []).append(entry_id) if why else counted.append(entry_id)
    for why, ids in leaving.items():
        _set(ids, why.value)
    _set(counted, "")


def erase_due(*, now: datetime) -> int:
    """Erase who took part 90 days after each draw, or after its day; return of how many contests.

    How many they were stays, and what stands for them in public.
    """
    over = Contest.objects.filter(erased_at=None).annotate(
        over_at=Coalesce("drawn_at", "draw_at", "changed_at")
    )
    due = over.filter(over_at__lte=now - KEPT_AFTER_DRAW, entries__isnull=False).distinct()
    return sum(_erase_all(contest, now=now) for contest in due.order_by("id"))


def kept_until(contest: Contest) -> datetime | None:
    """Return when the names go, as far as it is known."""
    moment = contest.drawn_at or contest.draw_at
    return moment + KEPT_AFTER_DRAW if moment else None


def _forget(contest: Contest, entry: ContestEntry, *, now: datetime) -> None:
    """Empty all that tells who an entry is of; a digest keeps their comments from coming back."""
    rows = ContestEntry.objects.filter(pk=entry.pk, erased_at=None)
    person = who_made(entry, workspace_id=contest.offer.workspace_id)
    given: dict[str, object] = {**NAMELESS, "erased_at": now}
    given["who"] = person.digest if person else ""
    if contest.frozen_at is None:
        given["left_out"] = LeftOut.ASKED.value
    rows.update(**given)


def who_made(entry: ContestEntry, *, workspace_id: int) -> Who | None:
    """Return whom the network of a comment says an entry is of; None for a name that was typed."""
    if not entry.person_id:
        return None
    return Who(workspace_id, entry.network, entry.server, entry.person_id)


@transaction.atomic
def _erase_all(contest: Contest, *, now: datetime) -> int:
    locked = trail.locked(contest)
    locked.entries.filter(erased_at=None).update(**NAMELESS, erased_at=now)
    locked.entries.exclude(who="").update(who="")
    Contest.objects.filter(pk=locked.pk).update(erased_at=now)
    trail.record(locked, "contest.names_erased", actor=None, now=now)
    return 1


def open_list(contest: Contest) -> Contest:
    """Hold a contest to whose list people may be added. Raises CannotGoOn."""
    locked = trail.locked(contest)
    if locked.frozen_at is not None:
        raise CannotGoOn(Problem.FIXED)
    if locked.erased_at is not None:
        raise CannotGoOn(Problem.ERASED)
    if not locked.is_public:
        raise CannotGoOn(Problem.NOT_PUBLISHED)
    return locked


def dates_of(contest: Contest) -> tuple[datetime, datetime]:
    """Return when a contest begins and ends. Raises CannotGoOn where nobody said."""
    if contest.begins_at is None or contest.ends_at is None:
        raise CannotGoOn(Problem.INCOMPLETE)
    return contest.begins_at, contest.ends_at


def _judge_of(contest: Contest, *, adding: int) -> Callable[[Typed, datetime], LeftOut | None]:
    """Return what says of one more person whether they count, each once. Raises CannotGoOn."""
    if contest.entries.count() + adding > ENTRIES_MAX:
        raise CannotGoOn(Problem.TOO_MANY)
    begins_at, ends_at = dates_of(contest)
    colleagues = colleagues_of(contest)
    known = Known(_counted(contest).values_list("key", flat=True))

    def judge_one(one: Typed, at: datetime) -> LeftOut | None:
        key = key_of(one.name)
        why = left_out(
            key, at=at, begins_at=begins_at, ends_at=ends_at, colleagues=colleagues, known=known
        )
        if why is None:
            known.add(key)
        return why

    return judge_one


def _counted(contest: Contest) -> QuerySet[ContestEntry]:
    return contest.entries.filter(left_out="")


def colleagues_of(contest: Contest) -> frozenset[str]:
    """Return the names of the team, as they are told apart. One query."""
    members = Membership.objects.filter(workspace=contest.offer.workspace_id)
    return frozenset(map(key_of, members.values_list("user__name", flat=True)))


def _entry(
    contest: Contest, one: Typed, *, why: LeftOut | None, at: datetime, actor: User, now: datetime
) -> ContestEntry:
    nonce, key = secrets.token_hex(16), key_of(one.name)
    return ContestEntry(
        contest=contest,
        name=one.name,
        contact=one.contact,
        key=key,
        nonce=nonce,
        digest=drawing.digest_of(nonce, key=key, moment=at.isoformat()),
        entered_at=at,
        added_by=actor,
        added_at=now,
        left_out=why.value if why else "",
    )


def _set(ids: Iterable[int], why: str) -> None:
    chosen = list(ids)
    for start in range(0, len(chosen), _BATCH):
        part = chosen[start : start + _BATCH]
        ContestEntry.objects.filter(pk__in=part).update(left_out=why)
