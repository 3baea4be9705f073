"""The clauses of a moderation charter, in words filled from what is known of the company."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.company import wording
from beffroi.company.queries import Facts
from beffroi.company.rules import Delay, Kind, Measure, Promise


@dataclass(frozen=True)
class Clause:
    """One part of a charter: its title, sentences before a list, the list, sentences after it."""

    key: str
    title: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A whole charter in its language."""

    language: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Wishes:
    """What the company chose for its charter beyond its facts."""

    language: str = "fr"
    moderator: str = ""
    left_out: frozenset[str] = frozenset()
    own_words: str = ""


@dataclass(frozen=True)
class _Told:
    facts: Facts
    promise: Promise
    wishes: Wishes


def text_of(facts: Facts, *, promise: Promise, wishes: Wishes) -> Text:
    """Return the charter in its language; clauses that were switched off are left out."""
    told = _Told(facts, promise, wishes)
    with translation.override(wishes.language):
        title = _("%(name)s: how we moderate what you write") % {"name": facts.name}
        left_out = OPTIONAL & wishes.left_out
        made = [make(told) for key, make in _CLAUSES.items() if key not in left_out]
        return Text(wishes.language, title, (*made, *_own(wishes.own_words)))


def titles(*, language: str) -> dict[str, str]:
    """Return the title of each clause that can be switched off, by its key."""
    with translation.override(language):
        return {key: str(title()) for key, title in _TITLES.items() if key in OPTIONAL}


def missing(facts: Facts) -> list[str]:
    """Return what the charter would say better if it were known: `hours`, `contact`."""
    found = [] if facts.hours else ["hours"]
    return found if facts.email or facts.phone or facts.address else [*found, "contact"]


def to_json(text: Text) -> list[dict[str, Any]]:
    """Return the clauses of a charter as they are kept."""
    return [
        {
            "key": clause.key,
            "title": clause.title,
            "sentences": list(clause.sentences),
            "points": list(clause.points),
            "after": list(clause.after),
        }
        for clause in text.clauses
    ]


def from_json(content: Sequence[dict[str, Any]]) -> tuple[Clause, ...]:
    """Return the clauses that were kept."""
    return tuple(
        Clause(
            key=one["key"],
            title=one["title"],
            sentences=tuple(one["sentences"]),
            points=tuple(one["points"]),
            after=tuple(one["after"]),
        )
        for one in content
    )


def known(keys: Collection[str]) -> list[str]:
    """Keep the keys of clauses that may be switched off, in the order of the charter."""
    return [key for key in _CLAUSES if key in OPTIONAL and key in keys]


def _open(told: _Told) -> Clause:
    sentences = (
        _(
            "The pages of %(name)s on social networks are open to everyone: questions, opinions and"
            " criticism are welcome."
        )
        % {"name": told.facts.name},
        _("We only ask for respect: for the others, for our team, and for the law."),
    )
    return Clause("open", _TITLES["open"](), sentences)


def _afterwards(told: _Told) -> Clause:
    return Clause(
        "afterwards",
        _TITLES["afterwards"](),
        (
            _(
                "We moderate after publication: a message shows first, and we read it later. What"
                " stands there is its author’s opinion, not ours."
            ),
            _("We do not delete a message because it is critical."),
        ),
    )


def _deleted(told: _Told) -> Clause:
    points = (
        _("what the law forbids, and calls to hatred or to violence;"),
        _("racist, sexist, homophobic or otherwise discriminating words;"),
        _("insults, threats, harassment;"),
        _("defamation, and accusations without any element behind them;"),
        _("pornographic or shocking content;"),
        _("private data: names, addresses, phone numbers, pictures of people who did not agree;"),
        _("advertising, spam, links that have nothing to do with the subject;"),
        _("the same message again and again, or off topic;"),
        _("what infringes copyright, a trade mark or somebody’s right to their image."),
    )
    return Clause("deleted", _TITLES["deleted"](), (_("We hide or delete:"),), points)


def _told(told: _Told) -> Clause:
    return Clause(
        "told",
        _TITLES["told"](),
        (
            _(
                "When we delete a message, we tell its author why, in private, where the network"
                " lets us do so. The message may be published again without what had it deleted."
            ),
        ),
    )


def _exclusion(told: _Told) -> Clause:
    return Clause(
        "exclusion",
        _TITLES["exclusion"](),
        (
            _(
                "Whoever breaks these rules again after a first notice may be blocked from our"
                " pages. Threats and calls to hatred may have us do so at once, and report them to"
                " the network or to the authorities."
            ),
        ),
    )


