"""What screens and strangers read of contests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from beffroi.company.clauses import Text, from_json
from beffroi.sales.contests import drawing, facts
from beffroi.sales.contests.rules import LeftOut, Prize, Stage, prize_count, prize_of
from beffroi.sales.models import Contest, ContestEntry, ContestVersion, Offer


@dataclass(frozen=True, slots=True)
class Winner:
    """A prize and who has it; without an entry nobody is left for it."""

    place: int
    prize: Prize
    entry: ContestEntry | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who won, who may still, and who was passed over, each in the order of the draw."""

    winners: Sequence[Winner] = ()
    waiting: Sequence[ContestEntry] = ()
    passed: Sequence[ContestEntry] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many take part, and how many are left out, by the reason."""

    counted: int = 0
    left_out: dict[LeftOut, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """How many were added."""
        return self.counted + sum(self.left_out.values())


def contest_of(offer: Offer) -> Contest | None:
    """Return the contest of an offer, if one was begun. One query."""
    return Contest.objects.filter(offer=offer).select_related("offer__workspace").first()


def stage_of(contest: Contest | None) -> Stage:
    """Return how far a contest is."""
    if contest is None or not contest.is_public:
        return Stage.WRITTEN
    if contest.drawn_at is not None:
        return Stage.DRAWN
    return Stage.FROZEN if contest.frozen_at is not None else Stage.PUBLISHED


def versions_of(contest: Contest) -> list[ContestVersion]:
    """Return what was published, newest first. One query."""
    return list(contest.versions.select_related("published_by"))


def counts_of(contest: Contest) -> Counts:
    """Return how many take part. One query."""
    rows = contest.entries.order_by().values_list("left_out").annotate(Count("pk"))
    found = dict(rows)
    counted = found.pop("", 0)
    return Counts(counted, {LeftOut(why): number for why, number in sorted(found.items())})


def entries_of(contest: Contest, *, named: str = "") -> QuerySet[ContestEntry]:
    """Return who was added, the latest first; those whose key holds a text, where one is given."""
    rows = contest.entries.order_by("-entered_at", "-id")
    return rows.filter(key__contains=named) if named else rows


def outcome_of(contest: Contest) -> Outcome:
    """Return who has which prize. One query; nothing before the draw."""
    if contest.drawn_at is None:
        return Outcome()
    prizes = facts.prizes_of(contest)
    number = prize_count(prizes)
    drawn = contest.entries.filter(rank__isnull=False, rank__lte=number + contest.substitutes)
    by_rank = {entry.rank: entry for entry in drawn.order_by("rank", "id")}
    passed = {rank for rank, entry in by_rank.items() if rank and entry.passed_at}
    held = drawing.places(
        number,
        entry_count=len(by_rank),
        substitute_count=contest.substitutes,
        passed=passed,
    )
    winners = [
        Winner(one.prize, prize, by_rank.get(one.rank))
        for one in held
        if (prize := prize_of(prizes, place=one.prize))
    ]
    busy = {one.rank for one in held} | passed
    waiting = [entry for rank, entry in by_rank.items() if rank not in busy]
    return Outcome(winners, waiting, [by_rank[rank] for rank in sorted(passed)])


def public_contest(address: str) -> Contest | None:
    """Return the contest that strangers may read at this address, if there is one. One query."""
    rows = Contest.objects.select_related("offer__workspace")
    return rows.filter(address=address, is_public=True, offer__workspace__closed_at=None).first()


def version_of(contest: Contest, number: int | None = None) -> ContestVersion | None:
    """Return one version of the rules, the newest where no number is given. One query."""
    rows = contest.versions.all()
    return rows.filter(number=number).first() if number is not None else rows.first()


def text_of(version: ContestVersion) -> Text:
    """Return the words of a version."""
    return Text(version.language, version.title, from_json(version.content))


def digests_of(contest: Contest) -> list[str]:
    """Return what stands for those who take part in public, in its order. One query."""
    rows = contest.entries.filter(left_out="").order_by("digest", "id")
    return list(rows.values_list("digest", flat=True))


def drawn_first(contest: Contest) -> list[ContestEntry]:
    """Return winners and substitutes by their rank, whoever was passed over. One query."""
    if contest.drawn_at is None:
        return []
    last = prize_count(facts.prizes_of(contest)) + contest.substitutes
    rows = contest.entries.filter(rank__isnull=False, rank__lte=last)
    return list(rows.order_by("rank", "id"))
