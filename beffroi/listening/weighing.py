"""The balancing test of listening: its questions, and what an honest answer begins with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the answer that is proposed: a person reads, changes and accepts it."""

    key: str
    asked: str
    proposed: str


KEYS = ("interest", "necessity", "expectations", "effects", "safeguards", "conclusion")


def questions(company: str) -> list[Question]:
    """Return the questions in the current language, answered for a company of that name."""
    named = {"company": company}
    return [
        Question(
            "interest",
            _("What is it for?"),
            _(
                "%(company)s wants to answer people who speak of it in public, to learn early that"
                " something goes wrong, and to know what people look for in its trade. Customers"
                " gain from it too: they are answered, and what is wrong is mended. This interest"
                " is lawful, real and stated."
            )
            % named,
        ),
        Question(
            "necessity",
            _("Could we do without, or with less?"),
            _(
                "Reading every network by hand takes hours and misses most of it. Only public"
                " messages that hold words we chose are kept: nothing behind a login, no"
                " followers, no history of a person. Each watch is as narrow as its purpose allows,"
                " and bounded in number."
            ),
        ),
        Question(
            "expectations",
            _("What do people expect who write in public?"),
            _(
                "Whoever names a company in a public message can expect that it reads it, and"
                " perhaps answers. They do not expect to be followed, sorted or profiled: we do"
                " none of that. What they delete there is deleted here."
            ),
        ),
        Question(
            "effects",
            _("What could it do to them?"),
            _(
                "At worst an answer that somebody did not wish for, or words kept longer than they"
                " would like. Nothing is decided about anybody by a machine, nothing is sold,"
                " shared or joined with other data. Minors may be among them: we look for none."
            ),
        ),
        Question(
            "safeguards",
            _("What protects them?"),
            _(
                "Names go after 90 days, all words at the end of the time we keep them. No profile"
                " of a person; a watch that puts words of health, faith, opinions, origin or sexual"
                " life beside somebody’s name is refused."
                " A public page says what we read; one message is enough to object, and everything"
                " of that person is erased. Few people here see it, and what they do is logged."
            ),
        ),
        Question(
            "conclusion",
            _("What weighs more?"),
            _(
                "With these bounds, the interest of %(company)s to hear what is said of it in"
                " public does not override the rights of those who write. We weigh it again"
                " whenever a purpose changes, and once a year."
            )
            % named,
        ),
    ]


def asked(key: str) -> str:
    """Return a question by its key."""
    return next(one.asked for one in questions("") if one.key == key)
