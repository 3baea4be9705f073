from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.core.models import AuditEntry
from beffroi.listening import compiling, rules, watching
from beffroi.listening.models import Ground, Source, Watch
from beffroi.listening.refusing import Problem
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Sought, kept
from beffroi.listening.tests.makers import make_ground
from beffroi.listening.watching import CannotReturn, CannotWatch, Draft
from tests.clock import FrozenClock
from tests.world import World

LEVAIN = Draft("Levain", Subject.TOPIC, Purpose.REPUTATION, Sought(any_of=("levain",)))


@pytest.fixture
def ground(world: World, clock: FrozenClock) -> Ground:
    return make_ground(world.atelier, now=clock())


@pytest.fixture
def watch(world: World, ground: Ground, clock: FrozenClock) -> Watch:
    return watching.make(ground, LEVAIN, actor=world.claire, now=clock())


def refused(problem: Problem) -> object:
    return pytest.raises(CannotWatch, match=f"^{problem.value}$")


def actions() -> list[str]:
    rows = AuditEntry.objects.filter(subject__startswith="watch:").order_by("id")
    return list(rows.values_list("action", flat=True))


def test_a_watch_is_looked_for_at_once(world: World, watch: Watch, clock: FrozenClock) -> None:
    assert kept(watch.query) == LEVAIN.sought
    assert watch.made_by == world.claire
    assert list(compiling.compile_watches().index.match("Du levain")) == [watch.pk]
    assert actions() == ["watch.made"]


def test_only_a_listener_says_what_is_left_out(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    """It knows how often words stand in what networks show; others only estimate it."""
    Watch.objects.update(left_out="wide")
    compiling.compile_watches()
    watch.refresh_from_db()
    assert watch.left_out == "wide"
    compiling.note_left_out(compiling.compile_watches().index)
    watch.refresh_from_db()
    assert watch.left_out == ""


def test_each_change_has_listeners_read_anew(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    before = compiling.edition()
    watching.change(watch, replace(LEVAIN, name="Pain"), actor=world.claire, now=clock())
    watching.switch_off(watch, actor=world.claire, now=clock())
    assert compiling.compile_watches().workspaces == {}
    watching.switch_on(watch, actor=world.claire, now=clock())
    watching.remove(watch, actor=world.claire, now=clock())
    watching.bring_back(watch, actor=world.claire, now=clock())
    assert compiling.edition() == before + 5
    assert actions() == [
        "watch.made",
        "watch.changed",
        "watch.switched_off",
        "watch.switched_on",
        "watch.removed",
        "watch.returned",
    ]


def test_what_changes_nothing_writes_nothing(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    before = compiling.edition()
    watching.switch_on(watch, actor=world.claire, now=clock())
    assert compiling.edition() == before


def test_another_name_changes_nothing_of_what_it_looks_for(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    began_at = watch.changed_at
    clock.advance(hours=1)
    watch.refresh_from_db()
    watching.change(watch, replace(LEVAIN, name="Pain"), actor=world.claire, now=clock())
    watch.refresh_from_db()
    assert (watch.name, watch.changed_at) == ("Pain", began_at)
    wider = replace(LEVAIN, sought=Sought(any_of=("levain", "tourte")))
    watching.change(watch, wider, actor=world.claire, now=clock())
    watch.refresh_from_db()
    assert watch.changed_at == clock()


def test_a_change_lets_in_again_what_was_too_wide(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    Watch.objects.update(left_out="too_wide")
    watch.refresh_from_db()
    watching.change(watch, LEVAIN, actor=world.claire, now=clock())
    watch.refresh_from_db()
    assert watch.left_out == ""


def test_only_another_search_begins_anew(world: World, watch: Watch, clock: FrozenClock) -> None:
    began_at = watch.changed_at
    source = Source.objects.create(
        workspace=world.atelier, kind="feed", network="feeds", subject="https://a.example/f",
        name="A", added_at=clock(), memory="read to here",
    )  # fmt: skip
    clock.advance(minutes=1)
    watching.switch_off(watch, actor=world.claire, now=clock())
    watching.remove(watch, actor=world.claire, now=clock())
    source.refresh_from_db()
    assert source.memory == "read to here"
    watching.bring_back(watch, actor=world.claire, now=clock())
    watching.switch_on(watch, actor=world.claire, now=clock())
    watch.refresh_from_db()
    source.refresh_from_db()
    assert (watch.changed_at, source.memory) == (began_at, "")


def test_a_change_undoes_nothing_that_happened_meanwhile(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    stale = Watch.objects.get()
    watching.switch_off(watch, actor=world.claire, now=clock())
    watching.change(stale, replace(LEVAIN, name="Pain"), actor=world.claire, now=clock())
    watch.refresh_from_db()
    assert (watch.name, watch.is_on) == ("Pain", False)
    watching.remove(watch, actor=world.claire, now=clock())
    with refused(Problem.REMOVED):  # type: ignore[attr-defined]
        watching.change(stale, LEVAIN, actor=world.claire, now=clock())
    watch.refresh_from_db()
    assert watch.removed_at is not None


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (replace(LEVAIN, name=""), Problem.NAME_MISSING),
        (replace(LEVAIN, name="x" * 81), Problem.NAME_TOO_LONG),
        (LEVAIN, Problem.NAME_TAKEN),
        (replace(LEVAIN, name="Pain", purpose=Purpose.MARKET), Problem.PURPOSE),
        (replace(LEVAIN, name="Pain", sought=Sought(any_of=("le",))), Problem.STOP_WORDS),
        (
            replace(LEVAIN, name="Pain", sought=Sought(any_of=("pain",), networks=("minitel",))),
            Problem.NETWORK,
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    world: World, ground: Ground, watch: Watch, clock: FrozenClock, draft: Draft, problem: Problem
) -> None:
    with refused(problem):  # type: ignore[attr-defined]
        watching.make(ground, draft, actor=world.claire, now=clock())
    assert Watch.objects.count() == 1


def test_there_are_not_more_than_so_many(
    world: World, ground: Ground, watch: Watch, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "WATCHES_MAX", 1)
    with refused(Problem.FULL):  # type: ignore[attr-defined]
        watching.make(ground, replace(LEVAIN, name="Pain"), actor=world.claire, now=clock())
    watching.change(watch, LEVAIN, actor=world.claire, now=clock())


def test_a_removed_watch_comes_back_for_ten_minutes(
    world: World, ground: Ground, watch: Watch, clock: FrozenClock
) -> None:
    watching.remove(watch, actor=world.claire, now=clock())
    clock.advance(minutes=9)
    watching.bring_back(watch, actor=world.claire, now=clock())
    watching.remove(watch, actor=world.claire, now=clock())
    other = watching.make(ground, LEVAIN, actor=world.claire, now=clock())
    with pytest.raises(CannotReturn, match="name_taken"):
        watching.bring_back(watch, actor=world.claire, now=clock())
    watching.remove(other, actor=world.claire, now=clock())
    clock.advance(minutes=10)
    with pytest.raises(CannotReturn, match="too_late"):
        watching.bring_back(watch, actor=world.claire, now=clock())
