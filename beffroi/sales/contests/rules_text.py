"""The rules of a contest as clauses, in words filled from facts; reads no table and no clock.

Law: Code de la consommation L. 121-20 (lawful where it is not unfair), Code de la sécurité
intérieure L. 322-1 and L. 322-2 (nobody pays to take part); no deposit of the rules is required.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.company import wording
from beffroi.company.clauses import Clause, Text
from beffroi.core.sums import exact_sum
from beffroi.sales.contests.rules import (
    KEPT_AFTER_DRAW,
    Missing,
    Prize,
    prize_count,
    total_value,
)


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who holds a contest, as customers know them."""

    name: str
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that the rules of a contest are made of; empty or None is what nobody said yet."""

    name: str
    organiser: Organiser
    zone: ZoneInfo
    currency: str = "EUR"
    language: str = "fr"
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    draw_at: datetime | None = None
    who: str = ""
    is_for_adults: bool = True
    how: str = ""
    prizes: tuple[Prize, ...] = ()
    substitute_count: int = 0
    told_how: str = ""
    answer_days: int = 14
    networks: tuple[str, ...] = ()
    mediator: str = ""
    #: Words that a person wrote in the place of ours, by the key of their clause.
    own: Mapping[str, str] = field(default_factory=dict)


def text_of(told: Told) -> Text:
    """Return the rules in their language; what is not known yet is left out of them."""
    with translation.override(told.language):
        title = _("Rules of the contest “%(name)s”") % {"name": told.name}
        made = [_with_own(make(told), told) for make in _CLAUSES.values()]
        return Text(told.language, title, tuple(one for one in made if one.sentences))


def clause_of(told: Told, key: str) -> Clause:
    """Return one clause in our words, whatever a person wrote. Raises KeyError."""
    with translation.override(told.language):
        return _CLAUSES[key](told)


def lines_of(clause: Clause) -> str:
    """Return a clause as lines that a person may go on from."""
    points = (f"– {point}" for point in clause.points)
    return "\n".join([*clause.sentences, *points, *clause.after])


def missing(told: Told) -> list[Missing]:
    """Return what must be said before anything is published, in the order of the rules."""
    said = {
        Missing.ADDRESS: told.organiser.address,
        Missing.CONTACT: told.organiser.email or told.organiser.phone,
        Missing.DATES: told.begins_at and told.ends_at,
        Missing.WHO: told.who,
        Missing.HOW: told.how,
        Missing.PRIZES: told.prizes,
        Missing.DRAW: told.draw_at,
        Missing.TOLD: told.told_how,
    }
    return [what for what, value in said.items() if not value]


def is_clause(key: str) -> bool:
    """Tell whether rules have a clause of this key."""
    return key in _CLAUSES


def moment_in_words(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as rules say it, in the current language: “1 December 2026 at 9:00”."""
    local = at.astimezone(zone)
    time = wording.clock(local.hour * 60 + local.minute)
    return pgettext("moment in rules", "%(day)s at %(time)s") % {
        "day": wording.day_in_words(local.date()),
        "time": time,
    }


def _with_own(clause: Clause, told: Told) -> Clause:
    lines = told.own.get(clause.key, "").splitlines()
    sentences = tuple(line.strip() for line in lines if line.strip())
    return Clause(clause.key, clause.title, sentences) if sentences else clause


def _organiser(told: Told) -> Clause:
    who = told.organiser
    address = ", ".join(line.strip() for line in who.address.splitlines() if line.strip())
    ways = "\N{NO-BREAK SPACE}· ".join(way for way in (who.email, _unbroken(who.phone)) if way)
    said = [_("This contest is organised by %(name)s.") % {"name": who.name}]
    if address:
        said = [
            _("This contest is organised by %(name)s, %(address)s.")
            % {"name": who.name, "address": address}
        ]
    if ways:
        said.append(_("To reach the organiser: %(ways)s.") % {"ways": ways})
    return Clause("organiser", _("Who organises it"), tuple(said))


def _dates(told: Told) -> Clause:
    said: list[str] = []
    if told.begins_at and told.ends_at:
        said = [
            _("It is open from %(begin)s to %(end)s (time of the zone %(zone)s).")
            % {
                "begin": moment_in_words(told.begins_at, told.zone),
                "end": moment_in_words(told.ends_at, told.zone),
                "zone": told.zone.key,
            },
            _("What comes before or after does not count."),
        ]
    return Clause("dates", _("When"), tuple(said))


def _who(told: Told) -> Clause:
    said = []
    if told.who:
        said.append(_("May take part: %(who)s.") % {"who": told.who.rstrip(". ")})
        if told.is_for_adults:
            said.append(_("Whoever takes part is at least 18 years old."))
        said.append(
            _("The staff of the organiser, and those who live with them, do not take part.")
        )
    return Clause("who", _("Who may take part"), tuple(said))


def _how(told: Told) -> Clause:
    said = [line.strip() for line in told.how.splitlines() if line.strip()]
    if said:
        said.append(_("Each person counts once, however often they take part."))
        said.append(
            _(
                "Nobody is asked to share a post, to tag or to invite anybody: whoever does so has"
                " no better chance."
            )
        )
    return Clause("how", _("How to take part"), tuple(said))


def _free(told: Told) -> Clause:
    said = _(
        "Taking part is free and asks for no purchase: neither buying something nor paying gives a"
        " better chance."
    )
    return Clause("free", _("Free, without purchase"), (said,))


