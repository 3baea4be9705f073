"""Restores with one more step after it, and tells what that step saw."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import django

django.setup()

from beffroi.core.backup import register_after_restore, restore  # noqa: E402
from beffroi.core.clock import utc_now  # noqa: E402
from beffroi.core.models import Job  # noqa: E402

seen: dict[str, object] = {}


def look(now: datetime) -> None:
    jobs = Job.objects.filter(kind="a").order_by("key")
    seen["hook_saw_jobs"] = list(jobs.values_list("key", flat=True))
    seen["states"] = sorted(set(jobs.values_list("state", flat=True)))


register_after_restore(look)
restore(Path(sys.argv[1]), now=utc_now())
print(json.dumps(seen))
