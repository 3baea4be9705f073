"""Own posts: published by their number, looked up, changed, taken away.

https://developer.wordpress.org/rest-api/reference/posts/ (read on 2026-11-22)
"""

from __future__ import annotations

import re
from html import escape

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import (
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import drafts, ids, limits
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.errors import NoTrash
from beffroi.networks.wordpress.text import to_html

_FIGURE = re.compile(r'<figure class="wp-block-image[^<>]*>.*?</figure>', re.DOTALL)


def publish(site: Site, post: OutgoingPost) -> PublishedPost:
    """Make the draft public. The site dates it then: a draft without a date has that of the call.

    Made twice, the call changes nothing.
    """
    limits.check(post)
    number = post.prepared or drafts.prepare(site, post)
    answer = site.act("POST", f"wp/v2/posts/{number}", json={"status": "publish"})
    try:
        published = shapes.record(answer.data, "post")
        status = shapes.text(published, "status")
        proof = proof_of(published)
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error
    if status == "pending":
        raise PolicyBlocked("the site keeps this post for somebody's approval")
    if status != "publish":
        raise OutcomeUnknown(f"the site made it {status[:20]}")
    return proof


def find(site: Site, post: OutgoingPost, *, excluding: frozenset[str]) -> PublishedPost | None:
    """Return the published post, by its number, or by its name where that is not known.

    Raises NetworkUnavailable when a colleague scheduled it or threw it away on the site: it comes
    out when somebody visits, or may have been out.
    """
    for found in _candidates(site, post):
        status = shapes.text(found, "status")
        proof = proof_of(found)
        if status in {"future", "trash"} and proof.remote_id not in excluding:
            raise NetworkUnavailable(f"somebody made this post {status} on the site itself")
        if status in {"publish", "private"} and proof.remote_id not in excluding:
            return proof
    return None


def edit(site: Site, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text; pictures stay, unless `post` brings others. So does a title."""
    number = ids.number(remote_id)
    content = _edited(site, number, post)
    answer = site.read("POST", f"wp/v2/posts/{number}", json=content)
    return proof_of(shapes.record(answer.data, "post"))


def delete(site: Site, remote_id: str) -> None:
    """Put a post into the site's trash, or away for ever where there is none."""
    path = ids.path(remote_id)
    try:
        site.read("DELETE", path)
    except NoTrash:
        site.read("DELETE", path, params={"force": "true"})
    except NotFound:
        return


def proof_of(post: Record) -> PublishedPost:
    """Return what shows that a post exists."""
    remote_id = ids.of_post(shapes.text(post, "id"))
    return PublishedPost(remote_id=remote_id, url=shapes.text(post, "link"))


def _candidates(site: Site, post: OutgoingPost) -> list[Record]:
    if post.prepared:
        try:
            return [drafts.read_post(site, post.prepared)]
        except NotFound:
            pass  # it may have been published, and another made in its place
    return drafts.named_after(site, post)


def _edited(site: Site, number: str, post: OutgoingPost) -> dict[str, JSON]:
    if post.media:
        content = drafts.content_of(site, post)
        return content if post.title else {k: v for k, v in content.items() if k != "title"}
    current = shapes.inner(drafts.read_post(site, number), "content")
    figures = _FIGURE.findall(shapes.optional_text(current, "raw") or "")
    edited: dict[str, JSON] = {"content": "\n".join([to_html(post.text), *figures])}
    if post.title:
        edited["title"] = escape(post.title, quote=False)
    return edited
