"""How the simulated site writes what it holds, and reads what is asked of it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, TypeVar

from beffroi.networks.simulation_server import Call
from beffroi.networks.wordpress.simulator_state import (
    Comment,
    Medium,
    Post,
    Refused,
    Setup,
    User,
)

T = TypeVar("T")

_PRETTY = {"'": "&#8217;", '"': "&#8220;", "...": "&#8230;", ":)": "🙂"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?")
_POST_FIELDS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "content": str,
    "excerpt": str,
    "status": str,
    "slug": str,
    "featured_media": int,
    "tags": list,
    "date_gmt": str,
}
_COMMENT_FIELDS: dict[str, type | tuple[type, ...]] = {
    "post": int,
    "parent": int,
    "content": str,
    "status": str,
}
_LIST_PARAMS = frozenset({"context", "page", "per_page", "after", "order", "orderby", "status"})
COMMENT_PARAMS = _LIST_PARAMS | {"author", "exclude", "include", "parent", "post"}
POST_PARAMS = _LIST_PARAMS | {"slug"}
_CHOICES = {
    "context": {"view", "embed", "edit"},
    "order": {"asc", "desc"},
    "orderby": {"date", "date_gmt", "id", "include", "modified", "title", "slug"},
}


class Writer:
    """Writes for one caller: `sees_all` is what a call in the context edit may see."""

    def __init__(self, *, origin: str, setup: Setup, sees_all: bool) -> None:
        self._origin = origin
        self._setup = setup
        self._sees_all = sees_all

    def post(self, post: Post) -> dict[str, Any]:
        """Write a post."""
        return {
            "id": post.id,
            "date_gmt": _instant(post.date or post.created),
            "modified_gmt": _instant(post.modified),
            "slug": post.slug,
            "status": post.status,
            "type": "post",
            "link": self.link(post),
            "title": self._text(post.title, escape),
            "content": {**self._text(post.content, _texturized), "protected": False},
            "author": post.author_id,
            "featured_media": post.featured_media,
            "comment_status": "open",
            "tags": post.tags,
        }

    def comment(self, comment: Comment) -> dict[str, Any]:
        """Write a comment."""
        shown = {
            "id": comment.id,
            "post": comment.post_id,
            "parent": comment.parent_id,
            "author": comment.user_id,
            "author_name": comment.name,
            "author_url": "",
            "date_gmt": _instant(comment.date),
            "content": self._text(comment.content, _paragraphs),
            "link": f"{self._origin}/?p={comment.post_id}#comment-{comment.id}",
            "status": comment.status,
            "type": "comment",
        }
        return {**shown, "author_email": comment.email} if self._sees_all else shown

    def medium(self, medium: Medium) -> dict[str, Any]:
        """Write a file of the library."""
        return {
            "id": medium.id,
            "source_url": f"{self._origin}/wp-content/uploads/{medium.id}-{medium.name}",
            "alt_text": medium.alt_text,
            "media_type": "image",
            "mime_type": medium.media_type,
        }

    def link(self, post: Post) -> str:
        """Return the address of a post."""
        is_plain = self._setup.has_plain_permalinks or post.status != "publish"
        return f"{self._origin}/?p={post.id}" if is_plain else f"{self._origin}/{post.slug}/"

    def _text(self, html: str, render: Any) -> dict[str, str]:
        return {"rendered": render(html)} | ({"raw": html} if self._sees_all else {})


def user(who: User, *, role: str) -> dict[str, Any]:
    """Write a user as that user sees it."""
    return {
        "id": who.id,
        "name": who.name,
        "slug": who.login,
        "roles": [role],
        "capabilities": {**dict.fromkeys(sorted(who.rights), True), role: True},
    }


def root(*, origin: str, setup: Setup) -> dict[str, Any]:
    """Write what the site says of itself."""
    door = {"endpoints": {"authorization": f"{origin}/wp-admin/authorize-application.php"}}
    has_door = setup.has_application_passwords
    return {
        "name": "Atelier Martin &amp; Fils",
        "description": "",
        "url": origin,
        "home": origin,
        "gmt_offset": "1",
        "timezone_string": "Europe/Paris",
        "namespaces": ["oembed/1.0", "wp/v2", "wp-site-health/v1"],
        "authentication": {"application-passwords": door} if has_door else [],
    }


def refusal(refused: Refused) -> dict[str, Any]:
    """Write a refusal, in the language of the site."""
    return {
        "code": refused.code,
        "message": "Désolé, l’opération n’a pas abouti.",
        "data": {"status": refused.status, **refused.data},
    }


def read_post_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be set of a post."""
    return _checked(fields, _POST_FIELDS)


def read_comment_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be set of a comment."""
    return _checked(fields, _COMMENT_FIELDS)


def check_params(call: Call, allowed: frozenset[str]) -> None:
    """Refuse what the site would refuse, and what it would pass over without a word."""
    for name in call.query:
        if name not in {*allowed, "rest_route"}:
            raise _invalid(name)
    for name, choices in _CHOICES.items():
        if call.first(name) and call.first(name) not in choices:
            raise _invalid(name)
    if call.first("after") and not _INSTANT.fullmatch(call.first("after")):
        raise _invalid("after")
    if not 1 <= int(call.first("per_page", "10")) <= 100:
        raise _invalid("per_page")


def numbers(call: Call, name: str) -> list[int]:
    """Return a list of numbers, as the query writes it with commas."""
    return [int(one) for one in call.first(name).split(",") if one]


def after(call: Call) -> datetime | None:
    """Return the instant that everything must be later than."""
    told = call.first("after")
    if not told:
        return None
    found = datetime.fromisoformat(told)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def paginate(items: Sequence[T], call: Call, *, setup: Setup) -> tuple[list[T], dict[str, str]]:
    """Return one page of `items` and the headers that count them."""
    size = min(int(call.first("per_page", "10")), setup.page_max)
    page = int(call.first("page", "1"))
    count = math.ceil(len(items) / size)
    headers = {"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(count)}
    start = (page - 1) * size
    return list(items[start : start + size]), headers if setup.counts_pages else {}


def _checked(
    fields: Mapping[str, Any], known: Mapping[str, type | tuple[type, ...]]
) -> dict[str, Any]:
    for name, value in fields.items():
        if name not in known or not isinstance(value, known[name]) or isinstance(value, bool):
            raise _invalid(name)
    return dict(fields)


def _invalid(name: str) -> Refused:
    return Refused(400, "rest_invalid_param", params={name: "paramètre non valide"})


def _instant(value: datetime | None) -> str | None:
    return None if value is None else f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _texturized(html: str) -> str:
    """Make signs pretty outside of tags, as a site shows them."""
    parts = re.split(r"(<[^<>]*>)", html)
    for place, part in enumerate(parts):
        if not part.startswith("<"):
            for plain, pretty in _PRETTY.items():
                part = part.replace(plain, pretty)
            parts[place] = part
    return "".join(parts)


def _paragraphs(html: str) -> str:
    blocks = re.split(r"\n{2,}", _texturized(html))
    return "\n".join(f"<p>{block.replace(chr(10), '<br />' + chr(10))}</p>" for block in blocks)
