"""The page that machines ask whether this installation is well."""

from __future__ import annotations

import django.db
from django.http import HttpRequest, JsonResponse

from beffroi.core import heartbeat
from beffroi.core.clock import utc_now


def health(request: HttpRequest) -> JsonResponse:
    """Tell whether the database answers, and for how many seconds no worker gave a sign.

    503 without database. Without any worker the age is null: the process may serve pages only.
    """
    try:
        seen_at = heartbeat.last_seen_at()
    except django.db.Error:
        return JsonResponse({"database": False, "worker_age_seconds": None}, status=503)
    age = None if seen_at is None else max(0, int((utc_now() - seen_at).total_seconds()))
    response = JsonResponse({"database": True, "worker_age_seconds": age})
    response["Cache-Control"] = "no-store"
    return response
