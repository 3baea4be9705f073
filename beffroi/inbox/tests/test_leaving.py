"""What becomes of conversations that were given to somebody who leaves, or comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.inbox import deeds, leaving, sweeping
from beffroi.inbox.models import Conversation
from beffroi.inbox.tests.desk import NOUR, Desk, said
from beffroi.workspaces import actions
from beffroi.workspaces.actions import Removal
from beffroi.workspaces.models import Membership, User
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(desk: Desk, world: World) -> list[int]:
    """Odile and Nour, both given to Karim."""
    desk.hear(said("f1"), said("f2", author=NOUR))
    ids = [desk.conversation().pk, desk.conversation(NOUR).pk]
    give(ids, to=world.karim, world=world, desk=desk)
    return ids


def give(ids: list[int], *, to: User, world: World, desk: Desk) -> None:
    now = desk.clock()
    deed = deeds.give(world.atelier, to.pk, note="Tu la connais", actor=world.claire, now=now)
    sweeping.sweep(world.atelier, ids, deed, actor=world.claire, now=now)


def remove(world: World, desk: Desk) -> Removal:
    member = Membership.objects.get(workspace=world.atelier, user=world.karim)
    return actions.remove_member(
        membership=member, actor=world.claire, actor_role=Role.OWNER, now=desk.clock()
    )


def bring_back(removal: Removal, world: World, desk: Desk) -> None:
    actions.undo_removal(
        place=world.atelier,
        removal=removal,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=desk.clock(),
    )


def test_a_removal_that_is_undone_gives_back_what_nobody_took(
    world: World, desk: Desk, two: list[int]
) -> None:
    removal = remove(world, desk)
    assert not Conversation.objects.filter(assignee__isnull=False).exists()
    give(two[1:], to=world.claire, world=world, desk=desk)
    bring_back(removal, world, desk)
    odile, nour = desk.conversation(), desk.conversation(NOUR)
    assert (odile.assignee, odile.assignment_note) == (world.karim, "Tu la connais")
    assert (odile.assigned_by, odile.assigned_at) == (world.claire, desk.clock())
    assert nour.assignee == world.claire
    assert not Job.objects.filter(kind=leaving.LET_GO).exists()


def test_what_was_taken_back_from_another_meanwhile_stays_nobodys(
    world: World, desk: Desk, two: list[int]
) -> None:
    removal = remove(world, desk)
    give(two, to=world.claire, world=world, desk=desk)
    back = deeds.take_back()
    sweeping.sweep(world.atelier, two, back, actor=world.claire, now=desk.clock())
    bring_back(removal, world, desk)
    assert not Conversation.objects.filter(assignee__isnull=False).exists()


def test_whoever_comes_back_as_a_reader_has_nothing(
    world: World, desk: Desk, two: list[int]
) -> None:
    remove(world, desk)
    Membership.objects.create(workspace=world.atelier, user=world.karim, role="reader")
    assert not Conversation.objects.filter(assignee__isnull=False).exists()


def test_once_it_cannot_be_undone_nothing_tells_whose_it_was(
    world: World, desk: Desk, two: list[int]
) -> None:
    remove(world, desk)
    Job.objects.filter(kind=leaving.LET_GO).update(run_at=desk.clock())
    desk.clock.advance(minutes=1)
    Runner(clock=desk.clock).run_until_idle()
    for row in Conversation.objects.all():
        assert (row.assigned_by, row.assigned_at, row.assignment_note) == (None, None, "")
    Membership.objects.create(workspace=world.atelier, user=world.karim, role="editor")
    assert not Conversation.objects.filter(assignee__isnull=False).exists()


def test_it_is_remembered_as_long_as_a_removal_can_be_undone(
    world: World, desk: Desk, two: list[int]
) -> None:
    leaving.unassign_who_left(world.atelier, world.karim, now=desk.clock())
    assert not Job.objects.filter(kind=leaving.LET_GO).exists()  # still there
    Membership.objects.filter(user=world.karim).update(role="reader")
    assert leaving.unassign_who_left(world.atelier, world.karim, now=desk.clock()) == 2
    job = Job.objects.get(kind=leaving.LET_GO)
    assert job.run_at == desk.clock() + timedelta(minutes=10)
