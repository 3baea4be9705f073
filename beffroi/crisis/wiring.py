"""Tells charts when a crisis was opened. Called once, when the app is ready."""

from __future__ import annotations

from beffroi.core.happenings import register
from beffroi.crisis import happenings


def connect() -> None:
    """Register what is known here."""
    register(happenings.NAME, happenings.happenings)
