from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from beffroi.core.outbound import (
    AddressRefused,
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundError,
    OutboundPolicy,
    Response,
    TooLarge,
)
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.fence import acting_while
from beffroi.networks.http import Answer, NetworkHttp, error_code
from beffroi.networks.json_text import JSON, parse_json

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
URL = "https://pds.test/xrpc/call?token=secret-query"


class Canned(OutboundClient):
    """Answers, or fails, as it was told to."""

    def __init__(self, outcome: Response | OutboundError) -> None:
        super().__init__(OutboundPolicy())
        self.outcome = outcome
        self.asked: list[dict[str, Any]] = []

    def request(self, method: str, url: str, **request: Any) -> Response:
        self.asked.append(request)
        if isinstance(self.outcome, OutboundError):
            raise self.outcome
        return self.outcome


def answering(
    status: int, content: bytes = b"{}", *, headers: Mapping[str, str] | None = None
) -> NetworkHttp:
    response = Response(status, httpx2.Headers(dict(headers or {})), content, URL)
    return NetworkHttp(Canned(response), clock=lambda: NOW)


def failing(error: OutboundError) -> NetworkHttp:
    return NetworkHttp(Canned(error))


# Both doors


@pytest.mark.parametrize("door", ["read", "act"])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, ContentRefused),
        (401, AccessRevoked),
        (403, AccessRevoked),
        (404, NotFound),
        (410, NotFound),
        (413, ContentRefused),
        (415, ContentRefused),
        (422, ContentRefused),
        (429, RateLimited),
    ],
)
@pytest.mark.parametrize("content", [b"{}", b"", b"<html>"], ids=["json", "empty", "html"])
def test_a_clear_refusal_has_one_name_at_both_doors(
    door: str, status: int, expected: type[NetworkError], content: bytes
) -> None:
    with pytest.raises(NetworkError) as caught:
        getattr(answering(status, content), door)("POST", URL)
    assert type(caught.value) is expected


@pytest.mark.parametrize("door", ["read", "act"])
def test_an_address_inside_is_a_refused_address(door: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        getattr(failing(AddressRefused("x")), door)("POST", URL)
    assert caught.value.field == "address"


@pytest.mark.parametrize("door", ["read", "act"])
def test_proof_that_nothing_left_is_an_unavailable_network(door: str) -> None:
    with pytest.raises(NetworkUnavailable):
        getattr(failing(NotSent("x")), door)("POST", URL)


@pytest.mark.parametrize("door", ["read", "act"])
def test_text_that_cannot_be_sent_is_refused(door: str) -> None:
    http = NetworkHttp(OutboundClient(OutboundPolicy(frozenset({"127.0.0.1:9"}))))
    with pytest.raises(ContentRefused):
        getattr(http, door)("POST", "http://127.0.0.1:9/", json={"text": "\ud83d"})


@pytest.mark.parametrize("door", ["read", "act"])
def test_a_success_gives_what_it_holds(door: str) -> None:
    answer = getattr(answering(201, b'{"id": "12", "n": [1]}', headers={"x-a": "b"}), door)(
        "POST", URL
    )
    assert answer.data == {"id": "12", "n": [1]}
    assert (answer.status, answer.headers["X-A"]) == (201, "b")


@pytest.mark.parametrize("door", ["read", "act"])
def test_a_network_may_explain_its_own_refusals(door: str) -> None:
    def explain(answer: Answer, about: str) -> NetworkError | None:
        if error_code(answer.data, "error") == "TooLong":
            return ContentRefused(about, field="text", limit=300)
        return None

    http = answering(500, b'{"error": "TooLong"}')
    with pytest.raises(ContentRefused) as caught:
        getattr(http, door)("POST", URL, explain=explain)
    assert caught.value.limit == 300


@pytest.mark.parametrize("door", ["read", "act"])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 500])
def test_the_detail_holds_neither_query_nor_token_nor_body(door: str, status: int) -> None:
    http = answering(status, b"<html>secret-body")
    with pytest.raises(NetworkError) as caught:
        getattr(http, door)("POST", URL, headers={"Authorization": "Bearer secret-token"})
    assert "secret" not in caught.value.detail + str(caught.value)
    assert "pds.test/xrpc/call" in caught.value.detail


@pytest.mark.parametrize("url", ["http://[", "", "http://\ud83d/"])
def test_an_address_that_is_none_has_a_name(url: str) -> None:
    with pytest.raises(ContentRefused):
        NetworkHttp(OutboundClient(OutboundPolicy())).read("GET", url)


# Reading


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (302, UnexpectedResponse),
        (408, NetworkUnavailable),
        (418, UnexpectedResponse),
        (425, NetworkUnavailable),
        (500, NetworkUnavailable),
        (502, NetworkUnavailable),
        (503, NetworkUnavailable),
        (504, NetworkUnavailable),
    ],
)
def test_a_reading_that_fails_took_no_effect(status: int, expected: type[NetworkError]) -> None:
    with pytest.raises(expected):
        answering(status).read("GET", URL)


