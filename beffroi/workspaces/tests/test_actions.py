from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from beffroi.core.models import AuditEntry
from beffroi.workspaces import actions, invitations, places
from beffroi.workspaces.errors import LastOwner, RoleOutOfReach, TooLateToUndo
from beffroi.workspaces.models import (
    Agency,
    AgencyMembership,
    AnyMembership,
    Invitation,
    Membership,
    Place,
    User,
    Workspace,
)
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World


def held(user: User, place: Place) -> AnyMembership:
    membership = places.membership_of(user, place)
    assert membership is not None
    return membership


def test_who_opens_a_workspace_owns_it(world: World) -> None:
    assert held(world.zoe, world.flowers).held_role is Role.OWNER


def test_an_agency_owns_its_clients_workspaces_without_sitting_in_each(world: World) -> None:
    assert not world.garage.memberships.exists()
    reached = Workspace.objects.reachable_by(world.nadia).get(pk=world.garage.pk)
    assert reached.reached_as is Role.OWNER


def test_people_reach_what_they_are_in_and_nothing_else(world: World) -> None:
    reached = {
        user.email: set(Workspace.objects.reachable_by(user))
        for user in (world.claire, world.nadia, world.hugo, world.zoe)
    }
    assert reached == {
        world.claire.email: {world.atelier},
        world.nadia.email: {world.garage, world.cycles},
        world.hugo.email: {world.garage, world.cycles},
        world.zoe.email: {world.flowers},
    }


def test_the_stronger_of_two_ways_in_counts(world: World, clock: FrozenClock) -> None:
    actions.add_member(
        place=world.garage, user=world.hugo, role=Role.MANAGER, actor=world.nadia, now=clock()
    )
    actions.add_member(
        place=world.garage, user=world.nadia, role=Role.READER, actor=world.nadia, now=clock()
    )
    reached = Workspace.objects.reachable_by
    assert reached(world.hugo).get(pk=world.garage.pk).reached_as is Role.MANAGER
    assert reached(world.nadia).get(pk=world.garage.pk).reached_as is Role.OWNER


def test_adding_a_member_twice_keeps_the_stronger_role(world: World, clock: FrozenClock) -> None:
    for role in (Role.MANAGER, Role.READER):
        actions.add_member(
            place=world.atelier, user=world.karim, role=role, actor=world.claire, now=clock()
        )
    assert held(world.karim, world.atelier).held_role is Role.MANAGER


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_workspace_has_a_name(world: World, clock: FrozenClock, name: str) -> None:
    with pytest.raises(ValidationError):
        actions.create_workspace(owner=world.zoe, name=name, now=clock())


def test_a_workspace_has_a_real_time_zone(world: World, clock: FrozenClock) -> None:
    with pytest.raises(ValidationError):
        actions.create_workspace(
            owner=world.zoe, name="Lune", time_zone="Moon/Tranquility", now=clock()
        )


@pytest.mark.parametrize("place_name", ["atelier", "nova"])
def test_the_last_owner_cannot_be_demoted_removed_or_leave(
    world: World, clock: FrozenClock, place_name: str
) -> None:
    place: Place = getattr(world, place_name)
    owner = world.claire if place_name == "atelier" else world.nadia
    membership = held(owner, place)
    with pytest.raises(LastOwner):
        actions.change_role(
            membership=membership,
            role=Role.READER,
            actor=owner,
            actor_role=Role.OWNER,
            now=clock(),
        )
    with pytest.raises(LastOwner):
        actions.remove_member(
            membership=membership, actor=owner, actor_role=Role.OWNER, now=clock()
        )
    with pytest.raises(LastOwner):
        actions.leave(membership=membership, now=clock())
    assert held(owner, place).held_role is Role.OWNER


def test_one_of_two_owners_may_leave(world: World, clock: FrozenClock) -> None:
    actions.change_role(
        membership=held(world.sophie, world.atelier),
        role=Role.OWNER,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )
    actions.leave(membership=held(world.claire, world.atelier), now=clock())
    with pytest.raises(LastOwner):
        actions.leave(membership=held(world.sophie, world.atelier), now=clock())


def test_a_client_may_leave_since_its_agency_stays(world: World, clock: FrozenClock) -> None:
    actions.add_member(
        place=world.garage, user=world.paul, role=Role.OWNER, actor=world.nadia, now=clock()
    )
    actions.leave(membership=held(world.paul, world.garage), now=clock())
    assert not world.garage.memberships.exists()


def test_a_manager_cannot_touch_an_owner(world: World, clock: FrozenClock) -> None:
    actions.add_member(
        place=world.atelier, user=world.karim, role=Role.OWNER, actor=world.claire, now=clock()
    )
    owner = held(world.karim, world.atelier)
    with pytest.raises(RoleOutOfReach):
        actions.change_role(
            membership=owner,
            role=Role.READER,
            actor=world.sophie,
            actor_role=Role.MANAGER,
            now=clock(),
        )
    with pytest.raises(RoleOutOfReach):
        actions.remove_member(
            membership=owner, actor=world.sophie, actor_role=Role.MANAGER, now=clock()
        )


def test_a_manager_cannot_become_an_owner(world: World, clock: FrozenClock) -> None:
    with pytest.raises(RoleOutOfReach):
        actions.change_role(
            membership=held(world.sophie, world.atelier),
            role=Role.OWNER,
            actor=world.sophie,
            actor_role=Role.MANAGER,
            now=clock(),
        )


