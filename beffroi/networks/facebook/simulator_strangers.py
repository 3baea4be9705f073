"""What other people do on the simulated Facebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from beffroi.networks.facebook.simulator_world import Person, Rating, World
from beffroi.networks.json_text import JSON


def act(world: World, page_id: str, action: str, payload: Mapping[str, Any]) -> JSON:
    """Let `payload["as"]` (zoe, or remi) do one of ACTIONS. Raises KeyError when it is none.

    Raises ValueError when the Page blocks whoever writes to it.
    """
    person = world.people[payload.get("as", "zoe")]
    if action in _KEPT_OUT and world.blocks(page_id, person):
        raise ValueError("this Page blocks them")
    return ACTIONS[action](world, page_id, person, payload)


def _reply(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    return {"id": world.comment(payload["parent_id"], person.id, payload["text"]).id}


def _mention(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    text = f"{payload['text']}@{world.pages[page_id].name}"
    return {"id": world.write(page_id, person.id, text, place="tagged").id}


def _visit(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    return {"id": world.write(page_id, person.id, payload["text"], place="feed").id}


def _message(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    return {"id": world.send(page_id, person, payload["text"], is_ours=False).id}


def _recommend(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    story = world.write(page_id, person.id, payload["text"], place="rating")
    is_positive = bool(payload.get("positive", True))
    world.ratings.append(
        Rating(story.id, page_id, person.id, is_positive, payload["text"], world.clock())
    )
    return {"id": story.id}


def _delete(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    if not world.remove(payload["id"]):
        raise KeyError(payload["id"])
    return {}


def _edit(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    node_id = payload["id"]
    if node_id in world.comments:
        world.comments[node_id].message = payload["text"]
    else:
        world.posts[node_id].message = payload["text"]
    return {}


def _rename(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    person.name = payload["name"]
    return {}


def _count(world: World, page_id: str, person: Person, payload: Mapping[str, Any]) -> JSON:
    """Let a counter stand at `value`: of a `node`, else of the Page; on a `day`, else for ever."""
    node, metric = payload.get("node", page_id), payload["metric"]
    day = date.fromisoformat(payload["day"]) if payload.get("day") else None
    world.insights.setdefault((node, metric), {})[day] = int(payload["value"])
    return {}


#: What a Page keeps people from whom it blocks.
_KEPT_OUT = frozenset({"reply", "visit", "message"})

_Action = Callable[[World, str, Person, Mapping[str, Any]], JSON]

ACTIONS: dict[str, _Action] = {
    "reply": _reply,
    "mention": _mention,
    "visit": _visit,
    "message": _message,
    "recommend": _recommend,
    "delete": _delete,
    "edit": _edit,
    "rename": _rename,
    "count": _count,
}
