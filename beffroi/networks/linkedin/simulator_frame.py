"""What every call of the simulated LinkedIn passes: version, encoding, token, quota, scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from beffroi.networks.linkedin.simulator_media import Shelf
from beffroi.networks.linkedin.simulator_oauth import Authority, Consent
from beffroi.networks.linkedin.simulator_state import State
from beffroi.networks.linkedin.simulator_wire import (
    Refused,
    check_encoding,
    page_of,
    parameters,
    value_of,
)
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

READ = "r_organization_social"
WRITE = "w_organization_social"
ADMIN = "rw_organization_admin"
#: Any token; what it may do depends on for whom it acts.
ANY = ""

_VERSION = re.compile(r"20\d{4}")


class World(Protocol):
    """What the interface acts on; made anew when the simulator is reset."""

    state: State
    authority: Authority
    shelf: Shelf

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A call whose token, scope and address are in order."""

    call: Call
    consent: Consent

    @property
    def params(self) -> Mapping[str, str]:
        """The parts of its path."""
        return self.call.params

    def query(self, *allowed: str) -> dict[str, str]:
        """Return its query as it was written."""
        return parameters(self.call, allowed)


Handler = Callable[[Asked], Reply]


class Frame:
    """A part of the interface. It names its routes and answers them."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def state(self) -> State:
        """The world as it is now."""
        return self.world.state

    def route(
        self,
        name: str,
        method: str,
        path: str,
        handler: Handler,
        scope: str | None = None,
        *,
        origin: Origin = Origin.VENDOR,
        doubts: tuple[str, ...] = (),
    ) -> Route:
        """Return a call of the interface. `scope` None: an address for bytes, without one."""

        def answer(call: Call) -> Reply:
            try:
                return handler(self._checked(call, scope))
            except Refused as refused:
                raise Refusal(refused.reply) from refused

        return Route(name, method, path, answer, origin, doubts)

    def _checked(self, call: Call, scope: str | None) -> Asked:
        """Refuse unless version, encoding, token, quota and scope are in order."""
        if call.path.startswith("/rest/"):
            self._check_headers(call)
            check_encoding(call)
        if scope is None:  # an address for bytes: some want a token, others refuse it
            return Asked(call, Consent("", "", (), self.state.clock()))
        consent = self.world.authority.holder(call.headers.get("authorization", ""))
        self._spend(consent.person)
        if scope and not holds(consent, scope):
            raise Refused.denied(f"{call.method} {call.path.split('/')[2]}")
        return Asked(call, consent)

    def _check_headers(self, call: Call) -> None:
        version = call.headers.get("linkedin-version", "")
        if not version:
            raise Refused(400, "VERSION_MISSING", "A version must be present")
        if not _VERSION.fullmatch(version) or self.state.flavour.is_version_retired:
            message = f"Requested version {version} is not active"
            raise Refused(426, "NONEXISTENT_VERSION", message)
        if call.headers.get("x-restli-protocol-version") != "2.0.0":
            raise Refused(400, "ILLEGAL_ARGUMENT", "Invalid protocol version")

    def _spend(self, person: str) -> None:
        purse, spent = (person, self.state.clock().date()), self.state.spent
        spent[purse] += 1
        if spent[purse] > self.state.flavour.calls_per_day:
            message = "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls reached"
            raise Refused(429, "TOO_MANY_REQUESTS", message, number=101)

    def check_actor(self, asked: Asked, actor: str) -> None:
        """Refuse to act for anybody but the member, or a page that they administer."""
        consent = asked.consent
        if actor == consent.person and holds(consent, "w_member_social"):
            return
        if self.state.administers(consent.person, actor) and holds(consent, WRITE):
            return
        raise Refused.denied(f"{asked.call.method} for {actor.split(':')[2:3]}")

    def administered(self, asked: Asked, written: str) -> str:
        """Return the page that a parameter names. Refuses one of somebody else."""
        page = value_of(written)
        if not self.state.administers(asked.consent.person, page):
            raise Refused.denied("organizationalEntity")
        return page

    def page_of(
        self, items: Sequence[Any], query: Mapping[str, str], *, repeats: bool = False
    ) -> Reply:
        """Return one page of a collection."""
        page_max = self.state.flavour.page_max
        return Reply(data=page_of(items, query, page_max=page_max, repeats=repeats))


def holds(consent: Consent, scope: str) -> bool:
    """Tell whether a scope was granted, under its older name or under its newer one."""
    return scope in consent.scopes or f"{scope}_feed" in consent.scopes


def require_method(call: Call, method: str) -> None:
    """Refuse unless the method is named by its header too."""
    if call.headers.get("x-restli-method", "").upper() != method:
        raise Refused(400, "ILLEGAL_ARGUMENT", f"X-RestLi-Method {method} is expected")


def patch_of(call: Call, name: str, *, inside: str = "") -> str:
    """Return what a partial update sets one field to, and nothing else."""
    patch = call.json().get("patch") or {}
    changes = ((patch.get(inside) or {}) if inside else patch).get("$set") or {}
    if set(changes) != {name} or not isinstance(changes[name], str):
        raise Refused.wrong(f"patch/{name}")
    return str(changes[name])
