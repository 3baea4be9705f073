"""A deletion survives kill -9, and never comes out of a backup by itself."""

from __future__ import annotations

import pytest

from beffroi.core import audit
from beffroi.core.backup import restoring
from beffroi.inbox import wiring
from beffroi.inbox.models import Removal
from beffroi.inbox.tests.desk import Desk
from beffroi.inbox.tests.removals import Killed, Network, let_pass, run_jobs, trail
from beffroi.networks.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("was_done", [True, False], ids=["after the call", "before it"])
def test_killed_around_the_call_it_is_taken_up_where_it_was(
    desk: Desk, network: Network, asked: Removal, was_done: bool
) -> None:
    network.fails = Killed()
    with pytest.raises(Killed):
        let_pass(desk)
    row = desk.feedback().removal
    assert (row.state, row.is_pending, row.can_be_undone) == ("leaving", True, False)
    network.fails = NotFound() if was_done else None
    desk.clock.advance(minutes=2)
    run_jobs(desk.clock)
    assert network.removed == ["f1", "f1"]
    assert desk.feedback().removal.state == "done"
    assert [action for action, _ in trail()].count("feedback.removed") == 1


def test_killed_after_a_webhook_told_that_it_is_gone_it_was_us(
    desk: Desk, network: Network, asked: Removal
) -> None:
    network.fails = Killed()
    with pytest.raises(Killed):
        let_pass(desk)
    desk.look_again({"f1": None})
    desk.clock.advance(minutes=2)
    run_jobs(desk.clock)
    assert network.removed == ["f1"]
    assert desk.feedback().removal.state == "done"


def test_killed_again_and_again_it_is_given_up_and_told(
    desk: Desk, network: Network, asked: Removal
) -> None:
    network.fails = Killed()
    desk.clock.set(asked.due_at)
    while Removal.objects.pending().exists():
        try:
            run_jobs(desk.clock)
        except Killed:
            desk.clock.advance(minutes=2)
    assert len(network.removed) == 3
    assert desk.feedback().removal.problem == "given_up"


def test_the_end_is_written_whole_or_not_at_all(
    desk: Desk,
    network: Network,
    asked: Removal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*args: object, **more: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", die)
        with pytest.raises(Killed):
            let_pass(desk)
    assert desk.feedback().text == "Publicité"
    desk.clock.advance(minutes=2)
    run_jobs(desk.clock)
    assert desk.feedback().deleted_at is not None


def test_nothing_is_deleted_after_a_restore_until_somebody_asks_again(
    desk: Desk, network: Network, asked: Removal
) -> None:
    wiring._withdraw_removals(desk.clock())
    let_pass(desk)
    assert network.removed == []
    assert desk.feedback().removal.problem == "restored"


def test_it_is_registered() -> None:
    assert wiring._withdraw_removals in restoring._after_restore
