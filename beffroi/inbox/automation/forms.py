"""What a person chooses and types for a rule; `writing` judges it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.inbox import labelling
from beffroi.inbox.automation import sentences, writing
from beffroi.inbox.automation.writing import Draft
from beffroi.inbox.filters import Filters, Whose, parse
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Rule
from beffroi.inbox.models.automation import ACTIONS_MAX
from beffroi.inbox.team_forms import FiltersForm
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission

#: An action and its words; “” begins a list that none was chosen from.
Group = tuple[str, Sequence[tuple[str, str]]]


#: What most rules ask; the other conditions are folded away.
_USUAL = ("kind", "intent", "tone", "stars", "network", "channel", "urgent")
#: What nothing can be that has just arrived; a rule that asks for it shows it, to be taken away.
_NEVER_NEW = ("late", "waiting", "troubled", "escalated")


class ConditionsForm(FiltersForm):
    """The filters of the list, without those that say nothing of what has just arrived."""

    def __init__(self, workspace: Workspace, filters: Filters) -> None:
        super().__init__(workspace, filters)
        self._chosen = dict(filters.pairs)
        for name in ("status", "order", *(one for one in _NEVER_NEW if one not in self._chosen)):
            del self.fields[name]
        whose = self.fields["assignee"]
        assert isinstance(whose, forms.ChoiceField)  # noqa: S101 - so it is declared
        offered = cast("list[tuple[str, str]]", whose.choices)
        whose.choices = [one for one in offered if one[0] != Whose.ME.value]

    @property
    def usual(self) -> list[forms.BoundField]:
        """What most rules ask."""
        return [self[name] for name in _USUAL]

    @property
    def more(self) -> list[forms.BoundField]:
        """All the rest."""
        return [self[name] for name in self.fields if name not in _USUAL]

    @property
    def asks_more(self) -> bool:
        """Whether something of the rest is chosen."""
        return any(one.name in self._chosen for one in self.more)


def typed_filters(posted: QueryDict) -> Filters:
    """Return the conditions that were chosen; the other fields of the form are not read."""
    chosen = {name: posted.getlist(name) for name in FiltersForm.base_fields if name in posted}
    return parse(chosen).filters


def typed_draft(posted: QueryDict) -> Draft:
    """Return the rule that was typed. Raises CannotKeep for an action that there is not."""
    return Draft(
        name=posted.get("name", ""),
        filters=typed_filters(posted),
        words=posted.get("words", ""),
        words_are=posted.get("words_are", Rule.WordsAre.ANY),
        stops="stops" in posted,
        actions=tuple(writing.action(one) for one in posted.getlist("action") if one),
    )


def offered_actions(workspace: Workspace) -> list[Group]:
    """Return what a rule can do, in groups."""
    people = list(who_may(workspace, Permission.ANSWER))
    labels = labelling.of(workspace)
    return [
        (
            _("Assign to"),
            [(f"give:{one.pk}", _("Assign to %(name)s") % {"name": one}) for one in people],
        ),
        (
            pgettext("messages", "Labels"),
            [(f"label:{one.pk}", _("Label “%(name)s”") % {"name": one.name}) for one in labels],
        ),
        (
            pgettext("messages", "Later"),
            [(f"aside:{wake}", words) for wake, words in sentences.wakes().items()],
        ),
        (pgettext("messages", "Done"), [("settle", _("Mark as done"))]),
        (_("Tell"), [(f"notify:{one.pk}", _("Tell %(name)s") % {"name": one}) for one in people]),
    ]


def five(chosen: Sequence[str]) -> list[str]:
    """Return what stands in the five fields of actions."""
    kept = [one for one in chosen if one][:ACTIONS_MAX]
    return [*kept, *[""] * (ACTIONS_MAX - len(kept))]
