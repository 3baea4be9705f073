"""Connects reviews to restores and to the keys below."""

from __future__ import annotations

from beffroi.core.backup import register_after_restore
from beffroi.core.crypto import register_sealed
from beffroi.reviews import asking
from beffroi.reviews.hashing import binding
from beffroi.reviews.models import AddressKey


def connect() -> None:
    """Say what is sealed and what a restore stops. Called once, when the app is ready."""
    register_sealed(AddressKey, "sealed", binding)
    register_after_restore(asking.stop_all)
