"""The base of every simulator: a real HTTP server on loopback, built from a network's documents.

It keeps a virtual clock, goes wrong on demand, and remembers what became visible. Other processes
drive it over HTTP under /_simulator/; people look at it at /. Nothing here knows a network.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, ClassVar, Self

from beffroi.core.clock import utc_now
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation_faults import Fault, FaultKind, Faults
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, LoopbackServer, Refusal, Reply, Route


class VirtualClock:
    """The simulator's time: the real one shifted at will, stopped, or running fast."""

    _frozen: datetime | None

    def __init__(self) -> None:
        self.reset()

    def __call__(self) -> datetime:
        """Return the simulated instant, in UTC."""
        if self._frozen is not None:
            return self._frozen
        return self._shown + (utc_now() - self._set_at) * self._speed

    def advance(self, by: timedelta) -> None:
        """Move the time forward, or backward."""
        if self._frozen is not None:
            self._frozen += by
        self._shown += by

    def set(self, now: datetime, *, speed: float = 1.0) -> None:
        """Make it `now`, and let the time go on from there, `speed` times as fast as real time."""
        self._frozen = None
        self._shown, self._set_at, self._speed = now, utc_now(), speed

    def freeze(self, now: datetime | None = None) -> None:
        """Stop the time, at `now` when it is given."""
        self._frozen = now or self()

    def reset(self) -> None:
        """Show the real time again."""
        self.set(utc_now())


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that the public could see happen."""

    at: datetime
    kind: str  # published, edited or deleted
    account: str
    remote_id: str
    text: str = ""


class Ledger:
    """Every visible effect, in order. Nothing is ever taken out of it but by a reset."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def record(self, effect: Effect) -> None:
        """Add what just happened."""
        self.effects.append(effect)

    def published(self, text: str | None = None) -> list[Effect]:
        """Return every publication ever made, or those of one text."""
        return [
            effect
            for effect in self.effects
            if effect.kind == "published" and text in (None, effect.text)
        ]


class Simulator:
    """Serves one simulated network. A subclass names its routes and keeps its world."""

    network: ClassVar[str]

    def __init__(self, *, port: int = 0) -> None:
        self.clock = VirtualClock()
        self.faults = Faults()
        self.ledger = Ledger()
        self.calls: Counter[str] = Counter()
        self.lock = threading.RLock()
        self._port = port
        self._server: LoopbackServer | None = None
        self._routes = [*self._control_routes(), *self.routes()]
        self.reset_world()

    # What a network fills in.

    def routes(self) -> Sequence[Route]:
        """Return the network's own calls."""
        raise NotImplementedError

    def reset_world(self) -> None:
        """Make the world new: its accounts, its posts, its tokens."""
        raise NotImplementedError

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return what the public sees, newest first."""
        raise NotImplementedError

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let somebody else do `action`: reply, mention, edit, delete... Return what came of it."""
        raise NotImplementedError

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return what an operator would copy from the vendor's site: id, secret, and the rest.

        Only networks whose apps people make have something to return.
        """
        raise KeyError("this network has no apps that people make")

    # Life.

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> Self:
        """Listen, in threads of its own. The port stays the same from then on."""
        self._server = LoopbackServer(("127.0.0.1", self._port), self)
        self._port = self._server.server_address[1]
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop listening. The world stays."""
        if self._server is not None:
            self.faults.release()
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Refuse every connection for as long as the block lasts."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def reset(self) -> None:
        """Forget everything: world, ledger, faults, time."""
        self.faults.clear()
        self.clock.reset()
        with self.lock:
            self.ledger.effects.clear()
            self.calls.clear()
            self.reset_world()

    def find_route(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """Return the route of a request and the named groups of its pattern."""
        for route in self._routes:
            match = re.fullmatch(route.path, path) if route.method == method else None
            if match:
                return route, match.groupdict()
        return None

    def perform(self, route: Route, call: Call) -> Reply:
        """Let a call take effect, one at a time."""
        with self.lock:
            self.calls[route.name] += 1
            try:
                return route.handler(call)
            except Refusal as refusal:
                return refusal.reply

    # The control door and the page.

    def _control_routes(self) -> list[Route]:
        control = "/_simulator"
        return [
            Route("page", "GET", "/", self._page),
            Route("control", "GET", f"{control}/state", self._state),
            Route("control", "POST", f"{control}/faults", self._add_fault),
            Route("control", "DELETE", f"{control}/faults", self._clear_faults),
            Route("control", "POST", f"{control}/clock", self._set_clock),
            Route("control", "POST", f"{control}/reset", self._reset),
            Route("control", "POST", f"{control}/app", self._declare_app),
            Route("control", "POST", f"{control}/stranger/(?P<action>[a-z_]+)", self._stranger),
        ]

    def _page(self, call: Call) -> Reply:
        page = render_page(network=self.network, posts=self.visible_posts(), now=self.clock())
        return Reply(content=page.encode(), media_type="text/html; charset=utf-8")

    def _state(self, call: Call) -> Reply:
        ledger = [{**asdict(effect), "at": effect.at.isoformat()} for effect in self.ledger.effects]
        return Reply(
            data={
                "network": self.network,
                "is_simulator": True,
                "now": self.clock().isoformat(),
                "calls": dict(self.calls),
                "faults": self.faults.waiting(),
                "ledger": ledger,
            }
        )

    def _add_fault(self, call: Call) -> Reply:
        wanted = call.json()
        try:
            route, kind = str(wanted.pop("route")), FaultKind(wanted.pop("kind"))
            self.faults.add(route, Fault(kind=kind, **wanted))
        except (KeyError, ValueError, TypeError) as error:
            raise Refusal(Reply(400, {"error": str(error)})) from error
        return Reply(data=self.faults.waiting())

    def _clear_faults(self, call: Call) -> Reply:
        self.faults.clear()
        return Reply(data={})

    def _set_clock(self, call: Call) -> Reply:
        wanted = call.json()
        if "advance_seconds" in wanted:
            self.clock.advance(timedelta(seconds=float(wanted["advance_seconds"])))
        if "now" in wanted:
            speed = float(wanted.get("speed", 1.0))
            self.clock.set(datetime.fromisoformat(str(wanted["now"])), speed=speed)
        if wanted.get("frozen"):
            self.clock.freeze()
        return Reply(data={"now": self.clock().isoformat()})

    def _reset(self, call: Call) -> Reply:
        self.reset()
        return Reply(data={})

    def _declare_app(self, call: Call) -> Reply:
        try:
            return Reply(data=dict(self.declare_app(str(call.json()["redirect_uri"]))))
        except KeyError as error:
            raise Refusal(Reply(400, {"error": str(error)})) from error

    def _stranger(self, call: Call) -> Reply:
        try:
            return Reply(data=self.stranger(call.params["action"], call.json()))
        except (KeyError, ValueError) as error:
            raise Refusal(Reply(400, {"error": str(error)})) from error


def run(factory: Callable[..., Simulator], *, about: str) -> None:
    """Serve a simulator from the command line until interrupted. `about` is who may connect."""
    parser = argparse.ArgumentParser(description=f"Simulator. Accounts: {about}")
    parser.add_argument("--port", type=int, default=0)
    over = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: over.set())
    with factory(port=parser.parse_args().port) as simulator:
        sys.stdout.write(f"{simulator.network} (simulator) {simulator.origin} {about}\n")
        sys.stdout.flush()
        over.wait()
