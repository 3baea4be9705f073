"""How the simulated login answers: the page where a person says yes, codes, and what tokens may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs

from beffroi.networks.families.graph.simulator_login import Authority, Request, render_consent
from beffroi.networks.families.graph.simulator_wire import Refused, read_form
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

#: What the path of every call begins with.
VERSION = r"/(?P<version>v\d+\.\d)"
_HTML = "text/html; charset=utf-8"


class Dialog:
    """One login. What it stands for may be made anew at any time, so it is asked each time.

    `accounts` are those that `person` may choose, `served` is the version that answers.
    """

    def __init__(
        self,
        authority: Callable[[], Authority],
        *,
        network: str,
        person: str,
        accounts: Callable[[], Mapping[str, str]],
        served: Callable[[], str],
    ) -> None:
        self._authority = authority
        self._network = network
        self._person = person
        self._accounts = accounts
        self._served = served

    def routes(self) -> Sequence[Route]:
        """Return Facebook's login."""
        dialog = f"{VERSION}/dialog/oauth"
        unconfirmed = ("PKCE: documented for OpenID alone, sent here always",)
        return [
            Route("dialog", "GET", dialog, self.ask, doubts=unconfirmed),
            Route("dialog", "POST", dialog, self.decide, Origin.UNCONFIRMED),
            Route("token", "GET", f"{VERSION}/oauth/access_token", self.exchange),
            Route("debug_token", "GET", f"{VERSION}/debug_token", self.debug),
        ]

    def ask(self, call: Call) -> Reply:
        """Show the page where a person chooses and decides."""
        fields = {name: values[-1] for name, values in call.query.items()}
        page = render_consent(
            self._checked(fields),
            fields,
            network=self._network,
            app=self._authority().app,
            action=call.path,
            accounts=self._accounts(),
        )
        return Reply(content=page.encode(), media_type=_HTML)

    def decide(self, call: Call) -> Reply:
        """Send the person back, with a code or with a no."""
        posted = parse_qs(call.body.decode())
        request = self._checked({name: values[-1] for name, values in posted.items()})
        if posted.get("decision") != ["allow"]:
            address = request.return_address(
                error="access_denied", error_code="200", error_reason="user_denied"
            )
        else:
            accounts = posted.get("account", [])
            code = self._authority().allow(request, self._person, accounts=accounts)
            address = request.return_address(code=code)
        return Reply(302, headers={"Location": address}, content=b"")

    def exchange(self, call: Call) -> Reply:
        """Trade a code, or a token that dies soon, for a token."""
        fields = {name: values[-1] for name, values in call.query.items()}
        authority = self._authority()
        try:
            token = authority.exchange(fields)
        except Refused as refused:
            raise Refusal(refused.reply({})) from refused
        left = (token.ends_at - authority.clock()).total_seconds() if token.ends_at else 0
        told = {"access_token": token.value, "token_type": "bearer", "expires_in": int(left)}
        return Reply(data=told)

    def debug(self, call: Call) -> Reply:
        """Tell the app what a token may do."""
        form, authority = read_form(call), self._authority()
        if not authority.is_app(bearer(call) or form.text("access_token")):
            refused = Refused(190, "Invalid OAuth access token - Cannot parse access token")
            raise Refusal(refused.reply({}))
        headers = {"facebook-api-version": self._served()}
        return Reply(data={"data": authority.report(form.text("input_token"))}, headers=headers)

    def _checked(self, fields: Mapping[str, str]) -> Request:
        try:
            return self._authority().check(fields)
        except Refused as refused:
            raise Refusal(refused.reply({})) from refused


def bearer(call: Call) -> str:
    """Return the token that a call bears in its header, "" without one."""
    kind, _, value = call.headers.get("authorization", "").partition(" ")
    return value if kind.lower() in {"bearer", "oauth"} else ""
