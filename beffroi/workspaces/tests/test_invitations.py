from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from beffroi.core.jobs import Runner
from beffroi.workspaces import actions, invitations, places
from beffroi.workspaces.errors import (
    AlreadyMember,
    InvitationClosed,
    InvitedJustNow,
    RoleOutOfReach,
    TooManyInvitations,
    WrongAddress,
)
from beffroi.workspaces.models import Invitation, Place, User
from beffroi.workspaces.rules import OPEN_INVITATIONS_MAX, Role
from tests.clock import FrozenClock
from tests.world import World

NEW = "marie@example.com"


def invite(
    world: World, clock: FrozenClock, email: str = NEW, role: Role = Role.EDITOR
) -> Invitation:
    return invitations.invite(
        place=world.atelier,
        email=email,
        role=role,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )


def marie(clock: FrozenClock, *, confirmed: bool = True, email: str = NEW) -> User:
    user = actions.register_person(email=email, name="Marie", now=clock())
    EmailAddress.objects.filter(user=user).update(verified=confirmed)
    return user


def role_of(user: User, place: Place) -> Role | None:
    membership = places.membership_of(user, place)
    return membership.held_role if membership else None


@pytest.mark.parametrize("address", [NEW, "Marie@Example.COM", " marie@example.com "])
def test_the_invited_person_comes_in_with_the_offered_role(
    world: World, clock: FrozenClock, address: str
) -> None:
    invitation = invite(world, clock, email=address)
    user = marie(clock)
    invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.atelier) is Role.EDITOR


def test_an_address_confirmed_in_other_letters_is_the_same(
    world: World, clock: FrozenClock
) -> None:
    invitation = invite(world, clock)
    user = marie(clock)
    EmailAddress.objects.filter(user=user).update(email="MARIE@example.com")
    invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.atelier) is Role.EDITOR


def test_an_unconfirmed_address_opens_nothing(world: World, clock: FrozenClock) -> None:
    invitation = invite(world, clock)
    user = marie(clock, confirmed=False)
    with pytest.raises(WrongAddress):
        invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.atelier) is None


def test_a_forwarded_link_opens_nothing_for_another_address(
    world: World, clock: FrozenClock
) -> None:
    invitation = invite(world, clock)
    with pytest.raises(WrongAddress):
        invitations.accept(invitation=invitation, user=world.zoe, now=clock())
    assert role_of(world.zoe, world.atelier) is None


def test_an_invitation_works_once(world: World, clock: FrozenClock) -> None:
    invitation = invite(world, clock)
    user = marie(clock)
    invitations.accept(invitation=invitation, user=user, now=clock())
    actions.remove_member(
        membership=world.atelier.memberships.get(user=user),
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )
    with pytest.raises(InvitationClosed):
        invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.atelier) is None


@pytest.mark.parametrize(
    ("age", "works"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)]
)
def test_an_invitation_lasts_seven_days(
    world: World, clock: FrozenClock, age: timedelta, works: bool
) -> None:
    invitation = invite(world, clock)
    user = marie(clock)
    later = clock() + age
    if works:
        invitations.accept(invitation=invitation, user=user, now=later)
    else:
        with pytest.raises(InvitationClosed):
            invitations.accept(invitation=invitation, user=user, now=later)
    assert (role_of(user, world.atelier) is not None) is works


def test_a_withdrawn_invitation_opens_nothing(world: World, clock: FrozenClock) -> None:
    invitation = invite(world, clock)
    invitations.revoke(
        invitation=invitation, actor=world.sophie, actor_role=Role.MANAGER, now=clock()
    )
    with pytest.raises(InvitationClosed):
        invitations.accept(
            invitation=Invitation.objects.get(pk=invitation.pk), user=marie(clock), now=clock()
        )


def test_an_invitation_read_before_it_was_withdrawn_opens_nothing(
    world: World, clock: FrozenClock
) -> None:
    stale = invite(world, clock)
    invitations.revoke(
        invitation=Invitation.objects.get(pk=stale.pk),
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )
    with pytest.raises(InvitationClosed):
        invitations.accept(invitation=stale, user=marie(clock), now=clock())


def test_sending_again_ends_the_earlier_link(world: World, clock: FrozenClock) -> None:
    first = invite(world, clock)
    first_token = invitations.new_token(first)
    clock.advance(minutes=2)
    second = invitations.send_again(
        invitation=first, actor=world.claire, actor_role=Role.OWNER, now=clock()
    )
    second_token = invitations.new_token(second)
    found = invitations.by_token(first_token)
    assert found is not None
    assert not found.is_open(now=clock())
    found = invitations.by_token(second_token)
    assert found is not None
    assert found.is_open(now=clock())
    assert found.expires_at == clock() + timedelta(days=7)


