"""Why a table of figures, or a line of it, is not taken, as people read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.insight.tables import RowProblem, TableProblem


def reason(problem: str) -> str:
    """Return what happened and what to do."""
    known = {
        TableProblem.TOO_LARGE.value: _("It is larger than what is read: cut it into several."),
        TableProblem.NO_TABLE.value: _(
            "This is no table. Save it as CSV, with the names of the columns in its first row."
        ),
        TableProblem.NO_DATE.value: _(
            "No column is called “date” or “day”: figures are taken day by day."
        ),
        TableProblem.NO_FIGURES.value: _(
            "No column counts anything that Beffroi knows, such as views, reach or followers."
        ),
        TableProblem.DATES_UNCLEAR.value: _(
            "The day and the month cannot be told apart. Say below the file which stands first, and"
            " give the table once more."
        ),
        TableProblem.FOLLOWERS_UNCLEAR.value: _(
            "A column is called “followers”, and nothing tells whether it says how many there are"
            " or how many came. Say it below the file, and give the table once more."
        ),
        TableProblem.DAMAGED.value: _("The table is damaged: export it once more."),
        RowProblem.DATE.value: _("The date cannot be read, or is still to come."),
        RowProblem.AMOUNT.value: _("A figure of this line is no whole number."),
        RowProblem.TWICE.value: _("The same day stands above with another value."),
    }
    return known.get(problem, problem)


def channel_name(channel: Channel) -> str:
    """Return a channel as a choice names it."""
    return f"{network_name(channel.network)} · {channel.display_name or channel.handle}"
