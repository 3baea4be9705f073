"""Rules as people write them: made, changed, put in order, switched on once tried, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from beffroi.inbox import keeping
from beffroi.inbox.automation import loading, words
from beffroi.inbox.filters import Filters, Standing, Whose
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Label, Rule, RuleAction
from beffroi.inbox.models.automation import ACTIONS_MAX
from beffroi.inbox.rules import typed_id
from beffroi.inbox.wakes import Wake
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

NAME_MAX = 60
#: Each looks at all that arrives; more than this nobody keeps in mind either.
RULES_MAX = 100
#: As long as the column is.
_QUERY_MAX = 500
_WAKES = frozenset({Wake.LATER.value, Wake.TOMORROW.value, Wake.MONDAY.value})
#: Two of one kind would contradict each other; and what is settled is not put aside.
_ONCE = frozenset({RuleAction.Kind.GIVE, RuleAction.Kind.PUT_ASIDE, RuleAction.Kind.SETTLE})
_OF_MEMBERS = frozenset({RuleAction.Kind.GIVE, RuleAction.Kind.NOTIFY})
_EITHER = frozenset({RuleAction.Kind.PUT_ASIDE, RuleAction.Kind.SETTLE})


class CannotSwitch(Exception):
    """A rule stays off: `problem` is untried (as it is now), or rests (what it names is gone)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, as a form says it: `target` is a member or a label, by id."""

    kind: RuleAction.Kind
    target: int | None = None
    wake: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as somebody wrote it. Where a conversation stands is not asked: it just arrived."""

    name: str
    filters: Filters
    words: str = ""
    words_are: str = Rule.WordsAre.ANY
    stops: bool = False
    actions: tuple[Action, ...] = ()


def action(typed: str) -> Action:
    """Return what “give:7”, “label:3”, “aside:monday” or “settle” asks. Raises CannotKeep."""
    name, _colon, value = typed.partition(":")
    if name not in RuleAction.Kind.values:
        raise CannotKeep("no_action")
    kind = RuleAction.Kind(name)
    if kind == RuleAction.Kind.SETTLE:
        return Action(kind)
    if kind == RuleAction.Kind.PUT_ASIDE:
        if value not in _WAKES:
            raise CannotKeep("no_action")
        return Action(kind, wake=value)
    target = typed_id(value)
    if target is None:
        raise CannotKeep("no_action")
    return Action(kind, target)


def written(row: RuleAction) -> str:
    """Return an action as a form says it; "" for one whose member or label is gone."""
    if row.kind == RuleAction.Kind.SETTLE:
        return row.kind
    value = row.wake or (row.label_id if row.kind == RuleAction.Kind.LABEL else row.member_id)
    return f"{row.kind}:{value}" if value else ""


@transaction.atomic
def make(workspace: Workspace, draft: Draft, *, actor: User, now: datetime) -> Rule:
    """Keep a rule, off, after the others. Raises CannotKeep."""
    known = loading.rules_of(workspace).aggregate(last=Max("place"), number=Count("pk"))
    if known["number"] >= RULES_MAX:
        raise CannotKeep("too_many_rules")
    last = known["last"] or 0
    row = Rule(workspace=workspace, place=last + 1)
    _write(row, draft, actor=actor, now=now)
    keeping.note(row, "rule.made", actor=actor, now=now)
    return row


@transaction.atomic
def change(rule: Rule, draft: Draft, *, actor: User, now: datetime) -> Rule:
    """Change a rule; unless only its name did, it is off until it is tried again.

    Raises CannotKeep, nothing changed.
    """
    row = Rule.objects.select_for_update().get(pk=rule.pk)
    before = _content(row)
    _write(row, draft, actor=actor, now=now)
    if _content(row) != before:
        row.version, row.on_version = row.version + 1, None
        row.save(update_fields=["version", "on_version"])
    keeping.note(row, "rule.changed", actor=actor, now=now)
    return row


@transaction.atomic
def switch_on(rule: Rule, *, tried_version: int, actor: User, now: datetime) -> None:
    """Have a rule act on what arrives from now on. Raises CannotSwitch.

    `tried_version` is the one whose trial somebody saw.
    """
    row = Rule.objects.select_for_update().get(pk=rule.pk)
    if row.deleted_at is not None or tried_version != row.version:
        raise CannotSwitch("untried")
    if loading.load_one(row).problems:
        raise CannotSwitch("rests")
    row.on_version = row.version
    row.save(update_fields=["on_version"])
    keeping.note(row, "rule.switched_on", actor=actor, now=now)


