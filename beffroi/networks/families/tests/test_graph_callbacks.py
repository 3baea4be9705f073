from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode

import pytest

from beffroi.networks.families.graph import callbacks, simulator_webhooks

SECRET = "app-secret"


def signed(payload: dict[str, object], *, secret: str = SECRET) -> str:
    part = urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    signature = hmac.new(secret.encode(), part.encode(), hashlib.sha256).digest()
    return f"{urlsafe_b64encode(signature).decode().rstrip('=')}.{part}"


def test_a_genuine_signed_request_is_read() -> None:
    value = signed({"user_id": "218471", "algorithm": "HMAC-SHA256", "issued_at": 1291836800})
    read = callbacks.read_signed_request(value, secret=SECRET)
    assert read is not None
    assert read["user_id"] == "218471"


def test_the_simulator_signs_as_the_vendor_documents() -> None:
    payload = {"user_id": "218471"}
    simulated = simulator_webhooks.signed_request(payload, secret=SECRET)
    assert simulated == signed({"algorithm": "HMAC-SHA256", **payload})
    body = b'{"object":"page"}'
    header = simulator_webhooks.sign(body, secret=SECRET)
    headers = {name.lower(): value for name, value in header.items()}
    assert callbacks.is_genuine(headers, body, secret=SECRET)


def test_a_signed_request_that_is_no_object_says_nothing() -> None:
    for content in (b"{", b"[1]", b'"x"'):
        part = urlsafe_b64encode(content).decode().rstrip("=")
        signature = hmac.new(SECRET.encode(), part.encode(), hashlib.sha256).digest()
        value = f"{urlsafe_b64encode(signature).decode()}.{part}"
        assert callbacks.read_signed_request(value, secret=SECRET) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "abc",
        "é.é",
        "a.b.c",
        signed({"user_id": "1"}, secret="another"),
        signed({"user_id": "1"}) + "A",
        signed({"user_id": "1", "algorithm": "none"}),
    ],
)
def test_any_other_signed_request_is_not(value: str) -> None:
    assert callbacks.read_signed_request(value, secret=SECRET) is None
    assert callbacks.read_signed_request(signed({"user_id": "1"}), secret="") is None


@pytest.mark.parametrize(
    "payload",
    [
        {"issued_at": 1291836800},
        {"user_id": "", "issued_at": 1291836800},
        {"user_id": ["1"], "issued_at": 1291836800},
        {"user_id": "1"},
        {"user_id": "1", "issued_at": "yesterday"},
        {"user_id": "1", "issued_at": -1},
        {"user_id": "1", "issued_at": 10**20},
    ],
)
def test_a_withdrawal_says_who_and_when_or_is_none(payload: dict[str, object]) -> None:
    form = {"signed_request": signed(payload)}
    assert callbacks.read_withdrawal(form, secret=SECRET) is None


def test_a_withdrawal_names_a_person_by_their_number_for_the_app() -> None:
    form = {"signed_request": signed({"user_id": 218471, "issued_at": 1291836800})}
    read = callbacks.read_withdrawal(form, secret=SECRET)
    assert read is not None
    assert (read.person_id, read.asked_at.isoformat()) == ("218471", "2010-12-08T19:33:20+00:00")


QUERY = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "ours"}


def test_the_challenge_is_answered_to_who_knows_our_token() -> None:
    answer = callbacks.shake_hands(QUERY, verify_token="ours")
    assert answer is not None
    assert (answer.body, answer.media_type) == ("1158201444", "text/plain")


@pytest.mark.parametrize(
    "change",
    [
        {"hub.verify_token": "theirs"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 501},
        {"hub.verify_token": "é"},
    ],
)
def test_nobody_else_gets_an_answer(change: dict[str, str]) -> None:
    assert callbacks.shake_hands({**QUERY, **change}, verify_token="ours") is None
    assert callbacks.shake_hands(QUERY, verify_token="") is None


def test_only_the_raw_body_under_our_secret_is_genuine() -> None:
    body = b'{"object":"page","entry":[{"id":"1"}]}'
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-hub-signature-256": f"sha256={digest}"}
    assert callbacks.is_genuine(headers, body, secret=SECRET)
    assert not callbacks.is_genuine(headers, body + b" ", secret=SECRET)
    assert not callbacks.is_genuine({"x-hub-signature-256": digest}, body, secret=SECRET)
    assert not callbacks.is_genuine({"x-hub-signature": f"sha256={digest}"}, body, secret=SECRET)
    assert not callbacks.is_genuine({}, body, secret="")


def test_entries_of_another_object_are_left_out() -> None:
    body = b'{"object":"page","entry":[{"id":"1"},5]}'
    assert callbacks.read_entries(body, kind="page") == [{"id": "1"}]
    assert callbacks.read_entries(body, kind="instagram") == []
    assert callbacks.read_entries(b'{"object":"page","entry":{}}', kind="page") == []
