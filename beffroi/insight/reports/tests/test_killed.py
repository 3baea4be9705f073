"""A process that dies between two mails: nobody gets one twice, and what is doubtful is said."""

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
from beffroi.insight.reports import actions, printing
from beffroi.insight.reports.models import ReportMail
from beffroi.insight.reports.tests.conftest import made, receives
from tests.mail_server import MailServer, mail_goes_to, mail_server
from tests.world import SETTLED_AT, people_and_places

States = ReportMail.State
BOTH = ["claire@example.org", "paul@example.org"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("dies", "left"), [("after", [States.SENT]), ("before", [States.DOUBTFUL])]
)
def test_a_process_killed_between_two_mails_sends_none_twice(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    dies: str,
    left: list[str],
) -> None:
    world, now = people_and_places(now=SETTLED_AT), utc_now()
    report = made(world, now)
    for address in BOTH:
        receives(world, now, address)
    with mail_server() as server:
        mail_goes_to(server, settings)
        actions.approve(report, actor=world.claire, now=now)
        assert _killed_while_sending(server, tmp_path, dies=dies) == -signal.SIGKILL
        assert len(server.taken) == 1
        monkeypatch.setattr(printing, "printed", lambda _report: b"%PDF")
        for _again in range(2):  # whoever takes it over may die as well, and be followed
            Job.objects.filter(kind=actions.SEND).update(
                lease_until=now - timedelta(minutes=1), run_at=now - timedelta(minutes=1)
            )
            Runner().run_until_idle()
        assert server.receivers() == BOTH
    states = set(ReportMail.objects.values_list("state", flat=True))
    assert states == {States.SENT, *left}


def _killed_while_sending(server: MailServer, folder: Path, *, dies: str) -> int:
    """Send in a process of its own, which kills itself; return how it ended."""
    process = subprocess.run(
        [sys.executable, "-m", "beffroi.insight.reports.tests.sending_process"],
        env=environment(
            folder=folder,
            database_url=url_of_tests(),
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
            DIES=dies,
            BEFFROI_SMTP_HOST="127.0.0.1",
            BEFFROI_SMTP_PORT=str(server.port),
            BEFFROI_SMTP_TLS="0",
            BEFFROI_LOG_LEVEL="ERROR",
        ),
        timeout=60,
        check=False,
    )
    return process.returncode
