"""Connects listening to the apps below."""

from __future__ import annotations


def connect() -> None:
    """Register what others ask of listening. Called once, when the app is ready."""
