"""Atelier Martin on a simulated YouTube, seen from the outside."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.contract_tests import MemoryKeeper, SimulatedWorld, upload
from beffroi.networks.contracts import (
    Access,
    DeveloperApp,
    HeldBytes,
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
)
from beffroi.networks.families.google_simulator import CLIENT_ID, CLIENT_SECRET
from beffroi.networks.registry import network_http
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.youtube.adapter import YouTube, YouTubeChannel
from beffroi.networks.youtube.declaration import DECLARATION
from beffroi.networks.youtube.simulator import Simulator
from beffroi.networks.youtube.simulator_state import SimulatedComment, SimulatedVideo


def small_video(size: int = 1000) -> OutgoingMedia:
    return OutgoingMedia(
        source=HeldBytes(b"\0" * size),
        media_type="video/mp4",
        width=1920,
        height=1080,
        alt_text="",
        kind=MediaKind.VIDEO,
        seconds=3.0,
    )


class YouTubeWorld(SimulatedWorld):
    simulator: Simulator
    network: YouTube
    levels: ClassVar[int | None] = 2
    operations = {
        "publish": "videos.update",
        "upload": "videos.insert",
        "find": "videos.list",
        "feedback": "commentThreads.list",
        "thread": "commentThreads.list",
        "again": "videos.list",
        "counters": "videos.list",
    }

    def __init__(self, simulator: Simulator, *, timeout: float = 5.0) -> None:
        self.simulator = simulator
        self.wait_for(seconds=timeout)
        granted = simulator.authority.issue(simulator.owner.id, DECLARATION.scopes)
        expires_at = simulator.clock().timestamp() + granted["expires_in"]
        self.keeper = MemoryKeeper(
            Access(
                origin=simulator.origin,
                account_id=simulator.owner.id,
                secrets={
                    "access_token": granted["access_token"],
                    "refresh_token": granted["refresh_token"],
                    "expires_at": str(int(expires_at)),
                },
            ),
            app=self.developer_app(""),
        )

    def wait_for(self, *, seconds: float) -> None:
        """Let the client give up after this time."""
        policy = OutboundPolicy(allow=frozenset([urlsplit(self.simulator.origin).netloc]))
        outbound = OutboundClient(policy, timeout=seconds)
        self.network = YouTube(network_http(outbound, clock=self.simulator.clock))

    def channel(self) -> YouTubeChannel:
        return self.network.open(self.keeper)

    def post(self, text: str, **more: Any) -> OutgoingPost:
        """Return a post with a title, and with a video unless it is a comment."""
        media = more.pop("media", ())
        if "reply_to" not in more and not any(one.kind is MediaKind.VIDEO for one in media):
            media = (upload(self.channel(), small_video()), *media)
        return super().post(text, **{"title": "Un titre", "media": media, **more})

    def image(self, alt_text: str) -> OutgoingMedia:
        """Return a video: what is handed over is one, and a picture waits for it."""
        return small_video()

    def takes(self, text: str) -> bool:
        return "<" not in text and ">" not in text

    def video(self, remote_id: str) -> SimulatedVideo:
        return self.simulator.state.videos[remote_id]

    def comment(self, remote_id: str) -> SimulatedComment:
        return self.simulator.state.comments[remote_id]

    def count_visible(self, text: str) -> int:
        state, own = self.simulator.state, self.simulator.owner.id
        videos = [one for one in state.videos.values() if state.is_visible(one)]
        shown = [one.snippet["description"] for one in videos if one.channel_id == own]
        said = [one.text for one in state.comments.values() if one.author_id == own]
        return [*shown, *said].count(text)

    def text_of(self, remote_id: str) -> str:
        if remote_id in self.simulator.state.videos:
            return str(self.video(remote_id).snippet["description"])
        return self.comment(remote_id).text

    def alt_texts_of(self, remote_id: str) -> list[str]:
        return []

    def parent_of(self, remote_id: str) -> str | None:
        comment = self.comment(remote_id)
        return comment.parent_id or comment.video_id

    def text_of_length(self, length: int) -> str:
        return "é" * (length // 2) + "a" * (length % 2)

    def revoke(self) -> None:
        self.simulator.authority.revoke_all()

    def act(self, action: str, **payload: Any) -> Any:
        return self.simulator.stranger(action, payload)

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return str(self.act("reply", parent_id=parent_id, text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return str(self.act("mention", text=text)["id"])

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        self.act("edit", id=remote_id, text=text)
        return True

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.simulator.page_max = size

    def repeat_cursors(self) -> None:
        self.simulator.repeats_pages = True

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        return DeveloperApp(self.simulator.origin, CLIENT_ID, CLIENT_SECRET)

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, "allow")["code"][0]

    def decide(
        self, authorize_url: str, decision: str, *, without: str = "", account: str | None = None
    ) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        asked = parse_qs(urlsplit(authorize_url).query)["scope"][0].split()
        ticked = [one for one in asked if not without or without not in one]
        chosen = self.simulator.owner.id if account is None else account
        return consent.press(decision, authorize_url, allowed=ticked, account=chosen)

    def answer_once(self, route: str, body: Any, *, status: int = 200, **headers: str) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=text, headers=headers)
        self.simulator.faults.add(route, fault)

    def advance(self, **time: float) -> None:
        """Move the server's clock forward."""
        self.simulator.clock.advance(timedelta(**time))
