"""A process that runs the jobs that are due, and is killed in the middle of taking a table.

Environment: CRASH_AT, the number of the batch; CRASH_IN, whether its transaction is still open.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from datetime import datetime

import django

django.setup()

from beffroi.archives.tables import keeping, taking  # noqa: E402
from beffroi.archives.tables.models import TableImport  # noqa: E402
from beffroi.archives.tables.takers import Kept, Line, Taker  # noqa: E402
from beffroi.core import jobs  # noqa: E402
from beffroi.sales.tabling import OrderTables  # noqa: E402

CRASH_AT = int(os.environ["CRASH_AT"])
_keep, _of_orders = keeping.keep, OrderTables.keep
_count = 0


def keep(table_id: int, taker: Taker, lines: Sequence[Line], *, now: datetime) -> bool:
    """Keep a batch, then die if it was the one."""
    global _count
    _count += 1
    is_kept = _keep(table_id, taker, lines, now=now)
    if _count == CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
    return is_kept


def of_orders(self: OrderTables, row: TableImport, lines: Sequence[Line], *, now: datetime) -> Kept:
    """Die after the orders are written and before they are committed, if this is the batch."""
    kept = _of_orders(self, row, lines, now=now)
    if _count == CRASH_AT and os.environ.get("CRASH_IN"):
        os.kill(os.getpid(), signal.SIGKILL)
    return kept


taking.LINES_A_BATCH = 10
keeping.keep, OrderTables.keep = keep, of_orders  # type: ignore[method-assign]
jobs.Runner().run_until_idle()
