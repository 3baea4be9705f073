"""Which conversations a list shows: filters applied, the views that everybody has, their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.core.counting import count_up_to
from beffroi.core.keyset import Cursor
from beffroi.core.prepared import Prepared
from beffroi.inbox.filters import Filters, Kind, Order, Standing, Whose
from beffroi.inbox.models import Conversation, ConversationLabel
from beffroi.networks.contracts import FeedbackKind
from beffroi.workspaces.models import Workspace

#: States of an answer that a person should see in the list.
TROUBLED = frozenset({"failed", "ask_human", "held"})
COUNT_MAX = 100


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, when, and by which clocks their days are told."""

    user_id: int
    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class View:
    """A list that everybody has; `to_do` narrows what of it is counted, unless all is to do."""

    key: str
    name: Promise
    icon: str
    filters: Filters
    to_do: Filters | None = None
    #: How it is called where there is little room, unless its name is short.
    short: Promise | str = ""

    @property
    def chip(self) -> Promise | str:
        """What stands on its chip: six of them share two lines."""
        return self.short or self.name

    @property
    def counted(self) -> Filters:
        """What of it is still to do."""
        return self.to_do or self.filters


_TO_DO = Filters()
VIEWS = (
    View("to_answer", pgettext_lazy("messages", "To answer"), "inbox", _TO_DO),
    View(
        "to_check",
        gettext_lazy("Tone to check"),
        "circle-help",
        Filters(check=True),
        short=pgettext_lazy("chip", "To check"),
    ),
    View(
        "mine",
        pgettext_lazy("messages", "Mine"),
        "user-check",
        Filters(assignee=Whose.ME),
        short=pgettext_lazy("chip", "Mine"),
    ),
    View(
        "reviews",
        pgettext_lazy("messages", "Reviews"),
        "star",
        Filters(status=Standing.ANY, kind=Kind.REVIEW),
        to_do=Filters(kind=Kind.REVIEW),
    ),
    View(
        "snoozed",
        pgettext_lazy("messages", "Put aside"),
        "clock",
        Filters(status=Standing.SNOOZED),
    ),
    View("done", pgettext_lazy("messages", "Done"), "check", Filters(status=Standing.DONE)),
)
#: What is done needs no counting by people, and is most of an inbox.
_UNCOUNTED = {"done"}

_KINDS = {
    Kind.COMMENT: FeedbackKind.REPLY,
    Kind.MENTION: FeedbackKind.MENTION,
    Kind.MESSAGE: FeedbackKind.MESSAGE,
    Kind.REVIEW: FeedbackKind.REVIEW,
}


def apply(
    rows: QuerySet[Conversation], filters: Filters, *, looking: Looking
) -> QuerySet[Conversation]:
    """Keep the conversations that `filters` ask for."""
    rows = rows.filter(_standing(filters.status, now=looking.now))
    for name, condition in _CONDITIONS.items():
        value = getattr(filters, name)
        if value != getattr(_TO_DO, name):
            rows = rows.filter(condition(value, looking))
    return rows


def awake(rows: QuerySet[Conversation], *, now: datetime) -> QuerySet[Conversation]:
    """Leave out what is put aside until later."""
    return rows.filter(_is_awake(now))


def chosen(workspace: Workspace, filters: Filters, *, looking: Looking) -> QuerySet[Conversation]:
    """Return the workspace's conversations that `filters` ask for."""
    return apply(Conversation.objects.filter(workspace=workspace), filters, looking=looking)


def counts(workspace: Workspace, *, looking: Looking) -> Mapping[str, int]:
    """Return how much is to do in each view, up to `COUNT_MAX`, in one query."""
    [found] = _COUNTING.rows(workspace_id=workspace.pk, user_id=looking.user_id, now=looking.now)
    return {view.key: getattr(found, view.key) for view in _counted()}


def _counted() -> list[View]:
    return [view for view in VIEWS if view.key not in _UNCOUNTED]


def _counting(workspace_id: int, user_id: int, now: datetime) -> QuerySet[Workspace]:
    looking = Looking(user_id, now, ZoneInfo("UTC"))
    counted = {
        view.key: count_up_to(
            chosen(Workspace(pk=workspace_id), view.counted, looking=looking), most=COUNT_MAX
        )
        for view in _counted()
    }
    return Workspace.objects.filter(pk=workspace_id).annotate(**counted)


_COUNTING = Prepared(_counting, "workspace_id", "user_id", instants=("now",))


def status_of(standing: Standing) -> Conversation.Status | None:
    """Return the status of all that stand so, None when there are several."""
    if standing is Standing.ANY:
        return None
    is_done = standing is Standing.DONE
    return Conversation.Status.DONE if is_done else Conversation.Status.OPEN


def is_by_pressing(filters: Filters) -> bool:
    """Tell whether what presses most comes first: only among what is open."""
    return filters.status is Standing.OPEN and filters.order is Order.PRESSING


def beginning(filters: Filters, *, looking: Looking) -> Cursor | None:
    """Return where a list begins that has the newest first, None for there.

    A search then looks through nothing that comes before.
    """
    if filters.until is None:
        return None
    return Cursor(_midnight(filters.until + timedelta(days=1), looking), 0)


def _is_awake(now: datetime) -> Q:
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)


def _standing(status: Standing, *, now: datetime) -> Q:
    is_open = Q(status=Conversation.Status.OPEN)
    return {
        Standing.OPEN: is_open & _is_awake(now),
        Standing.DONE: Q(status=Conversation.Status.DONE),
        Standing.SNOOZED: is_open & Q(snoozed_until__gt=now),
        Standing.ANY: Q(),
    }[status]


def _assignee(value: Whose | int, looking: Looking) -> Q:
    if value is Whose.NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee=looking.user_id if value is Whose.ME else value)


def _label(label_id: int, looking: Looking) -> Q:
    borne = ConversationLabel.objects.filter(
        workspace=OuterRef("workspace"), label=label_id, conversation=OuterRef("pk")
    )
    return Q(Exists(borne.filter(label__deleted_at__isnull=True)))


def _midnight(day: date, looking: Looking) -> datetime:
    return datetime.combine(day, time.min, tzinfo=looking.zone)


_CONDITIONS: Mapping[str, Callable[[Any, Looking], Q]] = {
    "channel": lambda value, _: Q(channel=value),
    "network": lambda value, _: Q(channel__network=value),
    "kind": lambda value, _: Q(kind=_KINDS[value].value),
    "assignee": _assignee,
    "label": _label,
    "waiting": lambda _value, _: Q(waiting_since__isnull=False),
    "troubled": lambda _value, _: Q(answer_state__in=sorted(TROUBLED)),
    "tone": lambda value, _: Q(tone=value.value),
    "intent": lambda value, _: Q(intent=value.value),
    "urgent": lambda _value, _: ~Q(urgency=""),
    "late": lambda _value, looking: Q(waiting_since__isnull=False, due_at__lt=looking.now),
    "check": lambda _value, _: Q(wants_check=True),
    "escalated": lambda _value, _: Q(escalated_at__isnull=False),
    "stars": lambda value, _: Q(stars__in=value),
    "since": lambda value, looking: Q(last_feedback_at__gte=_midnight(value, looking)),
    "until": lambda value, looking: Q(
        last_feedback_at__lt=_midnight(value + timedelta(days=1), looking)
    ),
}
