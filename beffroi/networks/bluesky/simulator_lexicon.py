"""Checks the records of posts as the published formats ask. Stricter on facets than real servers.

https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import regex

_DID = re.compile(r"did:[a-z]+:[\w.:%-]+")
_IMAGE_BYTES_MAX = 2_000_000
_VIDEO_BYTES_MAX = 300_000_000

Blobs = Mapping[str, Mapping[str, Any]]


class InvalidRecord(Exception):
    """The message is the server's; `code` is its error name."""

    def __init__(self, message: str, *, code: str = "InvalidRequest") -> None:
        super().__init__(message)
        self.code = code


def check_post(record: Any, *, blobs: Blobs) -> None:
    """Raise InvalidRecord for a post that a server would refuse."""
    _require(isinstance(record, dict), "Expected object at $.record")
    _require(record.get("$type") == "app.bsky.feed.post", "Invalid $type at $.record")
    _check_text(record.get("text"))
    _check_instant(record.get("createdAt"))
    langs = record.get("langs", [])
    _require(
        isinstance(langs, list) and len(langs) <= 3 and all(_is_language(lang) for lang in langs),
        "Invalid languages at $.record.langs",
    )
    _check_facets(record.get("facets", []), str(record["text"]).encode())
    if "reply" in record:
        _check_reply(record["reply"])
    if "embed" in record:
        _check_embed(record["embed"], blobs)


def _require(is_right: bool, message: str) -> None:
    if not is_right:
        raise InvalidRecord(f"Invalid app.bsky.feed.post record: {message}")


def _check_text(text: Any) -> None:
    _require(isinstance(text, str), "Expected string at $.record.text")
    graphemes = len(regex.findall(r"\X", text))
    size = len(text.encode())
    too_big = "too big (maximum {}, got {}) at $.record.text"
    _require(size <= 3000, "string " + too_big.format(3000, size))
    _require(graphemes <= 300, "grapheme " + too_big.format(300, graphemes))


def _check_instant(value: Any) -> None:
    try:
        is_right = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        is_right = False
    _require(is_right, "Invalid datetime at $.record.createdAt")


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-zA-Z]{2,8}(-[\w-]+)?", value))


def _check_facets(facets: Any, text: bytes) -> None:
    _require(isinstance(facets, list), "Expected array at $.record.facets")
    end_of_last = 0
    for facet in sorted(facets, key=_facet_start):
        start, end = _facet_start(facet), facet["index"]["byteEnd"]
        _require(0 <= start < end <= len(text), "Out of the text at $.record.facets.index")
        _require(start >= end_of_last, "Overlap at $.record.facets")
        for part in (text[:start], text[start:end]):
            try:
                part.decode()
            except UnicodeDecodeError:
                _require(False, "Cut character at $.record.facets.index")
        for feature in facet["features"]:
            _check_feature(feature)
        end_of_last = end


def _facet_start(facet: Any) -> int:
    try:
        return int(facet["index"]["byteStart"])
    except (KeyError, TypeError, ValueError):
        _require(False, "Missing required key at $.record.facets.index")
        raise


def _check_feature(feature: Mapping[str, Any]) -> None:
    kind = str(feature.get("$type", "")).removeprefix("app.bsky.richtext.facet#")
    if kind == "mention":
        _require(bool(_DID.fullmatch(str(feature.get("did")))), "Invalid did at $.record.facets")
    elif kind == "link":
        is_uri = re.match(r"\w+:\S+$", str(feature.get("uri"))) is not None
        _require(is_uri, "Invalid uri at $.record.facets")
    else:
        tag = str(feature.get("tag", ""))
        _require(kind == "tag" and 0 < len(tag.encode()) <= 640, "Invalid tag at $.record.facets")


def _check_reply(reply: Any) -> None:
    for part in ("root", "parent"):
        reference = reply.get(part) if isinstance(reply, dict) else None
        _require(
            isinstance(reference, dict)
            and str(reference.get("uri", "")).startswith("at://")
            and str(reference.get("cid", "")).startswith("bafy"),
            f"Missing required key at $.record.reply.{part}",
        )


def _check_embed(embed: Any, blobs: Blobs) -> None:
    checks: dict[str, Callable[[Any, Blobs], None]] = {
        "app.bsky.embed.images": _check_images,
        "app.bsky.embed.video": _check_video,
        "app.bsky.embed.external": _check_external,
    }
    kind = embed.get("$type") if isinstance(embed, dict) else None
    if kind in checks:
        checks[kind](embed, blobs)


def _check_images(embed: Any, blobs: Blobs) -> None:
    images = embed.get("images")
    _require(isinstance(images, list), "Expected array at $.record.embed.images")
    too_big = f"array too big (maximum 4, got {len(images)}) at $.record.embed.images"
    _require(len(images) <= 4, too_big)
    for image in images:
        _require(isinstance(image.get("alt"), str), "Expected string at $.record.embed.images[0]")
        _check_ratio(image, "images[0]")
        _check_blob(image.get("image"), blobs)


def _check_ratio(shown: Mapping[str, Any], place: str) -> None:
    ratio = shown.get("aspectRatio", {"width": 1, "height": 1})
    is_ratio = all(isinstance(ratio.get(side), int) for side in ("width", "height"))
    is_right = is_ratio and min(ratio.values()) >= 1
    _require(is_right, f"Invalid ratio at $.record.embed.{place}")


def _check_video(embed: Any, blobs: Blobs) -> None:
    _require(isinstance(embed.get("alt", ""), str), "Expected string at $.record.embed.alt")
    _check_ratio(embed, "video")
    held = _held(embed.get("video"), blobs)
    if held["size"] > _VIDEO_BYTES_MAX:
        raise InvalidRecord("blob too big (maximum 300000000) at $.record.embed.video")
    if held["mimeType"] != "video/mp4":
        raise InvalidRecord("Invalid MIME type at $.record.embed.video")


def _held(blob: Any, blobs: Blobs) -> Mapping[str, Any]:
    """Return what the account's server holds under a blob's id."""
    cid = blob.get("ref", {}).get("$link") if isinstance(blob, dict) else None
    held = blobs.get(str(cid))
    if held is None:
        raise InvalidRecord("Could not find blob", code="BlobNotFound")
    return held


def _check_blob(blob: Any, blobs: Blobs) -> None:
    held = _held(blob, blobs)
    if held["size"] > _IMAGE_BYTES_MAX:
        raise InvalidRecord("blob too big (maximum 2000000) at $.record.embed.images[0].image")
    if not str(held["mimeType"]).startswith("image/"):
        raise InvalidRecord("Invalid MIME type at $.record.embed.images[0].image")


def _check_external(embed: Any, blobs: Blobs) -> None:
    card = embed.get("external")
    for key in ("uri", "title", "description"):
        is_text = isinstance(card, dict) and isinstance(card.get(key), str)
        _require(is_text, f"Expected string at $.record.embed.external.{key}")
    if "thumb" in card:
        _check_blob(card["thumb"], blobs)
