"""A process that follows a link of a mail, and is killed between the act and its mark."""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from beffroi.core.clock import utc_now  # noqa: E402
from beffroi.morning import linking  # noqa: E402
from beffroi.morning.acts.contract import Deed  # noqa: E402
from beffroi.morning.acts.posts import Approving  # noqa: E402

do = Approving.do


def do_and_die(self: Approving, *given: object, **named: object) -> None:
    """Approve it, then die as a machine does whose plug is pulled."""
    do(self, *given, **named)  # type: ignore[arg-type]
    os.kill(os.getpid(), signal.SIGKILL)


Approving.do = do_and_die  # type: ignore[assignment,method-assign]
link = linking.find(sys.argv[1])
assert link is not None
linking.follow(link, deed=Deed.APPROVE, shown="", now=utc_now())