def _prizes(told: Told) -> Clause:
    if not told.prizes:
        return Clause("prizes", _("What can be won"), ())
    points = tuple(_prize(prize, currency=told.currency) for prize in told.prizes)
    number = prize_count(told.prizes)
    first = ngettext(
        "One prize is drawn, worth %(value)s with tax:",
        "%(count)s prizes are drawn, worth %(value)s in all with tax:",
        number,
    ) % {"count": number, "value": exact_sum(total_value(told.prizes), told.currency)}
    after = (
        _(
            "A prize is neither exchanged nor paid out in money. If it cannot be had any more, the"
            " organiser gives one of at least the same value."
        ),
    )
    return Clause("prizes", _("What can be won"), (first,), points, after)


def _prize(prize: Prize, *, currency: str) -> str:
    given = {
        "count": prize.count,
        "what": prize.what,
        "value": exact_sum(prize.value_cents, currency),
    }
    if prize.count == 1:
        return _("%(what)s, worth %(value)s") % given
    return _("%(count)s × %(what)s, worth %(value)s each") % given


def _draw(told: Told) -> Clause:
    if told.draw_at is None:
        return Clause("draw", _("The draw"), ())
    said = [
        _("The winners are drawn by lot from %(moment)s on (time of the zone %(zone)s).")
        % {"moment": moment_in_words(told.draw_at, told.zone), "zone": told.zone.key},
        _(
            "Before the draw the list of those who take part is closed, and a digest of it is"
            " published on this page with the digest of a secret number. The draw tells that"
            " number; it alone decides the order, and anybody can compute it again. No name is"
            " published."
        ),
    ]
    if told.substitute_count:
        said.append(
            ngettext(
                "After the winners, %(count)s substitute is drawn in the same order.",
                "After the winners, %(count)s substitutes are drawn in the same order.",
                told.substitute_count,
            )
            % {"count": told.substitute_count}
        )
    return Clause("draw", _("The draw"), tuple(said))


def _winners(told: Told) -> Clause:
    if not told.told_how:
        return Clause("winners", _("How winners are told"), ())
    said = [
        _("Winners are told this way: %(how)s.") % {"how": told.told_how.rstrip(". ")},
        ngettext(
            "They answer within %(count)s day of being told; after that their prize goes to the"
            " next substitute.",
            "They answer within %(count)s days of being told; after that their prize goes to the"
            " next substitute.",
            told.answer_days,
        )
        % {"count": told.answer_days},
    ]
    if not told.substitute_count:
        said[1] = ngettext(
            "They answer within %(count)s day of being told; after that they lose their prize.",
            "They answer within %(count)s days of being told; after that they lose their prize.",
            told.answer_days,
        ) % {"count": told.answer_days}
    return Clause("winners", _("How winners are told"), tuple(said))


def _data(told: Told) -> Clause:
    said = [
        _(
            "%(name)s keeps the names of those who take part, and how to reach them, only to hold"
            " the draw, to tell the winners and to send the prizes."
        )
        % {"name": told.organiser.name}
    ]
    if told.draw_at:
        until = (told.draw_at + KEPT_AFTER_DRAW).astimezone(told.zone).date()
        said.append(
            _(
                "They are erased %(days)s days after the draw: by %(day)s if it is held on its"
                " day. They are neither sold nor used for anything else."
            )
            % {"days": KEPT_AFTER_DRAW.days, "day": wording.day_in_words(until)}
        )
    said.append(
        _(
            "You may ask the organiser to see, correct or erase what concerns you, or object to"
            " its use. If the answer does not satisfy you, you may turn to the data protection"
            " authority of your country (in France, the CNIL)."
        )
    )
    return Clause("data", pgettext("contest", "Your data"), tuple(said))


def _networks(told: Told) -> Clause:
    if told.networks:
        names = _listed(told.networks)
        first = _(
            "This contest is neither run, sponsored nor endorsed by %(networks)s. Whoever takes"
            " part releases these networks from any claim about it."
        ) % {"networks": names}
    else:
        first = _(
            "This contest is neither run, sponsored nor endorsed by any social network. Whoever"
            " takes part releases these networks from any claim about it."
        )
    last = _("What you tell us, you tell the organiser, and not these networks.")
    return Clause("networks", _("Social networks have no part in it"), (first, last))


def _complaints(told: Told) -> Clause:
    said = [
        _("Taking part means accepting these rules. They are read here free of charge."),
        _(
            "If something goes wrong, write to the organiser first. The law of the organiser’s"
            " country applies, and yours where it protects you better as a consumer."
        ),
    ]
    if told.mediator:
        said.append(
            _("If no agreement is found, you may turn free of charge to the mediator: %(who)s.")
            % {"who": told.mediator.rstrip(". ")}
        )
    return Clause("complaints", _("Questions and complaints"), tuple(said))


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return pgettext("not by any of", "%(first)s or %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }


def _unbroken(number: str) -> str:
    return number.replace(" ", "\N{NO-BREAK SPACE}")


_CLAUSES: dict[str, Callable[[Told], Clause]] = {
    "organiser": _organiser,
    "dates": _dates,
    "who": _who,
    "how": _how,
    "free": _free,
    "prizes": _prizes,
    "draw": _draw,
    "winners": _winners,
    "data": _data,
    "networks": _networks,
    "complaints": _complaints,
}