def _who(told: _Told) -> Clause:
    facts, moderator = told.facts, told.wishes.moderator
    who = (
        _("Our pages are read and moderated by %(who)s.") % {"who": moderator}
        if moderator
        else _("Our pages are read and moderated by the team of %(name)s.") % {"name": facts.name}
    )
    hours = facts.hours_in_words(language=told.wishes.language)
    first = _first_answer(told.promise.of(Kind.OTHER), are_hours_told=bool(hours))
    when = (
        _("Our team is there %(hours)s; outside these hours nobody answers.") % {"hours": hours}
        if hours
        else ""
    )
    title = _TITLES["who"]() if when else _("Who moderates")
    return Clause("who", title, tuple(one for one in (who, when, first) if one))


def _first_answer(delay: Delay, *, are_hours_told: bool) -> str:
    if not are_hours_told:  # as it is counted: by the clock
        delay = replace(delay, measure=Measure.CLOCK)
    if delay.measure is not Measure.OPEN_DAYS:
        within = {"delay": wording.delay_in_words(delay)}
        return _("We do our best to give a first answer within %(delay)s.") % within
    return ngettext(
        "We do our best to give a first answer by the end of the next day on which we are open.",
        "We do our best to give a first answer within %(count)s days on which we are open.",
        delay.days,
    ) % {"count": delay.days}


def _emergencies(told: _Told) -> Clause:
    phone = _unbroken(told.facts.phone)
    ours = [_("For an urgent matter with us, call %(phone)s.") % {"phone": phone}] if phone else []
    return Clause(
        "emergencies",
        _TITLES["emergencies"](),
        (
            _(
                "Our pages are not watched at every moment. If somebody is in danger, call the"
                " emergency services: 112 in Europe, 911 in Canada."
            ),
            *ours,
        ),
    )


def _contest(told: _Told) -> Clause:
    return Clause(
        "contest",
        _TITLES["contest"](),
        (
            _(
                "If you think that we moderated a message wrongly, tell us so, with its date and"
                " its network: somebody reads it again and answers you."
            ),
            _reach(told.facts),
        ),
    )


def _privacy(told: _Told) -> Clause:
    return Clause(
        "privacy",
        _TITLES["privacy"](),
        (
            _(
                "What you write to us on a network is public there, or private, as you chose."
                " %(name)s reads and keeps it only to answer you and to moderate its pages; it is"
                " neither sold nor used for anything else."
            )
            % {"name": told.facts.name},
            _(
                "You may ask to see, correct or erase what concerns you, or object to its use. If"
                " our answer does not satisfy you, you may turn to the data protection authority"
                " of your country."
            ),
            _("Never write an order number, a bank card or health data in a public message."),
        ),
    )


def _reach(facts: Facts) -> str:
    ways = [way for way in (facts.email, _unbroken(facts.phone), _postal(facts)) if way]
    if not ways:
        return _("You reach us by a private message to our page.")
    return _("You reach us here: %(ways)s.") % {"ways": " · ".join(ways)}


def _postal(facts: Facts) -> str:
    if not facts.address:
        return ""
    return ", ".join([facts.name, *(line.strip() for line in facts.address.splitlines() if line)])


def _unbroken(number: str) -> str:
    """Return a number that no line break takes apart."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


def _own(words: str) -> list[Clause]:
    sentences = tuple(line.strip() for line in words.splitlines() if line.strip())
    return [Clause("own", _("And here"), sentences)] if sentences else []


_CLAUSES: dict[str, Callable[[_Told], Clause]] = {
    "open": _open,
    "afterwards": _afterwards,
    "deleted": _deleted,
    "told": _told,
    "exclusion": _exclusion,
    "who": _who,
    "emergencies": _emergencies,
    "contest": _contest,
    "privacy": _privacy,
}
_TITLES: dict[str, Callable[[], str]] = {
    "open": lambda: _("Everyone is welcome"),
    "afterwards": lambda: _("We read after publication"),
    "deleted": lambda: _("What we delete"),
    "told": lambda: _("Authors are told"),
    "exclusion": lambda: _("When somebody does it again"),
    "who": lambda: _("Who moderates, and when"),
    "emergencies": lambda: _("In an emergency"),
    "contest": lambda: _("If you disagree"),
    "privacy": lambda: _("Your data"),
}
#: What a charter can do without; what is deleted, by whom, and how to contest belongs in each.
OPTIONAL = frozenset({"open", "afterwards", "told", "exclusion", "emergencies", "privacy"})
