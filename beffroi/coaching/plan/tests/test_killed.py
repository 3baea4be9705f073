"""A process that dies while it saves a step: the step is as it was, and can be saved again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from beffroi.coaching.plan.tests.conftest import AUDIENCE
from beffroi.coaching.plan.tests.test_steps import send
from beffroi.core.tests.databases import environment, url_of_tests
from beffroi.strategy.models import Audience, PlanStep
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_saves_a_step_leaves_it_as_it_was(
    tmp_path: Path, world: World, client: Client
) -> None:
    send(client, "audience", AUDIENCE)
    process = subprocess.run(
        [
            *(sys.executable, "-m", "beffroi.coaching.plan.tests.saving_process"),
            *(str(world.atelier.pk), str(world.claire.pk)),
        ],
        env=environment(
            folder=tmp_path,
            database_url=url_of_tests(),
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
            BEFFROI_LOG_LEVEL="ERROR",
        ),
        timeout=60,
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    assert (Audience.objects.get().name, PlanStep.objects.get().version) == ("Our regulars", 1)
    again = send(client, "audience", AUDIENCE | {"audience_1-name": "Neighbours"}, seen=1)
    assert again.status_code == 302
    assert Audience.objects.get().name == "Neighbours"
