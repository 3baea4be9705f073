from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given
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
from beffroi.networks.bluesky.public_posts import of_stream


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


def test_an_edit_is_told_though_it_matches_nothing() -> None:
    line = frame(operation="update", record=RECORD)
    told = jetstream.read_matching(line, lambda _text, _language: ())
    assert told is not None
    assert isinstance(told[0], Posted)
    assert not told[1]


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


@pytest.mark.parametrize("commit", [{"operation": "create"}, {"operation": "delete"}])
def test_words_that_are_no_utf8_are_refused(commit: dict[str, str]) -> None:
    line = frame(**commit, record=RECORD).replace(b"Bravo", b"\xff")
    with pytest.raises(Unreadable):
        jetstream.read(line)


def test_what_hangs_on_a_post_and_is_no_utf8_says_nothing() -> None:
    line = frame(record={**RECORD, "embed": {"$type": "?"}}).replace(b"?", b"\xff")
    found = jetstream.read(line)
    assert isinstance(found, Posted)
    assert of_stream(found, told_at=jetstream.instant_of(found.at_us)).media == ()


def test_a_post_tells_what_it_matches() -> None:
    asked: list[tuple[str, str]] = []

    def match(text: str, language: str) -> list[int]:
        asked.append((text, language))
        return [7]

    line = frame(record=RECORD, cid="bafy")
    found = jetstream.read_matching(line, match)
    assert found == (jetstream.read(line), [7])
    assert asked == [("Bravo l’Atelier !", "fr-FR")]


def test_a_post_that_matches_nothing_is_passed_by_and_a_deletion_is_told() -> None:
    told = jetstream.read_matching(frame(record=RECORD), lambda *_: ())
    assert told == (jetstream.Other(1725911162329308), ())
    deleted = frame(operation="delete")
    assert jetstream.read_matching(deleted, lambda *_: ()) == (jetstream.read(deleted), ())


COLLECTIONS = ("app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.feed.postgate")
SAID = st.text('aé\n"\\/😂京', max_size=12)
FRAMES = st.fixed_dictionaries(
    {
        "did": st.sampled_from(("did:plc:" + "a" * 24, "did:web:a.example", "")),
        "time_us": st.sampled_from((1725911162329308, 1)),
        "kind": st.just("commit"),
        "commit": st.fixed_dictionaries(
            {
                "rev": st.sampled_from(("3l3qo2vutsw2b", "3l")),
                "operation": st.sampled_from(("create", "update", "delete")),
                "collection": st.sampled_from(COLLECTIONS),
                "rkey": st.sampled_from(("3l3qo2vuowo2b", "")),
            },
            optional={
                "record": st.fixed_dictionaries(
                    {"$type": st.sampled_from(COLLECTIONS)},
                    optional={
                        "collection": st.sampled_from(COLLECTIONS),
                        "text": SAID | st.just('"text":"\\"},"collection":"'),
                        "langs": st.lists(st.sampled_from(("fr", "en")), max_size=2),
                        "reply": st.fixed_dictionaries({"text": SAID}),
                    },
                )
            },
        ).map(lambda said: dict(sorted(said.items(), key=lambda one: one[0] == "record"))),
    }
)  # the record last, as servers write it: it may name collections of its own


@given(FRAMES, st.booleans(), st.booleans(), st.booleans())
@example(
    {
        "did": "did:plc:" + "a" * 24,
        "time_us": 1725911162329308,
        "kind": "commit",
        "commit": {
            "rev": "3l3qo2vutsw2b",
            "operation": "update",
            "collection": "app.bsky.feed.post",
            "rkey": "3l3qo2vuowo2b",
            "record": {"$type": "app.bsky.feed.post"},
        },
    },
    False,
    False,
    False,
)
def test_what_a_frame_tells_is_what_decoding_it_whole_tells(
    event: dict[str, Any], is_wrapped: bool, is_spaced: bool, is_escaped: bool
) -> None:
    said = _second_version(event) if is_wrapped else event
    separators = (", ", ": ") if is_spaced else (",", ":")
    line = json.dumps(said, separators=separators, ensure_ascii=is_escaped).encode()
    commit = event["commit"]
    record, text = commit.get("record"), ""
    wanted: tuple[Any, ...] | None = None
    if event["did"] and commit["rkey"] and commit["collection"] == "app.bsky.feed.post":
        if commit["operation"] == "delete":
            wanted = ("deleted", event["did"], commit["rkey"], event["time_us"])
        elif record is not None:
            text, langs = record.get("text", ""), record.get("langs") or [""]
            wanted = (event["did"], commit["rkey"], text, langs[0], event["time_us"])
    if event["did"] or not is_wrapped:  # else it says something of the stream
        assert _told(jetstream.read(line)) == wanted
    found = jetstream.read_matching(line, lambda text, _language: [1] if "a" in text else [])
    is_edit = commit["operation"] == "update"  # told even where nothing matches it any more
    if wanted is not None and (wanted[0] == "deleted" or is_edit or "a" in text):
        assert found is not None
        assert _told(found[0]) == wanted
    elif wanted is not None:
        assert found == (Other(event["time_us"]), ())
    else:
        assert found is None or not found[1]


def _second_version(event: dict[str, Any]) -> dict[str, Any]:
    at = jetstream.instant_of(event["time_us"]).isoformat()
    payload = {"did": event["did"], "witnessedAt": at, **event["commit"]}
    return {"$type": "message", "payload": payload}


def _told(event: jetstream.Event | None) -> tuple[Any, ...] | None:
    if isinstance(event, Removed):
        return ("deleted", event.did, event.rkey, event.at_us)
    if isinstance(event, Posted):
        return (event.did, event.rkey, event.text, event.language, event.at_us)
    return None
