"""Facts and steps as JSON, and back. No query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from beffroi.sitecheck.rules import SiteFacts
from beffroi.sitecheck.visiting import Step


def facts_to_json(facts: SiteFacts) -> dict[str, Any]:
    """Return facts as a database stores them."""
    stored: dict[str, Any] = msgspec.to_builtins(facts)
    return stored


def facts_from_json(stored: object) -> SiteFacts:
    """Return the facts that were stored. Raises msgspec.ValidationError."""
    return msgspec.convert(stored, SiteFacts)


def steps_to_json(steps: Sequence[Step]) -> list[Any]:
    """Return what was read as a database stores it."""
    stored: list[Any] = msgspec.to_builtins(list(steps))
    return stored


def steps_from_json(stored: object) -> list[Step]:
    """Return what was read. Raises msgspec.ValidationError."""
    return msgspec.convert(stored, list[Step])
