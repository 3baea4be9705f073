"""An erasure survives kill -9 around each of its steps."""

from __future__ import annotations

from contextlib import suppress

import pytest

from beffroi.core.models import Job
from beffroi.inbox.jobs import go_on_erasing
from beffroi.inbox.models import Erasure, Tally
from beffroi.inbox.people import dropping, erasure, ledger, rules
from beffroi.inbox.tests.desk import Desk
from beffroi.inbox.tests.people import cases
from beffroi.inbox.tests.people.cases import in_tables
from beffroi.inbox.tests.removals import Killed, run_jobs
from tests.world import World

pytestmark = pytest.mark.django_db

#: What the job does, in order; it is killed before, or after, each.
STEPS = (
    "erasure._start",
    "ledger.follow",
    "dropping.settled",
    "dropping.drop",
    "erasure._finish",
    "erasure.clear_leftovers",
)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("turn", [1, 2], ids=["first time", "second time"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_around_any_step_it_is_finished_by_the_next_run(
    desk: Desk,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    turn: int,
    when: str,
) -> None:
    cases.hear_everywhere(desk, 5)
    cases.spoken_of(desk, world)
    monkeypatch.setattr(erasure, "clear_leftovers", lambda: True)  # inside the test's transaction
    monkeypatch.setattr(rules, "ERASE_BATCH", 2)  # several transactions
    row = erasure.ask(cases.person(desk), actor=world.claire, now=desk.clock())
    desk.clock.advance(minutes=10)
    with monkeypatch.context() as patched:
        _die(patched, step, turn=turn, when=when)
        with suppress(Killed):
            run_jobs(desk.clock)
    for _ in range(4):
        desk.clock.advance(minutes=2)
        run_jobs(desk.clock)
    row.refresh_from_db()
    assert (row.state, row.conversations, row.words, row.answers) == ("done", 5, 5, 2)
    assert Tally.objects.get().received == 5
    assert in_tables() == []
    assert {line.what for line in ledger.read()} == {"erased"}


def _die(patched: pytest.MonkeyPatch, step: str, *, turn: int, when: str) -> None:
    module_name, _, name = step.partition(".")
    module = {"erasure": erasure, "ledger": ledger, "dropping": dropping}[module_name]
    real, calls = getattr(module, name), 0

    def dying(*args: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == turn and when == "before":
            raise Killed
        done = real(*args, **more)
        if calls == turn:
            raise Killed
        return done

    patched.setattr(module, name, dying)


def test_given_up_after_crashes_it_is_taken_up_again(desk: Desk, world: World) -> None:
    cases.hear_everywhere(desk)
    erasure.ask(cases.person(desk), actor=world.claire, now=desk.clock())
    desk.clock.advance(minutes=10)
    with pytest.MonkeyPatch.context() as patched:
        _die(patched, "dropping.drop", turn=1, when="before")
        for _ in range(2):
            with suppress(Killed):
                run_jobs(desk.clock)
            desk.clock.advance(minutes=2)
    jobs = Job.objects.filter(kind=erasure.ERASE)
    jobs.update(state="quarantined")
    go_on_erasing({"erasure_id": Erasure.objects.get().pk}, clock=desk.clock)
    desk.clock.advance(minutes=30)
    run_jobs(desk.clock)
    assert Erasure.objects.get().is_done
