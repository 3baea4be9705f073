"""How the simulated Facebook writes its nodes: Page, post, comment, video, message. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from beffroi.networks.facebook.simulator_world import Comment, Message, Post, Video, World
from beffroi.networks.families.graph.simulator_wire import (
    Ask,
    Make,
    Slice,
    instant,
    invalid,
    missing,
    paging,
    render,
)


class Cut(Protocol):
    """Cuts a list into pages, in the manner of the simulator."""

    def __call__(
        self, items: Sequence[Any], query: Mapping[str, Any], *, key: Callable[[Any], str]
    ) -> Slice:
        """Return one page."""
        ...


class Writer:
    """Writes nodes of one world. `hides_writers`: `from` is left out, as it often is."""

    def __init__(self, world: World, *, origin: str, cut: Cut, hides_writers: bool) -> None:
        self._world = world
        self._origin = origin
        self._cut = cut
        self._hides_writers = hides_writers

    def node(self, node_id: str, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write whatever has this id."""
        world = self._world
        writers: tuple[tuple[Mapping[str, Any], Callable[[Any], dict[str, Make]], str], ...] = (
            (world.pages, self._page_fields, "Page"),
            (world.posts, self._post_fields, "Post"),
            (world.comments, self._comment_fields, "Comment"),
            (world.videos, self._video_fields, "Video"),
            (world.told_messages(), self._message_fields, "Message"),
        )
        for held, fields, kind in writers:
            if node_id in held:
                return render(kind, fields(held[node_id]), asked)
        raise missing(node_id)

    def post(self, post: Post, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write a post."""
        return render("Post", self._post_fields(post), asked)

    def comment(self, comment: Comment, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write a comment."""
        return render("Comment", self._comment_fields(comment), asked)

    def message(self, message: Message, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write a message."""
        return render("Message", self._message_fields(message), asked)

    def video(self, video: Video, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write a video."""
        return render("Video", self._video_fields(video), asked)

    def conversation(
        self, conversation_id: str, messages: Sequence[Message], asked: Mapping[str, Ask]
    ) -> dict[str, Any]:
        """Write a conversation; `messages` have the newest first."""
        newest = messages[0]
        fields: dict[str, Make] = {
            "id": lambda _: conversation_id,
            "link": lambda _: f"/{newest.page_id}/inbox/{newest.person_id}/",
            "updated_time": lambda _: instant(newest.created_at),
            "unread_count": lambda _: 0,
            "participants": lambda _: {
                "data": [self._who(newest.person_id), self._who(newest.page_id)]
            },
            "messages": lambda ask: self._listed(
                ask, messages, self._told_message, key=lambda one: str(one.id), path=conversation_id
            ),
        }
        return render("Conversation", fields, asked)

    def _told_message(self, message: Message, asked: Mapping[str, Ask]) -> dict[str, Any]:
        """Write a message, an old one by its id alone."""
        if message.id in self._world.told_messages():
            return self.message(message, asked)
        return {"id": message.id, "created_time": instant(message.created_at)}

    def _page_fields(self, page: Any) -> dict[str, Make]:
        return {
            "id": lambda _: page.id,
            "name": lambda _: page.name,
            "username": lambda _: page.username,
            "link": lambda _: f"{self._origin}/{page.id}",
            "category": lambda _: "Bakery",
        }

    def _post_fields(self, post: Post) -> dict[str, Make]:
        return {
            "id": lambda _: post.id,
            "message": lambda _: post.message or None,
            "created_time": lambda _: instant(post.created_at),
            "from": lambda _: self._writer(post.author_id),
            "permalink_url": lambda _: f"{self._origin}/{post.id}",
            "is_published": lambda _: True,
            "is_hidden": lambda _: post.is_hidden,
            "attachments": lambda ask: self._attachments(post, ask),
            "comments": lambda ask: self._comments(post.id, ask),
            "reactions": lambda ask: self._reactions(post.id, ask),
            "shares": lambda _: self._shares(post.id),
        }

    def _comment_fields(self, comment: Comment) -> dict[str, Make]:
        parent = {"id": comment.parent_id} if comment.parent_id else None
        return {
            "id": lambda _: comment.id,
            "message": lambda _: comment.message,
            "created_time": lambda _: instant(comment.created_at),
            "from": lambda _: self._writer(comment.author_id),
            "parent": lambda _: parent,
            "object": lambda _: {"id": comment.post_id},
            "permalink_url": lambda _: f"{self._origin}/{comment.post_id}?comment_id={comment.id}",
            "is_hidden": lambda _: comment.is_hidden,
            "can_hide": lambda _: comment.author_id not in self._world.pages,
            "can_remove": lambda _: True,
            "can_reply_privately": lambda _: True,
            "attachment": lambda _: (
                {"target": {"id": comment.photo_id}} if comment.photo_id else None
            ),
            "comment_count": lambda _: len(self._world.under(comment.id, is_stream=True)),
            "like_count": lambda _: 0,
        }

    def _video_fields(self, video: Video) -> dict[str, Make]:
        return {
            "id": lambda _: video.id,
            "post_id": lambda _: video.post_id.partition("_")[2] or None,
            "permalink_url": lambda _: f"/reel/{video.id}/",
            "status": lambda _: self._status(video),
        }

    def _message_fields(self, message: Message) -> dict[str, Make]:
        is_ours = message.author_id == message.page_id
        receiver = message.person_id if is_ours else message.page_id
        return {
            "id": lambda _: message.id,
            "message": lambda _: message.text,
            "created_time": lambda _: instant(message.created_at),
            "from": lambda _: self._who(message.author_id),
            "to": lambda _: {"data": [self._who(receiver)]},
            "attachments": lambda _: None,
        }

    def _status(self, video: Video) -> dict[str, Any]:
        is_shown = video.post_id in self._world.posts
        if video.has_failed:
            word, processing = "error", "error"
        elif is_shown:
            word, processing = "ready", "complete"
        else:
            word = "processing" if video.finished_at else "upload_complete"
            processing = "in_progress" if video.finished_at else "not_started"
        publishing: dict[str, Any] = {"status": "complete" if is_shown else "not_started"}
        if is_shown:
            publishing["publish_status"] = "published"
        return {
            "video_status": word,
            "uploading_phase": {"status": "complete" if video.is_whole else "in_progress"},
            "processing_phase": {"status": processing},
            "publishing_phase": publishing,
        }

    def _attachments(self, post: Post, ask: Ask) -> dict[str, Any] | None:
        shown = [{"type": "photo", "target": {"id": one}} for one in post.photo_ids]
        if len(shown) > 1:
            album = {"type": "album", "target": {"id": post.id}, "subattachments": {"data": shown}}
            return {"data": [album]}
        if post.video_id:
            shown = [{"type": "video_inline", "target": {"id": post.video_id}}]
        elif post.link:
            shown = [{"type": "share", "target": {"id": ""}}]
        return {"data": shown} if shown else None

    def _comments(self, post_id: str, ask: Ask) -> dict[str, Any]:
        is_stream = ask.modifiers.get("filter", "toplevel") == "stream"
        found = ordered(self._world.under(post_id, is_stream=is_stream), ask.modifiers)
        return self._listed(
            ask, found, self.comment, key=lambda one: str(one.id), path=f"{post_id}/comments"
        )

    def _listed(
        self,
        ask: Ask,
        items: Sequence[Any],
        write: Callable[[Any, Mapping[str, Ask]], dict[str, Any]],
        *,
        key: Callable[[Any], str],
        path: str,
    ) -> dict[str, Any]:
        page = self._cut(items, ask.modifiers, key=key)
        listed: dict[str, Any] = {"data": [write(one, ask.fields) for one in page.items]}
        if page.items:
            listed["paging"] = paging(page, url=f"{self._origin}/{path}", query={})
        if "summary" in ask.modifiers:
            listed["summary"] = {"total_count": len(items), "order": "chronological"}
        return listed

    def _reactions(self, node_id: str, ask: Ask) -> dict[str, Any]:
        total = self._world.insights.get((node_id, "reactions"), {}).get(None, 0)
        listed: dict[str, Any] = {"data": []}
        if "summary" in ask.modifiers:
            listed["summary"] = {"total_count": total}
        return listed

    def _shares(self, node_id: str) -> dict[str, Any] | None:
        told = self._world.insights.get((node_id, "shares"), {}).get(None)
        return {"count": told} if told else None

    def _writer(self, account_id: str) -> dict[str, str] | None:
        is_stranger = account_id not in self._world.pages
        return None if self._hides_writers and is_stranger else self._who(account_id)

    def _who(self, account_id: str) -> dict[str, str]:
        return {"id": account_id, "name": self._world.name_of(account_id)}


def ordered(comments: list[Comment], query: Mapping[str, Any]) -> list[Comment]:
    """Put comments in the order that is asked for. Refuses an order that is none."""
    order = query.get("order", "chronological")
    if order not in {"chronological", "reverse_chronological"}:
        raise invalid("Param order must be one of {CHRONOLOGICAL, REVERSE_CHRONOLOGICAL}")
    if query.get("filter", "toplevel") not in {"toplevel", "stream"}:
        raise invalid("Param filter must be one of {STREAM, TOPLEVEL}")
    return comments[::-1] if order == "reverse_chronological" else comments
