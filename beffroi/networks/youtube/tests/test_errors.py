"""Every refusal that YouTube and Google's OAuth are known to give, and what must happen next."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.contract_tests import upload
from beffroi.networks.errors import (
    NetworkError,
    QuotaExhausted,
)
from beffroi.networks.youtube.tests.refusals import (
    ACTS,
    NOW,
    PACIFIC_MIDNIGHT,
    READS,
    RENEWALS,
)
from beffroi.networks.youtube.tests.world import YouTubeWorld, small_video


@pytest.mark.parametrize(("status", "answer", "kind", "fields"), READS)
def test_a_refusal_has_the_name_of_the_next_step(
    world: YouTubeWorld,
    status: int,
    answer: Any,
    kind: type[NetworkError],
    fields: dict[str, Any],
) -> None:
    world.simulator.clock.freeze(NOW)
    world.keeper.change(expires_at=str(int(NOW.timestamp()) + 3000))
    for _ in range(2):  # a stale access is renewed, and the call made again
        world.answer_once("videos.list", answer, status=status)
    with pytest.raises(kind) as caught:
        world.channel().read_again(["video000001"])
    assert type(caught.value).__name__ in {kind.__name__, "StaleAccess", "StaleToken"}
    assert {name: getattr(caught.value, name) for name in fields} == fields
    assert "sentence" not in caught.value.detail


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    ACTS,
)
def test_a_refused_publication_is_a_clear_no_or_a_doubt(
    world: YouTubeWorld, status: int, answer: Any, kind: type[NetworkError]
) -> None:
    post = world.post("Bonjour")
    world.answer_once("videos.update", answer, status=status)
    with pytest.raises(kind) as caught:
        world.channel().publish(post)
    assert type(caught.value) is kind
    assert world.simulator.calls["videos.update"] == 0


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    RENEWALS,
)
def test_a_refused_renewal_says_who_can_help(
    world: YouTubeWorld, status: int, error: str, kind: type[NetworkError]
) -> None:
    world.simulator.authority.expire_access()
    world.answer_once("token", {"error": error, "error_description": "No"}, status=status)
    with pytest.raises(kind) as caught:
        world.channel().read_again(["video000001"])
    assert type(caught.value) is kind


def test_a_day_s_uploads_are_used_up_until_midnight_in_california(world: YouTubeWorld) -> None:
    world.simulator.clock.freeze(NOW)
    world.keeper.change(expires_at=str(int(NOW.timestamp()) + 3000))
    world.simulator.state.quota.limits["uploads"] = 0
    with pytest.raises(QuotaExhausted) as caught:
        upload(world.channel(), small_video())
    assert caught.value.until == PACIFIC_MIDNIGHT
    world.simulator.state.quota.limits["uploads"] = 1
    world.simulator.clock.freeze(PACIFIC_MIDNIGHT)
    assert upload(world.channel(), small_video()).handle
