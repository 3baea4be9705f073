"""What people call the parts of a strategy, and why something of it is not taken."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.strategy.plan.rules import Address, Part, ShareProblem, Standing, Step

STEPS: dict[Step, Promise] = {
    Step.AIMS: pgettext_lazy("step of the strategy", "Goals"),
    Step.AUDIENCE: pgettext_lazy("step of the strategy", "Audience"),
    Step.NETWORKS: pgettext_lazy("step of the strategy", "Networks"),
    Step.CONTENT: pgettext_lazy("step of the strategy", "Content"),
    Step.MEANS: pgettext_lazy("step of the strategy", "Means"),
    Step.TONE: pgettext_lazy("step of the strategy", "Tone and charter"),
    Step.MEASURE: pgettext_lazy("step of the strategy", "Measuring"),
}
PARTS: dict[Part, Promise] = {
    Part.SELL: _("Announce and sell"),
    Part.SHOW: _("Show what we do"),
    Part.FOUND: _("Be found"),
    Part.ANSWER: _("Answer customers"),
    Part.TALK: _("Talk with others"),
    Part.RECRUIT: _("Recruit and be known"),
}
STANDINGS: dict[Standing, Promise] = {
    Standing.THERE: _("We are there"),
    Standing.CLOSED: _("We close it, or closed it"),
    Standing.NEVER: _("We never opened it, on purpose"),
}
ADDRESSES: dict[Address, Promise] = {
    Address.VOUS: _("“Vous” to everybody"),
    Address.TU: _("“Tu” to everybody"),
}
SHARE_PROBLEMS: dict[ShareProblem, Promise] = {
    ShareProblem.TOO_FEW: _("Name two things of which you speak, or more."),
    ShareProblem.NOT_WHOLE: _("The shares add up to 100."),
    ShareProblem.SEVERAL_OFFERS: _("One of them is the offers, not several."),
    ShareProblem.SAME_NAME: _("Two of them have the same name. Give each its own."),
}
DAYS: tuple[Promise, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
#: What a change is told of, by the name of its column.
FIELDS: dict[str, Promise] = {
    "minutes_a_week": _("Minutes a week"),
    "media_cents": _("Advertising, a year"),
    "tools_cents": _("Tools, a year"),
    "agency_cents": _("Agency, a year"),
    "address": _("In French, you say"),
    "we_say": _("We say"),
    "we_do_not_say": _("We do not say"),
}
