from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from beffroi.workspaces import invitations, jobs
from beffroi.workspaces.models import Invitation
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World


def test_a_mail_that_never_left_is_said_on_the_team_page(world: World, clock: FrozenClock) -> None:
    invitation = invitations.invite(
        place=world.atelier,
        email="marie@example.com",
        role=Role.READER,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=clock(),
    )
    jobs.give_up_sending({"invitation_id": invitation.pk}, clock=clock)
    invitation.refresh_from_db()
    assert invitation.undeliverable_at == clock()


def test_old_invitations_are_forgotten(world: World, clock: FrozenClock) -> None:
    for email, age in (
        ("old@example.com", timedelta(days=98)),
        ("new@example.com", timedelta(days=90)),
    ):
        invitations.invite(
            place=world.atelier,
            email=email,
            role=Role.READER,
            actor=world.claire,
            actor_role=Role.OWNER,
            now=clock() - age,
        )
    jobs.forget({}, clock=clock)
    assert [left.email for left in Invitation.objects.all()] == ["new@example.com"]


def test_where_an_ended_session_came_from_is_forgotten(world: World, clock: FrozenClock) -> None:
    Session.objects.create(session_key="open", expire_date=clock() + timedelta(days=900))
    for key in ("open", "ended"):
        UserSession.objects.create(user=world.claire, session_key=key, ip="192.0.2.1")
    jobs.forget({}, clock=clock)
    assert [row.session_key for row in UserSession.objects.all()] == ["open"]
