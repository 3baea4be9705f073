"""Counts the visits of a spool into days, each exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from beffroi.core.bulk import add_up, insert_values
from beffroi.links import spool
from beffroi.links.models import DayVisitor, Link, SpoolFile, VisitCount
from beffroi.links.rules import PERSON_DAY_MAX, Visitor, kept_since
from beffroi.links.visits import Visit, read_line

_BYTES_AT_ONCE = 50_000
#: A day ends latest where clocks are twelve hours behind UTC.
_LAST_ZONE = timedelta(hours=12)
_COUNTED = ("link_id", "day", "visitor", "device", "country")
_CAME = ("link_id", "day", "digest")
#: A link, a day of its workspace, and the digest of a person.
_Person = tuple[int, date, str]
#: Values of `_COUNTED`.
_Key = tuple[int, date, str, str, str]


def count_all(folder: Path) -> int:
    """Count what a spool holds and remove its finished files. Return how many visits."""
    return sum(_count_file(path) for path in spool.files(folder))


def forget_people(*, now: datetime) -> None:
    """Delete who came on days that are over everywhere: only their number is kept."""
    DayVisitor.objects.filter(day__lt=(now.astimezone(UTC) - _LAST_ZONE).date()).delete()


def forget_days(*, now: datetime) -> None:
    """Delete the counts of days that are over for longer than any count is kept."""
    VisitCount.objects.filter(day__lt=kept_since(now.astimezone(UTC).date())).delete()


def _count_file(path: Path) -> int:
    counted = 0
    with suppress(FileNotFoundError), spool.finished(path) as is_finished:  # others count it too
        while not _is_counted(path) and (found := _count_some(path)):
            counted += found
        if is_finished:
            spool.remove(path)
            SpoolFile.objects.filter(name=path.name).delete()
    return counted


def _is_counted(path: Path) -> bool:
    """Tell whether all of a file is counted; asked without keeping anybody from writing."""
    size = path.stat().st_size
    return SpoolFile.objects.filter(name=path.name, counted__gte=size).exists()


@transaction.atomic
def _count_some(path: Path) -> int:
    """Count the next lines of a file, and note how far it was counted: both, or neither."""
    insert_values(SpoolFile, ("name", "counted"), [(path.name, 0)])
    file = SpoolFile.objects.select_for_update().filter(name=path.name).first()
    if file is None:  # somebody else counted its end meanwhile, and removed it
        return 0
    lines, end = spool.lines_after(path, file.counted, bytes_max=_BYTES_AT_ONCE)
    if end == file.counted:
        return 0
    _count(visit for line in lines if (visit := read_line(line)) is not None)
    file.counted = end
    file.save(update_fields=["counted"])
    return len(lines)


def _count(visits: Iterable[Visit]) -> None:
    told = _with_days(visits)
    # Who objects is a visit and no more: nothing tells whether they came before.
    persons = [(link, day, visit.digest) for visit, link, day in told if _is_somebody(visit)]
    before = _came_before(set(persons))
    so_far: Counter[_Person] = Counter(before)
    counts: Counter[_Key] = Counter()
    people: Counter[_Key] = Counter()
    for visit, link, day in told:
        visitor, is_new = visit.visitor, False
        if _is_somebody(visit):
            person = (link, day, visit.digest)
            so_far[person] += 1
            is_new = so_far[person] == 1
            if so_far[person] > PERSON_DAY_MAX:
                visitor = Visitor.ROBOT
        key = (link, day, visitor.value, visit.device.value, visit.country)
        counts[key] += 1
        people[key] += is_new
    _write(counts, people)
    add_up(
        DayVisitor,
        (*_CAME, "visits"),
        [(*person, visits) for person, visits in Counter(persons).items()],
        unique=_CAME,
    )


def _is_somebody(visit: Visit) -> bool:
    return visit.visitor is Visitor.PERSON and bool(visit.digest)


def _write(counts: Mapping[_Key, int], people: Mapping[_Key, int]) -> None:
    rows = [(*key, visits, people[key]) for key, visits in counts.items()]
    add_up(VisitCount, (*_COUNTED, "visits", "people"), rows, unique=_COUNTED)


def _with_days(visits: Iterable[Visit]) -> list[tuple[Visit, int, date]]:
    """Return visits with their link and its workspace's day; without those of no link.

    Whoever counts holds the links meanwhile: a person who comes by two machines is one.
    """
    visits = list(visits)
    rows = Link.objects.filter(code__in={visit.code for visit in visits}).order_by("pk")
    held = rows.select_related("workspace").select_for_update(of=("self",))
    links = {link.code: (link.pk, link.workspace.zone) for link in held}
    return [
        (visit, link, datetime.fromtimestamp(visit.at, UTC).astimezone(zone).date())
        for visit in visits
        if visit.code in links
        for link, zone in [links[visit.code]]
    ]


def _came_before(people: Collection[_Person]) -> dict[_Person, int]:
    """Return how often, of these people, those who came before came that day. One query."""
    if not people:
        return {}
    links, days, digests = (set(values) for values in zip(*people, strict=True))
    rows = DayVisitor.objects.filter(link__in=links, day__in=days, digest__in=digests)
    found = rows.values_list("link", "day", "digest", "visits")
    return {(link, day, digest): visits for link, day, digest, visits in found}
