"""Why something that a shop told, or a line of a table, is not taken. Pure.

What people read of each is in `reasons`.
"""

from __future__ import annotations

from enum import StrEnum

_DETAIL_MAX = 80


class Problem(StrEnum):
    """One reason for each thing that people can do about it."""

    # of a whole body or file
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOT_XML = "not_xml"
    TOO_DEEP = "too_deep"
    TOO_MANY_LINES = "too_many_lines"
    OTHER_SHAPE = "other_shape"
    OTHER_TOPIC = "other_topic"
    OLD_FORMAT = "old_format"
    NO_TABLE = "no_table"
    OTHER_HEADINGS = "other_headings"
    FOUND_HEADINGS = "found_headings"
    DAMAGED = "damaged"
    # of an order or a line
    NO_ID = "no_id"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    FUTURE = "future"
    TOO_OLD = "too_old"
    NO_AMOUNT = "no_amount"
    BAD_AMOUNT = "bad_amount"
    AMBIGUOUS_AMOUNT = "ambiguous_amount"
    BAD_CURRENCY = "bad_currency"
    OTHER_CURRENCY = "other_currency"
    TWICE = "twice"
    CLASH = "clash"


class Refused(Exception):
    """It is not taken; `problem` says why, `detail` repeats what was written, shortened."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.detail = shown(detail)


def shown(text: str) -> str:
    """Return what was written as a page can repeat it: one line, short, of signs that are seen."""
    line = " ".join(text[: _DETAIL_MAX * 2].split())
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in line)[:_DETAIL_MAX]
