"""What one rule does to one conversation that is held. What was decided is never taken back.

An earlier rule, or a member, comes first: what is given is not given again, what is put aside is
not settled, what is settled is not put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from beffroi.inbox import wakes
from beffroi.inbox.models import Conversation, Nudge, RuleAction
from beffroi.inbox.sweeping import Held
from beffroi.inbox.wakes import Wake


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is done, and by which clocks a morning is told."""

    now: datetime
    zone: ZoneInfo


@dataclass(slots=True)
class Done:
    """What was changed: kinds of actions, how that stood before and after, and who hears of it."""

    kinds: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[int, Nudge.Kind]] = field(default_factory=list)


def do(held: Held, actions: Iterable[RuleAction], *, moment: Moment) -> Done:
    """Do all of `actions`, as far as they change something."""
    was, borne = held.state(), set(held.labels)
    done = Done()
    for action in actions:
        if _DOERS[RuleAction.Kind(action.kind)](held, action, moment):
            done.kinds.append(action.kind)
            done.told += _told(action)
    stands = held.state()
    changed = [name for name in was if name != "labels" and was[name] != stands[name]]
    done.before = {name: was[name] for name in changed}
    done.after = {name: stands[name] for name in changed}
    if put_on := sorted(held.labels - borne):
        done.after["put_on"] = put_on
    return done


def _told(action: RuleAction) -> list[tuple[int, Nudge.Kind]]:
    if action.member_id is None:
        return []
    is_given = action.kind == RuleAction.Kind.GIVE
    return [(action.member_id, Nudge.Kind.ASSIGNED if is_given else Nudge.Kind.TOLD)]


def _give(held: Held, action: RuleAction, moment: Moment) -> bool:
    row = held.row
    if row.assignee_id is not None:
        return False
    row.assignee_id, row.assigned_at, row.assigned_by = action.member_id, moment.now, None
    row.assignment_note = ""
    return True


def _label(held: Held, action: RuleAction, moment: Moment) -> bool:
    if action.label_id is None or action.label_id in held.labels:
        return False
    held.labels.add(action.label_id)
    return True


def _is_left_to_rules(row: Conversation) -> bool:
    """Tell whether nobody settled it or put it aside, and the crisis team is not alerted to it."""
    is_open = row.status == Conversation.Status.OPEN and row.snoozed_until is None
    return is_open and row.escalated_at is None


def _put_aside(held: Held, action: RuleAction, moment: Moment) -> bool:
    row = held.row
    if not _is_left_to_rules(row):
        return False
    row.snoozed_until = wakes.when(Wake(action.wake), now=moment.now, zone=moment.zone)
    if row.snoozed_until is None:  # too late for “later today”
        row.snoozed_until = wakes.when(Wake.TOMORROW, now=moment.now, zone=moment.zone)
    return True


def _settle(held: Held, action: RuleAction, moment: Moment) -> bool:
    row = held.row
    if not _is_left_to_rules(row):
        return False
    row.status = Conversation.Status.DONE
    row.done_at, row.done_by, row.waiting_since = moment.now, None, None
    row.wants_check = False
    return True


def _notify(held: Held, action: RuleAction, moment: Moment) -> bool:
    return True


_DOERS: dict[RuleAction.Kind, Callable[[Held, RuleAction, Moment], bool]] = {
    RuleAction.Kind.GIVE: _give,
    RuleAction.Kind.LABEL: _label,
    RuleAction.Kind.PUT_ASIDE: _put_aside,
    RuleAction.Kind.SETTLE: _settle,
    RuleAction.Kind.NOTIFY: _notify,
}