@pytest.mark.parametrize(
    ("error", "expected"),
    [(Interrupted("x"), NetworkUnavailable), (TooLarge("x"), UnexpectedResponse)],
)
def test_a_reading_that_is_cut_may_be_made_again(
    error: OutboundError, expected: type[NetworkError]
) -> None:
    with pytest.raises(expected):
        failing(error).read("GET", URL)


NOT_JSON = [
    b"<!doctype html><p>Please wait",
    b'{"cut": ',
    b'{"a": NaN}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 400 + b"1" + b"}" * 400,
    b"\xff\xfe",
]
NOT_JSON_NAMES = ["html", "cut", "nan", "long number", "very deep", "deep", "not utf-8"]


@pytest.mark.parametrize("content", NOT_JSON, ids=NOT_JSON_NAMES)
def test_a_success_that_is_no_json_is_unexpected(content: bytes) -> None:
    with pytest.raises(UnexpectedResponse):
        answering(200, content).read("GET", URL)


def test_a_success_without_a_body_is_one() -> None:
    assert answering(204, b"").read("DELETE", URL).data is None
    assert answering(200, b" \n").read("DELETE", URL).data is None


def test_what_no_database_can_hold_is_replaced() -> None:
    content = rb'{"a\u0000": ["\ud83d x", "\ud83d\ude00", "caf\u00e9\u0000"]}'
    data = answering(200, content).read("GET", URL).data
    assert data == {"a\ufffd": ["\ufffd x", "😀", "café\ufffd"]}


# Acting


@pytest.mark.parametrize("status", [302, 307, 402, 408, 409, 418, 425, 499, 500, 502, 503, 504])
def test_an_act_without_a_clear_refusal_is_unknown(status: int) -> None:
    with pytest.raises(OutcomeUnknown):
        answering(status).act("POST", URL)


@pytest.mark.parametrize("error", [Interrupted("x"), TooLarge("x")])
def test_an_act_that_is_cut_is_unknown(error: OutboundError) -> None:
    with pytest.raises(OutcomeUnknown):
        failing(error).act("POST", URL)


@pytest.mark.parametrize("content", [*NOT_JSON, b""], ids=[*NOT_JSON_NAMES, "empty"])
def test_an_act_whose_answer_cannot_be_read_is_unknown(content: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        answering(200, content).act("POST", URL)


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>"], ids=["empty", "json", "html"])
def test_an_act_may_be_proven_by_a_header_alone(content: bytes) -> None:
    http = answering(201, content, headers={"X-Id": "urn:12"})
    answer = http.act("POST", URL, proof_header="x-id")
    assert answer.headers["x-id"] == "urn:12"


@pytest.mark.parametrize("headers", [{}, {"X-Id": ""}, {"X-Id": " "}, {"X-Other": "urn:12"}])
@pytest.mark.parametrize("content", [b"", b'{"id": "12"}'], ids=["empty", "json"])
def test_an_act_without_the_header_that_proves_it_is_unknown(
    content: bytes, headers: dict[str, str]
) -> None:
    with pytest.raises(OutcomeUnknown):
        answering(201, content, headers=headers).act("POST", URL, proof_header="x-id")


def test_a_header_proves_nothing_of_a_refusal() -> None:
    headers = {"X-Id": "urn:12"}
    with pytest.raises(ContentRefused):
        answering(422, b"", headers=headers).act("POST", URL, proof_header="x-id")
    with pytest.raises(OutcomeUnknown):
        answering(503, b"", headers=headers).act("POST", URL, proof_header="x-id")


def test_an_explanation_cannot_turn_doubt_into_proof() -> None:
    with pytest.raises(OutcomeUnknown):
        answering(503).act("POST", URL, explain=lambda _, about: NetworkUnavailable(about))


def test_an_act_follows_no_redirect() -> None:
    outbound = Canned(Response(200, {}, b"{}", URL))
    NetworkHttp(outbound).act("POST", URL)
    assert outbound.asked == [{"follow_redirects": 0}]


def test_an_act_that_comes_too_late_is_not_made() -> None:
    outbound = Canned(Response(200, {}, b"{}", URL))
    http = NetworkHttp(outbound)
    with acting_while(lambda: False):
        http.read("POST", URL)
        with pytest.raises(NetworkUnavailable):
            http.act("POST", URL)
    assert len(outbound.asked) == 1
    http.act("POST", URL)
    assert len(outbound.asked) == 2


# Too many calls


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "0.2"}, 1),
        ({"Retry-After": "Sun, 22 Nov 2026 09:02:00 GMT"}, 120),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"RateLimit-Reset": "45"}, 45),
        ({"X-RateLimit-Reset": "2026-11-22T09:05:00.123456Z"}, 301),
        ({"X-RateLimit-Reset": "2026-11-22T10:05:00+01:00"}, 300),
        ({"X-Rate-Limit-Reset": str(int(NOW.timestamp()) + 10)}, 10),
        ({"Retry-After": "5", "RateLimit-Reset": "900"}, 5),
        ({"Retry-After": "later", "RateLimit-Reset": "900"}, 900),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) - 90)}, 60),
        ({"Retry-After": "Sun, 22 Nov 2020 09:02:00 GMT"}, 60),
        ({"Retry-After": "-5"}, 60),
        ({"Retry-After": "999999999"}, 86400),
        ({"Retry-After": "9" * 400}, 60),
        ({"Retry-After": ""}, 60),
        ({}, 60),
        (
            {
                "Date": "Sun, 22 Nov 2026 08:00:00 GMT",
                "Retry-After": "Sun, 22 Nov 2026 08:02:00 GMT",
            },
            120,
        ),
        ({"Date": "never", "Retry-After": "12"}, 12),
    ],
)
@pytest.mark.parametrize("door", ["read", "act"])
def test_too_many_calls_tell_how_long_to_wait(
    door: str, headers: dict[str, str], expected: int
) -> None:
    http = answering(429, headers=headers)
    with pytest.raises(RateLimited) as caught:
        getattr(http, door)("POST", URL)
    assert caught.value.retry_after_seconds == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"error": "ExpiredToken"}, "ExpiredToken"),
        ({"error": "my whole post is repeated here"}, ""),
        ({"error": "x" * 61}, ""),
        ({"error": 12}, ""),
        ({}, ""),
        (["error"], ""),
        (None, ""),
    ],
)
def test_only_what_looks_like_a_code_passes_for_one(data: Any, expected: str) -> None:
    assert error_code(data, "error") == expected


