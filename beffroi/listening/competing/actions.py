"""What people do with competitors: follow one, say where it writes, follow it no more."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from beffroi.listening import watching
from beffroi.listening.models import Competitor, CompetitorSource, Ground, Source
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Sought
from beffroi.listening.watching import Draft
from beffroi.networks.declarations import SourceKind
from beffroi.workspaces.models import User, Workspace

COMPETITORS_MAX = 20
#: Where somebody writes themselves; what others say under a hashtag is not theirs.
_OWN = (SourceKind.FEED.value, SourceKind.ACCOUNT.value)


class CannotFollow(Exception):
    """Nothing was kept: `problem` is full, not_own, taken or too_late."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def follow(
    ground: Ground, name: str, terms: tuple[str, ...], *, actor: User, now: datetime
) -> tuple[Competitor, bool]:
    """Follow a competitor by a watch of its own; tell whether it was not followed yet.

    Raises CannotFollow, or CannotWatch.
    """
    Ground.objects.select_for_update().get(pk=ground.pk)  # one at a time
    there = Competitor.objects.filter(workspace=ground.workspace_id, removed_at=None)
    if known := there.filter(name=name).select_related("watch").first():
        return known, False
    if there.count() >= COMPETITORS_MAX:
        raise CannotFollow("full")
    draft = Draft(name, Subject.COMPETITOR, Purpose.MARKET, Sought(any_of=terms))
    watch = watching.make(ground, draft, actor=actor, now=now)
    return there.select_related("watch").get(watch=watch), True


@transaction.atomic
def read_from(competitor: Competitor, source: Source) -> None:
    """Say that a source is where a competitor writes. Raises CannotFollow."""
    if source.workspace_id != competitor.workspace_id or source.kind not in _OWN:
        raise CannotFollow("not_own")
    left = CompetitorSource.objects.filter(source=source, competitor__removed_at__isnull=False)
    left.delete()
    try:
        with transaction.atomic():
            CompetitorSource.objects.create(competitor=competitor, source=source)
    except IntegrityError as error:
        raise CannotFollow("taken") from error


def leave_source(competitor: Competitor, source_id: int) -> None:
    """Say that a source is not a competitor's; what it showed stays."""
    CompetitorSource.objects.filter(competitor=competitor, source=source_id).delete()


def stop(competitor: Competitor, *, actor: User, now: datetime) -> None:
    """Follow a competitor no more; its watch goes with it. `resume` undoes it."""
    watching.remove(competitor.watch, actor=actor, now=now)


def resume(competitor: Competitor, *, actor: User, now: datetime) -> None:
    """Undo that. Raises CannotFollow."""
    if competitor.removed_at is None:
        return
    try:
        watching.bring_back(competitor.watch, actor=actor, now=now)
    except watching.CannotReturn as error:
        raise CannotFollow("too_late") from error


def free_sources(workspace: Workspace) -> list[Source]:
    """Return the sources that may be where a competitor writes. One query."""
    is_free = Q(competitor=None) | Q(competitor__competitor__removed_at__isnull=False)
    rows = Source.objects.there().filter(is_free, workspace=workspace, kind__in=_OWN)
    return list(rows.order_by("name", "pk"))
