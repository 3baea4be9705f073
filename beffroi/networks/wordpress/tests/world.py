"""Atelier Martin's simulated site, seen from the outside."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from re import sub
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Connection, OutgoingPost
from beffroi.networks.errors import ContentRefused
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper, MemoryProgress, SimulatedWorld
from beffroi.networks.wordpress.adapter import WordPress
from beffroi.networks.wordpress.simulator import Simulator
from beffroi.networks.wordpress.simulator_state import Comment, Post


def number(remote_id: str) -> int:
    return int(remote_id.rpartition("-")[2])


class WordPressWorld(SimulatedWorld):
    simulator: Simulator
    network: WordPress
    operations = {
        "publish": "publish",
        "upload": "upload",
        "prepare": "draft",
        "find": "post",
        "feedback": "comments",
        "thread": "comments",
        "again": "post",
    }

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
        outbound = OutboundClient(policy, timeout=1.0)
        self.network = WordPress(registry.network_http(outbound, clock=simulator.clock))
        self.keeper = MemoryKeeper(self.connect().access)

    def connect(
        self, *, password: str | None = None, origin: str | None = None, identifier: str = ""
    ) -> Connection:
        return self.network.connect(
            address=origin or self.simulator.origin,
            identifier=identifier or self.simulator.login,
            password=password or self.simulator.password,
        )

    def post(self, text: str, **more: Any) -> OutgoingPost:
        """Return a post whose draft is made, unless the channel refuses to make it."""
        post = self.unprepared(text, **more)
        try:
            handle = self.channel().prepare(post, progress=MemoryProgress())
        except ContentRefused:
            return post
        return self.with_prepared(post, handle)

    def unprepared(self, text: str, **more: Any) -> OutgoingPost:
        return super().post(text, **{"title": "Du nouveau", **more})

    def held(self, remote_id: str) -> Post | Comment:
        state = self.simulator.state
        kind = remote_id.partition("-")[0]
        return (state.comments if kind == "comment" else state.posts)[number(remote_id)]

    def count_visible(self, text: str) -> int:
        state, own = self.simulator.state, self.simulator.owner.id
        posts = [shown(one.content) for one in state.visible() if one.author_id == own]
        comments = [
            shown(one.content)
            for one in state.comments.values()
            if one.user_id == own and one.status == "approved"
        ]
        return [*posts, *comments].count(text)

    def text_of(self, remote_id: str) -> str:
        return shown(self.held(remote_id).content)

    def alt_texts_of(self, remote_id: str) -> list[str]:
        page = next(
            one
            for one in self.simulator.visible_posts()
            if one.text.endswith(self.text_of(remote_id))
        )
        return [unescape(alt) for alt in page.alt_texts]

    def parent_of(self, remote_id: str) -> str | None:
        comment = self.held(remote_id)
        assert isinstance(comment, Comment)
        return f"comment-{comment.parent_id}" if comment.parent_id else f"post-{comment.post_id}"

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        self.simulator.revoke()

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return self.act("reply", parent_id=parent_id, text=text)

    def stranger_mentions(self, text: str) -> str:
        raise NotImplementedError

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def act(self, action: str, **payload: Any) -> str:
        outcome = self.simulator.stranger(action, payload)
        assert isinstance(outcome, dict)
        return str(outcome.get("id", ""))

    def small_pages(self, size: int) -> None:
        self.set_up(page_max=size)

    def repeat_cursors(self) -> None:
        self.set_up(repeats_pages=True)

    def set_up(self, **setup: Any) -> None:
        self.simulator.setup = replace(self.simulator.setup, **setup)

    def answer_once(self, route: str, body: Any, *, status: int = 200) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.simulator.faults.add(route, Fault(FaultKind.ERROR_BEFORE, status=status, body=text))


def shown(html: str) -> str:
    """Return what a browser shows of a post or a comment, without the help of our own reading."""
    text = sub(r"<figure.*?</figure>", "", html).replace("</p>\n<p>", "\n\n")
    return unescape(sub(r"<[^<>]*>", "", text.replace("<br>\n", "\n"))).strip("\n")
