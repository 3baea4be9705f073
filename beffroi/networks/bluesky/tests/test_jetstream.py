from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.networks.bluesky import jetstream
from beffroi.networks.bluesky.jetstream import AccountChanged, Posted, Removed, Unreadable


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


RECORD = {"$type": "app.bsky.feed.post", "text": "Bravo l’Atelier !", "langs": ["fr-FR", "en"]}


def test_a_post_is_read() -> None:
    line = frame(record=RECORD, cid="bafy")
    assert jetstream.read(line) == Posted(
        "did:plc:x", "3l3a", "bafy", "Bravo l’Atelier !", "fr-FR", 1725911162329308
    )


def test_the_second_version_wraps_the_same_event() -> None:
    line = b'{"$type":"message","payload":' + frame(record=RECORD) + b"}"
    assert isinstance(jetstream.read(line), Posted)


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
    assert jetstream.read_matching(frame(record=RECORD), lambda *_: ()) is None
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
        ),
    }
)


@given(FRAMES, st.booleans(), st.booleans(), st.booleans())
def test_what_a_frame_tells_is_what_decoding_it_whole_tells(
    event: dict[str, Any], is_wrapped: bool, is_spaced: bool, is_escaped: bool
) -> None:
    said = {"$type": "message", "payload": event} if is_wrapped else event
    separators = (", ", ": ") if is_spaced else (",", ":")
    line = json.dumps(said, separators=separators, ensure_ascii=is_escaped).encode()
    wanted: Removed | Posted | None = None
    commit = event["commit"]
    if event["did"] and commit["rkey"] and commit["collection"] == "app.bsky.feed.post":
        record = commit.get("record")
        if commit["operation"] == "delete":
            wanted = Removed(event["did"], commit["rkey"], event["time_us"])
        elif record is not None:
            text, langs = record.get("text", ""), record.get("langs") or [""]
            wanted = Posted(event["did"], commit["rkey"], "", text, langs[0], event["time_us"])
    assert jetstream.read(line) == wanted
    found = jetstream.read_matching(line, lambda text, _language: [1] if "a" in text else [])
    is_passed_by = isinstance(wanted, Posted) and "a" not in wanted.text
    assert (found[0] if found else None) == (None if is_passed_by else wanted)
