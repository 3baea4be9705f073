"""Every refusal that LinkedIn documents or was seen to give, and the name that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    RateLimited,
)
from beffroi.networks.linkedin.errors import (
    next_midnight,
)
from beffroi.networks.linkedin.tests.refusals import NOW, TABLE, body
from beffroi.networks.linkedin.tests.world import LinkedInWorld


def refused(
    world: LinkedInWorld, status: int, data: Any, headers: Mapping[str, str] | None = None
) -> NetworkError:
    """Return what a reading raises that gets this answer. Nothing can be renewed here."""
    world.keeper.change(refresh_token="")
    world.simulator.clock.freeze(NOW)
    world.answer_once("find", data, status=status, **(headers or {}))
    with pytest.raises(NetworkError) as caught:
        world.channel().find(world.post("Là ?"), since=NOW)
    return caught.value


@pytest.mark.parametrize(
    ("status", "data", "kind", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_every_refusal_has_its_name(
    world: LinkedInWorld,
    status: int,
    data: Any,
    kind: type[NetworkError],
    told: dict[str, Any],
) -> None:
    error = refused(world, status, data)
    assert type(error) is kind
    assert {name: getattr(error, name) for name in told} == told
    for secret in ("duplicate of", "Not enough", "throttle", "share"):
        assert secret not in error.detail


@pytest.mark.parametrize(
    ("status", "data", "headers", "kind"),
    [
        (404, body(404, "NOT_FOUND", "Entity not found"), {}, NotFound),
        (409, body(409, "CONFLICT"), {}, NetworkUnavailable),
        (400, body(400, "ILLEGAL_ARGUMENT", "Syntax exception"), {}, ContentRefused),
        (400, body(400, "a whole sentence, with signs"), {}, ContentRefused),
        (422, body(422), {}, ContentRefused),
        (401, "<html>", {}, AccessRevoked),
        (429, body(429, "TOO_MANY_REQUESTS"), {"Retry-After": "120"}, RateLimited),
        (429, body(429, "SOMETHING_NEW"), {}, RateLimited),
        (429, "Slow down", {}, RateLimited),
        (500, body(500, "EXPIRED_ACCESS_TOKEN"), {}, NetworkUnavailable),
        (503, body(503, "DUPLICATE_POST"), {}, NetworkUnavailable),
        (504, "<html>", {}, NetworkUnavailable),
        (400, [], {}, ContentRefused),
        (400, {"errorDetails": {"inputErrors": "x"}}, {}, ContentRefused),
        (400, {"errorDetails": {"inputErrors": [1, {"code": 5}]}}, {}, ContentRefused),
    ],
)
def test_what_the_body_does_not_tell_is_left_to_the_status(
    world: LinkedInWorld,
    status: int,
    data: Any,
    headers: dict[str, str],
    kind: type[NetworkError],
) -> None:
    assert type(refused(world, status, data, headers)) is kind


@pytest.mark.parametrize("second", [0, 1, 59])
def test_a_day_ends_at_midnight_utc(second: int) -> None:
    assert next_midnight(datetime(2026, 12, 31, 23, 59, second, tzinfo=UTC)) == datetime(
        2027, 1, 1, tzinfo=UTC
    )
    assert next_midnight(datetime(2026, 11, 23, tzinfo=UTC)) == datetime(2026, 11, 24, tzinfo=UTC)
