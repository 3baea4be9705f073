"""A post before anybody sees it: a draft of the site, under a name in its address that is its own.

A site keeps drafts with the same name side by side and adds -2 only when the second one is
published. So a draft is looked up by its name before another one is made.
https://developer.wordpress.org/rest-api/reference/posts/ (read on 2026-11-22)
"""

from __future__ import annotations

from html import escape

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import ContentRefused, NotFound
from beffroi.networks.json_text import JSON
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import ids, limits
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.errors import TermExists
from beffroi.networks.wordpress.library import figure, media_id
from beffroi.networks.wordpress.text import to_html, to_slug

_POSTS = "wp/v2/posts"
_EVERY_STATUS = "publish,future,draft,pending,private,trash"
#: What a post can be that nobody sees yet and that we may still change.
_UNSEEN = frozenset({"draft", "auto-draft", "pending"})
#: Of several with one name, the published one is meant, and the trash last.
_ORDER = {"publish": 0, "trash": 2}


def prepare(site: Site, post: OutgoingPost, *, progress: UploadProgress | None = None) -> str:
    """Make the draft, or bring the one that is there up to date; return its number."""
    limits.check(post)
    draft = _known(site, post, kept=progress.kept if progress else "")
    if draft is None:
        draft = _save(site, post, path=_POSTS, slug=slug_of(post), status="draft")
    elif draft.get("status") in _UNSEEN:
        draft = _save(site, post, path=f"{_POSTS}/{shapes.text(draft, 'id')}")
    number = ids.read_number(draft, "id")
    if progress:
        progress.keep(number)
    return number


def is_prepared(site: Site, number: str) -> bool:
    """Tell whether the draft is there. Raises ContentRefused when somebody threw it away."""
    try:
        found = read_post(site, number)
    except NotFound as error:
        raise ContentRefused(error.detail, field="text") from error
    if found.get("status") == "trash":
        raise ContentRefused("the draft is in the trash", field="text")
    return True


def slug_of(post: OutgoingPost) -> str:
    """Return the name of a post in its address: no other post has the marker in it."""
    return to_slug(post.title, marker=post.marker)


def read_post(site: Site, number: str) -> Record:
    """Return one post with what only its authors see. NotFound when it is gone for ever."""
    answer = site.read("GET", f"{_POSTS}/{number}", params={"context": "edit"})
    return shapes.record(answer.data, "post")


def named_after(site: Site, post: OutgoingPost) -> list[Record]:
    """Return the posts that bear our name for `post`, a published one first.

    A site numbers a name that is taken, and marks that of a post in the trash.
    """
    slug = slug_of(post)
    names = (slug, f"{slug}-2", f"{slug}__trashed")
    params = {"slug": ",".join(names), "status": _EVERY_STATUS, "context": "edit"}
    found = shapes.records(site.read("GET", _POSTS, params=params).data, "posts")
    named = [one for one in found if shapes.optional_text(one, "slug") in names]
    return sorted(named, key=lambda one: _ORDER.get(str(one.get("status")), 1))


def content_of(site: Site, post: OutgoingPost) -> dict[str, JSON]:
    """Return the fields that people see. The first picture stands above, the others below."""
    figures = "\n".join(figure(image) for image in post.media[1:])
    return {
        "title": escape(post.title, quote=False),
        "content": f"{to_html(post.text)}\n{figures}".strip(),
        "featured_media": media_id(post.media[0]) if post.media else 0,
        "tags": [_tag(site, name) for name in post.tags],
    }


def _save(site: Site, post: OutgoingPost, *, path: str, **more: JSON) -> Record:
    """Write a draft. A site passes over a picture that it no longer has: that must not."""
    content = {**content_of(site, post), **more}
    draft = shapes.record(site.read("POST", path, json=content).data, "post")
    if content["featured_media"] and draft.get("featured_media") != content["featured_media"]:
        raise ContentRefused("the site no longer has this picture", field="media")
    return draft


def _known(site: Site, post: OutgoingPost, *, kept: str) -> Record | None:
    if kept:
        try:
            return read_post(site, kept)
        except NotFound:
            pass  # somebody emptied the trash: there may be another, or a new one is made
    unspoilt = (one for one in named_after(site, post) if one.get("status") != "trash")
    return next(unspoilt, None)


def _tag(site: Site, name: str) -> JSON:
    """Return the number of a tag, made if need be."""
    try:
        answer = site.read("POST", "wp/v2/tags", json={"name": name.removeprefix("#")})
    except TermExists as known:
        return int(known.term_id)
    return int(ids.read_number(shapes.record(answer.data, "tag"), "id"))
