"""A process that saves a step of the assistant, and is killed before it is done."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django

django.setup()

from beffroi.core.clock import utc_now  # noqa: E402
from beffroi.strategy.plan import actions  # noqa: E402
from beffroi.strategy.plan.wishes import AudienceWish  # noqa: E402
from beffroi.workspaces.models import User, Workspace  # noqa: E402


def close(*_: Any, **__: Any) -> None:
    """Die as a machine does whose plug is pulled: old rows are gone, new ones are there."""
    os.kill(os.getpid(), signal.SIGKILL)


actions._close = close
actions.save_audience(
    Workspace.objects.get(pk=int(sys.argv[1])),
    [AudienceWish("Nobody we know")],
    is_agreed=True,
    seen=1,
    actor=User.objects.get(pk=int(sys.argv[2])),
    now=utc_now(),
)
