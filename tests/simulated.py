"""Simulated networks by their keys: one that was taken out takes its cases along."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from beffroi.networks import registry


def part(key: str, module: str) -> Any:
    """Return a module of a network's folder; skips the test when the network is not registered."""
    if key not in registry.NETWORKS:
        pytest.skip(f"{key} was taken out")
    return import_module(f"beffroi.networks.{key}.{module}")


def simulator_of(key: str) -> Any:
    """Return the class of a network's simulator."""
    return part(key, "simulator").Simulator


def world_of(key: str) -> Any:
    """Return the class that sees a simulated network from outside."""
    module = part(key, "tests.world")
    own = [
        one
        for name, one in vars(module).items()
        if name.endswith("World") and one.__module__ == module.__name__
    ]
    return own[0]
