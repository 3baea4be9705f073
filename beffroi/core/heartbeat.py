"""Who works, who fell silent, and the highest time ever seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q

from beffroi.core.models import Installation, Worker

SILENT_AFTER = timedelta(minutes=2)
_FORGOTTEN_AFTER = timedelta(days=1)


def beat(name: str, *, now: datetime) -> None:
    """Say that the worker `name` lives."""
    Worker.objects.update_or_create(
        name=name[:120],
        defaults={"seen_at": now},
        create_defaults={"seen_at": now, "started_at": now},
    )
    Worker.objects.filter(seen_at__lt=now - _FORGOTTEN_AFTER).delete()
    Installation.objects.get_or_create(id=1)
    Installation.objects.filter(Q(latest_at=None) | Q(latest_at__lt=now)).update(latest_at=now)


def leave(name: str) -> None:
    """Say that the worker `name` ends as it should."""
    Worker.objects.filter(name=name[:120]).delete()


def last_seen_at() -> datetime | None:
    """Return when any worker last gave a sign; None when none is there."""
    seen: datetime | None = Worker.objects.aggregate(seen=Max("seen_at"))["seen"]
    return seen


def latest_at() -> datetime | None:
    """Return the highest time that this installation has seen; a clock below it went back."""
    return Installation.objects.filter(id=1).values_list("latest_at", flat=True).first()
