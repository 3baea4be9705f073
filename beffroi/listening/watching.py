"""What people do with watches: make, change, switch, remove, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from beffroi.company.queries import called
from beffroi.core import audit
from beffroi.listening import compiling, refusing, rules, sensitive
from beffroi.listening.competing.following import follow_watch
from beffroi.listening.models import Ground, Source, Watch
from beffroi.listening.refusing import Problem, Refusal
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Sought, kept
from beffroi.networks import registry
from beffroi.workspaces.models import User, Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """A watch as it is being written."""

    name: str
    subject: Subject
    purpose: Purpose
    sought: Sought


class CannotWatch(Exception):
    """Nothing was kept; `refusals` say why."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(", ".join(one.problem.value for one in refusals))
        self.refusals = refusals


class CannotReturn(Exception):
    """A removed watch stays removed: `problem` is too_late, name_taken or full."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def make(ground: Ground, draft: Draft, *, actor: User, now: datetime) -> Watch:
    """Keep a new watch, which is on at once. Raises CannotWatch."""
    row = Watch(
        workspace=ground.workspace, ground=ground, made_by=actor, made_at=now, changed_at=now
    )
    return _keep(row, draft, "watch.made", actor=actor, now=now)


def change(watch: Watch, draft: Draft, *, actor: User, now: datetime) -> Watch:
    """Keep a watch as it is written now; it may be met again if it was too wide.

    Raises CannotWatch, also where somebody removed it meanwhile.

    What it heard tells what is usual only while it looks for the same: a name changes nothing.
    """
    fields = ["name", "subject", "purpose", "query"]
    if watch.left_out or kept(watch.query) != draft.sought:
        watch.changed_at, watch.left_out = now, ""
        fields += ["changed_at", "left_out"]
    return _keep(watch, draft, "watch.changed", actor=actor, now=now, fields=fields)


@transaction.atomic
def switch_on(watch: Watch, *, actor: User, now: datetime) -> None:
    """Look for it again."""
    _switch(watch, "watch.switched_on", is_on=True, actor=actor, now=now)


@transaction.atomic
def switch_off(watch: Watch, *, actor: User, now: datetime) -> None:
    """Look for it no more; what was heard stays."""
    _switch(watch, "watch.switched_off", is_on=False, actor=actor, now=now)


@transaction.atomic
def remove(watch: Watch, *, actor: User, now: datetime) -> None:
    """Take a watch away; what it alone heard is erased once that can no longer be undone."""
    rows = Watch.objects.there().filter(pk=watch.pk)
    if rows.update(removed_at=now):
        watch.removed_at = now
        follow_watch(watch, actor=actor, now=now)
        compiling.bump()
        _record(watch, "watch.removed", actor=actor, now=now)


def bring_back(watch: Watch, *, actor: User, now: datetime) -> None:
    """Undo a removal. Raises CannotReturn."""
    try:
        with transaction.atomic():
            Ground.objects.select_for_update().get(pk=watch.ground_id)
            locked = Watch.objects.select_for_update().filter(pk=watch.pk).first()
            if locked is None or not rules.can_return(locked.removed_at, now=now):
                raise CannotReturn("too_late")
            if _is_full(watch.workspace):
                raise CannotReturn("full")
            Watch.objects.filter(pk=watch.pk).update(removed_at=None)
            watch.removed_at = locked.removed_at = None
            follow_watch(locked, actor=actor, now=now)
            compiling.bump()
            _read_sources_anew(watch)
            _record(watch, "watch.returned", actor=actor, now=now)
    except IntegrityError as taken:
        raise CannotReturn("name_taken") from taken


def refusals(ground: Ground, draft: Draft, *, watch: Watch | None = None) -> list[Refusal]:
    """Return all that forbids a draft, of its words and of the workspace. Few queries."""
    found = refusals_of_words(ground, draft)
    if draft.purpose.value not in ground.purposes:
        found.append(Refusal(Problem.PURPOSE, field="purpose"))
    if draft.name or draft.sought.wanted:  # without a word, that alone is to be said
        found += _of_name(ground, draft.name, watch=watch)
    if (watch is None or watch.pk is None) and _is_full(ground.workspace):
        found.append(Refusal(Problem.FULL, field="name"))
    return found


def refusals_of_words(ground: Ground, draft: Draft) -> list[Refusal]:
    """Return what forbids the words of a draft, whatever it is called."""
    is_delicate = bool(sensitive.themes(draft.sought.wanted))
    house = called(ground.workspace) if is_delicate else ""
    found = refusing.refusals(draft.sought, subject=draft.subject, house=house)
    known = set(registry.keys())
    if odd := tuple(key for key in draft.sought.networks if key not in known):
        found.append(Refusal(Problem.NETWORK, field="networks", terms=odd))
    return found


def _of_name(ground: Ground, name: str, *, watch: Watch | None) -> list[Refusal]:
    if not name:
        return [Refusal(Problem.NAME_MISSING, field="name")]
    if len(name) > rules.NAME_MAX:
        return [Refusal(Problem.NAME_TOO_LONG, field="name")]
    others = Watch.objects.there().filter(workspace=ground.workspace_id, name=name)
    if watch is not None and watch.pk is not None:
        others = others.exclude(pk=watch.pk)
    return [Refusal(Problem.NAME_TAKEN, field="name", terms=(name,))] if others.exists() else []


def _is_full(workspace: Workspace) -> bool:
    return Watch.objects.there().filter(workspace=workspace).count() >= rules.WATCHES_MAX


def _keep(
    row: Watch,
    draft: Draft,
    action: str,
    *,
    actor: User,
    now: datetime,
    fields: Sequence[str] | None = None,
) -> Watch:
    """Keep a new watch, or `fields` of one that is there; the rest is as others left it."""
    try:
        with transaction.atomic():
            ground = Ground.objects.select_for_update().get(pk=row.ground_id)  # one at a time
            if found := refusals(ground, draft, watch=row):
                raise CannotWatch(found)
            row.name, row.subject = draft.name, draft.subject.value
            row.purpose, row.query = draft.purpose.value, draft.sought.stored()
            if row.pk and not Watch.objects.there().filter(pk=row.pk).exists():
                raise CannotWatch([Refusal(Problem.REMOVED, field="name")])
            row.save(update_fields=fields)
            follow_watch(row, actor=actor, now=now)
            compiling.bump()
            _record(row, action, actor=actor, now=now)
    except IntegrityError as taken:
        refusal = Refusal(Problem.NAME_TAKEN, field="name", terms=(draft.name,))
        raise CannotWatch([refusal]) from taken
    return row


def _switch(watch: Watch, action: str, *, is_on: bool, actor: User, now: datetime) -> None:
    rows = Watch.objects.there().filter(pk=watch.pk, is_on=not is_on)
    if rows.update(is_on=is_on):
        compiling.bump()
        if is_on:
            _read_sources_anew(watch)
        _record(watch, action, actor=actor, now=now)


def _read_sources_anew(watch: Watch) -> None:
    """Let sources be read from their beginning: what they showed meanwhile was not looked at."""
    Source.objects.there().filter(workspace=watch.workspace_id).update(memory="")


def _record(watch: Watch, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=watch.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"watch:{watch.pk}",
        now=now,
    )