# Other writings than JSON


def after_a_warning(content: bytes) -> JSON:
    return parse_json(content.removeprefix(b"Warning: "))


@pytest.mark.parametrize("door", ["read", "act"])
def test_a_network_may_read_its_own_sort_of_json(door: str) -> None:
    http = answering(200, b'Warning: {"id": 5}')
    assert getattr(http, door)("POST", URL, parse=after_a_warning).data == {"id": 5}


def test_a_refusal_is_read_in_the_same_way() -> None:
    def explain(answer: Answer, about: str) -> NetworkError | None:
        return NotFound(about) if error_code(answer.data, "code") == "gone" else None

    http = answering(400, b'Warning: {"code": "gone"}')
    with pytest.raises(NotFound):
        http.read("GET", URL, explain=explain, parse=after_a_warning)


# Documents


def test_a_document_comes_as_it_is() -> None:
    document = answering(200, b"<rss/>\xff", headers={"ETag": 'W/"1"'}).fetch(URL)
    assert (document.content, document.headers["etag"]) == (b"<rss/>\xff", 'W/"1"')
    assert (document.url, document.leads_to, document.is_unchanged) == (URL, "", False)


def test_what_did_not_change_and_what_moved_are_answers() -> None:
    assert answering(304, b"").fetch(URL).is_unchanged
    assert answering(301, b"", headers={"Location": "/new"}).fetch(URL).leads_to == "/new"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, ContentRefused),
        (403, AccessRevoked),
        (404, NotFound),
        (410, NotFound),
        (418, UnexpectedResponse),
        (429, RateLimited),
        (500, NetworkUnavailable),
        (503, NetworkUnavailable),
    ],
)
def test_a_document_that_is_refused_has_the_name_of_its_status(
    status: int, expected: type[NetworkError]
) -> None:
    with pytest.raises(NetworkError) as caught:
        answering(status, b"<html>secret-body").fetch(URL)
    assert type(caught.value) is expected
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (AddressRefused("x"), ContentRefused),
        (NotSent("x"), NetworkUnavailable),
        (Interrupted("x"), NetworkUnavailable),
        (TooLarge("x"), UnexpectedResponse),
    ],
)
def test_a_document_that_does_not_come_has_a_name(
    error: OutboundError, expected: type[NetworkError]
) -> None:
    with pytest.raises(expected):
        failing(error).fetch(URL)


@pytest.mark.parametrize("url", ["http://[", "", "http://\ud83d/"])
def test_no_document_is_fetched_from_no_address(url: str) -> None:
    with pytest.raises(ContentRefused):
        NetworkHttp(OutboundClient(OutboundPolicy())).fetch(url)


def test_a_refused_document_may_be_explained() -> None:
    def explain(answer: Answer, about: str) -> NetworkError | None:
        return RateLimited(about, retry_after_seconds=int(answer.headers["retry-after"]))

    with pytest.raises(RateLimited):
        answering(503, headers={"Retry-After": "7"}).fetch(URL, explain=explain)
