"""What people read of each problem: what happened, and what to do. Message ids, in English. Pure.

Whoever shows them translates them; `gettext_noop` only marks them for the extractor.
"""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.sales.orders.moments import Note
from beffroi.sales.orders.problems import Problem


def gettext_noop(message: str) -> str:
    """Return a message as it is: the extractor of messages knows this name."""
    return message


_REASONS: Mapping[Problem, str] = {
    Problem.TOO_LARGE: gettext_noop("It is larger than what is read: cut it into several."),
    Problem.NOT_JSON: gettext_noop("What the shop sent is no JSON."),
    Problem.NOT_XML: gettext_noop("What the shop sent is no XML that can be read."),
    Problem.TOO_DEEP: gettext_noop("What the shop sent nests too deep to be an order."),
    Problem.TOO_MANY_LINES: gettext_noop("It has more lines than are read: cut it into several."),
    Problem.OTHER_SHAPE: gettext_noop(
        "This is no order. In WooCommerce, the user of the webhook may no longer see orders."
    ),
    Problem.OTHER_TOPIC: gettext_noop(
        "This webhook tells of something other than orders. Choose “Order” in its settings."
    ),
    Problem.OLD_FORMAT: gettext_noop(
        "This webhook writes an old format. Choose version 3 of the interface in its settings."
    ),
    Problem.NO_TABLE: gettext_noop(
        "This is no table. Save it as CSV, with the names of the columns in its first row."
    ),
    Problem.OTHER_HEADINGS: gettext_noop(
        "Its columns are not those of orders. Three are needed, named in one row: a number (“Order"
        " number”, “Commande”), a date (“Date”), and an amount (“Net” or “Montant HT”, else"
        " “Total” or “Montant TTC”). Those that were found are named below."
    ),
    Problem.FOUND_HEADINGS: gettext_noop("These columns were found."),
    Problem.DAMAGED: gettext_noop("The table is damaged here. What stands before is kept."),
    Problem.NO_ID: gettext_noop(
        "The order has no number. Each needs one of its own: without it, it could count twice."
    ),
    Problem.NO_DATE: gettext_noop(
        "There is no date. Add the day of the order, such as 2026-04-03."
    ),
    Problem.BAD_DATE: gettext_noop(
        "The date cannot be read. Write it with the year first: 2026-04-03."
    ),
    Problem.AMBIGUOUS_DATE: gettext_noop(
        "The day and the month cannot be told apart. Write the year first: 2026-04-03."
    ),
    Problem.FUTURE: gettext_noop("The date is still to come. Check it, and the clock of the shop."),
    Problem.TOO_OLD: gettext_noop("The date is before 2000. Check its year."),
    Problem.NO_AMOUNT: gettext_noop("There is no amount. Add what was paid, such as 1234.50."),
    Problem.BAD_AMOUNT: gettext_noop(
        "The amount cannot be read. Write it in figures, such as 1234.50."
    ),
    Problem.AMBIGUOUS_AMOUNT: gettext_noop(
        "This amount may be thousands or thousandths. Write it with two decimals."
    ),
    Problem.BAD_CURRENCY: gettext_noop(
        "The currency is not known. Write its three letters, such as EUR."
    ),
    Problem.OTHER_CURRENCY: gettext_noop(
        "The currency is not that of this shop. Connect one shop for each currency."
    ),
    Problem.TWICE: gettext_noop(
        "The same order stands above with other values. The first counts: correct the table."
    ),
    Problem.CLASH: gettext_noop(
        "Another order of this shop, on another day, has this number. Check the table’s shop."
    ),
}
_NOTES: Mapping[Note, str] = {
    Note.REPEATED: gettext_noop("Clocks showed this hour twice that day: it is read as the first."),
    Note.SKIPPED: gettext_noop("Clocks never showed this hour that day: it is read an hour later."),
    Note.DAY_ONLY: gettext_noop("There is no hour: it is noted at noon."),
}


def reason(problem: Problem) -> str:
    """Return the message id that explains a problem."""
    return _REASONS[problem]


def remark(note: Note) -> str:
    """Return the message id that says what was decided of a date."""
    return _NOTES[note]
