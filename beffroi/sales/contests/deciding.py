"""The draw of a contest: closing the list, drawing once, passing a prize on."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from beffroi.core import crypto
from beffroi.sales.contests import drawing, trail
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.models import Contest, ContestEntry
from beffroi.workspaces.models import User

_BATCH = 500


@transaction.atomic
def freeze(contest: Contest, *, actor: User, now: datetime) -> Contest:
    """Close the list for good and publish its digest with that of a seed. Raises CannotGoOn."""
    locked = trail.locked(contest)
    _refuse_to_freeze(locked, now=now)
    digests = _digests(locked)
    if not digests:
        raise CannotGoOn(Problem.NOBODY)
    seed = secrets.token_hex(32)
    locked.list_digest = drawing.list_digest(digests)
    locked.seed_hash = drawing.seed_hash(seed)
    locked.sealed = crypto.seal(seed.encode(), bound_to=binding(locked))
    locked.frozen_at = now
    locked.save(update_fields=["list_digest", "seed_hash", "sealed", "frozen_at"])
    detail = {
        "entries": str(len(digests)),
        "list": locked.list_digest,
        "seed_hash": locked.seed_hash,
    }
    trail.record(locked, "contest.frozen", actor=actor, now=now, detail=detail)
    return locked


@transaction.atomic
def draw(contest: Contest, *, actor: User, now: datetime) -> Contest:
    """Tell the seed and rank everybody by it, once. Raises CannotGoOn."""
    locked = trail.locked(contest)
    _refuse_to_draw(locked, now=now)
    digests = _digests(locked)
    if drawing.list_digest(digests) != locked.list_digest:
        raise CannotGoOn(Problem.LIST_CHANGED)
    seed = _seed_of(locked)
    if drawing.seed_hash(seed) != locked.seed_hash:
        raise CannotGoOn(Problem.LIST_CHANGED)
    ranks = {one.digest: one.rank for one in drawing.draw(digests, seed=seed)}
    rows = list(locked.entries.filter(left_out=""))
    for row in rows:
        row.rank = ranks[row.digest]
    ContestEntry.objects.bulk_update(rows, ["rank"], batch_size=_BATCH)
    locked.seed, locked.sealed, locked.drawn_at = seed, b"", now
    locked.save(update_fields=["seed", "sealed", "drawn_at"])
    detail = {"entries": str(len(rows)), "list": locked.list_digest, "seed": seed}
    trail.record(locked, "contest.drawn", actor=actor, now=now, detail=detail)
    return locked


@transaction.atomic
def pass_over(entry: ContestEntry, *, actor: User, now: datetime) -> None:
    """Give the prize of somebody who did not answer, or does not want it, to a substitute."""
    contest = trail.locked(entry.contest)
    rows = ContestEntry.objects.filter(pk=entry.pk, rank__isnull=False, passed_at=None)
    if rows.update(passed_at=now):
        detail = {"rank": str(entry.rank)}
        trail.record(contest, "contest.passed_over", actor=actor, now=now, detail=detail)


@transaction.atomic
def give_back(entry: ContestEntry, *, actor: User, now: datetime) -> None:
    """Undo that somebody was passed over."""
    contest = trail.locked(entry.contest)
    if ContestEntry.objects.filter(pk=entry.pk, passed_at__isnull=False).update(passed_at=None):
        detail = {"rank": str(entry.rank)}
        trail.record(contest, "contest.given_back", actor=actor, now=now, detail=detail)


def binding(contest: Contest) -> str:
    """Return what the seed of a contest belongs to."""
    return f"sales.contest:{contest.address}"


def _refuse_to_freeze(contest: Contest, *, now: datetime) -> None:
    if contest.frozen_at is not None:
        raise CannotGoOn(Problem.FIXED)
    if contest.erased_at is not None:
        raise CannotGoOn(Problem.ERASED)
    if not contest.is_public or contest.published_at is None:
        raise CannotGoOn(Problem.NOT_PUBLISHED)
    if contest.changed_at > contest.published_at:
        raise CannotGoOn(Problem.CHANGED_SINCE)
    if contest.ends_at is None or now < contest.ends_at:
        raise CannotGoOn(Problem.STILL_OPEN)


def _refuse_to_draw(contest: Contest, *, now: datetime) -> None:
    if contest.drawn_at is not None:
        raise CannotGoOn(Problem.DRAWN)
    if contest.frozen_at is None:
        raise CannotGoOn(Problem.NOT_FROZEN)
    if contest.erased_at is not None:
        raise CannotGoOn(Problem.ERASED)
    if contest.draw_at is None or now < contest.draw_at:
        raise CannotGoOn(Problem.TOO_EARLY)


def _seed_of(contest: Contest) -> str:
    try:
        return crypto.open_sealed(bytes(contest.sealed), bound_to=binding(contest)).decode()
    except crypto.CryptoError as error:
        raise CannotGoOn(Problem.SEED_LOST) from error


def _digests(contest: Contest) -> list[str]:
    return list(contest.entries.filter(left_out="").values_list("digest", flat=True))
