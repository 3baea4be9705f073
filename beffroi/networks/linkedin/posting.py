"""Own posts and answers: made visible, changed, taken away.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api
(read on 2026-11-22). An answer is a comment, in plain text; a post is in "little" text.
"""

from __future__ import annotations

from beffroi.networks.contracts import (
    LinkCard,
    MediaKind,
    OutgoingPost,
    PublishedPost,
    ReplyTarget,
)
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.errors import MediaNotReady
from beffroi.networks.linkedin.limits import IMAGES_MAX
from beffroi.networks.linkedin.places import (
    Place,
    comment_number,
    comments_path,
    is_post,
    place_of,
)
from beffroi.networks.linkedin.posts import published
from beffroi.networks.linkedin.text import to_little
from beffroi.networks.linkedin.uploads import media_title, media_urn
from beffroi.networks.shapes import Record


def publish(api: Api, post: OutgoingPost) -> PublishedPost:
    """Make `post` visible: one call, which answers nothing but the URN in a header."""
    try:
        if post.reply_to:
            return _comment(api, post, post.reply_to)
        urn = api.act("POST", "/rest/posts", json=_body(api, post))
    except MediaNotReady as refusal:
        raise NetworkUnavailable(f"{refusal.detail}: a file is not ready") from refusal
    except DuplicateContent as refusal:
        raise _looked_up(api, refusal) from refusal
    if not is_post(urn):
        raise OutcomeUnknown("a post was made, and its URN cannot be read")
    return published(Place(urn))


def edit(api: Api, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text of a post or of a comment; its files stay."""
    place = place_of(remote_id)
    path, patch = place.path, _set("commentary", to_little(post.text))
    if place.comment:
        path = f"{place.path}?{restli.query(actor=restli.key(api.actor))}"
        patch = {"message": _set("text", post.text)}
    api.read("POST", path, json={"patch": patch}, headers={"X-RestLi-Method": "PARTIAL_UPDATE"})
    return published(place)


def delete(api: Api, remote_id: str) -> None:
    """Take a post or a comment away, whoever wrote it. Already gone is success."""
    place = place_of(remote_id)
    path = place.path
    if place.comment:
        path = f"{path}?{restli.query(actor=restli.key(api.actor))}"
    try:
        api.read("DELETE", path, headers={"X-RestLi-Method": "DELETE"})
    except NotFound:
        return


def _looked_up(api: Api, refusal: DuplicateContent) -> DuplicateContent:
    """Return the refusal, without its URN when nothing is there under it.

    LinkedIn refuses a text for a day or two after its post was deleted, and names that post.
    """
    if not refusal.remote_id:
        return refusal
    try:
        api.read("GET", Place(refusal.remote_id).path)
    except NotFound:
        return DuplicateContent(f"{refusal.detail}: nothing is there")
    except NetworkError:  # a member may not read it; the refusal stands as it is
        pass
    return refusal


def _body(api: Api, post: OutgoingPost) -> Record:
    body: Record = {
        "author": api.actor,
        "commentary": to_little(post.text),
        "visibility": post.visibility.upper(),
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    content = _content(post)
    return {**body, "content": content} if content else body


def _content(post: OutgoingPost) -> Record:
    if len(post.media) > 1:
        return _images(post)
    if post.media:
        return {"media": _lone(post)}
    return {"article": _article(post.link_card)} if post.link_card else {}


def _images(post: OutgoingPost) -> Record:
    """Return two to twenty pictures; a video or a document stands alone."""
    is_mixed = any(one.kind is not MediaKind.IMAGE for one in post.media)
    if is_mixed or len(post.media) > IMAGES_MAX:
        limit = 1 if is_mixed else IMAGES_MAX
        raise ContentRefused("files that do not go together", field="media", limit=limit)
    images: list[JSON] = [
        {"id": media_urn(image), "altText": image.alt_text} for image in post.media
    ]
    return {"multiImage": {"images": images}}


def _lone(post: OutgoingPost) -> Record:
    (media,) = post.media
    content: Record = {"id": media_urn(media)}
    title = post.title or media_title(media)
    if media.kind is MediaKind.DOCUMENT and not title:
        raise ContentRefused("a document needs a title", field="title")
    if media.kind is not MediaKind.IMAGE and title:
        content["title"] = title
    if media.kind is not MediaKind.DOCUMENT and media.alt_text:
        content["altText"] = media.alt_text
    return content


def _article(card: LinkCard) -> Record:
    """Return the card of a link: LinkedIn reads no page for the posts of apps."""
    article: Record = {"source": card.url, "title": card.title or card.url}
    if card.description:
        article["description"] = card.description
    if card.thumbnail:
        article["thumbnail"] = media_urn(card.thumbnail)
    return article


def _comment(api: Api, post: OutgoingPost, target: ReplyTarget) -> PublishedPost:
    if post.media:
        raise ContentRefused("an answer bears no file", field="media")
    place, above = place_of(target.remote_id), target.context.get("comment", "")
    if place.comment and not above:
        raise ContentRefused("an answer without what it hangs under", field="reply_to")
    body: Record = {
        "actor": api.actor,
        "object": target.context.get("thread") or place.post,
        "message": {"text": post.text},
    }
    if above:
        body["parentComment"] = above
    try:
        made = api.act("POST", comments_path(above or place.post), json=body)
    except NotFound as missing:
        raise ContentRefused(missing.detail, field="reply_to") from missing
    number = comment_number(made)
    if not number:
        raise OutcomeUnknown("a comment was made, and its number cannot be read")
    return published(Place(place.post, number))


def _set(name: str, value: str) -> Record:
    return {"$set": {name: value}}
