"""What is asked for, doubted and left out of a contest, in words that people read."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.sales.contests.picking import Why
from beffroi.sales.contests.rules import Doubt, LeftOut, Missing
from beffroi.sales.contests.tables import LineProblem, TableProblem

MISSING: Final[dict[Missing, Promise]] = {
    Missing.ADDRESS: _("Your postal address: the rules name who organises."),
    Missing.CONTACT: _("An e-mail or a phone number at which you are reached."),
    Missing.DATES: _("From when until when one can take part."),
    Missing.WHO: _("Who may take part, and where they live."),
    Missing.HOW: _("How one takes part."),
    Missing.PRIZES: _("What can be won, and what it is worth."),
    Missing.DRAW: _("When the draw is held."),
    Missing.TOLD: _("How winners are told."),
}
#: What is said on the pages of the company rather than in the form of the contest.
FROM_COMPANY: Final = frozenset({Missing.ADDRESS, Missing.CONTACT})
DOUBTS: Final[dict[Doubt, Promise]] = {
    Doubt.SHARE: _(
        "You seem to ask people to share, to tag or to mention. Facebook forbids to make this a"
        " condition: ask for a comment or an answer instead."
    ),
    Doubt.PAY: _(
        "You seem to ask people to buy something. A draw must be free: say how one takes part"
        " without a purchase."
    ),
}
LEFT_OUT: Final[dict[LeftOut, Promise]] = {
    LeftOut.TWICE: pgettext_lazy("entry", "Twice"),
    LeftOut.EARLY: pgettext_lazy("entry", "Before the beginning"),
    LeftOut.LATE: pgettext_lazy("entry", "After the end"),
    LeftOut.COLLEAGUE: pgettext_lazy("entry", "Colleague"),
    LeftOut.MISTAKE: pgettext_lazy("entry", "Added by mistake"),
    LeftOut.ASKED: pgettext_lazy("entry", "Erased, as they asked"),
}
WHY: Final[dict[Why, Promise]] = {
    Why.OURS: pgettext_lazy("comment", "One of your own accounts"),
    Why.GONE: pgettext_lazy("comment", "Deleted there, or erased here"),
    Why.HIDDEN: pgettext_lazy("comment", "Hidden, or held back by the network"),
    Why.NAMELESS: pgettext_lazy("comment", "The network does not say who wrote it"),
    Why.COLLEAGUE: pgettext_lazy("comment", "Bears the name of a member of your team"),
    Why.SILENT: pgettext_lazy("comment", "Asked you to keep nothing of them"),
    Why.TAKEN: pgettext_lazy("comment", "In the list already"),
    Why.EARLY: pgettext_lazy("comment", "Before the beginning"),
    Why.LATE: pgettext_lazy("comment", "After the end"),
    Why.EDITED: pgettext_lazy("comment", "Changed after the end"),
    Why.NO_WORD: pgettext_lazy("comment", "Without the word asked for"),
    Why.FEW_FRIENDS: pgettext_lazy("comment", "Mentions too few accounts"),
    Why.TWICE: pgettext_lazy("comment", "Another comment of theirs counts"),
}
TABLE: Final[dict[TableProblem, Promise]] = {
    TableProblem.TOO_LARGE: _("The table is larger than 2 MB: cut it into several."),
    TableProblem.NO_TABLE: _("This is no table. Save it as CSV."),
    TableProblem.OTHER_HEADINGS: _(
        "No column is called “name” or “handle”. Name the columns in the first row."
    ),
}
LINE: Final[dict[LineProblem, Promise]] = {
    LineProblem.NO_NAME: pgettext_lazy("line", "There is no name"),
    LineProblem.TOO_LONG: pgettext_lazy("line", "Too long to be a name or a way to reach somebody"),
    LineProblem.FORMULA: pgettext_lazy("line", "This is a formula, and no name"),
    LineProblem.LETTERS: pgettext_lazy("line", "Holds letters that cannot be read"),
    LineProblem.DATE: pgettext_lazy("line", "The date cannot be read, or is still to come"),
    LineProblem.DAMAGED: pgettext_lazy("line", "The table is damaged from here on"),
    LineProblem.TOO_MANY: pgettext_lazy("line", "Beyond what a list can hold"),
}
#: What a person may say of an entry.
REASONS: Final = (LeftOut.COLLEAGUE, LeftOut.MISTAKE)
