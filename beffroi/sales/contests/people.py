"""What contests hold of people who commented: told with their data, erased with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beffroi.inbox.models import Suppression
from beffroi.inbox.people.holders import Held
from beffroi.inbox.people.who import Who
from beffroi.sales.contests import entering
from beffroi.sales.models import ContestEntry

_FOREVER = datetime.max.replace(tzinfo=UTC)


class Entries:
    """The entries of people whom a network names (see `inbox.people.holders`)."""

    def count(self, person: Who) -> int:
        """Return how many entries of theirs bear their name."""
        return _of(person).count()

    def told(self, person: Who, *, is_allowed: bool) -> Sequence[Held]:
        """Return them, oldest first."""
        rows = _of(person).select_related("contest__offer").order_by("entered_at", "id")
        if not is_allowed:
            return [Held(row.entered_at, left_out="network_rules") for row in rows]
        return [
            Held(
                row.entered_at,
                _("Takes part in the contest “%(name)s”.") % {"name": row.contest.offer.name},
                name=row.name,
                url=row.contact,
            )
            for row in rows
        ]

    def erase(self, person: Who, *, now: datetime) -> int:
        """Erase who they are in every contest; on a closed list their number stays."""
        return _erase(_of(person), now=now)

    def erase_again(self, workspace_id: int, *, now: datetime) -> int:
        """Erase what a backup brought back of whoever was erased or objects."""
        rows = _all(workspace_id)
        done = 0
        people = rows.values_list("network", "server", "person_id").distinct().order_by()
        for person in [Who(workspace_id, *one) for one in people]:
            if until := _silent_until(person):
                done += _erase(_of(person).filter(added_at__lte=until), now=now)
        return done


def _all(workspace_id: int) -> QuerySet[ContestEntry]:
    rows = ContestEntry.objects.filter(contest__offer__workspace=workspace_id)
    return rows.exclude(person_id="")


def _of(person: Who) -> QuerySet[ContestEntry]:
    return _all(person.workspace_id).filter(
        network=person.network, server=person.server, person_id=person.person_id
    )


def _silent_until(person: Who) -> datetime | None:
    """Return until when nothing of somebody is kept, None where they said nothing."""
    said = Suppression.objects.filter(workspace=person.workspace_id, digest=person.digest)
    ends = [
        _FOREVER if kind == Suppression.Kind.OBJECTED else at
        for kind, at in said.values_list("kind", "at")
    ]
    return max(ends, default=None)


def _erase(rows: QuerySet[ContestEntry], *, now: datetime) -> int:
    found = list(rows.select_related("contest__offer").order_by("contest", "id"))
    return sum(
        entering.erase_person(contest, list(entries), now=now)
        for contest, entries in groupby(found, key=lambda one: one.contest)
    )
