from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.networks.bluesky import jetstream
from beffroi.networks.bluesky.jetstream import (
    AccountChanged,
    Failure,
    Notice,
    Other,
    Posted,
    Removed,
    Unreadable,
)


def frame(**commit: Any) -> bytes:
    event = {
        "did": "did:plc:x",
        "time_us": 1725911162329308,
        "kind": "commit",
        "commit": {
            "rev": "3l3q",
            "operation": "create",
            "collection": "app.bsky.feed.post",
            "rkey": "3l3a",
            **commit,
        },
    }
    return json.dumps(event, separators=(",", ":")).encode()


TOLD_AT = "2024-09-09T19:46:02.329308Z"


def message(kind: str = "commit", **more: Any) -> bytes:
    commit = {
        "rev": "3l3q",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": "3l3a",
    }
    payload = {
        "$type": f"network.bsky.jetstream.subscribeEvents#{kind}",
        "seq": 12345,
        "did": "did:plc:x",
        "time": TOLD_AT,
        **(commit if kind == "commit" else {}),
        **more,
    }
    whole = {"$type": "message", "payload": payload}
    return json.dumps(whole, separators=(",", ":")).encode()


RECORD = {"$type": "app.bsky.feed.post", "text": "Bravo l’Atelier !", "langs": ["fr-FR", "en"]}
POSTED = Posted(
    "did:plc:x",
    "3l3a",
    "bafy",
    "Bravo l’Atelier !",
    "fr-FR",
    1725911162329308,
    ("fr-FR", "en"),
)


def test_a_post_is_read() -> None:
    line = frame(record=RECORD, cid="bafy")
    assert jetstream.read(line) == POSTED


def test_the_second_version_says_the_same_otherwise() -> None:
    assert jetstream.read(message(record=RECORD, cid="bafy")) == POSTED
    assert jetstream.read(message(operation="delete")) == Removed(
        "did:plc:x", "3l3a", 1725911162329308
    )
    assert jetstream.read(message(collection="app.bsky.feed.like")) is None
    gone = {"active": False, "did": "did:plc:x", "seq": 1, "status": "deleted"}
    line = message("account", account=gone)
    assert jetstream.read(line) == AccountChanged("did:plc:x", False, "deleted", 1725911162329308)


def test_the_instant_that_resumes_counts_before_the_one_that_is_shown() -> None:
    line = message(record=RECORD, time="2012-01-01T00:00:00Z", witnessedAt=TOLD_AT)
    found = jetstream.read(line)
    assert isinstance(found, Posted)
    assert found.at_us == 1725911162329308


def test_the_second_version_says_something_of_itself() -> None:
    kind = "network.bsky.jetstream.subscribeEvents#info"
    notice = {"$type": kind, "name": "OutdatedCursor", "message": "from 12"}
    line = json.dumps({"$type": "message", "payload": notice}).encode()
    assert jetstream.read(line) == Notice("OutdatedCursor")
    line = b'{"$type":"error","error":"ConsumerTooSlow","message":"..."}'
    assert jetstream.read(line) == Failure("ConsumerTooSlow")


def test_an_edit_is_told_from_a_first_version() -> None:
    found = jetstream.read(frame(operation="update", record=RECORD))
    assert isinstance(found, Posted)
    assert found.is_edit


def test_what_hangs_on_a_post_is_kept_as_it_is() -> None:
    embed = {"$type": "app.bsky.embed.images", "images": [{"alt": "Un pain"}]}
    found = jetstream.read(frame(record={**RECORD, "embed": embed, "createdAt": "2024-09-09"}))
    assert isinstance(found, Posted)
    assert json.loads(bytes(found.embed)) == embed
    assert found.created_at == "2024-09-09"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["fr", "en", "de", "it"], ("fr", "en", "de")),
        (["fr", 3, "", "x" * 99], ("fr",)),
        (["fr"], ("fr",)),
        ([7], ()),
        ("fr", ()),
    ],
)
def test_tags_of_languages_are_kept_in_order(given: Any, expected: tuple[str, ...]) -> None:
    found = jetstream.read(frame(record={"text": "", "langs": given}))
    assert isinstance(found, Posted)
    assert found.languages == expected
    assert found.language == (expected or ("",))[0]


def test_what_is_not_followed_still_tells_the_time() -> None:
    line = b'{"did":"did:plc:x","time_us":7,"kind":"identity","identity":{"handle":"a.test"}}'
    assert jetstream.read(line) == Other(7)


def test_a_deletion_and_an_account_are_told() -> None:
    assert jetstream.read(frame(operation="delete")) == Removed(
        "did:plc:x", "3l3a", 1725911162329308
    )
    line = (
        b'{"did":"did:plc:x","time_us":1,"kind":"account","account":{"active":false,'
        b'"did":"did:plc:x","seq":1,"status":"deactivated","time":"2026-11-22T09:00:00Z"}}'
    )
    assert jetstream.read(line) == AccountChanged("did:plc:x", False, "deactivated", 1)


@pytest.mark.parametrize("collection", ["app.bsky.feed.like", "app.bsky.graph.follow"])
def test_what_is_no_post_is_passed_by(collection: str) -> None:
    subject = {"uri": "at://did:plc:y/app.bsky.feed.post/3l", "cid": "bafy"}
    line = frame(collection=collection, record={"subject": subject})
    assert jetstream.read(line) is None


def test_spaced_json_is_read_too() -> None:
    line = json.dumps(json.loads(frame(record=RECORD))).encode()
    assert isinstance(jetstream.read(line), Posted)


def test_a_giant_text_is_cut() -> None:
    found = jetstream.read(frame(record={"text": "a" * 1_000_000}))
    assert isinstance(found, Posted)
    assert len(found.text) == jetstream.TEXT_MAX


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[]",
        b'"text"',
        b'{"did":5}',
        b'{"did":"x","commit":{"record":{"text":7}}}',
        b'{"did":"x","time_us":"soon"}',
        b"[" * 100_000,
        b'{"payload":{"payload":[]}',
        b'{"payload":[]}',
        b'{"payload":{"did":"x","time":"soon"}}',
        b'{"payload":{"did":"x","time":"2024-09-09T19:46:02"}}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_event_is_told(line: bytes) -> None:
    with pytest.raises(Unreadable):
        jetstream.read(line)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(line: bytes) -> None:
    with contextlib.suppress(Unreadable):
        jetstream.read(line)
