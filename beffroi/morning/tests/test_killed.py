"""Processes that die with a mail in hand, or on a link: nothing is done twice, nor by half."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.core.tests.databases import environment, url_of_tests
from beffroi.morning import posting
from beffroi.morning.models import ActLink, Morning
from beffroi.morning.tests.conftest import Mailed, links_in, wants
from beffroi.web.tests import morning
from tests.clock import FrozenClock
from tests.mail_server import MailServer, mail_goes_to, mail_server
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_after_the_mail_left_sends_it_no_second_time(
    tmp_path: Path, settings: Settings, world: World
) -> None:
    now = utc_now()
    channel = morning.channel(world.atelier, now=now)
    morning.post(channel, author=world.ines, now=now)
    wants(world.atelier, world.claire, now=now)
    with mail_server() as server:
        mail_goes_to(server, settings)
        posting.plan(now=now)
        assert _killed_while_sending(server, tmp_path) == -signal.SIGKILL
        for _again in range(2):
            then = now - timedelta(minutes=1)
            Job.objects.filter(kind=posting.SEND).update(lease_until=then, run_at=then)
            Runner().run_until_idle()
        assert server.receivers() == [world.claire.email]
    assert Morning.objects.get().state == Morning.State.DOUBTFUL


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_the_act_and_its_mark_has_done_nothing(
    tmp_path: Path, world: World, bluesky: Channel, mailed: Mailed, clock: FrozenClock
) -> None:
    post = morning.post(bluesky, author=world.ines, now=clock())
    [path] = links_in(mailed())
    token = path.strip("/").split("/")[-1]
    killed = _killed("following_process", token, folder=tmp_path)
    assert killed == -signal.SIGKILL
    post.refresh_from_db()
    assert (post.stage, post.approvals.count()) == ("submitted", 0)
    assert ActLink.objects.get().used_at is None
    assert Client().post(path, {"deed": "approve"}).status_code == 200
    post.refresh_from_db()
    assert (post.stage, post.approvals.count()) == ("scheduled", 1)


def _killed_while_sending(server: MailServer, folder: Path) -> int:
    """Send in a process of its own, which kills itself; return how it ended."""
    return _killed(
        "sending_process",
        folder=folder,
        BEFFROI_SMTP_HOST="127.0.0.1",
        BEFFROI_SMTP_PORT=str(server.port),
        BEFFROI_SMTP_TLS="0",
    )


def _killed(module: str, *given: str, folder: Path, **more: str) -> int:
    process = subprocess.run(
        [sys.executable, "-m", f"beffroi.morning.tests.{module}", *given],
        env=environment(
            folder=folder,
            database_url=url_of_tests(),
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
            BEFFROI_LOG_LEVEL="ERROR",
            **more,
        ),
        timeout=60,
        check=False,
    )
    return process.returncode
