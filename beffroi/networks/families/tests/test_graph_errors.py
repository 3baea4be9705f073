"""Every error of the Graph API gets the name of what must happen next."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.families.graph.errors import name, read_fault
from beffroi.networks.http import Answer


def answer(status: int = 400, headers: dict[str, str] | None = None, **error: Any) -> Answer:
    body = {"message": "a text of ours", "type": "OAuthException", "fbtrace_id": "A1b", **error}
    return Answer(status, headers or {}, {"error": body})


def named(given: Answer) -> NetworkError:
    fault = read_fault(given, "POST /feed")
    assert fault is not None
    return name(fault)


@pytest.mark.parametrize(
    ("code", "subcode", "expected"),
    [
        (190, None, AccessRevoked),
        (190, 458, AccessRevoked),
        (190, 459, AccessRevoked),
        (190, 460, AccessRevoked),
        (190, 463, AccessRevoked),
        (190, 464, AccessRevoked),
        (190, 467, AccessRevoked),
        (190, 492, PermissionLost),
        (102, None, AccessRevoked),
        (3, None, PermissionLost),
        (10, None, PermissionLost),
        (200, None, PermissionLost),
        (299, None, PermissionLost),
        (4, None, RateLimited),
        (17, None, RateLimited),
        (32, None, RateLimited),
        (341, None, RateLimited),
        (613, None, RateLimited),
        (80001, None, RateLimited),
        (80002, None, RateLimited),
        (1, None, NetworkUnavailable),
        (2, None, NetworkUnavailable),
        (506, None, DuplicateContent),
        (100, 1366051, DuplicateContent),
        (368, None, PolicyBlocked),
        (368, 1390008, PolicyBlocked),
        (100, 1346003, PolicyBlocked),
        (100, 1404102, PolicyBlocked),
        (100, 1404112, PolicyBlocked),
        (100, 1404078, PolicyBlocked),
        (200, 1404078, PolicyBlocked),
        (100, None, ContentRefused),
        (100, 33, NotFound),
        (803, None, NotFound),
        (100, 1609005, ContentRefused),
        (100, 1366046, ContentRefused),
        (1366046, None, ContentRefused),
        (100, 2069019, ContentRefused),
        (389, None, MediaUnreachable),
        (12, None, VersionRetired),
        (101, None, AppMisconfigured),
        (191, None, AppMisconfigured),
        (98765, None, ContentRefused),
    ],
)
def test_each_code_has_its_name(code: int, subcode: int | None, expected: type) -> None:
    more: dict[str, Any] = {} if subcode is None else {"error_subcode": subcode}
    error = named(answer(code=code, **more))
    assert type(error) is expected
    assert "a text of ours" not in error.detail


@pytest.mark.parametrize(
    ("subcode", "field"), [(1609005, "text"), (1366046, "media"), (2069019, "media"), (5, "text")]
)
def test_a_refused_content_says_what_to_change(subcode: int, field: str) -> None:
    error = named(answer(code=100, error_subcode=subcode))
    assert isinstance(error, ContentRefused)
    assert error.field == field


def test_an_unknown_code_that_will_pass_is_tried_again() -> None:
    assert type(named(answer(code=98765, is_transient=True))) is NetworkUnavailable


def test_an_unknown_code_of_a_failing_server_is_no_refusal() -> None:
    assert type(named(answer(500, code=98765))) is NetworkUnavailable


def test_a_wrong_proof_is_for_the_operator() -> None:
    error = named(answer(code=100, message="Invalid appsecret_proof provided in the API argument"))
    assert type(error) is AppMisconfigured


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 600),
        ({"retry-after": "120"}, 120),
        (
            {
                "x-business-use-case-usage": '{"1":[{"type":"pages","call_count":100,'
                '"estimated_time_to_regain_access":7}]}'
            },
            420,
        ),
    ],
    ids=["nothing", "retry-after", "regain in minutes"],
)
def test_too_many_calls_say_how_long_to_wait(headers: dict[str, str], seconds: int) -> None:
    error = named(answer(headers=headers, code=4))
    assert isinstance(error, RateLimited)
    assert error.retry_after_seconds == seconds


@pytest.mark.parametrize(
    "data", [None, [], "text", {}, {"error": "text"}, {"error": {}}, {"error": {"code": None}}]
)
def test_what_is_no_envelope_is_no_fault(data: Any) -> None:
    assert read_fault(Answer(400, {}, data), "GET /me") is None


def test_codes_may_be_negative_or_text() -> None:
    fault = read_fault(answer(code="-2", error_subcode="2207003"), "POST /media")
    assert fault is not None
    assert (fault.code, fault.subcode) == (-2, 2207003)
