"""A process that sends the mail of a day, and is killed once the mail server has taken it."""

from __future__ import annotations

import os
import signal

import django

django.setup()

from beffroi.core import jobs  # noqa: E402
from beffroi.morning import posting  # noqa: E402
from beffroi.morning.models import Morning  # noqa: E402


def settle(morning_id: int, state: Morning.State) -> None:
    """Die as a machine does whose plug is pulled."""
    os.kill(os.getpid(), signal.SIGKILL)


posting.settle = settle
jobs.Runner().run_until_idle()
