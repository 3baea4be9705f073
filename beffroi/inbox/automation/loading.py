"""Reads a workspace's rules, and tells which of them rest because what they name is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qs

from django.db.models import Prefetch, QuerySet

from beffroi.channels.models import Channel
from beffroi.inbox import filters as filter_rules
from beffroi.inbox.automation import words
from beffroi.inbox.automation.words import Words
from beffroi.inbox.filters import Filters, Whose
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Label, Rule, RuleAction
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission


class Problem(Enum):
    """Why a rule rests, though it is on."""

    NO_ACTION = "no_action"
    MEMBER_GONE = "member_gone"
    LABEL_GONE = "label_gone"
    FILTER_MEMBER_GONE = "filter_member_gone"
    FILTER_LABEL_GONE = "filter_label_gone"
    FILTER_CHANNEL_GONE = "filter_channel_gone"
    FILTER_UNKNOWN = "filter_unknown"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule, understood. `problems` are why it rests."""

    row: Rule
    filters: Filters
    words: Words
    actions: tuple[RuleAction, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it does something to what arrives."""
        return self.row.is_on and not self.problems

    @property
    def meets_everything(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.filters.narrowing or self.words.entries)


@dataclass(frozen=True, slots=True)
class _There:
    """What rules may name, by id."""

    labels: frozenset[int]
    members: frozenset[int]
    channels: frozenset[int]


def rules_of(workspace: Workspace) -> QuerySet[Rule]:
    """Return the workspace's rules, as they are ordered."""
    rows = Rule.objects.filter(workspace=workspace, deleted_at__isnull=True)
    return rows.order_by("place", "id")


def load(workspace: Workspace) -> list[Loaded]:
    """Return the workspace's rules in their order, on or off. Five queries, however many."""
    actions = RuleAction.objects.select_related("member", "label").order_by("place", "id")
    rows = list(rules_of(workspace).prefetch_related(Prefetch("actions", actions)))
    if not rows:
        return []
    there = _There(
        frozenset(_labels(workspace).values_list("pk", flat=True)),
        frozenset(who_may(workspace, Permission.ANSWER).values_list("pk", flat=True)),
        frozenset(Channel.objects.of(workspace).present().values_list("pk", flat=True)),
    )
    return [_loaded(row, there) for row in rows]


def load_one(rule: Rule) -> Loaded:
    """Return one rule, understood."""
    return next(one for one in load(rule.workspace) if one.row.pk == rule.pk)


def _labels(workspace: Workspace) -> QuerySet[Label]:
    return Label.objects.filter(workspace=workspace, deleted_at__isnull=True)


def _loaded(row: Rule, there: _There) -> Loaded:
    parsed = filter_rules.parse(parse_qs(row.query, keep_blank_values=True))
    actions = tuple(row.actions.all())
    problems = [*_of_actions(actions, there), *_of_filters(parsed.filters, there)]
    if parsed.ignored:  # with one filter less it would meet more than was tried
        problems.append(Problem.FILTER_UNKNOWN)
    return Loaded(
        row,
        parsed.filters,
        words.understand(row.words, needs_all=row.words_are == Rule.WordsAre.ALL),
        actions,
        tuple(dict.fromkeys(problems)),
    )


def _of_actions(actions: tuple[RuleAction, ...], there: _There) -> Iterator[Problem]:
    if not actions:
        yield Problem.NO_ACTION
    for action in actions:
        names_member = action.kind in {RuleAction.Kind.GIVE, RuleAction.Kind.NOTIFY}
        if names_member and action.member_id not in there.members:
            yield Problem.MEMBER_GONE
        if action.kind == RuleAction.Kind.LABEL and action.label_id not in there.labels:
            yield Problem.LABEL_GONE


def _of_filters(filters: Filters, there: _There) -> Iterator[Problem]:
    if filters.label is not None and filters.label not in there.labels:
        yield Problem.FILTER_LABEL_GONE
    if filters.channel is not None and filters.channel not in there.channels:
        yield Problem.FILTER_CHANNEL_GONE
    member = filters.assignee
    if member is Whose.ME or (isinstance(member, int) and member not in there.members):
        yield Problem.FILTER_MEMBER_GONE
