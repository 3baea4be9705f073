"""What a company says of itself, as far as it may stand in an answer to one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from beffroi.company import rules as company_rules
from beffroi.company.models import Company
from beffroi.company.public_holidays import keys_on
from beffroi.company.queries import Facts as CompanyFacts
from beffroi.company.wording import day_in_sentence
from beffroi.inbox import places
from beffroi.language.understanding import Message, understand
from beffroi.suggestions.bank import Language
from beffroi.suggestions.days import Named
from beffroi.suggestions.facts import Facts
from beffroi.suggestions.understanding import nearest_language
from beffroi.workspaces.models import User

#: What companies write in their own words, in one language: by policy, the fact that it is.
_IN_OUR_WORDS = {
    "returns": "returns",
    "booking": "booking",
    "shipping": "delivery",
    "after_sales": "after_sales",
    "coming": "coming",
}
#: Texts whose language is remembered: a few for each workspace that answers.
_REMEMBERED = 2_000
#: Where nobody said which public holidays are kept, those of France are days of which nothing is
#: known.
_PROBABLY_HELD = "FR"


def facts_of(
    company: Company,
    known: CompanyFacts,
    *,
    days: tuple[Named, ...],
    language: Language,
    writer: User,
    now: datetime,
) -> Facts:
    """Return what is known for an answer of a language, signed by whoever writes it.

    What the company wrote in its own words is as it stands, whatever its language.
    """
    return Facts(
        company=known.name,
        signature=places.signature(known.signature, writer_name=writer.name),
        hours=known.hours_in_words(language=language),
        day_hours=_hours_of(days, company, known, language=language, now=now),
        address=", ".join(line.strip(" ,") for line in known.address.splitlines() if line.strip()),
        phone=known.phone,
        email=known.email,
        website=known.website,
        **{name: known.policies.get(policy, "") for policy, name in _IN_OUR_WORDS.items()},
    )


def in_one_language(facts: Facts, language: Language, *, writer: User) -> Facts:
    """Return the facts without what is written in another language: no sentence mixes two.

    What tells no language by itself is taken for the writer's own.
    """
    own = nearest_language(writer.language)
    foreign = {
        name: ""
        for name in _IN_OUR_WORDS.values()
        if (text := getattr(facts, name)) and (_language_of(text) or own) != language
    }
    return replace(facts, **foreign)


@lru_cache(maxsize=_REMEMBERED)
def _language_of(text: str) -> str:
    return understand([Message(text)])[0].language


def _hours_of(
    days: tuple[Named, ...],
    company: Company,
    known: CompanyFacts,
    *,
    language: Language,
    now: datetime,
) -> str:
    """Say when we are open on these days; nothing where one is over or cannot be told."""
    calendar = known.calendar
    today = now.astimezone(calendar.zone).date()
    shown = [_still_open(one, calendar=calendar, now=now, today=today) for one in days]
    if any(_is_unsure(one, company, today=today) for one in shown):
        return ""
    said = (
        day_in_sentence(
            one.day,
            calendar=calendar,
            today=today,
            is_weekly=one.is_weekly,
            language=language,
        )
        for one in shown
    )
    semicolon = "\u202f; " if language == "fr" else "; "
    return semicolon.join(one for one in dict.fromkeys(said) if one)


def _still_open(
    named: Named, *, calendar: company_rules.Calendar, now: datetime, today: date
) -> Named:
    """Return the day that helps: once the doors are shut for today, the next on which they open."""
    if named.day != today or named.is_weekly:
        return named
    openings = company_rules.open_spans(today, calendar=calendar)
    following = company_rules.next_opening(now, calendar=calendar)
    if not openings or following is None or openings[-1].end > now:
        return named
    return Named(following.astimezone(calendar.zone).date())


def _is_unsure(named: Named, company: Company, *, today: date) -> bool:
    if named.day < today:
        return True
    is_untold = not company.holiday_region and not named.is_weekly
    return is_untold and bool(keys_on(_PROBABLY_HELD, named.day))
