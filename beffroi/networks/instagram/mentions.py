"""Where others name us: in a caption, in a comment, or by tagging us in a picture.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentioned_media/
(read on 2026-11-22). Mentions are told by webhooks alone and read one by one; tags have a list.
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.errors import NotFound
from beffroi.networks.families.graph.client import Page
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.comments import author_of
from beffroi.networks.instagram.text import stored
from beffroi.networks.shapes import Record

_TAG = "id,caption,username,timestamp,permalink"
_MEDIA = "id,caption,username,timestamp"
_COMMENT = "id,text,timestamp,media{id}"
_TAG_PAGES_MAX = 3


def read_mention(account: Account, media_id: str, comment_id: str) -> IncomingFeedback:
    """Read a caption, or a comment, that names us. NotFound when it is gone or names us no more."""
    if comment_id:
        asked = f"mentioned_comment.comment_id({comment_id}){{{_COMMENT}}}"
        key, words = "mentioned_comment", "text"
    else:
        asked = f"mentioned_media.media_id({media_id}){{{_MEDIA}}}"
        key, words = "mentioned_media", "caption"
    data = shapes.inner(account.record(f"/{account.id}", fields=asked), key)
    if not data:
        raise NotFound("this mention is no longer there")
    remote_id = ids.write(ids.MENTION, media_id, comment_id)
    return _feedback(account, data, remote_id=remote_id, words=words, can_answer=True)


def read_tags_page(account: Account, *, after: str = "") -> tuple[list[IncomingFeedback], Page]:
    """Read one page of posts in which we are tagged. Under those, Instagram takes no answer."""
    position = {"after": after} if after else {}
    page = account.page(f"/{account.id}/tags", fields=_TAG, limit="50", **position)
    return [_tag(account, one) for one in page.items if _is_whole(one)], page


def read_tag(account: Account, media_id: str) -> IncomingFeedback | None:
    """Look a tag up in the list; None when it lies further back than is looked.

    NotFound when the whole list does not have it.
    """
    wanted, after = ids.write(ids.TAG, media_id), ""
    for _ in range(_TAG_PAGES_MAX):
        found, page = read_tags_page(account, after=after)
        for one in found:
            if one.remote_id == wanted:
                return one
        following = page.following.get("after", "")
        if not following or following == after:
            raise NotFound("this tag is no longer there")
        after = following
    return None


def _tag(account: Account, data: Record) -> IncomingFeedback:
    remote_id = ids.write(ids.TAG, shapes.text(data, "id"))
    return _feedback(account, data, remote_id=remote_id, words="caption", can_answer=False)


def _is_whole(data: Record) -> bool:
    has_id = shapes.optional_text(data, "id") is not None
    return has_id and shapes.optional_instant(data, "timestamp") is not None


def _feedback(
    account: Account, data: Record, *, remote_id: str, words: str, can_answer: bool
) -> IncomingFeedback:
    author = author_of(data)
    url = shapes.optional_text(data, "permalink") or account.site()
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.MENTION,
        author=author,
        text=stored(shapes.optional_text(data, words) or ""),
        created_at=shapes.instant(data, "timestamp"),
        url=url,
        root_id=remote_id,
        is_ours=account.is_us(author.account_id, author.handle),
        reply_context={"url": url},
        can_answer=can_answer,
    )
