"""Alerts in words: one sentence that says what happens, facts, one piece of advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.listening.alerting.rules import (
    Gravity,
    Level,
    Phase,
    Reason,
    Tone,
    Trigger,
    Tuning,
    Volume,
    least_volume,
)
from beffroi.listening.alerting.usual import Usual

#: From so many times what is usual on, the title says how many.
_TIMES_TOLD = 2


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do first, and what to mind."""

    first: str
    then: str


def title(reasons: Sequence[Reason], *, name: str) -> str:
    """Return what happens, in one sentence; the gravest reason comes first."""
    leading = reasons[0]
    if isinstance(leading, Gravity):
        return _grave_title(leading, name=name)
    if isinstance(leading, Tone):
        return _("What is said of “%(name)s” is more negative than usual.") % {"name": name}
    is_bad = any(isinstance(one, Tone) for one in reasons)
    return _many_title(leading, name=name, is_bad=is_bad)


def _many_title(many: Volume, *, name: str, is_bad: bool) -> str:
    times = round(many.count / many.mean)
    values = {"name": name, "times": number_format(times)}
    if many.mean < 1 or times < _TIMES_TOLD:
        if is_bad:
            return _("“%(name)s” is spoken of more than usual, and more badly.") % values
        return _("“%(name)s” is spoken of more than usual.") % values
    if is_bad:
        return (
            _("“%(name)s” is spoken of %(times)s times as much as usual, and more badly.") % values
        )
    return _("“%(name)s” is spoken of %(times)s times as much as usual.") % values


def _grave_title(grave: Gravity, *, name: str) -> str:
    sentences = {
        "health": _("Somebody speaks of a danger to health about “%(name)s”."),
        "safety": _("Somebody speaks of a danger about “%(name)s”."),
        "law": _("Somebody speaks of a complaint or of legal action about “%(name)s”."),
        "data": _("Somebody speaks of personal data about “%(name)s”."),
        "discrimination": _("Somebody speaks of discrimination about “%(name)s”."),
        "press": _("The press takes an interest in “%(name)s”."),
        "": _("Somebody who is widely followed speaks badly of “%(name)s”."),
    }
    return sentences[grave.subject] % {"name": name}


def facts(reasons: Sequence[Reason]) -> list[str]:
    """Return a sentence of facts for each reason."""
    return [_fact(one) for one in reasons]


def _fact(reason: Reason) -> str:
    if isinstance(reason, Volume):
        return _many(reason)
    if isinstance(reason, Tone):
        return _bad(reason)
    return _grave(reason)


def _many(many: Volume) -> str:
    values = {
        "count": number_format(many.count),
        "usual": _rate(many.mean),
        "days": many.days,
    }
    if many.mean < 1:
        return (
            _("%(count)s mentions in 24 hours; less than one a day is usual (%(days)s days).")
            % values
        )
    if many.is_by_weekday:
        return (
            _("%(count)s mentions in 24 hours; %(usual)s are usual on such a day of the week.")
            % values
        )
    return _("%(count)s mentions in 24 hours; %(usual)s a day are usual (%(days)s days).") % values


def _rate(mean: float) -> str:
    shown = round(mean, 1)
    return number_format(int(shown) if shown == int(shown) else shown)


def _bad(tone: Tone) -> str:
    values = {
        "negatives": number_format(tone.negatives),
        "toned": number_format(tone.toned),
        "share": round(100 * (tone.usual_share or 0)),
    }
    if tone.usual_share is None:
        return _("%(negatives)s of the %(toned)s whose tone is known are negative.") % values
    return (
        _(
            "%(negatives)s of the %(toned)s whose tone is known are negative; "
            "%(share)s in 100 are usual."
        )
        % values
    )


def _grave(grave: Gravity) -> str:
    number = grave.messages
    sentences = {
        "health": ngettext(
            "One message speaks of health.", "%(count)s messages speak of health.", number
        ),
        "safety": ngettext(
            "One message speaks of safety.", "%(count)s messages speak of safety.", number
        ),
        "law": ngettext("One message speaks of law.", "%(count)s messages speak of law.", number),
        "data": ngettext(
            "One message speaks of personal data.",
            "%(count)s messages speak of personal data.",
            number,
        ),
        "discrimination": ngettext(
            "One message speaks of discrimination.",
            "%(count)s messages speak of discrimination.",
            number,
        ),
        "press": ngettext(
            "One message comes from the press.", "%(count)s messages come from the press.", number
        ),
        "": ngettext("One message blames.", "%(count)s messages blame.", number),
    }
    said = sentences[grave.subject] % {"count": number_format(number)}
    if grave.followers is None:
        return said
    heard = _("An author is followed by %(followers)s people.")
    return f"{said} {heard % {'followers': number_format(grave.followers)}}"


