from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.morning import posting, wishes
from beffroi.web.tests import morning
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock
from tests.world import SETTLED_AT, World, people_and_places

Mailed = Callable[[], EmailMultiAlternatives]
_LINK = re.compile(r"https?://[^\s]+/morning/[\w-]{40,}/")


@pytest.fixture
def world(db: None) -> World:
    """Atelier Martin, where everybody reads English."""
    made = people_and_places(now=SETTLED_AT)
    User.objects.update(language="en")
    for person in (made.claire, made.ines):
        person.refresh_from_db()
    return made


@pytest.fixture
def clock() -> FrozenClock:
    """Now: pages read the real clock."""
    return FrozenClock(utc_now())


@pytest.fixture
def bluesky(world: World, clock: FrozenClock) -> Channel:
    return morning.channel(world.atelier, now=clock())


def wants(
    workspace: Workspace,
    person: User,
    *,
    now: datetime,
    by_mail: bool = True,
    by_push: bool = False,
) -> None:
    """Have somebody told every day, at an hour that has just come."""
    local = now.astimezone(workspace.zone)
    at = time(local.hour, local.minute)
    long_ago = now - timedelta(days=9)
    days = "1234567"
    wishes.keep(
        workspace, user=person, by_mail=by_mail, by_push=by_push, days=days, at=at, now=long_ago
    )


@pytest.fixture
def mailed(world: World, clock: FrozenClock) -> Mailed:
    """Return what sends Claire the mail of her day, and hands it over."""

    def send() -> EmailMultiAlternatives:
        wants(world.atelier, world.claire, now=clock())
        assert posting.plan(now=clock()) == 1
        Runner().run_until_idle(clock)
        [sent] = mail.outbox
        assert isinstance(sent, EmailMultiAlternatives)
        return sent

    return send


def links_in(sent: EmailMultiAlternatives) -> list[str]:
    """Return the paths of the links that act, in their order."""
    found = _LINK.findall(str(sent.body))
    return [one.removeprefix(settings.PUBLIC_URL) for one in found]
