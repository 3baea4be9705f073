"""Whether ten thousand webhooks, doubled, shuffled, lost and forged, leave the inbox true.

On a temporary database of the kind that this installation uses, against the simulated Facebook.
"""

from __future__ import annotations

import logging

from django.test import override_settings

from beffroi.channels import gateway
from beffroi.cli.bench.storm.blowing import Found, blow
from beffroi.cli.bench.storm.facebook import Facebook
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.inbox.rules import POLL_EVERY
from beffroi.networks.simulation_webhooks import Storm
from beffroi.workspaces import actions
from beffroi.workspaces.models import User, Workspace

EVENTS = 10_000
#: One in ten twice, one in twenty never, one in ten with a signature that is none.
WEATHER = Storm(doubled=0.1, dropped=0.05, forged=0.1, is_shuffled=True, seed=1)


def run() -> dict[str, float | int]:
    """Blow once; return what was taken, how fast, and what the inbox lacks or has twice."""
    logging.getLogger("django.request").setLevel(logging.ERROR)  # each forged call is a line
    with scratch_database("storm"):
        now = utc_now()
        owner = actions.register_person(email="claire@bench.example", name="Claire Martin", now=now)
        place = actions.create_workspace(owner=owner, name="Atelier Martin", now=now)
        return rage(EVENTS, place, actor=owner).figures()


def rage(events: int, workspace: Workspace, *, actor: User) -> Found:
    """Connect a simulated Facebook to `workspace`, and blow."""
    with Facebook() as facebook, override_settings(OUTBOUND_ALLOW=frozenset({facebook.host})):
        gateway.forget()
        try:
            facebook.connect(workspace, actor=actor)
            return blow(facebook, events=events, weather=WEATHER, then=POLL_EVERY * 2)
        finally:
            gateway.forget()
