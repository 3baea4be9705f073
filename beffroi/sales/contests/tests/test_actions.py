from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.core import audit, crypto
from beffroi.core.models import AuditEntry
from beffroi.sales import jobs
from beffroi.sales.contests import deciding, drawing, entering, holding, queries
from beffroi.sales.contests.problems import WORDS, CannotGoOn, Problem
from beffroi.sales.contests.rules import LeftOut, Stage, Typed
from beffroi.sales.contests.tests.conftest import again, wish, without
from beffroi.sales.models import Contest, ContestEntry, Offer
from tests.clock import FrozenClock
from tests.world import World


def add(contest: Contest, *names: str, world: World, clock: FrozenClock) -> list[ContestEntry]:
    typed = [Typed(name) for name in names]
    return entering.add(contest, typed, entered_at=clock(), actor=world.claire, now=clock())


def reasons(contest: Contest) -> dict[str, str]:
    return dict(contest.entries.values_list("name", "left_out"))


def test_every_problem_has_words() -> None:
    assert set(WORDS) == set(Problem)


def test_rules_that_miss_something_are_not_published(
    world: World, offer: Offer, clock: FrozenClock
) -> None:
    contest = holding.write(offer, without(wish(clock), "who", ""), actor=world.claire, now=clock())
    with pytest.raises(CannotGoOn) as refused:
        holding.publish(contest, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.INCOMPLETE
    assert not again(contest).is_public
    assert not contest.versions.exists()


def test_versions_keep_what_was_published(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    first = contest.versions.get()
    changed = without(wish(clock), "who", "tout le monde")
    holding.write(contest.offer, changed, actor=world.claire, now=clock.advance(hours=1))
    assert queries.version_of(contest) == first
    holding.publish(contest, actor=world.claire, now=clock.advance(hours=1))
    second = queries.version_of(contest)
    assert second is not None
    assert second.number == 2
    assert "tout le monde" in str(second.content)
    assert "tout le monde" not in str(contest.versions.get(number=1).content)


def test_the_same_words_are_not_a_new_version(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    holding.publish(contest, actor=world.claire, now=clock.advance(hours=1))
    assert contest.versions.count() == 1


def test_own_words_stand_in_the_rules_until_they_go(
    world: World, written: Contest, clock: FrozenClock
) -> None:
    holding.say_clause(written, "who", words="Tous.", actor=world.claire, now=clock())
    version = holding.publish(written, actor=world.claire, now=clock())
    assert "Tous." in str(version.content)
    holding.say_clause(written, "who", words="", actor=world.claire, now=clock())
    assert again(written).own == {}


def test_rules_are_withdrawn_and_come_back(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    holding.withdraw(contest, actor=world.claire, now=clock())
    assert queries.public_contest(contest.address) is None
    holding.bring_back(contest, actor=world.claire, now=clock())
    assert queries.public_contest(contest.address) == contest


def test_nobody_takes_part_without_rules_to_read(
    world: World, written: Contest, clock: FrozenClock
) -> None:
    with pytest.raises(CannotGoOn) as refused:
        add(written, "Marie", world=world, clock=clock)
    assert refused.value.problem is Problem.NOT_PUBLISHED


def test_each_counts_once_and_colleagues_do_not(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    add(contest, "Marie", "MARIE ", "@zoé", world.karim.name, world=world, clock=clock)
    add(contest, "Zoe", world=world, clock=clock)
    clock.advance(days=7)
    add(contest, "Paul", world=world, clock=clock)
    counts = queries.counts_of(contest)
    assert counts.counted == 2
    assert counts.left_out == {LeftOut.TWICE: 2, LeftOut.COLLEAGUE: 1, LeftOut.LATE: 1}
    assert counts.all == 6


def test_who_is_left_out_lets_the_next_of_the_name_count(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    first, second = add(contest, "Marie", "marie", world=world, clock=clock)
    entering.leave_out(first, why=LeftOut.MISTAKE, actor=world.claire, now=clock())
    assert reasons(contest) == {"Marie": "mistake", "marie": ""}
    with pytest.raises(CannotGoOn) as refused:
        entering.count_again(first, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.COUNTED_ALREADY
    entering.leave_out(second, why=LeftOut.COLLEAGUE, actor=world.claire, now=clock())
    entering.count_again(first, actor=world.claire, now=clock())
    assert reasons(contest) == {"Marie": "", "marie": "colleague"}


def test_other_dates_are_held_against_those_who_are_there(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    add(contest, "Marie", world=world, clock=clock)
    later = without(wish(clock), "begins_at", clock() + timedelta(hours=1))
    holding.write(contest.offer, later, actor=world.claire, now=clock())
    assert reasons(contest) == {"Marie": "early"}
    holding.write(contest.offer, wish(clock), actor=world.claire, now=clock())
    assert reasons(contest) == {"Marie": ""}


def test_the_list_closes_only_in_its_time(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    def problem() -> Problem:
        with pytest.raises(CannotGoOn) as refused:
            deciding.freeze(contest, actor=world.claire, now=clock())
        return refused.value.problem

    assert problem() is Problem.STILL_OPEN
    clock.advance(days=7)
    assert problem() is Problem.NOBODY
    same = without(wish(clock), "begins_at", contest.begins_at)
    holding.write(contest.offer, same, actor=world.claire, now=clock())
    assert problem() is Problem.CHANGED_SINCE
    holding.withdraw(contest, actor=world.claire, now=clock())
    assert problem() is Problem.NOT_PUBLISHED


def test_a_closed_list_publishes_what_it_is_held_to(closed: Contest) -> None:
    digests = queries.digests_of(closed)
    assert len(digests) == 10
    assert closed.list_digest == drawing.list_digest(digests)
    assert closed.seed == ""
    assert queries.stage_of(closed) is Stage.FROZEN
    trail = AuditEntry.objects.get(action="contest.frozen")
    assert trail.detail["list"] == closed.list_digest
    assert trail.detail["seed_hash"] == closed.seed_hash


def test_a_closed_list_cannot_change(world: World, closed: Contest, clock: FrozenClock) -> None:
    entry = closed.entries.first()
    assert entry is not None
    now, by = clock(), world.claire
    changes: list[Callable[[], object]] = [
        lambda: add(closed, "Late", world=world, clock=clock),
        lambda: entering.leave_out(entry, why=LeftOut.MISTAKE, actor=by, now=now),
        lambda: entering.count_again(entry, actor=by, now=now),
        lambda: holding.write(closed.offer, wish(clock), actor=by, now=now),
        lambda: holding.say_clause(closed, "who", words="x", actor=by, now=now),
        lambda: holding.publish(closed, actor=by, now=now),
        lambda: holding.withdraw(closed, actor=by, now=now),
        lambda: deciding.freeze(closed, actor=by, now=now),
    ]
    for change in changes:
        with pytest.raises(CannotGoOn) as refused:
            change()
        assert refused.value.problem is Problem.FIXED
    assert again(closed).list_digest == drawing.list_digest(queries.digests_of(closed))


def test_the_draw_tells_the_seed_and_can_be_done_again(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    drawn = deciding.draw(closed, actor=world.claire, now=clock())
    assert drawing.seed_hash(drawn.seed) == closed.seed_hash
    expected = [one.digest for one in drawing.draw(queries.digests_of(closed), seed=drawn.seed)]
    rows = closed.entries.order_by("rank").values_list("digest", flat=True)
    assert list(rows) == expected
    trail = AuditEntry.objects.get(action="contest.drawn")
    assert trail.detail["seed"] == drawn.seed
    assert audit.verify() is None


def test_there_is_no_second_draw(world: World, closed: Contest, clock: FrozenClock) -> None:
    deciding.draw(closed, actor=world.claire, now=clock())
    before = again(closed).seed
    with pytest.raises(CannotGoOn) as refused:
        deciding.draw(closed, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.DRAWN
    assert again(closed).seed == before


def test_no_draw_before_its_time_nor_from_an_open_list(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    add(contest, "Marie", world=world, clock=clock)
    clock.advance(days=7)
    with pytest.raises(CannotGoOn) as refused:
        deciding.draw(contest, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.NOT_FROZEN
    deciding.freeze(contest, actor=world.claire, now=clock())
    with pytest.raises(CannotGoOn) as refused:
        deciding.draw(contest, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.TOO_EARLY


def test_a_list_that_somebody_changed_in_the_database_is_not_drawn(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    ContestEntry.objects.filter(contest=closed, name="Client 3").update(left_out="late")
    with pytest.raises(CannotGoOn) as refused:
        deciding.draw(closed, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.LIST_CHANGED
    assert again(closed).drawn_at is None


def test_a_seed_that_cannot_be_read_draws_nobody(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    sealed = bytes(closed.sealed)
    Contest.objects.filter(pk=closed.pk).update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(CannotGoOn) as refused:
        deciding.draw(closed, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.SEED_LOST


def test_the_seed_outlives_new_keys(world: World, closed: Contest, clock: FrozenClock) -> None:
    crypto.rotate()
    assert bytes(again(closed).sealed) != bytes(closed.sealed)
    drawn = deciding.draw(closed, actor=world.claire, now=clock())
    assert drawing.seed_hash(drawn.seed) == closed.seed_hash


def test_a_prize_goes_to_a_substitute_and_comes_back(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    drawn = deciding.draw(closed, actor=world.claire, now=clock())
    before = queries.outcome_of(drawn)
    assert [one.prize.what for one in before.winners] == ["un coffret", "une tarte", "une tarte"]
    assert len(before.waiting) == 2
    first = before.winners[0].entry
    assert first is not None
    deciding.pass_over(first, actor=world.claire, now=clock())
    after = queries.outcome_of(drawn)
    assert after.winners[0].entry == before.waiting[0]
    assert [one.entry for one in after.winners[1:]] == [one.entry for one in before.winners[1:]]
    assert list(after.passed) == [first]
    first.refresh_from_db()
    deciding.give_back(first, actor=world.claire, now=clock())
    assert [one.entry for one in queries.outcome_of(drawn).winners] == [
        one.entry for one in before.winners
    ]


def test_who_asks_is_erased_and_the_draw_still_holds(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    entry = closed.entries.get(name="Client 3")
    entering.erase(entry, actor=world.claire, now=clock())
    entry.refresh_from_db()
    assert (entry.name, entry.contact, entry.key, entry.nonce) == ("", "", "", "")
    deciding.draw(closed, actor=world.claire, now=clock())
    entry.refresh_from_db()
    assert entry.rank is not None


def test_who_asks_before_the_closing_is_not_drawn(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    first, _second = add(contest, "Marie", "marie", world=world, clock=clock)
    entering.erase(first, actor=world.claire, now=clock())
    assert reasons(contest) == {"": "asked", "marie": ""}


def test_names_go_ninety_days_after_the_draw_and_the_count_stays(
    world: World, closed: Contest, clock: FrozenClock
) -> None:
    deciding.draw(closed, actor=world.claire, now=clock())
    drawn_at = clock()
    clock.set(drawn_at + timedelta(days=90) - timedelta(seconds=1))
    jobs.forget_entrants({}, clock=clock)
    assert closed.entries.filter(name__startswith="Client").count() == 10
    clock.advance(seconds=1)
    jobs.forget_entrants({}, clock=clock)
    left = closed.entries.exclude(name="", contact="", key="", nonce="")
    assert not left.exists()
    assert queries.counts_of(closed).counted == 10
    assert drawing.list_digest(queries.digests_of(closed)) == closed.list_digest
    assert entering.erase_due(now=clock()) == 0


def test_names_of_a_contest_that_was_never_drawn_go_as_well(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    add(contest, "Marie", world=world, clock=clock)
    clock.advance(days=98)
    assert entering.erase_due(now=clock()) == 1
    assert not contest.entries.exclude(name="").exists()
    with pytest.raises(CannotGoOn) as refused:
        add(contest, "Zoé", world=world, clock=clock)
    assert refused.value.problem is Problem.ERASED


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "told"},
        {"list_digest": ""},
        {"is_public": False},
        {"language": "de"},
        {"answer_days": 0},
    ],
)
def test_the_database_refuses_what_no_contest_can_be(
    closed: Contest, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.filter(pk=closed.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"left_out": "late", "rank": 1},
        {"key": "client 4"},
        {"name": ""},
        {"left_out": "unheard"},
    ],
)
def test_the_database_refuses_what_no_entry_can_be(
    closed: Contest, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        closed.entries.filter(name="Client 3").update(**change)
