"""What every part of the simulated Instagram stands on: its world, who calls, how it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from beffroi.networks.families.graph.simulator import GraphSimulator, Request
from beffroi.networks.families.graph.simulator_login import App
from beffroi.networks.families.graph.simulator_wire import missing
from beffroi.networks.instagram import simulator_strangers
from beffroi.networks.instagram.declaration import SCOPES
from beffroi.networks.instagram.simulator_login import InstagramLogin
from beffroi.networks.instagram.simulator_wire import Writer
from beffroi.networks.instagram.simulator_world import Habits, Person, World
from beffroi.networks.simulation_server import Call, Refusal, Reply

_HABITS = frozenset(asdict(Habits()))


class Frame(GraphSimulator):
    """One Instagram with its people, without its calls."""

    network = "Instagram"
    quota_kind = "instagram"
    quota_code = 80002
    app = App("990602627938098", "simulated-instagram-secret")

    def settle(self) -> None:
        """Make the world new, with its three people. Tokens die."""
        self.world = World(clock=self.clock, ledger=self.ledger)
        self.owner = self.world.add_person("ateliermartin", name="Atelier Martin")
        for name, shown in zip(simulator_strangers.NAMES, ("Zoé", "Rémi"), strict=True):
            self.world.add_person(name, name=shown)
        self.login = InstagramLogin(self.authority, self.owner.id)
        self.subscribed: tuple[str, ...] = ()

    def accounts(self) -> Mapping[str, str]:
        """Return whom the person may connect: it is their own account alone."""
        return {self.owner.id: self.owner.username}

    def issue(self) -> str:
        """Return a token of sixty days for the owner, without asking."""
        return self.login.issue(self.person, scopes=SCOPES).value

    def us(self, request: Request, scope: str) -> Person:
        """Return the account that is called. Refuses any other, and what was not allowed."""
        user = request.call.params.get("user", "me")
        if user not in {"me", self.owner.id}:
            raise missing(user)
        self.require(request, scope, self.owner.id)
        return self.owner

    @property
    def writer(self) -> Writer:
        """Return what writes nodes."""
        return Writer(self.world, origin=self.origin, cut=self._cut_nested)

    def _cut_nested(self, items: Sequence[Any], modifiers: Mapping[str, Any]) -> Any:
        return self.cut(items, modifiers, key=lambda one: str(one.id))

    def _set_habits(self, call: Call) -> Reply:
        wanted = call.json()
        for name, value in wanted.items():
            if name not in _HABITS | self.habits():
                raise Refusal(Reply(400, {"error": f"no habit is named {name}"}))
            setattr(self.world.habits if name in _HABITS else self, name, value)
        return Reply(data=wanted)
