"""What the others on the simulated YouTube do to us, and what YouTube does, when told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.youtube.simulator_state import SimulatedChannel, State

_Payload = Mapping[str, Any]


def act(state: State, who: SimulatedChannel, action: str, payload: _Payload) -> JSON:
    """Let `who` do `action`; return what came of it. Raises KeyError for what is missing."""
    return ACTIONS[action](state, who, payload)


def _reply(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    parent_id, text = str(payload["parent_id"]), str(payload["text"])
    if parent_id in state.videos:
        made = state.add_comment(who, state.videos[parent_id], text)
    else:
        parent = state.comments[parent_id]
        thread = parent.parent_id or parent.id
        made = state.add_comment(who, state.videos[parent.video_id], text, parent_id=thread)
    made.lane = str(payload.get("lane", made.lane))
    return {"id": made.id}


def _mention(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    """Comment on our newest video: YouTube tells nobody of a name in a text."""
    newest = [one for one in state.videos.values() if state.is_visible(one)][-1]
    text = f"{payload['text']}@{state.channels[newest.channel_id].handle}"
    return {"id": state.add_comment(who, newest, text).id}


def _edit(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    state.edit_comment(state.comments[payload["id"]], str(payload["text"]))
    return {"id": str(payload["id"])}


def _delete(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    state.delete_comment(state.comments[payload["id"]])
    return {"id": str(payload["id"])}


def _hold(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    state.comments[payload["id"]].lane = str(payload.get("lane", "heldForReview"))
    return {"id": str(payload["id"])}


def _favourite(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    video = state.videos[payload["id"]]
    video.likes = (video.likes or 0) + 1
    return {"id": video.id}


def _upload(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    """Publish a video; `language` is what is spoken there."""
    spoken = {"defaultAudioLanguage": str(payload["language"])} if "language" in payload else {}
    snippet = {"title": str(payload["title"]), "description": str(payload.get("description", ""))}
    resource = {"snippet": {**snippet, "categoryId": "22", **spoken}}
    return {"id": state.add_video(who, resource).id}


def _hide(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    state.videos[payload["id"]].status["privacyStatus"] = str(payload.get("privacy", "private"))
    return {"id": str(payload["id"])}


def _watch(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    video = state.videos[payload["id"]]
    video.views += int(payload.get("times", 1))
    return {"id": video.id}


def _reject(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    """Let YouTube take a video down, for one of its reasons."""
    state.videos[payload["id"]].outcome = ("rejected", str(payload.get("reason", "copyright")))
    return {"id": str(payload["id"])}


def _rename(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    who.title = str(payload["name"])
    return {}


def _count(state: State, who: SimulatedChannel, payload: _Payload) -> JSON:
    """Let Analytics have a day's counters."""
    counted = {name: int(value) for name, value in dict(payload["counters"]).items()}
    state.daily[date.fromisoformat(str(payload["day"]))] = counted
    return {}


#: What may be asked for, and the fields that each wants.
ACTIONS: dict[str, Callable[[State, SimulatedChannel, _Payload], JSON]] = {
    "reply": _reply,  # parent_id, text; lane
    "mention": _mention,  # text
    "edit": _edit,  # id, text
    "delete": _delete,  # id
    "hold": _hold,  # id; lane
    "favourite": _favourite,  # id
    "upload": _upload,  # title; description, language
    "hide": _hide,  # id; privacy
    "watch": _watch,  # id; times
    "reject": _reject,  # id; reason
    "rename": _rename,  # name
    "count": _count,  # day, counters
}
