"""How the simulated YouTube searches: what anybody can see, newest first, and with a delay."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.simulation_server import Call
from beffroi.networks.youtube.simulator_state import SimulatedVideo, State
from beffroi.networks.youtube.simulator_wire import instant, page


def search(state: State, call: Call) -> Any:
    """Return the page of videos that have every word of the query."""
    if call.first("type") != "video" or call.first("order") != "date":
        raise refusal(400, "Only videos by date are simulated", reason="badRequest")
    words = _plain(call.first("q")).split()
    found = [one for one in state.videos.values() if _is_met(state, one, words, call)]
    found.sort(key=lambda one: one.uploaded_at, reverse=True)
    items = [(one.id, _result(state, one)) for one in found]
    return {**page("search", items, call, default=5, most=50), "regionCode": "FR"}


def _is_met(state: State, video: SimulatedVideo, words: list[str], call: Call) -> bool:
    said = _plain(f"{video.snippet['title']} {video.snippet['description']}")
    after = call.first("publishedAfter")
    is_late = not after or video.uploaded_at >= datetime.fromisoformat(after)
    is_indexed = video.uploaded_at + state.search_lag <= state.clock()
    is_public = state.is_visible(video) and video.status["privacyStatus"] == "public"
    return is_late and is_indexed and is_public and all(word in said for word in words)


def _result(state: State, video: SimulatedVideo) -> dict[str, Any]:
    return {
        "kind": "youtube#searchResult",
        "etag": "simulated",
        "id": {"kind": "youtube#video", "videoId": video.id},
        "snippet": {
            "publishedAt": instant(video.uploaded_at),
            "channelId": video.channel_id,
            "channelTitle": state.channels[video.channel_id].title,
            "title": video.snippet["title"].replace("&", "&amp;"),  # as it is known to do
            "description": video.snippet["description"][:160],
            "liveBroadcastContent": "none",
        },
    }


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
