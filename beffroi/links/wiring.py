"""Connects links to the doctor below."""

from __future__ import annotations

from beffroi.core.health import register_check
from beffroi.links.checks import check_countries


def connect() -> None:
    """Add what is looked at. Called once, when the app is ready."""
    register_check("countries", check_countries)
