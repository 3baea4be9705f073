"""What every call to the simulated site passes: firewall, notices, passwords, rights."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace

from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route
from beffroi.networks.wordpress import simulator_wire as wire
from beffroi.networks.wordpress.simulator_state import ROLES, Refused, Setup, State, User
from beffroi.networks.wordpress.simulator_strangers import Visitors

HTML = "text/html; charset=utf-8"
_FIREWALL = b"<!doctype html><html><title>Access denied</title><p>Request blocked.</p></html>"
_TOO_LARGE = b"<html><head><title>413 Request Entity Too Large</title></head></html>"
_NOTICE = (
    b"<br />\n<b>Deprecated</b>:  Creation of dynamic property Plugin::$options['x'] is deprecated "
    b"in <b>/var/www/wp-content/plugins/x/x.php</b> on line <b>12</b><br />\n"
)


class Frame(BaseSimulator):
    """The site without its calls. `setup` may be changed at any time."""

    network = "WordPress"
    login = "redaction"
    password = "abcd EFGH 1234 ijkl MNOP 5678"  # noqa: S105 - made up

    def __init__(self, *, port: int = 0, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()
        super().__init__(port=port)

    def reset_world(self) -> None:
        """Make the world new, with its two users. Passwords work again."""
        self.state = State(clock=self.clock, ledger=self.ledger)
        self.owner = User(2, self.login, "Rédaction", frozenset())
        self.passwords = {self.login: self.password}
        self.visitors = Visitors(self.state, User(3, "paul", "Paul", ROLES["editor"]))

    @property
    def address(self) -> str:
        """Where the site begins, without its last slash."""
        return f"{self.origin}{self.setup.place}"

    def find_route(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """Return the route of a request: of the site in its folder, or of the control door."""
        if path.startswith("/_simulator/"):
            return super().find_route(method, path)
        inside = path.removeprefix(self.setup.place)
        is_inside = path.startswith(f"{self.setup.place}/")
        return super().find_route(method, inside) if is_inside else None

    def revoke(self) -> None:
        """Let every application password die."""
        self.passwords.clear()

    def guarded(self, handler: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
        """Return `handler` behind whatever stands in front of the site."""

        def answer(call: Call) -> Reply:
            if self.setup.has_firewall:
                return Reply(403, content=_FIREWALL, media_type=HTML)
            if self.setup.has_plain_permalinks and "rest_route" not in call.query:
                return Reply(404, content=b"<!doctype html><p>Introuvable</p>", media_type=HTML)
            if len(call.body) > self.setup.body_bytes_max:
                return Reply(413, content=_TOO_LARGE, media_type=HTML)
            try:
                return self._printed(handler(call))
            except Refused as refused:
                raise Refusal(
                    self._printed(Reply(refused.status, wire.refusal(refused)))
                ) from refused

        return answer

    def _printed(self, reply: Reply) -> Reply:
        if not self.setup.prints_notices:
            return reply
        return replace(reply, content=_NOTICE + reply.body(), media_type=HTML)

    def _plain(self, call: Call) -> Reply:
        """Serve the interface of a site without pretty addresses."""
        found = super().find_route(call.method, f"/wp-json{call.first('rest_route')}")
        if found is None or not self.setup.has_plain_permalinks:
            return Reply(404, {"code": "rest_no_route", "message": "", "data": {"status": 404}})
        route, params = found
        self.calls[route.name] += 1
        return route.handler(replace(call, params=params))

    def caller(self, call: Call) -> User | None:
        """Return who calls; None for a visitor, as for everybody where the header is lost."""
        header = call.headers.get("authorization", "")
        is_lost = self.setup.strips_authorization or not self.setup.has_application_passwords
        if is_lost or not header.startswith("Basic "):
            return None
        login, _, password = base64.b64decode(header[6:]).decode().partition(":")
        kept = self.passwords.get(login, "")
        if not kept or kept.replace(" ", "") != password.replace(" ", ""):
            code = "incorrect_password" if login == self.login else "invalid_username"
            if self.setup.names_wrong_passwords:
                raise Refused(401, code)
            return None
        self.owner.rights = ROLES[self.setup.role]
        return self.owner

    def needs(self, call: Call, right: str, code: str) -> User:
        """Return the caller who has `right`; refuse others with `code`."""
        caller = self.caller(call)
        if caller is None or right not in caller.rights:
            raise Refused(403 if caller else 401, code)
        return caller

    def writer(self, call: Call, *, right: str = "edit_posts") -> wire.Writer:
        """Return what writes the answer; the context edit is for those who have `right`."""
        wants_all = call.first("context") == "edit"
        if wants_all:
            self.needs(call, right, "rest_forbidden_context")
        return self.writer_of(sees_all=wants_all)

    def writer_of(self, *, sees_all: bool) -> wire.Writer:
        """Return what writes an answer, with or without what only authors see."""
        return wire.Writer(origin=self.address, setup=self.setup, sees_all=sees_all)
