"""Says in sentences what the room knows: steps, phases, lines of the log, the one gesture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.company.wording import day_and_month
from beffroi.crisis.models import Line
from beffroi.crisis.rules import Phase, Step

#: What is not done in a drill: it is noted as though it were.
_ONLY_NOTED = frozenset(
    {
        Line.Kind.PAUSED,
        Line.Kind.HELD,
        Line.Kind.PROMISED,
        Line.Kind.KEPT,
        Line.Kind.ANSWERED,
        Line.Kind.TOLD,
    }
)


@dataclass(frozen=True, slots=True)
class Gesture:
    """The one thing to do now: what, how, and where on the page."""

    title: str
    hint: str
    label: str
    anchor: str


def steps() -> dict[Step, str]:
    """Return how each step is called."""
    return {
        Step.VERIFY: _("Verify the fact before you speak"),
        Step.PAUSE: _("Pause the posts"),
        Step.TELL: _("Tell the crisis team"),
        Step.HOLD: _("Gain time: the holding message"),
        Step.DECIDE: _("Decide: acknowledge and repair, or correct"),
        Step.ANSWER: _("Answer everybody, in the same place"),
        Step.KEEP: _("Delete nothing, note everything"),
        Step.PROMISE: _("Say what changes, when you promised"),
        Step.THANK: _("Thank those who wrote and who helped"),
        Step.REVIEW: _("Write what was learned, within seven days"),
    }


def phases() -> dict[Phase, str]:
    """Return how each phase is called."""
    return {
        Phase.SIGNAL: _("Weak signal"),
        Phase.RUNAWAY: _("Runaway"),
        Phase.FALLING: _("Falling off"),
    }


def gesture(step: Step | None) -> Gesture:
    """Return the one thing to do, of the first step that is not done."""
    return _gestures()[step or Step.REVIEW]


def _gestures() -> dict[Step, Gesture]:
    names = steps()
    made = {
        Step.VERIFY: (
            _("Call whoever was there. What happened, when, to whom? Note it with its source."),
            _("Note what is true"),
            "log",
        ),
        Step.PAUSE: (
            _("Nothing cheerful should leave now. Answers go on."),
            _("See what is planned"),
            "posts",
        ),
        Step.TELL: (
            _("Each one has their part: decide, speak, answer, advise."),
            _("See the crisis team"),
            "cell",
        ),
        Step.HOLD: (
            _("Where it began, not elsewhere. One fact, one regret, when you will say more."),
            _("Read the holding message"),
            "holding",
        ),
        Step.DECIDE: (
            _("Is the reproach founded? Then say so, and what you repair. If not, give the proof."),
            _("Note what was decided"),
            "log",
        ),
        Step.ANSWER: (
            _("One by one, by name, the gravest first. No copy and paste."),
            _("See who waits"),
            "answers",
        ),
        Step.KEEP: (
            _("What is deleted is told elsewhere, and worse. Keep the proofs."),
            _("Add a note"),
            "log",
        ),
        Step.PROMISE: (
            _("Say it where you promised it, at the hour you promised."),
            _("See the promise"),
            "holding",
        ),
        Step.THANK: (
            _("Those who defended you, those who were patient, and your team."),
            _("See who wrote"),
            "answers",
        ),
        Step.REVIEW: (
            _("Close the room once it is calm; then write what you learned."),
            _("See the log"),
            "log",
        ),
    }
    return {step: Gesture(names[step], *words) for step, words in made.items()}


def headline(phase: Phase, *, urgency: str, is_open: bool) -> str:
    """Say in one sentence how it stands. `urgency`: the gravest of those who wait."""
    if not is_open:
        return _("This room is closed.")
    if urgency:
        return _grave()[urgency]
    return {
        Phase.SIGNAL: _("Few speak of it so far: verify before you say anything."),
        Phase.RUNAWAY: _("Much more is said than usual: say one thing, where it began."),
        Phase.FALLING: _("It calms down: go on answering, and keep what you promised."),
    }[phase]


def _grave() -> dict[str, str]:
    return {
        "health": _("Somebody speaks of their health: call them before anything else."),
        "safety": _("Somebody speaks of a danger: see to it before anything else."),
        "law": _("Somebody speaks of a complaint or of a court: take advice, then answer."),
        "data": _("Somebody speaks of their data: find out what leaked, then answer."),
        "discrimination": _("Somebody speaks of discrimination: hear those who were there first."),
        "press": _("A journalist waits for your answer: call back before you publish anything."),
    }


def tell(line: Line, *, zone: ZoneInfo) -> str:
    """Return a line of the log as a sentence; what a drill only notes says so."""
    if line.kind == Line.Kind.NOTE:
        return line.note
    kind = Line.Kind(line.kind)
    count = int(line.detail.get("count", 0))
    role = str(line.detail.get("role", ""))
    sentence = _sentences(count, has_role=bool(role))[kind] % {
        "count": count,
        "step": _step(line.detail),
        "role": role,
        "by": _instant(line.detail, zone),
    }
    if not line.room.is_drill or kind not in _ONLY_NOTED:
        return sentence
    if kind is Line.Kind.PAUSED:  # a drill does not look at what is planned
        sentence = _("All posts paused")
    return _("%(what)s (drill)") % {"what": sentence}


def _sentences(count: int, *, has_role: bool) -> dict[Line.Kind, str]:
    kind = Line.Kind
    return {
        kind.OPENED: _("Room opened"),
        kind.ALERTED: _("The crisis team was alerted to a message"),
        kind.HEARD: _("Alert: more, worse or graver things were said than usual"),
        kind.PAUSED: ngettext(
            "All posts paused: one was planned", "All posts paused: %(count)s were planned", count
        )
        if count
        else _("All posts paused: none was planned"),
        kind.RESUMED: ngettext(
            "Pause ended: one post waits for a decision",
            "Pause ended: %(count)s posts wait for a decision",
            count,
        )
        if count
        else _("Pause ended"),
        kind.LET_THROUGH: ngettext(
            "One post may leave all the same", "%(count)s posts may leave all the same", count
        ),
        kind.EDITED: _("Holding message edited"),
        kind.HELD: _("Holding message published"),
        kind.PROMISED: _("Promised to say more by %(by)s"),
        kind.KEPT: _("Promise kept: more was said"),
        kind.GIVEN: _("A message was given to a colleague"),
        kind.ANSWERED: _("A message was answered"),
        kind.TOLD: _("Told: the contact for “%(role)s”") if has_role else _("A contact was told"),
        kind.STEP: _("Done: %(step)s"),
        kind.UNSTEP: _("Not done after all: %(step)s"),
        kind.CLOSED: _("Room closed"),
        kind.REOPENED: _("Room opened again"),
    }


def _step(detail: Mapping[str, object]) -> str:
    known = {step.value: name for step, name in steps().items()}
    return known.get(str(detail.get("step", "")), "")


def _instant(detail: Mapping[str, object], zone: ZoneInfo) -> str:
    """Return “28 November at 18:00”, « 28 novembre à 18:00 », "" where the line names none."""
    typed = str(detail.get("by", ""))
    if not typed:
        return ""
    moment = datetime.fromisoformat(typed).astimezone(zone)
    time = f"{moment.hour}:{moment.minute:02}"
    return _("%(day)s at %(time)s") % {"day": day_and_month(moment.date()), "time": time}
