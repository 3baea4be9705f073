"""States that are kept, answers that are given, the cohort and what is shared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.coaching import actions, jobs, keeping, queries
from beffroi.coaching.models import FEELING, CohortMember, Declared, Share, State
from beffroi.core.models import AuditEntry, Job
from beffroi.strategy.barometer.answers import Feeling
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Level, measure
from beffroi.strategy.barometer.tests.makers import FULL
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def say(world: World, clock: FrozenClock, **choices: int | None) -> int:
    named = {Dimension[name].value: choice for name, choice in choices.items()}
    return actions.answer(world.atelier, named, actor=world.claire, now=clock())


def say_all(world: World, clock: FrozenClock, choice: int) -> int:
    """Answer ten questions: enough for a level."""
    return say(world, clock, **{one.name: choice for one in Dimension})


def reasons(workspace: Workspace) -> list[tuple[str, str]]:
    rows = State.objects.filter(workspace=workspace).order_by("reason", "day")
    return [(row.reason, f"{row.day:%m-%d}") for row in rows]


def test_an_answer_can_be_changed_and_taken_back(world: World, clock: FrozenClock) -> None:
    assert say(world, clock, STRATEGY=1, ACTIVITY=2) == 2
    clock.advance(days=1)
    assert say(world, clock, STRATEGY=1, ACTIVITY=3) == 1
    kept = queries.answers_of(world.atelier)
    assert {key: row.choice for key, row in kept.items()} == {1: 1, 3: 3}
    assert kept[1].answered_at == clock() - DAY
    assert kept[3].answered_by == world.claire
    assert say(world, clock, ACTIVITY=None) == 1
    assert list(queries.answers_of(world.atelier)) == [1]


@pytest.mark.parametrize(("question", "choice"), [(11, 0), (-1, 0), (1, 4), (1, -1), (FEELING, 3)])
def test_what_is_no_choice_keeps_nothing(
    world: World, clock: FrozenClock, question: int, choice: int
) -> None:
    with pytest.raises(actions.NoSuchChoice):
        actions.answer(world.atelier, {2: 1, question: choice}, actor=world.claire, now=clock())
    assert not Declared.objects.exists()


def test_answers_make_a_level_with_half_the_confidence(world: World, clock: FrozenClock) -> None:
    say_all(world, clock, 2)
    actions.answer(world.atelier, {FEELING: 1}, actor=world.claire, now=clock())
    found = queries.now_of(world.atelier, now=clock())
    assert found.feeling is Feeling.IN_TEMPO
    assert (found.state.total, found.state.level) == (50, Level.ACTIVE)
    assert found.state.confidence == 50


def test_the_first_state_and_one_a_month_are_kept_by_the_job(
    world: World, clock: FrozenClock
) -> None:
    jobs.measure({"workspace_id": world.atelier.pk}, clock=clock)
    assert reasons(world.atelier) == [("daily", "09-14")], "nothing was known"
    say(world, clock, STRATEGY=1)
    jobs.measure({"workspace_id": world.atelier.pk}, clock=clock)
    assert reasons(world.atelier) == [("daily", "09-14")], "too little was known for a level"
    say_all(world, clock, 1)
    for days in (0, 0, 5, 17, 30):
        clock.advance(days=days)
        jobs.measure({"workspace_id": world.atelier.pk}, clock=clock)
    assert reasons(world.atelier) == [
        ("daily", "11-05"),
        ("first", "09-14"),
        ("month", "09-01"),
        ("month", "10-01"),
        ("month", "11-01"),
    ]
    assert [row.total for row in queries.history_of(world.atelier)] == [30, 30, 30]


def test_a_workspace_that_is_closed_or_gone_is_not_measured(
    world: World, clock: FrozenClock
) -> None:
    Workspace.objects.filter(pk=world.atelier.pk).update(closed_at=clock())
    jobs.measure({"workspace_id": world.atelier.pk}, clock=clock)
    jobs.measure({"workspace_id": 0}, clock=clock)
    assert not State.objects.exists()


def test_every_open_workspace_is_measured_by_a_job_of_its_own(
    world: World, clock: FrozenClock
) -> None:
    Workspace.objects.filter(pk=world.cycles.pk).update(closed_at=clock())
    jobs.measure_all({}, clock=clock)
    asked = Job.objects.filter(kind="coaching.measure").values_list("workspace_id", flat=True)
    open_ones = Workspace.objects.filter(closed_at=None).values_list("pk", flat=True)
    assert sorted(pk for pk in asked if pk is not None) == sorted(open_ones)


def test_states_are_asked_for_once_a_day(world: World, clock: FrozenClock) -> None:
    say_all(world, clock, 1)
    actions.keep(world.atelier, actor=world.claire, now=clock())
    clock.advance(hours=1)
    say_all(world, clock, 3)
    kept = actions.keep(world.atelier, actor=world.claire, now=clock())
    assert reasons(world.atelier) == [("asked", "09-14"), ("daily", "09-14"), ("first", "09-14")]
    assert (kept.total, kept.taken_by) == (70, world.claire)
    assert State.objects.get(reason="first").total == 30, "the first stays as it was"
    assert AuditEntry.objects.filter(action="barometer.kept").count() == 2


#: Half of 12, 12 and 12: 18; with 14 more, 25.
LITTLE = ("STRATEGY", "ACTIVITY", "MEASURING")


@pytest.mark.parametrize("answered", [(), LITTLE])
def test_where_too_little_is_known_nothing_is_kept_nor_shared(
    world: World, clock: FrozenClock, answered: tuple[str, ...]
) -> None:
    Workspace.objects.filter(pk=world.atelier.pk).update(created_at=clock())
    world.atelier.refresh_from_db()
    say(world, clock, **dict.fromkeys(answered, 3))
    with pytest.raises(actions.TooLittleKnown):
        actions.keep(world.atelier, actor=world.claire, now=clock())
    with pytest.raises(actions.TooLittleKnown):
        actions.share(world.atelier, language="fr", actor=world.claire, now=clock())
    assert not Share.objects.exists()
    kept = actions.keep_daily(world.atelier, now=clock())
    assert (kept.total, kept.level) == (None, None)
    assert reasons(world.atelier) == [("daily", "09-14")]


def test_the_first_state_is_the_first_with_a_level(world: World, clock: FrozenClock) -> None:
    say(world, clock, **dict.fromkeys(LITTLE, 3))
    actions.keep_daily(world.atelier, now=clock())
    clock.advance(days=1)
    say(world, clock, ANSWERS=3)
    kept = actions.keep_daily(world.atelier, now=clock())
    assert (kept.confidence, kept.total) == (25, 70)
    assert reasons(world.atelier) == [("daily", "09-15"), ("first", "09-15"), ("month", "09-01")]


@pytest.mark.parametrize(("sure", "is_refused"), [(24, True), (25, False)])
def test_no_row_holds_a_level_of_which_too_little_is_known(
    world: World, clock: FrozenClock, sure: int, is_refused: bool
) -> None:
    say_all(world, clock, 1)
    row = actions.keep_daily(world.atelier, now=clock())
    row.confidence = sure
    if not is_refused:
        row.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_scores_come_back_as_they_were_kept() -> None:
    scores = measure(FULL).scores
    assert keeping.from_json(keeping.as_json(scores)) == scores


def test_two_first_states_cannot_be(world: World, clock: FrozenClock) -> None:
    say_all(world, clock, 1)
    actions.keep_daily(world.atelier, now=clock())
    row = State.objects.get(reason="first")
    row.pk, row.day = None, row.day + DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_shared_anew_has_another_address(world: World, clock: FrozenClock) -> None:
    say_all(world, clock, 1)
    first = actions.share(world.atelier, language="fr", actor=world.claire, now=clock()).token
    same = actions.share(world.atelier, language="fr", actor=world.claire, now=clock()).token
    assert first == same
    assert len(first) >= 32
    actions.withdraw(world.atelier, actor=world.claire, now=clock())
    assert queries.shared(first).withdrawn_at == clock()
    again = actions.share(world.atelier, language="fr", actor=world.claire, now=clock())
    assert again.token != first
    assert again.withdrawn_at is None


def take_part(world: World, clock: FrozenClock, count: int, **more: object) -> None:
    for number in range(count):
        other = Workspace.objects.create(name=f"Other {number}")
        CohortMember.objects.create(workspace=other, joined_at=clock())
        values = {
            "workspace": other,
            "reason": "daily",
            "day": clock().date(),
            "taken_at": clock(),
            "version": 1,
            "total": 10 * number % 100,
            "level": number % 5,
            "confidence": 50,
            "scores": [],
        }
        State.objects.create(**(values | more))


@pytest.mark.parametrize(("others", "is_shown"), [(9, False), (10, True)])
def test_the_cohort_is_shown_from_ten_others_on(
    world: World, clock: FrozenClock, others: int, is_shown: bool
) -> None:
    take_part(world, clock, others)
    say(world, clock, STRATEGY=1)
    actions.keep_daily(world.atelier, now=clock())
    actions.join_cohort(world.atelier, actor=world.claire, now=clock())
    found = queries.cohort_of(world.atelier, now=clock())
    assert (found is not None) is is_shown
    if found is not None:
        assert found.others == others, "oneself does not count"
        assert set(found.levels.values()) == {2}


@pytest.mark.parametrize(
    "more", [{"taken_at": None}, {"version": 2}, {"level": None, "total": None}]
)
def test_what_is_old_of_another_formula_or_unknown_is_not_in_the_cohort(
    world: World, clock: FrozenClock, more: dict[str, object]
) -> None:
    if "taken_at" in more:
        more = {"taken_at": clock() - 36 * DAY}
    take_part(world, clock, 12, **more)
    assert queries.cohort_of(world.atelier, now=clock()) is None


def test_who_leaves_counts_for_nobody(world: World, clock: FrozenClock) -> None:
    take_part(world, clock, 10)
    leaving = CohortMember.objects.order_by("pk")[0].workspace
    actions.leave_cohort(leaving, actor=world.claire, now=clock())
    assert queries.cohort_of(world.atelier, now=clock()) is None
    assert not queries.takes_part(leaving)
