"""What others on the simulated Instagram do to us, and what we do with our telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beffroi.networks.instagram import ids
from beffroi.networks.instagram.simulator_world import Person, World
from beffroi.networks.json_text import JSON

_Payload = Mapping[str, Any]


def act(world: World, us: Person, action: str, payload: _Payload) -> JSON:
    """Let `payload["as"]`, zoe by default, do `action`; return the remote id of what came of it.

    Raises KeyError for an action, a person or a thing that is not there.
    """
    people = dict(zip(("us", *NAMES), world.people.values(), strict=False))
    return {"id": ACTIONS[action](_Scene(world, us, people[payload.get("as", "zoe")]), payload)}


class _Scene:
    def __init__(self, world: World, us: Person, who: Person) -> None:
        self.world = world
        self.us = us
        self.who = who

    def reply(self, payload: _Payload) -> str:
        named = ids.read(str(payload["parent_id"]))
        below = named.id if named.kind == ids.COMMENT else ""
        media_id = self.world.comments[below].media_id if below else named.id
        comment = self.world.say(
            self.who, self.world.media[media_id].id, payload["text"], below=below
        )
        return ids.write(ids.COMMENT, comment.id)

    def tag(self, payload: _Payload) -> str:
        text = f"{payload['text']}@{self.us.username}"
        media = self.world.add_media(self.who, caption=text, tagged=[self.us.id])
        return ids.write(ids.TAG, media.id)

    def mention(self, payload: _Payload) -> str:
        """Name us in a caption, which only a webhook tells."""
        text = f"{payload['text']}@{self.us.username}"
        return ids.write(ids.MENTION, self.world.add_media(self.who, caption=text).id)

    def mention_in_comment(self, payload: _Payload) -> str:
        """Name us in a comment under a post of their own."""
        media = self.world.add_media(self.who, caption="Chez moi")
        comment = self.world.say(self.who, media.id, f"{payload['text']}@{self.us.username}")
        return ids.write(ids.MENTION, media.id, comment.id)

    def message(self, payload: _Payload) -> str:
        return ids.write(ids.MESSAGE, self.world.write(self.who, self.us, payload["text"]).id)

    def delete(self, payload: _Payload) -> str:
        remote_id = str(payload["id"])
        named = ids.read(remote_id)
        if named.kind == ids.COMMENT:
            self.world.unsay(named.id)
        elif named.kind == ids.MESSAGE:
            del self.world.messages[named.id]
        else:
            self.world.remove_media(named.id)
        return remote_id

    def like(self, payload: _Payload) -> str:
        self.world.media[str(payload["id"])].likers.add(self.who.id)
        return str(payload["id"])

    def rename(self, payload: _Payload) -> str:
        self.who.username = str(payload["name"])
        return self.who.scoped_id

    def post(self, payload: _Payload) -> str:
        """Publish with a telephone: as `us`, a post that Beffroi knows nothing of."""
        product = str(payload.get("product", "FEED"))
        return self.world.add_media(self.who, caption=payload["text"], product=product).id


#: Who lives there besides us.
NAMES = ("zoe", "remi")
#: What may be asked for, and the fields that each wants.
ACTIONS: dict[str, Callable[[_Scene, _Payload], str]] = {
    "reply": _Scene.reply,  # parent_id, text
    "tag": _Scene.tag,  # text
    "mention": _Scene.mention,  # text
    "mention_in_comment": _Scene.mention_in_comment,  # text
    "message": _Scene.message,  # text
    "delete": _Scene.delete,  # id
    "like": _Scene.like,  # id
    "rename": _Scene.rename,  # name
    "post": _Scene.post,  # text, product
}
