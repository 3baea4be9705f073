"""What rules did: told in a journal and in the conversation, undone where nobody touched it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from beffroi.core import audit
from beffroi.core.keyset import Cursor
from beffroi.inbox import sweeping
from beffroi.inbox.models import Conversation, Nudge, Rule, RuleAct
from beffroi.inbox.sweeping import Held
from beffroi.workspaces.models import User

#: Rules act while people sleep: longer than what one does oneself.
CAN_BE_UNDONE_FOR = timedelta(days=7)
#: For so long a journal tells each act; then it only counts.
ACTS_KEPT = timedelta(days=90)
PAGE_SIZE = 25
_OF_CONVERSATION_MAX = 5


class CannotUndo(Exception):
    """An act stands: `problem` is undone, too_late or changed (by somebody, meanwhile)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def of_rule(rule: Rule, *, after: Cursor | None) -> tuple[list[RuleAct], Cursor | None]:
    """Return a page of what a rule changed, newest first, and where the next one begins."""
    rows = RuleAct.objects.filter(workspace=rule.workspace_id, rule=rule).exclude(done=[])
    if after is not None:
        rows = rows.filter(acted_at__lte=after.at).exclude(acted_at=after.at, pk__gte=after.id)
    ordered = rows.select_related("conversation__channel", "undone_by", "rule")
    found = list(ordered.order_by("-acted_at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    return shown, Cursor(shown[-1].acted_at, shown[-1].pk) if is_more else None


def of_conversation(conversation: Conversation) -> list[RuleAct]:
    """Return the newest that rules did in a conversation, oldest first."""
    rows = RuleAct.objects.filter(
        workspace=conversation.workspace_id, conversation=conversation
    ).exclude(done=[])
    ordered = rows.select_related("rule", "undone_by").order_by("-id")
    return list(ordered[:_OF_CONVERSATION_MAX])[::-1]


def can_be_undone(act: RuleAct, *, now: datetime) -> bool:
    """Tell whether undoing it is offered: what only told somebody cannot be untold."""
    is_something = bool(act.after)
    return is_something and act.undone_at is None and now - act.acted_at <= CAN_BE_UNDONE_FOR


@transaction.atomic
def undo(act: RuleAct, *, actor: User, now: datetime) -> None:
    """Put back how the conversation stood in what the rule changed. Raises CannotUndo.

    What others did beside it stays; what somebody changed since is theirs, and nothing is undone.
    """
    act = RuleAct.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=act.pk)
    if act.undone_at is not None:
        raise CannotUndo("undone")
    if not can_be_undone(act, now=now):
        raise CannotUndo("too_late")
    held = sweeping.hold(act.workspace, [act.conversation_id])
    if not held or not _is_untouched(held[0], act):
        raise CannotUndo("changed")
    sweeping.put_back(held[0], act.before, there=())
    held[0].labels -= set(act.after.get("put_on", ()))
    sweeping.save(act.workspace, held)
    _untell(act)
    act.undone_at = max(now, act.acted_at)  # a clock may have been set back
    act.undone_by = actor
    act.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        workspace_id=act.workspace_id,
        actor_id=actor.pk,
        action="rule.undone",
        subject=f"conversation:{act.conversation_id}",
        now=now,
        detail={"rule": str(act.rule_id)},
    )


def _is_untouched(held: Held, act: RuleAct) -> bool:
    stands = held.state()
    put_on = set(act.after.get("put_on", ()))
    return (
        bool(held.row.person_name)
        and put_on <= held.labels
        and all(stands[name] == value for name, value in act.after.items() if name != "put_on")
    )


def _untell(act: RuleAct) -> None:
    """Take the cards away that nobody saw yet."""
    Nudge.objects.filter(
        conversation=act.conversation_id,
        rule=act.rule_id,
        told_at=act.acted_at,
        seen_at__isnull=True,
    ).delete()


def clear(*, now: datetime) -> None:
    """Drop old acts, and what of younger ones served to undo them."""
    RuleAct.objects.filter(acted_at__lte=now - ACTS_KEPT).delete()
    over = _undoable().filter(acted_at__lte=now - CAN_BE_UNDONE_FOR)
    over.update(before={}, after={})


def _undoable() -> QuerySet[RuleAct]:
    return RuleAct.objects.exclude(after={})
