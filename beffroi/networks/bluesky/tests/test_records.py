from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from beffroi.networks.bluesky.records import PostId, TidMaker, build_post, parse_post_id
from beffroi.networks.contracts import LinkCard, OutgoingPost, ReplyTarget, UploadedMedia
from beffroi.networks.errors import ContentRefused

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
CONTEXT = {
    "root_uri": "at://did:plc:a/app.bsky.feed.post/1",
    "root_cid": "bafyroot",
    "parent_uri": "at://did:plc:b/app.bsky.feed.post/2",
    "parent_cid": "bafyparent",
}


def outgoing(text: str = "Bonjour", **more: object) -> OutgoingPost:
    return OutgoingPost(text=text, marker="3n2", written_at=NOW, language="fr", **more)  # type: ignore[arg-type] # any field


def test_an_id_has_thirteen_sortable_digits() -> None:
    maker = TidMaker()
    tids = [maker.make(now=NOW + timedelta(seconds=n)) for n in range(100)]
    assert tids == sorted(tids)
    assert {len(tid) for tid in tids} == {13}
    assert set("".join(tids)) <= set("234567abcdefghijklmnopqrstuvwxyz")


def test_an_id_lies_within_its_second() -> None:
    tid = TidMaker().make(now=NOW)
    number = 0
    for digit in tid:
        number = number << 5 | "234567abcdefghijklmnopqrstuvwxyz".index(digit)
    assert number < 2**63
    assert (number >> 10) // 1_000_000 == int(NOW.timestamp())


def test_ids_of_one_instant_only_grow_and_differ_between_makers() -> None:
    maker = TidMaker()
    tids = [maker.make(now=NOW) for _ in range(1000)]
    assert tids == sorted(set(tids))
    assert len({TidMaker().make(now=NOW) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://bsky.app/profile/x/post/y",
        "at://lea.test/app.bsky.feed.post/1",
        "at://did:plc:a/app.bsky.feed.like/1",
        "at://did:plc:a/app.bsky.feed.post/1/2",
        "at://did:plc:a/app.bsky.feed.post/",
        "at://did:plc:a/app.bsky.feed.post/1\n",
        "at://did:plc:a/app.bsky.feed.post/<script>",
    ],
)
def test_what_is_no_post_id_is_none(uri: str) -> None:
    assert parse_post_id(uri) is None


@pytest.mark.parametrize("did", ["did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did:web:pds.example%3A8443"])
def test_a_post_id_is_read_and_written_alike(did: str) -> None:
    place = PostId(did, "3n2vlxe6qt6gl")
    assert parse_post_id(place.uri) == place
    assert place.url == f"https://bsky.app/profile/{did}/post/3n2vlxe6qt6gl"


def test_a_record_is_the_same_at_every_try_and_dated_in_utc() -> None:
    paris = timezone(timedelta(hours=1))
    one, other = outgoing(), outgoing()
    assert build_post(one, facets=[]) == build_post(other, facets=[])
    written = NOW.astimezone(paris)
    later = OutgoingPost(text="x", marker="3n2", written_at=written, language="")
    assert build_post(later, facets=[]) == {
        "$type": "app.bsky.feed.post",
        "text": "x",
        "createdAt": "2026-11-22T09:00:00.123Z",
    }


def test_the_language_is_told() -> None:
    assert build_post(outgoing(), facets=[])["langs"] == ["fr"]


def test_a_link_card_is_built_by_us() -> None:
    card = LinkCard("https://exemple.fr/pain", "Du pain", "Chaud")
    assert build_post(outgoing(link_card=card), facets=[])["embed"] == {
        "$type": "app.bsky.embed.external",
        "external": {
            "uri": "https://exemple.fr/pain",
            "title": "Du pain",
            "description": "Chaud",
        },
    }


def test_a_link_card_bears_its_thumbnail() -> None:
    thumbnail = UploadedMedia(json.dumps({"$type": "blob"}), 1200, 630, "")
    card = LinkCard("https://exemple.fr/pain", "Du pain", "Chaud", thumbnail)
    embed = build_post(outgoing(link_card=card), facets=[])["embed"]
    assert isinstance(embed, dict)
    external = embed["external"]
    assert isinstance(external, dict)
    assert external["thumb"] == {"$type": "blob"}


def test_pictures_win_over_a_link_card() -> None:
    blob = {"$type": "blob", "ref": {"$link": "bafk"}, "mimeType": "image/png", "size": 1}
    images = (UploadedMedia(json.dumps(blob), 1200, 800, "Un four"),)
    card = LinkCard("https://exemple.fr", "t", "d")
    assert build_post(outgoing(media=images, link_card=card), facets=[])["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [
            {"image": blob, "alt": "Un four", "aspectRatio": {"width": 1200, "height": 800}}
        ],
    }


def test_an_answer_names_its_root_and_its_parent() -> None:
    target = ReplyTarget(CONTEXT["parent_uri"], "lea.test", CONTEXT)
    assert build_post(outgoing(reply_to=target), facets=[])["reply"] == {
        "root": {"uri": CONTEXT["root_uri"], "cid": "bafyroot"},
        "parent": {"uri": CONTEXT["parent_uri"], "cid": "bafyparent"},
    }


@pytest.mark.parametrize("missing", sorted(CONTEXT))
def test_an_answer_to_what_is_not_fully_known_is_refused(missing: str) -> None:
    target = ReplyTarget(CONTEXT["parent_uri"], "lea.test", {**CONTEXT, missing: ""})
    with pytest.raises(ContentRefused) as caught:
        build_post(outgoing(reply_to=target), facets=[])
    assert caught.value.field == "reply_to"
