"""What the pages of watches say: refusals, warnings, what a watch looks for, why a text is out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.listening import rules, sensitive, wording
from beffroi.listening.counting import Count, Sample
from beffroi.listening.formula import Unreadable
from beffroi.listening.judging import Reason
from beffroi.listening.refusing import Problem, Refusal
from beffroi.listening.rules import Subject
from beffroi.listening.sought import Sought
from beffroi.listening.sources.wording import nobody_searches


def refusal(one: Refusal) -> str:
    """Return what is wrong and what to do, in one or two sentences."""
    said = {"terms": quoted(one.terms), "term": quoted(one.terms[:1])}
    return _REFUSALS[one.problem]() % {**said, **_bounds()}


def _bounds() -> dict[str, int]:
    return {
        "name": rules.NAME_MAX,
        "signs": rules.TERM_MAX,
        "most": rules.TERMS_MAX,
        "watches": rules.WATCHES_MAX,
    }


_REFUSALS: Mapping[Problem, Callable[[], str]] = {
    Problem.EMPTY: lambda: _("Say at least one word that messages must hold."),
    Problem.STOP_WORDS: lambda: _(
        "Nearly every message holds %(terms)s. Add a word that is yours: a name, a product, a town."
    ),
    Problem.TOO_WIDE: lambda: _(
        "Nearly every message would come in by %(terms)s. Take that out, or put words that must"
        " also be there in “near”."
    ),
    Problem.TOO_LONG: lambda: _(
        "%(term)s is longer than %(signs)s signs: nobody writes it twice alike. Keep its first"
        " words."
    ),
    Problem.TOO_MANY: lambda: _(
        "More than %(most)s words in one watch. Make two watches of it, each with its own name."
    ),
    Problem.NO_WORD: lambda: _("%(term)s holds no letter or digit: nothing can be found by it."),
    Problem.CONTRADICTORY: lambda: _(
        "You both want and exclude %(terms)s: nothing would ever be found. Take that out of one of"
        " the two."
    ),
    Problem.NEAR_OTHER_SCRIPT: lambda: _(
        "%(term)s cannot stand near another word: that is counted in words of the Latin alphabet."
        " Put it among the words instead."
    ),
    Problem.HALF_PAIR: lambda: _("Say both words that must stand near each other."),
    Problem.PERSONAL: lambda: _(
        "%(terms)s beside the name of a person: the law protects what somebody’s health, faith,"
        " opinions or private life are. Follow their name alone, or what they do in their trade."
    ),
    Problem.PROTECTED: lambda: _(
        "The law protects most what %(terms)s may tell of somebody. Say that you follow a subject"
        " or a product, or add the name of your house or of a place."
    ),
    Problem.NAME_MISSING: lambda: _("Give this watch a name: you will read it in lists."),
    Problem.NAME_TOO_LONG: lambda: _("This name is longer than %(name)s signs. Shorten it."),
    Problem.NAME_TAKEN: lambda: _("There is a watch named %(term)s already. Choose another name."),
    Problem.FULL: lambda: _(
        "There are %(watches)s watches already, as many as there may be. Remove one first."
    ),
    Problem.PURPOSE: lambda: _(
        "This purpose was not weighed yet. Choose another one, or have it weighed first."
    ),
    Problem.NETWORK: lambda: _("%(terms)s: no network is called so here."),
    Problem.FORMULA: lambda: _("The formula cannot be read: see below where."),
    Problem.REMOVED: lambda: _("Somebody removed this watch meanwhile: nothing was kept."),
}


def unreadable(one: Unreadable) -> str:
    """Return what is wrong with a formula at the place that is marked in it."""
    return _UNREADABLE[one.problem]() % {"found": quoted([one.found])}


_UNREADABLE: Mapping[str, Callable[[], str]] = {
    "empty": lambda: _("The formula is empty. Write at least one word."),
    "too_long": lambda: _("The formula is too long: keep what matters most."),
    "ended": lambda: _("The formula ends too early: a word is missing after its last one."),
    "or_bare": lambda: _("Put words joined by OR in brackets, as (a OR b)."),
    "close_stray": lambda: _("This bracket was never opened."),
    "bracket_open": lambda: _("This bracket is never closed."),
    "only_or": lambda: _("%(found)s. Inside brackets there is only OR."),
    "quote_open": lambda: _("These quotes are never closed."),
    "term_empty": lambda: _("There is no word between these quotes."),
    "too_many_groups": lambda: _(
        "A third pair of brackets. The first is what you look for, the second what"
        " must stand beside it."
    ),
    "near_far": lambda: _("Between two words, count from 1 to 20."),
    "no_language": lambda: _("%(found)s is no language. Write two letters: fr, en."),
    "unexpected": lambda: _("%(found)s was not expected. Join parts by AND."),
}


def protected(sought: Sought) -> str:
    """Return the warning where words touch what the law protects most, "" where none does."""
    themes = sensitive.themes(sought.wanted)
    if not themes:
        return ""
    return _(
        "The law protects most what touches %(themes)s: here %(terms)s. You may follow it as a"
        " subject of your trade; never to learn it of somebody. The record of processing says so."
    ) % {
        "terms": quoted(dict.fromkeys(themes.values())),
        "themes": listed(str(wording.THEMES[theme]) for theme in themes),
    }


def looked_for(sought: Sought) -> str:
    """Return what a watch looks for, as half a line of a list."""
    parts = [_(" or ").join(sought.any_of)] if sought.any_of else []
    if sought.all_of:
        parts.append(_("with %(terms)s") % {"terms": listed(sought.all_of)})
    parts += [
        _("%(first)s near %(second)s") % {"first": one.first, "second": one.second}
        for one in sought.near
    ]
    if sought.beside:
        parts.append(_("near %(terms)s") % {"terms": _(" or ").join(sought.beside)})
    if sought.none_of:
        parts.append(_("not %(terms)s") % {"terms": ", ".join(sought.none_of)})
    if sought.languages:
        parts.append(_("in %(languages)s") % {"languages": languages(sought.languages)})
    return ", ".join(parts)


def languages(codes: Iterable[str]) -> str:
    """Return languages by name, as a sentence goes on with them: no capitals in French."""
    named = (str(wording.LANGUAGES.get(code, code)) for code in codes)
    return listed(named if (get_language() or "").startswith("en") else map(str.lower, named))


def why_aside(sample: Sample) -> str:
    """Return why a message is set aside, and how many are for the same reason."""
    said = ""
    if sample.reason is Reason.WORD:
        said = quoted([sample.detail])
    elif sample.reason is Reason.LANGUAGE:
        said = _spoken(sample.detail)
    elif sample.reason is Reason.BESIDE:
        said = _("nothing of “near” in it")
    elif sample.reason is Reason.NETWORK:
        said = network_name(sample.detail)
    many = ngettext("%(count)s message", "%(count)s messages", sample.count)
    return f"{said} · {many % {'count': sample.count}}"


def _spoken(code: str) -> str:
    if not code:
        return _("in an unknown language")
    return _("in %(languages)s") % {"languages": languages([code])}


def how_many(count: Count) -> str:
    """Return whether what is kept can be read."""
    if not count.total:
        return _("No message of the last 7 days held these words, where it was counted.")
    if count.kept_count <= 7:
        return _("kept in 7 days. Less than one a day: easy to read.")
    if count.kept_count <= 70:
        return _("kept in 7 days. A few a day: easy to read.")
    return _("kept in 7 days. Many a day: exclude a word, or add what must stand near.")


def counted_on(count: Count) -> str:
    """Return on what it was counted."""
    parts = []
    if count.mentions:
        mentions = ngettext("%(count)s mention kept", "%(count)s mentions kept", count.mentions)
        parts.append(mentions % {"count": count.mentions})
    if count.inbox:
        inbox = ngettext("%(count)s public message", "%(count)s public messages", count.inbox)
        parts.append(_("%(messages)s of your inbox") % {"messages": inbox % {"count": count.inbox}})
    parts += [network_name(key) for key in sorted(count.searched)]
    if not parts:
        return _("Nothing to count on yet: nothing was read in 7 days.")
    hold = ngettext("%(count)s holds these words", "%(count)s hold these words", count.total)
    return _("Counted on %(what)s: %(hold)s.") % {
        "what": listed(parts),
        "hold": hold % {"count": count.total},
    }


def at_most(count: Count) -> str:
    """Return what public streams may bring at most, or that nobody counted yet."""
    if count.at_most_a_day is None:
        return _("How much public streams would bring is not counted yet.")
    if count.at_most_a_day < 1:
        return _("Public streams would bring less than one a day.")
    number = round(count.at_most_a_day)
    return ngettext(
        "Public streams would bring %(count)s a day at most.",
        "Public streams would bring %(count)s a day at most.",
        number,
    ) % {"count": number}


def cannot_be_searched(count: Count) -> str:
    """Return which networks let nobody look for words."""
    return nobody_searches(tuple(network_name(key) for key in count.unsearchable))


def silent(count: Count) -> str:
    """Return which networks did not answer in time."""
    if not count.silent:
        return ""
    names = listed(network_name(key) for key in sorted(count.silent))
    return _("%(networks)s did not answer: not counted.") % {"networks": names}


def quoted(terms: Iterable[str]) -> str:
    """Return terms between quotes, as a sentence goes on with them."""
    return listed(_("“%(term)s”") % {"term": term} for term in terms)


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list in a sentence: a, b and c."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}


def subject_name(subject: Subject) -> str:
    """Return how a subject is called."""
    return str(wording.SUBJECTS[subject].name)
