"""Why something cannot be done with a contest, and in which words people read it."""

from __future__ import annotations

from enum import Enum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(Enum):
    """What stands against it."""

    INCOMPLETE = "incomplete"
    OVER = "over"
    NOT_PUBLISHED = "not_published"
    CHANGED_SINCE = "changed_since"
    FIXED = "fixed"
    STILL_OPEN = "still_open"
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    NOT_FROZEN = "not_frozen"
    TOO_EARLY = "too_early"
    LIST_CHANGED = "list_changed"
    SEED_LOST = "seed_lost"
    DRAWN = "drawn"
    ERASED = "erased"
    COUNTED_ALREADY = "counted_already"
    COMMENTS_CHANGED = "comments_changed"


class CannotGoOn(Exception):
    """A step of a contest cannot be taken; not fit for people: see `problem` and `WORDS`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


WORDS: Final[dict[Problem, Promise]] = {
    Problem.INCOMPLETE: _("The rules are not complete: say first what is still missing."),
    Problem.OVER: _(
        "The contest would be over before anybody reads its rules: its end is past. Change its"
        " dates first."
    ),
    Problem.NOT_PUBLISHED: _("Publish the rules first: nobody takes part without rules to read."),
    Problem.CHANGED_SINCE: _(
        "The rules were changed since you published them. Publish them again first: what"
        " everybody reads is what holds."
    ),
    Problem.FIXED: _("The list is closed: neither the rules nor the list change any more."),
    Problem.STILL_OPEN: _("The contest is still open: the list is closed after its end."),
    Problem.NOBODY: _("Nobody takes part yet: there is nothing to draw from."),
    Problem.TOO_MANY: _("These are more people than a list can hold. Nothing was added."),
    Problem.NOT_FROZEN: _("Close the list first: the draw is made from a closed list."),
    Problem.TOO_EARLY: _("The rules say when the draw begins: come back then."),
    Problem.LIST_CHANGED: _(
        "The list is no longer the one that was published: somebody changed the database."
        " No draw can be held."
    ),
    Problem.SEED_LOST: _(
        "The secret number cannot be read: the key of this installation is missing, or is another"
        " one. Put the key file back from a backup, then draw."
    ),
    Problem.DRAWN: _("The draw was held already: there is no second one."),
    Problem.ERASED: _("The names of this contest were erased: it cannot go on."),
    Problem.COMMENTS_CHANGED: _(
        "Comments came or went since this page was shown. Nothing was added: look again."
    ),
    Problem.COUNTED_ALREADY: _("Somebody of this name counts already."),
}


def words(error: CannotGoOn) -> str:
    """Return what a person reads where a step cannot be taken, in the current language."""
    return str(WORDS[error.problem])
