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

Blobs = Mapping[str, Mapping[str, Any]]


class InvalidRecord(Exception):
    """The message is the server's; `code` is its error name."""

    def __init__(self, message: str, *, code: str = "InvalidRequest") -> None:
        super().__init__(message)
        self.code = code


def check_post(record: Any, *, blobs: Blobs) -> None:
    """Raise InvalidRecord for a post that a server would refuse."""
    _require(isinstance(record, dict), "Record must be an object")
    _require(record.get("$type") == "app.bsky.feed.post", "Record/$type must be a post")
    _check_text(record.get("text"))
    _check_instant(record.get("createdAt"))
    langs = record.get("langs", [])
    _require(
        isinstance(langs, list) and len(langs) <= 3 and all(_is_language(lang) for lang in langs),
        "Record/langs must be at most 3 languages",
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
    _require(isinstance(text, str), "Record/text must be a string")
    graphemes = len(regex.findall(r"\X", text))
    _require(len(text.encode()) <= 3000, "Record/text must not be longer than 3000 bytes")
    _require(graphemes <= 300, "Record/text must not be longer than 300 graphemes")


def _check_instant(value: Any) -> None:
    try:
        is_right = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        is_right = False
    _require(is_right, "Record/createdAt must be a valid atproto datetime")


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-zA-Z]{2,8}(-[\w-]+)?", value))


def _check_facets(facets: Any, text: bytes) -> None:
    _require(isinstance(facets, list), "Record/facets must be an array")
    end_of_last = 0
    for facet in sorted(facets, key=_facet_start):
        start, end = _facet_start(facet), facet["index"]["byteEnd"]
        _require(0 <= start < end <= len(text), "Record/facets/index is out of the text")
        _require(start >= end_of_last, "Record/facets must not overlap")
        for part in (text[:start], text[start:end]):
            try:
                part.decode()
            except UnicodeDecodeError:
                _require(False, "Record/facets/index cuts a character")
        for feature in facet["features"]:
            _check_feature(feature)
        end_of_last = end


def _facet_start(facet: Any) -> int:
    try:
        return int(facet["index"]["byteStart"])
    except (KeyError, TypeError, ValueError):
        _require(False, "Record/facets/index is missing")
        raise


def _check_feature(feature: Mapping[str, Any]) -> None:
    kind = str(feature.get("$type", "")).removeprefix("app.bsky.richtext.facet#")
    if kind == "mention":
        _require(bool(_DID.fullmatch(str(feature.get("did")))), "Record/facets/did is no DID")
    elif kind == "link":
        _require(re.match(r"\w+:\S+$", str(feature.get("uri"))) is not None, "no uri")
    else:
        tag = str(feature.get("tag", ""))
        _require(kind == "tag" and 0 < len(tag.encode()) <= 640, "Record/facets/tag is too long")


def _check_reply(reply: Any) -> None:
    for part in ("root", "parent"):
        reference = reply.get(part) if isinstance(reply, dict) else None
        _require(
            isinstance(reference, dict)
            and str(reference.get("uri", "")).startswith("at://")
            and str(reference.get("cid", "")).startswith("bafy"),
            f"Record/reply/{part} must be a strong reference",
        )


def _check_embed(embed: Any, blobs: Blobs) -> None:
    checks: dict[str, Callable[[Any, Blobs], None]] = {
        "app.bsky.embed.images": _check_images,
        "app.bsky.embed.external": _check_external,
    }
    kind = embed.get("$type") if isinstance(embed, dict) else None
    if kind in checks:
        checks[kind](embed, blobs)


def _check_images(embed: Any, blobs: Blobs) -> None:
    images = embed.get("images")
    _require(isinstance(images, list), "Record/embed/images must be an array")
    _require(len(images) <= 4, "Record/embed/images must not have more than 4 elements")
    for image in images:
        _require(isinstance(image.get("alt"), str), "Record/embed/images/alt must be a string")
        ratio = image.get("aspectRatio", {"width": 1, "height": 1})
        is_ratio = all(isinstance(ratio.get(side), int) for side in ("width", "height"))
        _require(is_ratio and min(ratio.values()) >= 1, "Record/embed/images/aspectRatio")
        _check_blob(image.get("image"), blobs)


def _check_blob(blob: Any, blobs: Blobs) -> None:
    cid = blob.get("ref", {}).get("$link") if isinstance(blob, dict) else None
    held = blobs.get(str(cid))
    if held is None:
        raise InvalidRecord("Could not find blob", code="BlobNotFound")
    if held["size"] > _IMAGE_BYTES_MAX:
        raise InvalidRecord("This file is too large", code="BlobTooLarge")
    if not str(held["mimeType"]).startswith("image/"):
        raise InvalidRecord("Wrong mimetype", code="InvalidMimeType")


def _check_external(embed: Any, blobs: Blobs) -> None:
    card = embed.get("external")
    for key in ("uri", "title", "description"):
        is_text = isinstance(card, dict) and isinstance(card.get(key), str)
        _require(is_text, f"Record/embed/external/{key} must be a string")
