"""How long a report of a month takes to become a PDF, and what memory is left with us afterwards.

Two pages, six drawings, 120 rows: `printing.sample`. The first page finds no press that stands
ready, the others find one.
"""

from __future__ import annotations

import os
import resource
import statistics
import time

from django.utils import translation

from beffroi.cli.bench.footprint import memory_bytes
from beffroi.printing import printer, sample

_TIMES = 5


def run() -> dict[str, float]:
    """Print five times after a first; times in seconds, memory in MB.

    `cpu_s` is what one of the six took of the processor; all share the loading before the first.
    """
    with translation.override("fr"):
        html = sample.monthly()
    printer.standby.clear()
    before, spent_before = _memory_mb(), _children_seconds()
    first = _timed(html)
    seconds = [_timed(html) for _ in range(_TIMES)]
    printer.standby.clear()
    spent = _children_seconds() - spent_before
    return {
        "first_pdf_s": round(first, 2),
        "pdf_s": round(statistics.median(seconds), 2),
        "cpu_s": round(spent / (_TIMES + 1), 2),
        "rss_before_mb": before,
        "rss_after_mb": _memory_mb(),
        "process_rss_mb": round(_children().ru_maxrss * 1024 / 1_000_000, 1),
    }


def _timed(html: str) -> float:
    started_at = time.perf_counter()
    printer.print_page(html, language="fr", title="Mai 2026")
    return time.perf_counter() - started_at


def _memory_mb() -> float:
    return round(memory_bytes(os.getpid()) / 1_000_000, 1)


def _children_seconds() -> float:
    used = _children()
    return used.ru_utime + used.ru_stime


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)