@transaction.atomic
def switch_off(rule: Rule, *, actor: User, now: datetime) -> None:
    """Have a rule act no more."""
    Rule.objects.filter(pk=rule.pk).update(on_version=None)
    keeping.note(rule, "rule.switched_off", actor=actor, now=now)


@transaction.atomic
def delete(rule: Rule, *, actor: User, now: datetime) -> None:
    """Put a rule away, off; taken back, it must be tried again."""
    row = Rule.objects.select_for_update().get(pk=rule.pk)
    row.on_version = None
    keeping.put_away(row, kind="rule", actor=actor, now=now)


@transaction.atomic
def move(rule: Rule, *, by: int) -> None:
    """Put a rule before the one above it (-1) or after the one below (1); at an end it stays."""
    rows = list(loading.rules_of(rule.workspace).select_for_update())
    place = next((number for number, row in enumerate(rows) if row.pk == rule.pk), None)
    if place is None or not 0 <= place + by < len(rows):
        return
    rows[place], rows[place + by] = rows[place + by], rows[place]
    for number, row in enumerate(rows, start=1):
        row.place = number
    Rule.objects.bulk_update(rows, ["place"])


def _write(row: Rule, draft: Draft, *, actor: User, now: datetime) -> None:
    actions = _checked(row.workspace, draft.actions)
    filters = replace(draft.filters, status=Standing.ANY, order=Filters().order)
    if filters.assignee is Whose.ME:
        raise CannotKeep("me")
    row.query = filters.query
    if len(row.query) > _QUERY_MAX:
        raise CannotKeep("too_long")
    row.name = keeping.name_of(draft.name, longest=NAME_MAX)
    row.words = _words(draft.words)
    row.words_are = Rule.WordsAre.ALL if draft.words_are == "all" else Rule.WordsAre.ANY
    row.stops = draft.stops
    row.changed_by, row.changed_at = actor, now
    keeping.write(row)
    row.actions.all().delete()
    RuleAction.objects.bulk_create(
        _row(row, one, place=place) for place, one in enumerate(actions, start=1)
    )


def _row(rule: Rule, one: Action, *, place: int) -> RuleAction:
    is_label = one.kind == RuleAction.Kind.LABEL
    return RuleAction(
        rule=rule,
        place=place,
        kind=one.kind,
        member_id=None if is_label else one.target,
        label_id=one.target if is_label else None,
        wake=one.wake,
    )


def _words(typed: str) -> str:
    if len(typed) > words.TEXT_MAX:
        raise CannotKeep("too_long")
    unread = words.meaningless(typed)
    if unread:
        raise CannotKeep("no_word", words=unread)
    found = words.entries(typed)
    if len(found) > words.WORDS_MAX:
        raise CannotKeep("too_long")
    return "\n".join(found)


def _checked(workspace: Workspace, typed: Sequence[Action]) -> tuple[Action, ...]:
    """Return the actions, each once. Raises CannotKeep for none, too many, and contradictions."""
    actions = tuple(dict.fromkeys(typed))
    kinds = [one.kind for one in actions]
    if not actions:
        raise CannotKeep("no_action")
    if len(actions) > ACTIONS_MAX:
        raise CannotKeep("too_many_actions")
    if any(kinds.count(kind) > 1 for kind in _ONCE) or set(kinds) >= _EITHER:
        raise CannotKeep("contradict")
    _check_targets(workspace, actions)
    return actions


def _check_targets(workspace: Workspace, actions: Sequence[Action]) -> None:
    labels = {one.target or 0 for one in actions if one.kind == RuleAction.Kind.LABEL}
    members = {one.target or 0 for one in actions if one.kind in _OF_MEMBERS}
    there = Label.objects.filter(workspace=workspace, deleted_at__isnull=True, pk__in=labels)
    if there.count() != len(labels):
        raise CannotKeep("no_label")
    if who_may(workspace, Permission.ANSWER).filter(pk__in=members).count() != len(members):
        raise CannotKeep("nobody")


def _content(row: Rule) -> tuple[object, ...]:
    """Return what a rule meets and does."""
    actions = row.actions.order_by("place").values_list("kind", "member", "label", "wake")
    return row.query, row.words, row.words_are, row.stops, list(actions)
