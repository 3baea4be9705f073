"""A process that dies with a mail in hand: nobody gets their day twice, and doubt is said."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.core.tests.databases import environment, url_of_tests
from beffroi.morning import posting
from beffroi.morning.models import Morning
from beffroi.morning.tests.conftest import wants
from beffroi.web.tests import morning
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


def _killed_while_sending(server: MailServer, folder: Path) -> int:
    """Send in a process of its own, which kills itself; return how it ended."""
    process = subprocess.run(
        [sys.executable, "-m", "beffroi.morning.tests.sending_process"],
        env=environment(
            folder=folder,
            database_url=url_of_tests(),
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
            BEFFROI_SMTP_HOST="127.0.0.1",
            BEFFROI_SMTP_PORT=str(server.port),
            BEFFROI_SMTP_TLS="0",
            BEFFROI_LOG_LEVEL="ERROR",
        ),
        timeout=60,
        check=False,
    )
    return process.returncode
