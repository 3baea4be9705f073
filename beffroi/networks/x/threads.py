"""Posts as feedback: where each stands, and whether X lets us answer it.

A reply is only taken from whom its author mentioned or quoted:
https://docs.x.com/x-api/posts/manage-tweets/integrate, read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.declarations import Cost
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.shapes import Record
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of, list_of
from beffroi.networks.x.errors import named_by, problems_of
from beffroi.networks.x.finding import next_token
from beffroi.networks.x.posting import AUTHOR, SUMMONED
from beffroi.networks.x.posts import OWN, WHOLE, Post, address_of, parse_post, parse_readable

#: How far back a search reaches.
_SEARCHED = timedelta(days=7)
_AT_ONCE = 100
_PAGES_MAX = 20


def read_thread(session: Session, remote_id: str) -> Sequence[IncomingFeedback]:
    """Return all that stands below a post, oldest first. NotFound when it is gone.

    Raises UnexpectedResponse for a post older than a search reaches: what would be found under it
    is not every reply.
    """
    answer = session.ask(f"/2/tweets/{remote_id}", OWN)
    body = shapes.record(answer.data, "post")
    top = parse_post(data_of(answer, "post"), shapes.inner(body, "includes"))
    session.pay_reads(read_price(top, session.account_id), [top.id])
    if session.now() - top.created_at > _SEARCHED:
        raise UnexpectedResponse("replies to a post this old can no longer be searched")
    below = _below(top, _search(session, top.conversation_id))
    own = {top.conversation_id} if top.author.account_id == session.account_id else None
    return feedback(session, below, own_conversations=own)


def read_again(
    session: Session, remote_ids: Sequence[str]
) -> Mapping[str, IncomingFeedback | None]:
    """Return posts as they are now; None for one that is gone, or that we may no longer see."""
    found: dict[str, IncomingFeedback | None] = {}
    for start in range(0, len(remote_ids), _AT_ONCE):
        asked = remote_ids[start : start + _AT_ONCE]
        body = look_up(session, asked, WHOLE)
        posts = _posts(body)
        for post in posts:
            session.pay_reads(read_price(post, session.account_id), [post.id])
        found |= {one.remote_id: one for one in feedback(session, posts)}
        found |= dict.fromkeys(gone_ids(body) - {one.id for one in posts})
    return found


def look_up(session: Session, ids: Sequence[str], fields: Mapping[str, str]) -> Record:
    """Return the answer about up to a hundred posts: those that are there, and errors."""
    params = {**fields, "ids": ",".join(ids)}
    body = shapes.record(session.ask("/2/tweets", params).data, "posts")
    if "data" not in body and not problems_of(body):
        raise UnexpectedResponse("posts: neither data nor errors")
    return body


def gone_ids(body: Record) -> set[str]:
    """Return the ids of which an answer says that they are not there, or not for us."""
    return {
        str(problem.get("resource_id") or problem.get("value"))
        for problem in problems_of(body)
        if isinstance(named_by(problem, "post"), NotFound)
    }


def read_price(post: Post, account_id: str) -> Cost:
    """Return what reading a post costs: less when it is ours."""
    is_own = post.author.account_id == account_id
    return prices.OWNED_READ if is_own else prices.POST_READ


def feedback(
    session: Session, posts: Sequence[Post], *, own_conversations: set[str] | None = None
) -> list[IncomingFeedback]:
    """Return posts with their places. `own_conversations` are those known to be begun by us."""
    account_id = session.account_id
    own = own_conversations
    if own is None:
        own = _own_conversations(session, posts, account_id=account_id)
    return [
        _feedback(
            one, account_id=account_id, is_below_ours=one.conversation_id in own, web=session.web
        )
        for one in posts
    ]


def _feedback(post: Post, *, account_id: str, is_below_ours: bool, web: str) -> IncomingFeedback:
    is_ours = post.author.account_id == account_id
    is_reply = is_ours or is_below_ours or post.parent_author_id == account_id
    is_summoned = post.summons(account_id)
    return IncomingFeedback(
        remote_id=post.id,
        kind=FeedbackKind.REPLY if is_reply else FeedbackKind.MENTION,
        author=post.author,
        text=post.words(),
        created_at=post.created_at,
        edited_at=post.created_at if post.is_edited else None,
        url=address_of(web, post.id).url,
        root_id=post.conversation_id,
        parent_id=post.parent_id,
        is_hidden=None,  # X does not tell
        is_ours=is_ours,
        can_answer=is_summoned,
        reply_context={AUTHOR: post.author.account_id, SUMMONED: "yes" if is_summoned else "no"},
    )


def _own_conversations(session: Session, posts: Iterable[Post], *, account_id: str) -> set[str]:
    """Return which of the conversations began with a post of ours; asks only where it matters."""
    unknown = {
        one.conversation_id
        for one in posts
        if one.conversation_id != one.id
        and account_id not in {one.parent_author_id, one.author.account_id}
    }
    own: set[str] = set()
    ordered = sorted(unknown)
    for start in range(0, len(ordered), _AT_ONCE):
        asked = ordered[start : start + _AT_ONCE]
        body = look_up(session, asked, {"tweet.fields": "author_id"})
        roots = shapes.records(body.get("data") or [], "posts")
        mine = [str(one.get("id")) for one in roots if one.get("author_id") == account_id]
        session.pay_reads(prices.OWNED_READ, mine)
        session.pay_reads(prices.POST_READ, {str(one.get("id")) for one in roots} - {*mine})
        own.update(mine)
    return own


def _search(session: Session, conversation_id: str) -> list[Post]:
    """Return the posts of a conversation that a search finds, without its first one."""
    params = {**WHOLE, "query": f"conversation_id:{conversation_id}", "max_results": str(_AT_ONCE)}
    found: dict[str, Post] = {}
    for _ in range(_PAGES_MAX):
        answer = session.ask("/2/tweets/search/recent", params)
        body = shapes.record(answer.data, "search")
        page = parse_readable(list_of(answer, "search"), shapes.inner(body, "includes"))
        for post in page:
            session.pay_reads(read_price(post, session.account_id), [post.id])
        is_new = any(one.id not in found for one in page)
        found |= {one.id: one for one in page}
        token = next_token(body)
        if token is None or not is_new:
            break
        params = {**params, "next_token": token}
    return [one for one in found.values() if one.id != conversation_id]


def _below(top: Post, posts: Iterable[Post]) -> list[Post]:
    """Return what stands below `top`, oldest first; below the first post is all of it."""
    ordered = sorted(posts, key=lambda one: (one.created_at, len(one.id), one.id))
    if top.id == top.conversation_id:
        return ordered
    places, below = {top.id}, []
    for one in ordered:
        if one.parent_id in places:
            places.add(one.id)
            below.append(one)
    return below


def _posts(body: Record) -> list[Post]:
    items = shapes.records(body.get("data") or [], "posts")
    return parse_readable(items, shapes.inner(body, "includes"))
