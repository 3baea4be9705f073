"""What people do with competitors: follow one, say where it writes, follow it no more."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

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
) -> Competitor:
    """Follow a competitor, with a watch of its own. Raises CannotFollow, or CannotWatch."""
    Ground.objects.select_for_update().get(pk=ground.pk)  # one at a time
    there = Competitor.objects.filter(workspace=ground.workspace_id, removed_at=None)
    if there.count() >= COMPETITORS_MAX:
        raise CannotFollow("full")
    draft = Draft(name, Subject.COMPETITOR, Purpose.MARKET, Sought(any_of=terms))
    watch = watching.make(ground, draft, actor=actor, now=now)
    return Competitor.objects.create(
        workspace=ground.workspace, name=watch.name, watch=watch, added_by=actor, added_at=now
    )


def read_from(competitor: Competitor, source: Source) -> None:
    """Say that a source is where a competitor writes. Raises CannotFollow."""
    if source.workspace_id != competitor.workspace_id or source.kind not in _OWN:
        raise CannotFollow("not_own")
    try:
        with transaction.atomic():
            CompetitorSource.objects.create(competitor=competitor, source=source)
    except IntegrityError as error:
        raise CannotFollow("taken") from error


def leave_source(competitor: Competitor, source_id: int) -> None:
    """Say that a source is not a competitor's; what it showed stays."""
    CompetitorSource.objects.filter(competitor=competitor, source=source_id).delete()


@transaction.atomic
def stop(competitor: Competitor, *, actor: User, now: datetime) -> None:
    """Follow a competitor no more; its watch goes with it. `resume` undoes it."""
    if Competitor.objects.filter(pk=competitor.pk, removed_at=None).update(removed_at=now):
        watching.remove(competitor.watch, actor=actor, now=now)


@transaction.atomic
def resume(competitor: Competitor, *, actor: User, now: datetime) -> None:
    """Undo that. Raises CannotFollow."""
    if competitor.removed_at is None:
        return
    try:
        watching.bring_back(competitor.watch, actor=actor, now=now)
        with transaction.atomic():
            Competitor.objects.filter(pk=competitor.pk).update(removed_at=None)
    except (watching.CannotReturn, IntegrityError) as error:
        raise CannotFollow("too_late") from error


def free_sources(workspace: Workspace) -> list[Source]:
    """Return the sources that may be where a competitor writes. One query."""
    rows = Source.objects.there().filter(workspace=workspace, kind__in=_OWN, competitor=None)
    return list(rows.order_by("name", "pk"))
