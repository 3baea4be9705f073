"""The fifteen questions in words: what is asked, why, and where it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.core.lengths import length
from beffroi.strategy.opening.rules import MINUTES_MIN, POSTS_MIN, Facts, Item


@dataclass(frozen=True, slots=True)
class Question:
    """A question, as a statement that is settled when it is true; where to settle it."""

    statement: Promise
    why: Promise
    url_name: str = ""
    gesture: Promise | str = ""


QUESTIONS: Mapping[Item, Question] = {
    Item.INCIDENT: Question(
        gettext_lazy("No known incident is open"),
        gettext_lazy(
            "Late deliveries, a fault, a quarrel: a new page would give them one more place."
        ),
        "alerts",
        gettext_lazy("See the alerts"),
    ),
    Item.PEOPLE: Question(
        gettext_lazy("Somebody answers, somebody stands in, within known hours"),
        gettext_lazy("A page that one person alone looks after falls silent with their leave."),
        "plan_networks",
        gettext_lazy("Name them"),
    ),
    Item.AFTER_SALES: Question(
        gettext_lazy("After-sales service and refunds are written down"),
        gettext_lazy("What is promised in public must be the same whoever answers."),
        "company_policies",
        gettext_lazy("Write them"),
    ),
    Item.GOAL: Question(
        gettext_lazy("One goal has a number and a day"),
        gettext_lazy("Without it nobody can tell in six months whether the page was worth it."),
        "goals",
        gettext_lazy("Set a goal"),
    ),
    Item.DIALOGUE: Question(
        gettext_lazy("We are ready to talk, not only to announce"),
        gettext_lazy("People write to pages. Half of companies ignore what customers tell them."),
        "inbox",
        gettext_lazy("See what waits for an answer"),
    ),
    Item.RIGHTS: Question(
        gettext_lazy("Logo and pictures are ours to use, and the legal notice is ready"),
        gettext_lazy(
            "Those who took a picture, and those who are in it, agreed. In France a page that sells"
            " says who is behind it, or leads to where that is said."
        ),
    ),
    Item.PUBLIC: Question(
        gettext_lazy("Our customers are there"),
        gettext_lazy("Look at what your competitors do there, and ask ten customers."),
        "plan_audience",
        gettext_lazy("Read whom you want to reach"),
    ),
    Item.POSTS: Question(
        gettext_lazy("Ten posts are ready"),
        gettext_lazy("A page that begins with two posts looks abandoned by the third week."),
        "post_new",
        gettext_lazy("Write one"),
    ),
    Item.HOURS: Question(
        gettext_lazy("An hour and a quarter a week is set aside"),
        gettext_lazy("Fifteen minutes a day. Less than that, and it will be taken from sleep."),
        "plan_means",
        gettext_lazy("Plan the hours"),
    ),
    Item.CHARTER: Question(
        gettext_lazy("The moderation charter is public"),
        gettext_lazy("Whoever removes a comment must be able to say by which rule."),
        "company_charter",
        gettext_lazy("Publish it"),
    ),
    Item.ACCOUNT: Question(
        gettext_lazy("The account belongs to the company, with two administrators and two factors"),
        gettext_lazy("Whoever leaves takes nothing along, and a stolen password opens nothing."),
    ),
    Item.SITE: Question(
        gettext_lazy("Our site will lead to the page, and the page to our site"),
        gettext_lazy("It is how visitors know that the page is really yours."),
    ),
    Item.MEASURE: Question(
        gettext_lazy("What it brings will be counted"),
        gettext_lazy("A tracked link or a code tells visits and sales apart from likes."),
        "measured_links",
        gettext_lazy("Make a link"),
    ),
    Item.TEAM: Question(
        gettext_lazy("The team knows, and somebody can be reached when it goes wrong"),
        gettext_lazy("Colleagues are asked about what it says; on a bad evening, one is called."),
        "company_crisis",
        gettext_lazy("Add a contact"),
    ),
    Item.CLOSING: Question(
        gettext_lazy("We know when we would close it again"),
        gettext_lazy("One network fewer is a good answer, if it was agreed beforehand."),
    ),
}


def told(item: Item, facts: Facts) -> str:
    """Return what figures tell of a question, in one sentence; "" where they tell nothing."""
    words = _TOLD.get(item)
    return words(facts) if words else ""


def _incidents(facts: Facts) -> str:
    if not facts.open_incidents:
        return _("No alert goes on today.")
    return ngettext(
        "%(count)s alert goes on today.", "%(count)s alerts go on today.", facts.open_incidents
    ) % {"count": facts.open_incidents}


def _people(facts: Facts) -> str:
    lacking = {
        _("who does it"): facts.has_owner,
        _("who stands in"): facts.has_backup,
        _("your opening hours"): facts.has_hours,
    }
    names = [name for name, is_there in lacking.items() if not is_there]
    if not names:
        return _("Both are named in your strategy, and your opening hours are known.")
    return _("Still unknown: %(what)s.") % {"what": ", ".join(names)}


def _dialogue(facts: Facts) -> str:
    if not facts.messages:
        return ""
    return ngettext(
        "%(answered)s of %(count)s message answered in ninety days.",
        "%(answered)s of %(count)s messages answered in ninety days.",
        facts.messages,
    ) % {"answered": facts.answered, "count": facts.messages}


def _posts(facts: Facts) -> str:
    return ngettext(
        "%(count)s post ready, of %(wanted)s.",
        "%(count)s posts ready, of %(wanted)s.",
        facts.posts_ready,
    ) % {"count": facts.posts_ready, "wanted": POSTS_MIN}


def _hours(facts: Facts) -> str:
    if facts.minutes_a_week is None:
        return _("Your strategy says no hours yet.")
    return _("%(planned)s a week planned, of %(wanted)s.") % {
        "planned": length(timedelta(minutes=facts.minutes_a_week)),
        "wanted": length(timedelta(minutes=MINUTES_MIN)),
    }


def _team(facts: Facts) -> str:
    if not facts.crisis_contacts:
        return _("Your crisis file names nobody yet.")
    return ngettext(
        "%(count)s contact in your crisis file.",
        "%(count)s contacts in your crisis file.",
        facts.crisis_contacts,
    ) % {"count": facts.crisis_contacts}


_TOLD = {
    Item.INCIDENT: _incidents,
    Item.PEOPLE: _people,
    Item.DIALOGUE: _dialogue,
    Item.POSTS: _posts,
    Item.HOURS: _hours,
    Item.TEAM: _team,
}
