"""What is wrong with what was typed, in a sentence that says how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.company.hours_text import SPANS_MAX, CannotRead, Problem


def cannot_read(error: CannotRead) -> str:
    """Return why the openings of a day are not taken."""
    sentences = {
        Problem.UNREADABLE: _(
            "“%(where)s” cannot be read. Write for instance: 9:00 – 12:00, 14:00 – 19:00"
        ),
        Problem.NO_SUCH_TIME: _("There is no such time: “%(where)s”."),
        Problem.SAME_TIMES: _(
            "“%(where)s” opens and closes at the same time. For a whole day, write 0:00 – 24:00"
        ),
        Problem.OVERLAP: _("Two openings overlap: “%(where)s”. Join them, or mend their times."),
        Problem.TOO_MANY: _("These are more than %(count)s openings in one day."),
        Problem.NOTHING_ABOVE: _("There is no day above this one to repeat."),
    }
    return sentences[error.problem] % {"where": error.where[:40], "count": SPANS_MAX}