def test_a_removal_can_be_undone_for_ten_minutes(world: World, clock: FrozenClock) -> None:
    membership = held(world.karim, world.atelier)
    removal = actions.remove_member(
        membership=membership, actor=world.claire, actor_role=Role.OWNER, now=clock()
    )
    assert places.membership_of(world.karim, world.atelier) is None
    with pytest.raises(TooLateToUndo):
        actions.undo_removal(
            place=world.atelier,
            removal=removal,
            actor=world.claire,
            actor_role=Role.OWNER,
            now=clock() + timedelta(minutes=11),
        )
    actions.undo_removal(
        place=world.atelier,
        removal=removal,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock() + timedelta(minutes=9),
    )
    assert held(world.karim, world.atelier).held_role is Role.EDITOR


def test_who_was_demoted_meanwhile_cannot_undo(world: World, clock: FrozenClock) -> None:
    removal = actions.Removal(world.karim.pk, Role.OWNER, clock())
    with pytest.raises(RoleOutOfReach):
        actions.undo_removal(
            place=world.atelier,
            removal=removal,
            actor=world.sophie,
            actor_role=Role.MANAGER,
            now=clock(),
        )


@pytest.mark.parametrize("fate", ["removed", "demoted", "left"])
def test_invitations_of_who_may_no_longer_invite_are_withdrawn(
    world: World, clock: FrozenClock, fate: str
) -> None:
    invitation = invitations.invite(
        place=world.atelier,
        email="second-self@example.com",
        role=Role.MANAGER,
        actor=world.sophie,
        actor_role=Role.MANAGER,
        now=clock(),
    )
    membership = held(world.sophie, world.atelier)
    owner = {"actor": world.claire, "actor_role": Role.OWNER, "now": clock()}
    if fate == "removed":
        actions.remove_member(membership=membership, **owner)  # type: ignore[arg-type]
    elif fate == "demoted":
        actions.change_role(membership=membership, role=Role.EDITOR, **owner)  # type: ignore[arg-type]
    else:
        actions.leave(membership=membership, now=clock())
    assert Invitation.objects.get(pk=invitation.pk).revoked_at is not None


def test_erasing_a_person_who_is_somewhere_is_refused(world: World) -> None:
    with pytest.raises(ProtectedError):
        world.claire.delete()


def test_who_did_what_is_written_down(world: World, clock: FrozenClock) -> None:
    membership = held(world.karim, world.atelier)
    actions.change_role(
        membership=membership,
        role=Role.APPROVER,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )
    entry = AuditEntry.objects.latest("id")
    assert (entry.workspace_id, entry.actor_id) == (world.atelier.pk, world.claire.pk)
    assert (entry.action, entry.subject) == ("member.role_changed", f"user {world.karim.pk}")
    assert entry.detail == {"role": "approver"}


class TestTheDatabaseItselfRefuses:
    @pytest.mark.parametrize("place_name", ["atelier", "nova"])
    def test_a_place_without_an_owner(self, world: World, place_name: str) -> None:
        owners = getattr(world, place_name).memberships.filter(role="owner")
        with pytest.raises(IntegrityError, match="An owner must stay"), transaction.atomic():
            owners.update(role="reader")
        with pytest.raises(IntegrityError, match="An owner must stay"), transaction.atomic():
            owners.delete()

    def test_a_workspace_taken_apart_before_it_is_closed(
        self, world: World, clock: FrozenClock
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            world.atelier.memberships.all().delete()
        Workspace.objects.filter(pk=world.atelier.pk).update(closed_at=clock())
        world.atelier.memberships.all().delete()
        assert not Workspace.objects.reachable_by(world.claire).exists()

    def test_two_accounts_for_one_address_in_other_letters(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="CLAIRE@atelier-martin.example")])

    def test_two_memberships_of_one_person(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(workspace=world.atelier, user=world.karim, role="owner")
        with pytest.raises(IntegrityError), transaction.atomic():
            AgencyMembership.objects.create(agency=world.nova, user=world.hugo, role="owner")

    def test_a_role_that_does_not_exist(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(workspace=world.atelier, user=world.zoe, role="god")
        with pytest.raises(IntegrityError), transaction.atomic():
            AgencyMembership.objects.create(agency=world.nova, user=world.zoe, role="client")

    def test_a_place_without_a_name(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Workspace.objects.create(name="")
        with pytest.raises(IntegrityError), transaction.atomic():
            Agency.objects.create(name="")

    def test_an_invitation_to_nowhere_or_to_two_places(
        self, world: World, clock: FrozenClock
    ) -> None:
        common = {
            "email": "x@example.com",
            "role": "reader",
            "created_at": clock(),
            "expires_at": clock() + timedelta(days=7),
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**common)
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(workspace=world.atelier, agency=world.nova, **common)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "Capital@example.com"},
            {"role": "god"},
            {"expires_at": "created_at"},
            {"accepted_at": "created_at", "revoked_at": "created_at"},
        ],
        ids=str,
    )
    def test_an_invitation_that_contradicts_itself(
        self, world: World, clock: FrozenClock, wrong: dict[str, str]
    ) -> None:
        values = {
            "workspace": world.atelier,
            "email": "x@example.com",
            "role": "reader",
            "created_at": clock(),
            "expires_at": clock() + timedelta(days=7),
            **{name: clock() if value == "created_at" else value for name, value in wrong.items()},
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**values)

    @pytest.mark.parametrize("place_name", ["workspace", "agency"])
    def test_two_open_invitations_of_one_address(
        self, world: World, clock: FrozenClock, place_name: str
    ) -> None:
        values = {
            place_name: world.atelier if place_name == "workspace" else world.nova,
            "email": "x@example.com",
            "role": "reader",
            "created_at": clock(),
            "expires_at": clock() + timedelta(days=7),
        }
        Invitation.objects.create(**values, revoked_at=clock())
        Invitation.objects.create(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**values)
