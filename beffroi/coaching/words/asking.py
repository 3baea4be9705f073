"""The questions that people answer of their company, each with its choices from the least on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from beffroi.coaching.models import FEELING, Declared
from beffroi.coaching.words.shapes import Text
from beffroi.strategy.barometer.parts import Dimension


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what can be said."""

    asked: Text
    choices: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are kept together; `key` is where it stands on the page."""

    key: str
    title: Text
    questions: tuple[int, ...]


QUESTIONS: Mapping[int, Question] = MappingProxyType(
    {
        Dimension.STRATEGY: Question(
            _("Do you have a written strategy with goals in numbers?"),
            (
                _("No, nothing"),
                _("In our heads"),
                _("Written, without numbers"),
                _("Written, with numbers and dates"),
            ),
        ),
        Dimension.PRESENCE: Question(
            _("On which networks are you?"),
            (
                _("On none"),
                _("On one, half filled in"),
                _("On several, some of them out of date"),
                _("On several, complete, and our site leads to them"),
            ),
        ),
        Dimension.ACTIVITY: Question(
            _("How often do you publish?"),
            (
                _("Nothing in three months"),
                _("Little, less than once a week"),
                _("Regularly, about once a week"),
                _("Very often, three times a week or more"),
            ),
        ),
        Dimension.MEANS: Question(
            _("Do you have time, somebody named for it, a budget?"),
            (
                _("None of them"),
                _("Some time now and then"),
                _("Somebody named, with time each week"),
                _("Somebody named, a backup, and a yearly budget"),
            ),
        ),
        Dimension.LISTENING: Question(
            _("Do you know what is said of you, and in which tone?"),
            (
                _("No"),
                _("When somebody tells us"),
                _("We look now and then"),
                _("We look each week, tone included"),
            ),
        ),
        Dimension.ANSWERS: Question(
            _("Do you answer everybody, and within what time?"),
            (
                _("Hardly anybody"),
                _("Some, when there is time"),
                _("Most, within two days"),
                _("Everybody, within the time that we promise"),
            ),
        ),
        Dimension.REPUTATION: Question(
            _("What would you do if things went wrong on a network tonight?"),
            (
                _("We do not know"),
                _("We would improvise"),
                _("We know whom to call"),
                _("Roles, a message and contacts are ready"),
            ),
        ),
        Dimension.MEASURING: Question(
            _("What do you measure?"),
            (
                _("Nothing"),
                _("Followers and likes"),
                _("Visits and contacts too"),
                _("Sales and costs, hours included"),
            ),
        ),
        Dimension.WATCHING: Question(
            _("Do you follow your competitors?"),
            (
                _("No"),
                _("By chance"),
                _("Now and then, one or two"),
                _("Each week, three or more"),
            ),
        ),
        Dimension.LOYALTY: Question(
            _("Offers, a newsletter, employees who relay: what do you do?"),
            (
                _("None of them"),
                _("One of them, now and then"),
                _("One of them, regularly"),
                _("Several, regularly"),
            ),
        ),
        FEELING: Question(
            _("Beside your competitors, do you feel late, in tempo, ahead?"),
            (_("Late"), _("In tempo"), _("Ahead")),
        ),
    }
)
#: All of them, in their order, a few at a time.
GROUPS: tuple[Group, ...] = (
    Group(
        "group-1",
        _("Your strategy and your presence"),
        (Dimension.STRATEGY, Dimension.PRESENCE, Dimension.ACTIVITY, Dimension.MEANS),
    ),
    Group(
        "group-2",
        _("What is said of you"),
        (Dimension.LISTENING, Dimension.ANSWERS, Dimension.REPUTATION),
    ),
    Group(
        "group-3",
        _("Figures, competitors, loyalty"),
        (Dimension.MEASURING, Dimension.WATCHING, Dimension.LOYALTY, FEELING),
    ),
)


def first_open(said: Mapping[int, Declared]) -> str:
    """Return where somebody goes on who answered a part, "" who answered all or nothing."""
    left = [one.key for one in GROUPS if not said.keys() >= set(one.questions)]
    return left[0] if said and left else ""
