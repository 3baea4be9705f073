"""First screen: at most three goals, each with a number and a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan.sheets.sheet import Sheet
from beffroi.core.days import DayField
from beffroi.insight.aims import keeping, showing, wording
from beffroi.insight.aims.forms import GoalForm
from beffroi.insight.aims.lately import lately
from beffroi.insight.aims.models import GoalFocus
from beffroi.sales.economics import economics_of
from beffroi.strategy.models import Goal
from beffroi.strategy.plan.actions import save_aims
from beffroi.strategy.plan.rules import Step
from beffroi.strategy.queries import open_goals
from beffroi.strategy.ready import QUARTER, ready
from beffroi.strategy.rules import OPEN_MAX, Aim, Measure, day_problem
from beffroi.strategy.wording import DAY_PROBLEMS, MEASURES, SHORT_AIMS
from beffroi.workspaces.rules import Permission, may

_WANTED_MAX = 20
#: What each aim may be counted by, the usual one first.
MEASURES_OF: Mapping[Aim, tuple[Measure, ...]] = MappingProxyType(
    {
        Aim.SALES: (Measure.SALES, Measure.MARGIN),
        Aim.SERVICE: (Measure.ON_TIME, Measure.FIRST_ANSWER),
        Aim.RECRUITING: (Measure.CONTACTS, Measure.VISITS),
        Aim.AWARENESS: (Measure.VISITS, Measure.POSTS, Measure.IMPRESSIONS),
        Aim.IMAGE: (Measure.REVIEWS, Measure.RATING),
        Aim.LOYALTY: (Measure.INTERACTIONS, Measure.SALES),
        Aim.PROSPECTING: (Measure.CONTACTS, Measure.VISITS),
    }
)
SAID: Mapping[Aim, tuple[Promise, str]] = MappingProxyType(
    {
        Aim.SALES: (_("Orders that can be linked to a post."), "qr-code"),
        Aim.SERVICE: (_("Nobody stays without an answer."), "message-circle"),
        Aim.RECRUITING: (_("Applications from people who know you already."), "user-plus"),
        Aim.AWARENESS: (_("More people nearby know that you exist."), "eye"),
        Aim.IMAGE: (_("People speak of you as you wish."), "sparkles"),
        Aim.LOYALTY: (_("Customers come back more often."), "repeat"),
        Aim.PROSPECTING: (_("Companies and offices that ask for a quote."), "phone"),
    }
)


class AimForm(forms.Form):
    """Whether an aim is taken, what counts it, how much, by when."""

    nothing_is_required = True
    use_required_attribute = False

    taken = forms.BooleanField(required=False)
    measure = forms.ChoiceField(label=_("What is counted"))
    wanted = forms.CharField(
        label=_("How much"),
        required=False,
        max_length=_WANTED_MAX,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    due_day = DayField(label=_("Until"), required=False)


@dataclass(slots=True)
class AimRow:
    """One aim on the screen. `goal` is the open one that it is; `why` says on what it rests."""

    aim: Aim
    form: AimForm
    goal: Goal | None = None
    focus: GoalFocus | None = None
    why: str = ""
    checked: GoalForm | None = None

    @property
    def name(self) -> Promise:
        """What it is called."""
        return SHORT_AIMS[self.aim]

    @property
    def said(self) -> Promise:
        """What it means."""
        return SAID[self.aim][0]

    @property
    def icon(self) -> str:
        """Its picture."""
        return SAID[self.aim][1]

    @property
    def is_taken(self) -> bool:
        """Whether it is chosen, as the screen stands."""
        return bool(self.form["taken"].value())

    @property
    def is_changed(self) -> bool:
        """Whether what was sent differs from the goal that is open."""
        return self.form.has_changed()


class AimsSheet(Sheet):
    """Seven aims to choose from, each with one number and one day."""

    step = Step.AIMS

    def build(self) -> None:
        """Make a row for each aim: open goals first, then what a company's own facts propose."""
        around = self.around
        goals = open_goals(around.workspace)
        own: dict[Aim, Goal] = {}
        for goal in goals:
            own.setdefault(Aim(goal.aim), goal)
        kept = {goal.pk for goal in own.values()}
        #: Open goals of an aim that has one already: they have their own pages.
        self.others = [goal for goal in goals if goal.pk not in kept]
        self.currency = economics_of(around.workspace).currency
        focuses = {one.goal_id: one for one in GoalFocus.objects.filter(goal__in=goals)}
        proposals = self._proposals(own, free=OPEN_MAX - len(goals))
        self.rows = [self._row(aim, own.get(aim), proposals.get(aim), focuses) for aim in _ORDER]

    @property
    def forms(self) -> list[AimForm]:
        """The rows that are taken: the others say nothing."""
        return [row.form for row in self.rows if row.is_taken]

    @property
    def free(self) -> int:
        """How many goals the screen may hold besides those that have their own pages."""
        return OPEN_MAX - len(self.others)

    @property
    def other_titles(self) -> list[str]:
        """What the open goals are called that are not on the screen."""
        return [showing.title(goal, self.currency) for goal in self.others]

    def check(self) -> None:
        """Read each number as the page of goals does, and count the goals."""
        taken = [row for row in self.rows if row.is_taken]
        if not taken and not self.others:
            self.general.append(gettext("Choose one goal at least: without one, nothing is won."))
        if len(taken) > self.free:
            self.general.append(
                ngettext(
                    "That is too many: choose one. Fifteen minutes a day serve three.",
                    "That is too many: choose %(count)s. Fifteen minutes a day serve three.",
                    self.free,
                )
                % {"count": self.free}
            )
        for row in taken:
            if row.goal is None or row.is_changed:
                self._read(row)

    def save(self, *, seen: int) -> None:
        """Open, change and end goals.

        Raises SavedMeanwhile, BadDays, TooManyGoals and GoalHasEnded.
        """
        around = self.around
        save_aims(around.workspace, self._keep, seen=seen, actor=around.actor, now=around.now)

    def _keep(self) -> None:
        actor, now = self.around.actor, self.around.now
        for row in self.rows:
            if row.goal is not None and not row.is_taken:
                keeping.end(row.goal, actor=actor, now=now)
        for row in self.rows:
            if row.checked is None:
                continue
            wish, focus = row.checked.wish(), row.checked.focus()
            if row.goal is not None:
                keeping.change(row.goal, wish, focus, actor=actor, now=now)
            else:
                keeping.make(self.around.workspace, wish, focus, actor=actor, now=now)

    def _read(self, row: AimRow) -> None:
        """Have the form of goals judge a row, and bring what it says back beside its fields."""
        typed = row.form.cleaned_data
        checked = GoalForm(
            _sent(row, typed, today=self.around.today),
            workspace=self.around.workspace,
            measure=Measure(typed["measure"]),
            today=self.around.today,
        )
        if not checked.is_valid():
            for name, messages in checked.errors.items():
                row.form.add_error(name if name in row.form.fields else "wanted", list(messages))
            return
        problem = day_problem(checked.wish().days, today=self.around.today)
        if problem is not None:
            row.form.add_error("due_day", str(DAY_PROBLEMS[problem]))
            return
        row.checked = checked

    def _proposals(self, own: Mapping[Aim, Goal], *, free: int) -> dict[Aim, _Proposal]:
        around = self.around
        if free <= 0:
            return {}
        facts = lately(
            around.workspace, sees_inbox=may(around.role, Permission.SEE_INBOX), now=around.now
        )
        told = showing.ready_goals(facts, currency=self.currency, today=around.today)
        found: dict[Aim, _Proposal] = {}
        for one, shown in zip(ready(facts, today=around.today), told, strict=True):
            if one.aim in own or one.aim in found or len(found) >= free:
                continue
            wanted = wording.typed(one.measure, one.target)
            found[one.aim] = _Proposal(one.measure, wanted, one.days.last, shown.why)
        return found

    def _row(
        self,
        aim: Aim,
        goal: Goal | None,
        proposal: _Proposal | None,
        focuses: Mapping[int, GoalFocus],
    ) -> AimRow:
        initial = _initial(aim, goal, proposal, today=self.around.today)
        # What was proposed is taken only until somebody has decided.
        if goal is None and self.around.plan.has_saved(Step.AIMS):
            initial["taken"] = False
        form = AimForm(self.data, initial=initial, prefix=aim.value)
        field = form.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        several = MEASURES_OF[aim]
        if initial["measure"] not in several:
            several = (Measure(initial["measure"]), *several)
        field.choices = [(one.value, MEASURES[one]) for one in several]
        why = proposal.why if proposal else ""
        return AimRow(aim, form, goal, focuses.get(goal.pk) if goal else None, why)


