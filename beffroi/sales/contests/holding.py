"""What people do with the rules of a contest: write, publish, withdraw them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from beffroi.company import clauses
from beffroi.company.clauses import Text
from beffroi.sales.contests import entering, facts, rules_text, trail
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import Prize
from beffroi.sales.models import Contest, ContestVersion, Offer
from beffroi.workspaces.models import User

_NAME_IN_ADDRESS_MAX = 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RANDOM_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What a company says of its contest; instants are aware, empty is not said yet."""

    language: str = "fr"
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    draw_at: datetime | None = None
    who: str = ""
    is_for_adults: bool = True
    how: str = ""
    prizes: tuple[Prize, ...] = ()
    substitutes: int = 3
    told_how: str = ""
    answer_days: int = 14
    mediator: str = ""


@transaction.atomic
def write(offer: Offer, wish: Wish, *, actor: User, now: datetime) -> Contest:
    """Keep what a contest is; strangers go on reading what was published. Raises CannotGoOn."""
    contest = _open_rules(_begun(offer, now=now))
    for name in Wish.__slots__:
        setattr(contest, name, getattr(wish, name))
    contest.prizes = facts.prizes_to_json(wish.prizes)
    contest.changed_at = now
    contest.save()
    entering.judge_again(contest)
    trail.record(contest, "contest.changed", actor=actor, now=now)
    return contest


@transaction.atomic
def say_clause(contest: Contest, key: str, *, words: str, actor: User, now: datetime) -> None:
    """Put words of one's own in the place of a clause; none: ours again. Raises CannotGoOn."""
    locked = _open_rules(contest)
    own = {known: kept for known, kept in locked.own.items() if known != key}
    locked.own = own | {key: words} if words else own
    locked.changed_at = now
    locked.save(update_fields=["own", "changed_at"])
    detail = {"clause": key}
    trail.record(locked, "contest.clause_changed", actor=actor, now=now, detail=detail)


@transaction.atomic
def publish(contest: Contest, *, actor: User, now: datetime) -> ContestVersion:
    """Show the rules to everybody; the same words are not a new version.

    Raises CannotGoOn, also for a first publication after the end: nobody could have read them.
    What was published before may be mended then.
    """
    locked = _open_rules(contest)
    told = facts.told_of(locked)
    if rules_text.missing(told):
        raise CannotGoOn(Problem.INCOMPLETE)
    newest = locked.versions.first()
    if newest is None and is_over(locked, now=now):
        raise CannotGoOn(Problem.OVER)
    text = rules_text.text_of(told)
    version = newest if newest and says(newest, text) else _new_version(locked, text, actor, now)
    locked.is_public, locked.published_at = True, now
    locked.save(update_fields=["is_public", "published_at"])
    detail = {"version": str(version.number)}
    trail.record(locked, "contest.published", actor=actor, now=now, detail=detail)
    return version


@transaction.atomic
def withdraw(contest: Contest, *, actor: User, now: datetime) -> None:
    """Take the rules away from their public address. Raises CannotGoOn once the list is closed."""
    locked = _open_rules(contest)
    locked.is_public = False
    locked.save(update_fields=["is_public"])
    trail.record(locked, "contest.withdrawn", actor=actor, now=now)


@transaction.atomic
def bring_back(contest: Contest, *, actor: User, now: datetime) -> None:
    """Undo the withdrawal: show the newest version again. Raises CannotGoOn where there is none."""
    locked = _open_rules(contest)
    if not locked.versions.exists():
        raise CannotGoOn(Problem.NOT_PUBLISHED)
    locked.is_public = True
    locked.save(update_fields=["is_public"])
    trail.record(locked, "contest.returned", actor=actor, now=now)


def is_over(contest: Contest, *, now: datetime) -> bool:
    """Tell whether the end of a contest is past."""
    return contest.ends_at is not None and now >= contest.ends_at


def says(version: ContestVersion, text: Text) -> bool:
    """Tell whether a version is word for word this text."""
    same_words = version.content == clauses.to_json(text) and version.title == text.title
    return same_words and version.language == text.language


def _open_rules(contest: Contest) -> Contest:
    locked = trail.locked(contest)
    if locked.frozen_at is not None:
        raise CannotGoOn(Problem.FIXED)
    return locked


def _begun(offer: Offer, *, now: datetime) -> Contest:
    """Make the row; whoever begins at the same time gets the same."""
    contest, _is_new = Contest.objects.get_or_create(
        offer=offer, defaults={"address": _new_address(offer.name), "changed_at": now}
    )
    return contest


def _new_version(contest: Contest, text: Text, actor: User, now: datetime) -> ContestVersion:
    return ContestVersion.objects.create(
        contest=contest,
        number=contest.versions.count() + 1,
        language=text.language,
        title=text.title,
        content=clauses.to_json(text),
        published_at=now,
        published_by=actor,
    )


def _new_address(name: str) -> str:
    """Return an address that can be read aloud and not be guessed."""
    random = "".join(secrets.choice(_LETTERS) for _place in range(_RANDOM_LETTERS))
    readable = slugify(name)[:_NAME_IN_ADDRESS_MAX].strip("-")
    return f"{readable}-{random}" if readable else random
