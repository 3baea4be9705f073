"""Every refusal of a source has a name of ours."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.errors import NetworkError
from beffroi.networks.feeds.tests.refusals import TABLE
from beffroi.networks.feeds.tests.world import FeedsWorld


@pytest.mark.parametrize(("status", "body", "kind"), TABLE)
def test_a_source_that_refuses_has_its_name(
    world: FeedsWorld, status: int, body: Any, kind: type[NetworkError]
) -> None:
    world.answer_once(body, status=status)
    with pytest.raises(kind):
        world.read()