@dataclass(frozen=True, slots=True)
class _Proposal:
    measure: Measure
    wanted: str
    due_day: date
    why: str


_ORDER = (
    Aim.SALES,
    Aim.SERVICE,
    Aim.RECRUITING,
    Aim.AWARENESS,
    Aim.IMAGE,
    Aim.LOYALTY,
    Aim.PROSPECTING,
)


def _initial(
    aim: Aim, goal: Goal | None, proposal: _Proposal | None, *, today: date
) -> dict[str, Any]:
    if goal is not None:
        typed = wording.typed(goal.counts, goal.target)
        return {"taken": True, "measure": goal.counts, "wanted": typed, "due_day": goal.due_day}
    if proposal is not None:
        return {
            "taken": True,
            "measure": proposal.measure,
            "wanted": proposal.wanted,
            "due_day": proposal.due_day,
        }
    later = today + timedelta(days=QUARTER)
    return {"taken": False, "measure": MEASURES_OF[aim][0], "wanted": "", "due_day": later}


def _sent(row: AimRow, typed: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return what the page of goals would send for a row."""
    first = row.goal.first_day if row.goal else today
    due = typed.get("due_day")
    given = {
        "aim": row.aim.value,
        "measure": typed["measure"],
        "wanted": typed["wanted"],
        "first_day": first.isoformat(),
        "due_day": due.isoformat() if due else "",
        "name": row.goal.name if row.goal else "",
    }
    focus = row.focus
    if focus is not None and row.goal is not None and row.goal.measure == typed["measure"]:
        ids = {"offer": focus.offer_id, "link": focus.link_id, "source": focus.source_id}
        given |= {name: str(key) for name, key in ids.items() if key}
    return given
