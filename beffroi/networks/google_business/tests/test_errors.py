"""Every refusal that Business Profile is known to give, and what must happen next."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.errors import (
    NetworkError,
)
from beffroi.networks.google_business.tests.refusals import (
    ACTS,
    CASES,
)
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld


@pytest.mark.parametrize(("status", "answer", "kind", "fields"), CASES)
def test_a_refusal_has_the_name_of_the_next_step(
    world: GoogleBusinessWorld,
    status: int,
    answer: Any,
    kind: type[NetworkError],
    fields: dict[str, Any],
) -> None:
    for _ in range(2):  # a stale access is renewed, and the call made again
        world.answer_once("reviews.list", answer, status=status)
    with pytest.raises(kind) as caught:
        world.channel().read_feedback(None)
    assert type(caught.value).__name__ in {kind.__name__, "StaleAccess"}
    assert {name: getattr(caught.value, name) for name in fields} == fields
    assert "sentence" not in caught.value.detail


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    ACTS,
)
def test_a_refused_publication_is_a_clear_no_or_a_doubt(
    world: GoogleBusinessWorld, status: int, answer: Any, kind: type[NetworkError]
) -> None:
    world.answer_once("localPosts.create", answer, status=status)
    with pytest.raises(kind) as caught:
        world.channel().publish(world.post("Bonjour"))
    assert type(caught.value) is kind
    assert world.simulator.calls["localPosts.create"] == 0
