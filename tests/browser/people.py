"""What must be there before the pages of people, workspaces and agencies are visited."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from beffroi.workspaces import actions, invitations
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import Membership
from beffroi.workspaces.rules import Role
from tests.world import World

NOW = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)
#: A password that is refused, sent by a page of ours.
TOO_SHORT = {
    "csrfmiddlewaretoken": "",
    "name": "Claire Martin",
    "email": "claire@atelier-martin.fr",
    "password1": "levain",
}


def invited(world: World) -> None:
    """Somebody was invited and has not answered yet."""
    invitations.invite(
        place=world.atelier,
        email="louise@atelier-martin.example",
        role=Role.EDITOR,
        actor=world.claire,
        actor_role=Role.OWNER,
        now=NOW,
    )


def member_page(world: World) -> str:
    """Return the page of Karim's membership."""
    row = Membership.objects.get(workspace=world.atelier, user=world.karim)
    return f"/workspace/team/{row.pk}/"


def agency_page(world: World) -> str:
    """Return the page of Nova."""
    return f"/agencies/{world.nova.pk}/"


def page_of_another(world: World) -> str:
    """Return a link from a mail into the garage, while another workspace is open."""
    actions.remember_workspace(user=world.nadia, workspace=world.cycles)
    return link_into(world.garage.pk, "/inbox/").removeprefix(settings.PUBLIC_URL)
