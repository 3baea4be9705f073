from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.errors import RateLimited
from beffroi.networks.families.graph.usage import Usage, full_for_seconds

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def app(**shares: Any) -> dict[str, str]:
    return {"x-app-usage": json.dumps(shares)}


def business(**shares: Any) -> dict[str, str]:
    return {"x-business-use-case-usage": json.dumps({"42": [{"type": "pages", **shares}]})}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        (app(call_count=94, total_time=10, total_cputime=94), 0),
        (app(call_count=95, total_time=10, total_cputime=1), 600),
        (app(call_count=1, total_time=96), 600),
        (business(call_count=80, estimated_time_to_regain_access=0), 0),
        (business(call_count=97, estimated_time_to_regain_access=0), 600),
        (business(call_count=100, estimated_time_to_regain_access=19), 19 * 60),
        (business(call_count=100, estimated_time_to_regain_access=10**7), 24 * 3600),
        ({"x-app-usage": "not json"}, 0),
        ({"x-app-usage": "[1]", "x-business-use-case-usage": '{"1":[3],"2":"x"}'}, 0),
        (app(call_count="many", total_time=True, total_cputime=None), 0),
    ],
)
def test_full_quotas_are_seen(headers: dict[str, str], seconds: int) -> None:
    assert full_for_seconds(headers) == seconds


def test_nothing_more_is_asked_of_a_full_quota_until_it_opens() -> None:
    usage = Usage()
    usage.note("42", business(call_count=99, estimated_time_to_regain_access=5), now=NOW)
    usage.check("43", now=NOW)
    with pytest.raises(RateLimited) as caught:
        usage.check("42", now=NOW)
    assert 300 <= caught.value.retry_after_seconds <= 301
    usage.check("42", now=NOW + timedelta(minutes=5))
    usage.check("42", now=NOW)