def test_the_same_mail_is_not_sent_twice_in_a_minute(world: World, clock: FrozenClock) -> None:
    invitation = invite(world, clock)
    clock.advance(seconds=30)
    with pytest.raises(InvitedJustNow):
        invite(world, clock)
    assert Invitation.objects.get(pk=invitation.pk).is_open(now=clock())


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EDITOR, Role.READER])
def test_a_manager_invites_others_but_no_owner(
    world: World, clock: FrozenClock, role: Role
) -> None:
    def invite_as(offered: Role) -> Invitation:
        return invitations.invite(
            place=world.atelier,
            email=f"{offered.value}@example.com",
            role=offered,
            actor=world.sophie,
            actor_role=Role.MANAGER,
            now=clock(),
        )

    assert invite_as(role).offered_role is role
    with pytest.raises(RoleOutOfReach):
        invite_as(Role.OWNER)


def test_a_manager_neither_replaces_nor_withdraws_an_owners_invitation(
    world: World, clock: FrozenClock
) -> None:
    invitation = invite(world, clock, role=Role.OWNER)
    clock.advance(hours=1)
    with pytest.raises(RoleOutOfReach):
        invitations.invite(
            place=world.atelier,
            email=NEW,
            role=Role.READER,
            actor=world.sophie,
            actor_role=Role.MANAGER,
            now=clock(),
        )
    with pytest.raises(RoleOutOfReach):
        invitations.revoke(
            invitation=invitation, actor=world.sophie, actor_role=Role.MANAGER, now=clock()
        )
    assert Invitation.objects.get(pk=invitation.pk).is_open(now=clock())


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER, Role.CLIENT])
def test_others_invite_nobody(world: World, clock: FrozenClock, role: Role) -> None:
    with pytest.raises(RoleOutOfReach):
        invitations.invite(
            place=world.atelier,
            email=NEW,
            role=Role.READER,
            actor=world.member(role),
            actor_role=role,
            now=clock(),
        )


def test_an_agency_offers_its_own_roles_only(world: World, clock: FrozenClock) -> None:
    def invite_as(role: Role) -> Invitation:
        return invitations.invite(
            place=world.nova,
            email=NEW,
            role=role,
            actor=world.nadia,
            actor_role=Role.OWNER,
            now=clock(),
        )

    with pytest.raises(RoleOutOfReach):
        invite_as(Role.CLIENT)
    invitation = invite_as(Role.EDITOR)
    user = marie(clock)
    invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.nova) is Role.EDITOR


def test_a_member_is_not_invited(world: World, clock: FrozenClock) -> None:
    with pytest.raises(AlreadyMember):
        invite(world, clock, email="KARIM@atelier-martin.example")


def test_an_invitation_never_lowers_a_role(world: World, clock: FrozenClock) -> None:
    invitation = invite(world, clock, role=Role.READER)
    user = marie(clock)
    actions.add_member(
        place=world.atelier, user=user, role=Role.MANAGER, actor=world.claire, now=clock()
    )
    invitations.accept(invitation=invitation, user=user, now=clock())
    assert role_of(user, world.atelier) is Role.MANAGER


def test_invitations_are_no_mailing(world: World, clock: FrozenClock) -> None:
    for number in range(OPEN_INVITATIONS_MAX):
        invite(world, clock, email=f"{number}@example.com")
    with pytest.raises(TooManyInvitations):
        invite(world, clock)


class TestTheMail:
    def test_it_carries_the_only_copy_of_the_link(self, world: World, clock: FrozenClock) -> None:
        invitation = invite(world, clock)
        Runner().run_until_idle(clock)
        invitation.refresh_from_db()
        (sent,) = mail.outbox
        assert sent.to == [NEW]
        token = str(sent.body).split("/invitation/")[1].split("/")[0]
        assert invitation.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
        assert invitation.mailed_at == clock()
        assert invitations.by_token(token) == invitation

    def test_it_speaks_the_language_of_who_invites(self, world: World, clock: FrozenClock) -> None:
        world.claire.language = "en"
        world.claire.save()
        invite(world, clock)
        Runner().run_until_idle(clock)
        assert "Claire Martin invites you to Atelier Martin" in mail.outbox[0].subject
        page = mail.outbox[0].alternatives[0]  # type: ignore[attr-defined]
        assert '<html lang="en">' in page.content

    def test_a_name_cannot_add_headers_or_markup(self, world: World, clock: FrozenClock) -> None:
        world.claire.name = "Claire\r\nBcc: all@example.com <b>"
        world.claire.save()
        invite(world, clock)
        Runner().run_until_idle(clock)
        (sent,) = mail.outbox
        assert "\n" not in sent.subject
        assert sent.message()["Bcc"] is None
        assert "<b>" not in sent.alternatives[0].content  # type: ignore[attr-defined]

    def test_none_leaves_for_an_invitation_that_was_withdrawn_at_once(
        self, world: World, clock: FrozenClock
    ) -> None:
        invitation = invite(world, clock)
        invitations.revoke(
            invitation=invitation, actor=world.claire, actor_role=Role.OWNER, now=clock()
        )
        Runner().run_until_idle(clock)
        assert mail.outbox == []
