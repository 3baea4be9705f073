"""What a rule would have done with the last thirty days. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.db.models import QuerySet
from django.db.models.functions import Length

from beffroi.inbox import naming
from beffroi.inbox.automation import loading, words
from beffroi.inbox.automation.acting import LOOKS_BACK, Heard, meet
from beffroi.inbox.automation.loading import Loaded
from beffroi.inbox.filtering import Looking
from beffroi.inbox.models import (
    Conversation,
    ConversationLabel,
    Feedback,
    Rule,
    RuleAction,
)
from beffroi.workspaces.models import Workspace

#: The newest of those days, when there are more; and how many of what is met are shown.
LOOKED_AT = 5_000
_MESSAGES_MAX = 20_000
#: More than so many messages usually hold; each million takes about a second to read.
_SIGNS_MAX = 5_000_000
_SHOWN = 20
_NOBODY = 0
_EITHER = {RuleAction.Kind.PUT_ASIDE, RuleAction.Kind.SETTLE}


@dataclass(frozen=True, slots=True)
class Would:
    """One action: how often it would have changed something, and how often it was so already.

    `others` are those that stay with whom they were given to.
    """

    action: RuleAction
    number: int
    already: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation that it meets; `first` is the rule that stops before it, "" for none."""

    id: int
    name: str
    network: str
    excerpt: str
    at: datetime
    first: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A rule that is on and meets some of the same; `clashes` when both cannot have their way."""

    rule: Rule
    number: int
    is_before: bool
    clashes: bool

    @property
    def hides(self) -> bool:
        """Whether it stops before this one sees them."""
        return self.is_before and self.rule.stops


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying; counts are of conversations, `is_cut` when older ones were left out."""

    looked_at: int
    met: int
    left_out: int
    is_cut: bool
    would: tuple[Would, ...]
    others: tuple[Other, ...]
    newest: tuple[Example, ...]


def try_out(rule: Rule, *, now: datetime) -> Trial:
    """Return what a rule would have done; where conversations stand is taken as it is now."""
    workspace = rule.workspace
    rules = loading.load(workspace)
    mine = next(one for one in rules if one.row.pk == rule.pk)
    on = [one for one in rules if one.acts and one is not mine]
    since = now - LOOKS_BACK
    window, is_cut = _window(workspace, since)
    heard, heard_is_cut = _heard(workspace, window, since)
    looking = Looking(_NOBODY, now, workspace.zone)
    met = _met(mine, window, heard, looking)
    place = rules.index(mine)
    others = _others(mine, met, on, rules, place, _Meeting(window, heard, looking))
    hidden = {pk: other.rule.name for other, ids in others if other.hides for pk in ids}
    left = met - hidden.keys()
    return Trial(
        looked_at=len(heard),
        met=len(met),
        left_out=len(hidden),
        is_cut=is_cut or heard_is_cut,
        would=tuple(_would(workspace, mine.actions, left)),
        others=tuple(other for other, _ids in others),
        newest=_newest(window, met, hidden),
    )


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Among what is tried."""

    window: QuerySet[Conversation]
    heard: Heard
    looking: Looking


def _window(workspace: Workspace, since: datetime) -> tuple[QuerySet[Conversation], bool]:
    """Return the conversations of the last days, the newest when they are too many."""
    rows = Conversation.objects.filter(
        workspace=workspace,
        status__in=list(Conversation.Status),  # lets the index of the list be used
        last_feedback_at__gte=since,
    ).exclude(person_name="")
    ordered = rows.order_by("-last_feedback_at", "-id").values_list("last_feedback_at", flat=True)
    last = list(ordered[LOOKED_AT - 1 : LOOKED_AT + 1])
    return (rows.filter(last_feedback_at__gte=last[0]), True) if len(last) > 1 else (rows, False)


def _heard(
    workspace: Workspace, window: QuerySet[Conversation], since: datetime
) -> tuple[Heard, bool]:
    """Return their messages, the newest when they are too many."""
    rows = Feedback.objects.there().filter(
        workspace=workspace, conversation__in=window, is_ours=False, written_at__gte=since
    )
    ordered = rows.order_by("-written_at", "-id")
    lengths = list(ordered.values_list(Length("text"), flat=True)[: _MESSAGES_MAX + 1])
    number = _fitting(lengths)
    heard: Heard = {}
    for pk, one, text in ordered.values_list("pk", "conversation_id", "text")[:number]:
        heard.setdefault(one, []).append((pk, words.read(text)))
    return heard, number < len(lengths)


def _fitting(lengths: Sequence[int]) -> int:
    """Return how many messages are read of those that are so long, newest first."""
    so_far = accumulate(lengths[:_MESSAGES_MAX])
    return sum(1 for signs in so_far if signs <= _SIGNS_MAX)


def _met(rule: Loaded, window: QuerySet[Conversation], heard: Heard, looking: Looking) -> set[int]:
    return {one.conversation_id for one in meet([rule], window, heard, looking=looking)}


def _others(
    mine: Loaded,
    met: set[int],
    on: Iterable[Loaded],
    rules: Sequence[Loaded],
    place: int,
    among: _Meeting,
) -> list[tuple[Other, set[int]]]:
    """Return the rules that meet some of the same, in their order, and which."""
    found = []
    for other in on if met else ():
        same = met & _met(other, among.window, among.heard, among.looking)
        if same:
            is_before = rules.index(other) < place
            clashes = _clash(mine.actions, other.actions)
            found.append((Other(other.row, len(same), is_before, clashes), same))
    return found


def _clash(mine: Sequence[RuleAction], theirs: Sequence[RuleAction]) -> bool:
    """Tell whether both give to different people, or one settles what the other puts aside."""
    to = {one.member_id for one in (*mine, *theirs) if one.kind == RuleAction.Kind.GIVE}
    ends = [
        {(one.kind, one.wake) for one in side if one.kind in _EITHER} for side in (mine, theirs)
    ]
    return len(to) > 1 or (all(ends) and ends[0] != ends[1])


def _would(
    workspace: Workspace, actions: Iterable[RuleAction], ids: Collection[int]
) -> Iterable[Would]:
    given = Conversation.objects.filter(workspace=workspace, pk__in=ids, assignee__isnull=False)
    for action in actions:
        already = others = 0
        if action.kind == RuleAction.Kind.GIVE:
            already = given.filter(assignee=action.member_id).count()
            others = given.count() - already
        elif action.kind == RuleAction.Kind.LABEL:
            borne = ConversationLabel.objects.filter(workspace=workspace, conversation__in=ids)
            already = borne.filter(label=action.label_id).count()
        yield Would(action, len(ids) - already - others, already, others)


def _newest(
    window: QuerySet[Conversation], met: Collection[int], hidden: dict[int, str]
) -> tuple[Example, ...]:
    rows = window.filter(pk__in=met).select_related("channel")
    return tuple(
        Example(
            row.pk,
            naming.shown(row.person_name, network=row.channel.network),
            row.channel.network,
            row.excerpt,
            row.last_feedback_at,
            hidden.get(row.pk, ""),
        )
        for row in rows.order_by("-last_feedback_at", "-id")[:_SHOWN]
    )
