"""How the simulated Instagram writes what it holds: only the fields that are asked, as asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beffroi.networks.families.graph.simulator_wire import (
    Ask,
    Make,
    Slice,
    instant,
    paging,
    render,
)
from beffroi.networks.instagram.simulator_world import Comment, Media, Message, Person, World

#: Cuts a nested list as its modifiers want.
Cut = Callable[[Sequence[Any], Mapping[str, Any]], Slice]
_Asked = Mapping[str, Ask]


class Writer:
    """Writes nodes. `origin` is what addresses begin with."""

    def __init__(self, world: World, *, origin: str, cut: Cut) -> None:
        self._world = world
        self._origin = origin
        self._cut = cut

    def me(self, person: Person, asked: _Asked) -> dict[str, Any]:
        """Return our own account. `id` is another number than `user_id`."""
        posts = self._world.posts_of(person)
        fields: dict[str, Make] = {
            "id": lambda _: person.scoped_id,
            "user_id": lambda _: person.id,
            "username": lambda _: person.username,
            "name": lambda _: person.name,
            "account_type": lambda _: "BUSINESS",
            "profile_picture_url": lambda _: f"{self._origin}/{person.username}.jpg",
            "followers_count": lambda _: 120,
            "media_count": lambda _: len(posts),
        }
        return render("IGUser", fields, asked)

    def user(self, person: Person, asked: _Asked) -> dict[str, Any]:
        """Return an account as Facebook's host tells it: it has one number there."""
        posts = self._world.posts_of(person)
        fields: dict[str, Make] = {
            "id": lambda _: person.id,
            "username": lambda _: person.username,
            "name": lambda _: person.name,
            "profile_picture_url": lambda _: f"{self._origin}/{person.username}.jpg",
            "followers_count": lambda _: 120,
            "media_count": lambda _: len(posts),
        }
        return render("IGUser", fields, asked)

    def media(self, media: Media, asked: _Asked) -> dict[str, Any]:
        """Return a post."""
        world, owner = self._world, self._world.people[media.owner_id]
        caption = media.caption
        if world.habits.drops_at_signs:
            caption = caption.replace("@", "")
        comments = [one for one in world.under(media.id) if not one.is_hidden]
        fields: dict[str, Make] = {
            "id": lambda _: media.id,
            "caption": lambda _: caption or None,
            "timestamp": lambda _: instant(media.at),
            "permalink": lambda _: self.permalink(media),
            "shortcode": lambda _: media.shortcode,
            "media_type": lambda _: media.kind,
            "media_product_type": lambda _: media.product,
            "username": lambda _: owner.username,
            "like_count": lambda _: len(media.likers),
            "comments_count": lambda _: len(comments),
            "owner": lambda _: {"id": owner.id},
        }
        return render("IGMedia", fields, asked)

    def comment(self, comment: Comment, asked: _Asked) -> dict[str, Any]:
        """Return a comment. Who wrote it is often left out."""
        author = self._world.people[comment.author_id]
        hides_author = self._world.habits.omits_from
        fields: dict[str, Make] = {
            "id": lambda _: comment.id,
            "text": lambda _: comment.text,
            "username": lambda _: author.username,
            "from": lambda _: None if hides_author else self.sender(author),
            "timestamp": lambda _: instant(comment.at),
            "like_count": lambda _: 0,
            "hidden": lambda _: comment.is_hidden,
            "parent_id": lambda _: comment.above or None,
            "media": lambda ask: self.media(self._world.media[comment.media_id], ask.fields),
            "replies": lambda ask: self._answers(comment, ask),
        }
        return render("IGComment", fields, asked)

    def message(self, message: Message, asked: _Asked) -> dict[str, Any]:
        """Return a private message."""
        people = self._world.people
        fields: dict[str, Make] = {
            "id": lambda _: message.id,
            "created_time": lambda _: instant(message.at),
            "message": lambda _: message.text,
            "from": lambda _: self.sender(people[message.from_id]),
            "to": lambda _: {"data": [self.sender(people[message.to_id])]},
        }
        return render("Message", fields, asked)

    def conversation(self, us: Person, other: Person, asked: _Asked) -> dict[str, Any]:
        """Return what was said between us and somebody. Only the 20 latest have details."""
        found = self._world.between(us, other)
        fields: dict[str, Make] = {
            "id": lambda _: f"aWdfdG86{other.scoped_id}",
            "updated_time": lambda _: instant(found[0].at),
            "participants": lambda _: {"data": [self.sender(us), self.sender(other)]},
            "messages": lambda ask: self._messages(found, ask),
        }
        return render("Conversation", fields, asked)

    def sender(self, person: Person) -> dict[str, str]:
        """Return somebody as they are named beside what they wrote: we by our own number."""
        is_us = person is next(iter(self._world.people.values()))
        return {"id": person.id if is_us else person.scoped_id, "username": person.username}

    def permalink(self, media: Media) -> str:
        """Return the address at which people see a post."""
        return f"{self._origin}/{'reel' if media.product == 'REELS' else 'p'}/{media.shortcode}/"

    def _answers(self, comment: Comment, ask: Ask) -> dict[str, Any] | None:
        found = self._world.answers(comment.id)
        if not found:
            return None
        page = self._cut(found, ask.modifiers)
        url = f"{self._origin}/{comment.id}/replies"
        shown = [self.comment(one, ask.fields) for one in page.items]
        return {"data": shown, "paging": paging(page, url=url, query={})}

    def _messages(self, found: Sequence[Message], ask: Ask) -> dict[str, Any]:
        page = self._cut(found[:20], ask.modifiers)
        shown = [self.message(one, ask.fields) for one in page.items]
        return {"data": shown}
