"""What dimensions, levels, groups and classes are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.coaching.words.doing import DOING
from beffroi.coaching.words.earning import EARNING
from beffroi.coaching.words.hearing import HEARING
from beffroi.coaching.words.shapes import Text, Words
from beffroi.strategy.barometer.doing import Class
from beffroi.strategy.barometer.groups import Group
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Known, Level

PARTS: Words = MappingProxyType({**DOING, **HEARING, **EARNING})

DIMENSIONS: Mapping[Dimension, Text] = MappingProxyType(
    {
        Dimension.STRATEGY: _("Strategy and goals"),
        Dimension.PRESENCE: _("Consistent presence"),
        Dimension.ACTIVITY: _("Activity"),
        Dimension.MEANS: _("Time and means"),
        Dimension.LISTENING: _("Listening and tone"),
        Dimension.ANSWERS: _("Answers to customers"),
        Dimension.REPUTATION: _("Reputation and crisis"),
        Dimension.MEASURING: _("Measure and return"),
        Dimension.WATCHING: _("Watch on competitors"),
        Dimension.LOYALTY: _("Loyalty and relays"),
    }
)
LEVELS: Mapping[Level, Text] = MappingProxyType(
    {
        Level.ABSENT: pgettext_lazy("level", "Absent"),
        Level.PRESENT: pgettext_lazy("level", "Present"),
        Level.ACTIVE: pgettext_lazy("level", "Active"),
        Level.STEERED: pgettext_lazy("level", "Steered"),
        Level.INTEGRATED: pgettext_lazy("level", "Integrated"),
    }
)
#: What one level is, in a sentence.
MEANINGS: Mapping[Level, Text] = MappingProxyType(
    {
        Level.ABSENT: _("Customers hardly find you on social networks, or nobody answers them."),
        Level.PRESENT: _("You are there, by fits and starts. Regularity is what comes next."),
        Level.ACTIVE: _("You publish and answer. What is missing is a course, and a measure."),
        Level.STEERED: _("You aim, measure and correct. What is left are the last gaps."),
        Level.INTEGRATED: _("Social networks are part of how the company works."),
    }
)
KNOWN: Mapping[Known, Text] = MappingProxyType(
    {
        Known.MEASURED: pgettext_lazy("barometer", "Measured"),
        Known.DECLARED: pgettext_lazy("barometer", "Declared"),
        Known.UNKNOWN: pgettext_lazy("barometer", "Unknown"),
    }
)
KNOWN_ICONS: Mapping[Known, str] = MappingProxyType(
    {
        Known.MEASURED: "gauge",
        Known.DECLARED: "user-check",
        Known.UNKNOWN: "circle-dashed",
    }
)
#: By their rhythm: the study calls them inactive, little active, active and very active, and
#: “active” is a level here.
CLASSES: Mapping[Class, Text] = MappingProxyType(
    {
        Class.INACTIVE: pgettext_lazy("rhythm", "nothing"),
        Class.LOW: pgettext_lazy("rhythm", "little"),
        Class.ACTIVE: pgettext_lazy("rhythm", "regularly"),
        Class.VERY_ACTIVE: pgettext_lazy("rhythm", "very often"),
    }
)
GROUPS: Mapping[Group, Text] = MappingProxyType(
    {
        Group.SILENT: pgettext_lazy("Bpifrance", "silent majority"),
        Group.CASUAL: pgettext_lazy("Bpifrance", "casual"),
        Group.FIGHTING: pgettext_lazy("Bpifrance", "fighting"),
        Group.PIONEER: pgettext_lazy("Bpifrance", "pioneer"),
    }
)
GROUP_MEANINGS: Mapping[Group, Text] = MappingProxyType(
    {
        Group.SILENT: _("You feel late, and what was measured says that you publish little."),
        Group.CASUAL: _(
            "You do not feel late, and what was measured says that you publish little."
        ),
        Group.FIGHTING: _("You feel late, and what was measured says that you publish regularly."),
        Group.PIONEER: _(
            "You do not feel late, and what was measured says that you publish regularly."
        ),
    }
)
#: What somebody is of whom a figure counts, or is not: the end of a sentence about the company.
BELONGS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "sat_notrack": (
            _("No watch is on, and no figure came in 30 days."),
            _("A watch is on, or figures came in 30 days."),
        ),
        "sat_ignore": (
            _("Fewer than one message in ten has an answer, in 90 days."),
            _("Your customers have answers, or hardly anybody wrote in 90 days."),
        ),
        "sat_nomeasure": (
            _("No figure came in 90 days."),
            _("Figures came in 90 days."),
        ),
        "sat_count_only": (
            _("What you count are views, reactions and followers alone."),
            _("You count more than views, reactions and followers."),
        ),
        "sat_nostrategy": (
            _("Your strategy has fewer than 40 points."),
            _("Your strategy has 40 points or more."),
        ),
        "sat_nomeans": (_("No source is read for you."), _("Sources are read for you.")),
        "sat_sentiment": (
            _("The tone of 30 mentions or more is known, in 90 days."),
            _("The tone of fewer than 30 mentions is known, in 90 days."),
        ),
        "bpi_watch": (
            _("Your watch on competitors has 40 points or more."),
            _("Your watch on competitors has fewer than 40 points."),
        ),
        "bpi_budget": (
            _("Twelve months cost less than €10,000, hours included."),
            _("Twelve months cost €10,000 or more, hours included."),
        ),
        "bpi_low": (
            _("You publish little, by what was measured."),
            _("You publish regularly, by what was measured."),
        ),
        "vsplash": (
            _("Your home page leads to your Facebook page."),
            _("Your home page does not lead to a Facebook page."),
        ),
    }
)
