"""A process that sends the mails of a report, and is killed in the middle of them.

Environment: DIES, « before » the first mail is noted as sent, or « after ».
"""

from __future__ import annotations

import os
import signal
from datetime import datetime

import django

django.setup()

from beffroi.core import jobs  # noqa: E402
from beffroi.insight.reports import posting, printing  # noqa: E402
from beffroi.insight.reports.models import ReportMail  # noqa: E402

DIES = os.environ["DIES"]
_note = posting.note_sent


def note_sent(mail: ReportMail, *, now: datetime) -> None:
    """Die as a machine does whose plug is pulled."""
    if DIES == "after":
        _note(mail, now=now)
    os.kill(os.getpid(), signal.SIGKILL)


posting.note_sent = note_sent
printing.printed = lambda report: b"%PDF"
jobs.Runner().run_until_idle()
