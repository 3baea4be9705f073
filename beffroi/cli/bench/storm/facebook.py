"""The simulated Facebook of the storm: fifty posts of a bakery, and a hundred people under them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Self
from urllib.parse import urlsplit

from beffroi.channels import actions, network_apps
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.networks.families.graph import simulator_webhooks
from beffroi.workspaces.models import User, Workspace

_KEY = "facebook"
_POSTS = 50
_PEOPLE = 100
_TOLD_AT_ONCE = 4


def _part(module: str) -> Any:
    """Return a module of the network's folder, which may have been taken out."""
    return import_module(f"beffroi.networks.{_KEY}.{module}")


class Facebook:
    """A `Network` of the storm."""

    channel: Channel

    def __init__(self) -> None:
        self._simulator = _part("simulator").Simulator()
        self._page, self._world = self._simulator.page, self._simulator.world
        self._posts = [self._world.publish(self._page.id, f"Fournée {n}").id for n in range(_POSTS)]
        self._people = [str(700_000_000_000_000 + n) for n in range(_PEOPLE)]
        person = _part("simulator_world").Person
        for one in self._people:
            self._world.people[one] = person(one, f"Cliente {one}", f"9{one}")

    def __enter__(self) -> Self:
        self._simulator.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._simulator.stop()

    @property
    def host(self) -> str:
        """Host and port that are called."""
        return str(urlsplit(self._simulator.origin).netloc)

    def connect(self, workspace: Workspace, *, actor: User) -> None:
        """Connect the Page through an app of the workspace's own."""
        app = self._simulator.app
        network_app = network_apps.save(
            network="facebook",
            origin=self._simulator.origin,
            workspace=workspace,
            actor=actor,
            client_id=app.id,
            client_secret=app.secret,
            extra={},
            now=utc_now(),
        )
        token = self._simulator.issue(self._page.id, scopes=_part("connect").SCOPES)
        held = {"access_token": token.value, "tasks": ",".join(self._page.tasks)}
        self.channel = actions.save_connection(
            workspace=workspace,
            actor=actor,
            network="facebook",
            connection=Connection(
                Profile(self._page.id, self._page.username, self._page.name, "", kind="page"),
                Access(self._simulator.origin, self._page.id, held),
            ),
            network_app=network_app,
            now=utc_now(),
        )

    def say(self, number: int) -> str:
        """Let somebody comment a post: ten thousand times, each of them twice under each."""
        post, person = self._posts[number % _POSTS], self._people[number // _POSTS % _PEOPLE]
        return str(self._world.comment(post, person, f"Question {number}").id)

    def delete(self, remote_id: str) -> None:
        """Let a comment be taken away."""
        self._world.remove(remote_id)

    def webhooks(self, remote_ids: Sequence[str]) -> Sequence[bytes]:
        """Return what is posted about comments: Facebook puts several into a call."""
        told = [json.loads(self._simulator.webhook(one)) for one in remote_ids]
        calls = [
            told[start : start + _TOLD_AT_ONCE] for start in range(0, len(told), _TOLD_AT_ONCE)
        ]
        return [
            json.dumps(
                {**call[0], "entry": [entry for one in call for entry in one["entry"]]}
            ).encode()
            for call in calls
        ]

    def sign(self, body: bytes) -> Mapping[str, str]:
        """Sign as the app's vendor does."""
        return simulator_webhooks.sign(body, secret=self._simulator.app.secret)

    def shown(self) -> Mapping[str, str]:
        """Return the texts of all comments that stand."""
        return {one.id: one.message for one in self._world.comments.values()}
