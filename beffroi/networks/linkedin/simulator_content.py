"""What a post of the simulated LinkedIn may bear, checked as strictly as the vendor does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beffroi.networks.linkedin.simulator_media import Shelf
from beffroi.networks.linkedin.simulator_state import Flavour
from beffroi.networks.linkedin.simulator_wire import Refused

_ALT_TEXT_MAX = 4086
_MEDIA_FIELDS = {"id", "altText", "title"}
_ARTICLE_FIELDS = {"source", "thumbnail", "title", "description"}


def check_content(
    content: Mapping[str, Any], *, shelf: Shelf, owner: str, flavour: Flavour
) -> None:
    """Refuse content of an unknown kind, too much of it, or files that are not there yet."""
    if not content:
        return
    if len(content) != 1:
        raise Refused.wrong("content")
    ((kind, value),) = content.items()
    if kind not in _CHECKS or not isinstance(value, dict):
        raise Refused.unpermitted("REQUEST_BODY", {f"content/{kind}"})
    for path, item in _CHECKS[kind](value):
        media = shelf.check_usable(str(item), owner=owner, flavour=flavour)
        is_lone = kind == "media"
        if not is_lone and media.kind != "image":
            raise Refused.wrong(path)
        if is_lone and media.kind == "document" and not value.get("title"):
            raise Refused.wrong("content/media/title", code="MISSING_REQUIRED_FIELD")


def _media(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    _check_fields("content/media", value, _MEDIA_FIELDS)
    return [("content/media/id", value.get("id"))]


def _images(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    _check_fields("content/multiImage", value, {"images", "altText"})
    images = value.get("images") or []
    if not 2 <= len(images) <= 20:
        raise Refused.wrong("content/multiImage/images", code="INVALID_ARRAY_LENGTH")
    for image in images:
        _check_fields("content/multiImage/images", image, {"id", "altText"})
    return [("content/multiImage/images/id", image.get("id")) for image in images]


def _article(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    _check_fields("content/article", value, _ARTICLE_FIELDS)
    if not str(value.get("source", "")).startswith(("https://", "http://")):
        raise Refused.wrong("content/article/source", code="INVALID_URL")
    if not value.get("title"):
        raise Refused.wrong("content/article/title", code="MISSING_REQUIRED_FIELD")
    thumbnail = value.get("thumbnail")
    return [("content/article/thumbnail", thumbnail)] if thumbnail else []


def _check_fields(path: str, value: Mapping[str, Any], allowed: set[str]) -> None:
    unknown = set(value) - allowed
    if unknown:
        raise Refused.unpermitted("REQUEST_BODY", {f"{path}/{name}" for name in unknown})
    if len(str(value.get("altText", ""))) > _ALT_TEXT_MAX:
        raise Refused.too_long(f"{path}/altText")


_CHECKS = {"media": _media, "multiImage": _images, "article": _article}
