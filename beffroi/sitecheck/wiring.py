"""Connects website checks to restores."""

from __future__ import annotations

from beffroi.core.backup import register_after_restore
from beffroi.sitecheck import actions


def connect() -> None:
    """Say what a restore does with checks. Called once, when the app is ready."""
    register_after_restore(actions.give_up_open)