def advice(reasons: Sequence[Reason], *, level: Level, is_about_us: bool) -> Advice:
    """Return the one piece of advice that fits best."""
    if not is_about_us:
        return Advice(
            _("Read ten of these messages."),
            _("What moves people there may soon move your customers."),
        )
    grave = next((one for one in reasons if isinstance(one, Gravity)), None)
    if grave is not None:
        return _grave_advice()[grave.subject]
    if level is Level.RED:
        return Advice(
            _("Bring your crisis team together, and hold back your posts."),
            _("Say one thing, where it began: that you know, and when you will say more."),
        )
    if any(isinstance(one, Tone) for one in reasons):
        return Advice(
            _("Answer three of them today, one by one."),
            _("No statement: it would make more noise than the subject."),
        )
    return Advice(
        _("Read ten of these messages before you do anything."),
        _("Much is said of you: that need not be bad."),
    )


def _grave_advice() -> dict[str, Advice]:
    harm = Advice(
        _("Find out what happened, and call the person within the hour."),
        _("In public, say that you are looking into it. No guess, no excuse before the facts."),
    )
    return {
        "health": harm,
        "safety": harm,
        "law": Advice(
            _("Keep a copy of the message, and speak to whoever advises you before you answer."),
            _("Do not argue in public about what a judge may read."),
        ),
        "data": Advice(
            _("Stop the leak first, if there is one, then tell the people concerned."),
            _("A leak of personal data is notified to the authority within 72 hours."),
        ),
        "discrimination": Advice(
            _("Hear the people who were there before you answer."),
            _("In public, say that you take it seriously, and when you will say more."),
        ),
        "press": Advice(
            _("Call the journalist back today, with a fact and without a guess."),
            _("One person speaks for you; the others pass the call on."),
        ),
        "": Advice(
            _("Answer this person where they wrote, with a fact."),
            _("No statement: it would make more noise than the message."),
        ),
    }


def level_name(level: int) -> str:
    """Return how an alert of this level is called."""
    return _("Red alert") if level == Level.RED else _("Orange alert")


def phases() -> dict[str, str]:
    """Return how each phase is called."""
    return {
        Phase.WEAK.value: pgettext("phase", "weak signal"),
        Phase.SURGE.value: pgettext("phase", "surge"),
        Phase.FALLING.value: pgettext("phase", "calming down"),
    }


def triggers() -> dict[str, str]:
    """Return how each trigger is called."""
    return {
        Trigger.VOLUME.value: pgettext("trigger", "volume"),
        Trigger.TONE.value: pgettext("trigger", "tone"),
        Trigger.GRAVITY.value: pgettext("trigger", "gravity"),
    }


def raised_by(reasons: Sequence[Reason]) -> str:
    """Return by what an alert was raised: “Volume and tone”."""
    names = triggers()
    found = list(dict.fromkeys(names[one.trigger.value] for one in reasons))
    listed = found[0]
    if len(found) > 1:
        values = {"some": ", ".join(found[:-1]), "last": found[-1]}
        listed = pgettext("triggers", "%(some)s and %(last)s") % values
    return listed[:1].upper() + listed[1:]


def line(kind: str, detail: Mapping[str, Any]) -> str:
    """Return a line of an alert's story."""
    names = triggers()
    if kind == "opened":
        found = ", ".join(names[one] for one in dict.fromkeys(detail["triggers"]))
        return f"{level_name(detail['level'])} ({found})"
    if kind == "grew":
        return _("Another sign: %(trigger)s") % {"trigger": names[detail["trigger"]]}
    if kind == "phase":
        return _("Now: %(phase)s") % {"phase": phases()[detail["phase"]]}
    return {
        "raised": _("It turned red"),
        "fallen": _("It calmed down: no more is said than usual"),
        "ended": _("Closed: the watch listens no more"),
        "snoozed": _("Put off"),
        "false_alarm": _("Called a false alarm"),
        "taken_back": _("The false alarm was taken back"),
    }[kind]


def learnt(before: Tuning, after: Tuning, *, usual: Usual | None) -> list[str]:
    """Return what a watch asks for from now on, a sentence for each trigger that learnt."""
    sentences = []
    if after.volume != before.volume and usual is not None:
        values = {
            "least": number_format(least_volume(usual, tuning=after)),
            "before": number_format(least_volume(usual, tuning=before)),
        }
        text = _("From now on it takes %(least)s mentions in 24 hours to alert, not %(before)s.")
        sentences.append(text % values)
    if after.tone != before.tone:
        sentences.append(_("From now on a change of tone must be clearer to alert."))
    if after.gravity != before.gravity:
        text = _("From now on it takes %(count)s grave messages to alert.")
        sentences.append(text % {"count": after.gravity + 1})
    return sentences
