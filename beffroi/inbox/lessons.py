"""What a workspace taught, as whatever reads its messages takes it along."""

from __future__ import annotations

from functools import cache, lru_cache

from beffroi.inbox.models import Learned
from beffroi.language.adapting import Lessons, Unreadable, from_json
from beffroi.language.weights import shipped


def of(workspace_id: int) -> Lessons | None:
    """Return what counts in a workspace; None where nothing does. One query."""
    kept = Learned.objects.filter(workspace=workspace_id, is_on=True, fingerprint=fingerprint())
    written = kept.values_list("lessons", flat=True).first()
    return _read(written) if written else None


@lru_cache(maxsize=16)
def _read(written: str) -> Lessons | None:
    """Return what was kept; the same for as long as nothing new is learned."""
    try:
        return from_json(written)
    except Unreadable:  # the next learning writes them anew
        return None


@cache
def fingerprint() -> str:
    """Return what tells the shipped weights from others."""
    return shipped().fingerprint()
