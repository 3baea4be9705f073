"""Where too little is known to give a level: what was measured, and what makes more known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from beffroi.coaching.showing import read_of, url_for
from beffroi.coaching.words import names
from beffroi.coaching.words.shapes import Text
from beffroi.core.lengths import length
from beffroi.strategy.barometer.rules import Known, Measured, Score
from beffroi.strategy.barometer.steps import Step, Way, unanswered, ways_to_a_level
from beffroi.strategy.barometer.telling import TOLD_FROM, Subject
from beffroi.workspaces.rules import Role


@dataclass(frozen=True, slots=True)
class Heard:
    """A dimension of which something is known, and the sentences of what it was read from."""

    name: Text
    known: Text
    icon: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayShown:
    """What to answer or to connect; `url` is "" where the page is not for this role."""

    title: Text
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Untold:
    """Why there is no level: from how much on there is one, what is known, what to do next."""

    least: int
    heard: tuple[Heard, ...]
    ways: tuple[WayShown, ...]


def untold(state: Measured, *, role: Role, left: str = "") -> Untold | None:
    """Return why there is no level; None where there is one.

    `left` is the part of the questions that somebody began and where they go on, "" for none.
    """
    if state.level is not None:
        return None
    return Untold(
        least=TOLD_FROM[Subject.COMPANY],
        heard=tuple(_heard(one) for one in state.scores if one.known is not Known.UNKNOWN),
        ways=tuple(_way(one, state, role=role, left=left) for one in ways_to_a_level(state)),
    )


def _heard(one: Score) -> Heard:
    is_measured = one.known is Known.MEASURED
    return Heard(
        name=names.DIMENSIONS[one.dimension],
        known=names.KNOWN[one.known],
        icon=names.KNOWN_ICONS[one.known],
        read=tuple(read_of(one.dimension, part) for part in one.parts if part.is_known)
        if is_measured
        else (),
    )


def _way(one: Way | Step, state: Measured, *, role: Role, left: str) -> WayShown:
    if isinstance(one, Step):
        words = names.PARTS[one.dimension, one.part]
        minutes = length(timedelta(minutes=one.minutes))
        detail = _("To have it measured: %(dimension)s. %(minutes)s.") % {
            "dimension": names.DIMENSIONS[one.dimension],
            "minutes": minutes,
        }
        return WayShown(words.gesture, detail, url_for(words.url_name, role=role))
    return {
        Way.QUESTIONS: lambda: WayShown(
            _("Go on with the questions") if left else _("Answer eleven questions"),
            _("Three minutes; the confidence rises by up to %(points)s.")
            % {"points": unanswered(state)},
            url_for("barometer_answers", role=role) + (f"#{left}" if left else ""),
        ),
        Way.CHANNEL: lambda: WayShown(
            _("Connect a network"),
            _("Your publications and your answers are measured, within four weeks."),
            url_for("channels", role=role),
        ),
        Way.SITE: lambda: WayShown(
            _("Have your site read, and keep the result"),
            _("Ten seconds; your presence is measured."),
            url_for("site_check", role=role),
        ),
    }[one]()
