"""Every refusal of the AT Protocol has a name of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.bluesky.tests.refusals import TABLE
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.errors import NetworkError
from beffroi.networks.simulation_faults import Fault, FaultKind


@pytest.mark.parametrize(("status", "code", "message", "kind", "told"), TABLE)
def test_a_refused_publication_has_its_name(
    world: BlueskyWorld,
    status: int,
    code: str,
    message: str,
    kind: type[NetworkError],
    told: dict[str, Any],
) -> None:
    body = json.dumps({"error": code, "message": message})
    twice = Fault(FaultKind.ERROR_BEFORE, status=status, body=body, times=2)
    world.simulator.faults.add("createRecord", twice)  # a stale access is renewed in between
    with pytest.raises(kind) as caught:
        world.channel().publish(world.post("Bonjour"))
    assert {name: getattr(caught.value, name) for name in told} == told
    assert message not in caught.value.detail
