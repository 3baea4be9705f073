"""The login dialog and its tokens. https://developers.facebook.com/docs/facebook-login/guides/

Read on 2026-11-22: access-tokens/get-long-lived and advanced/manual-flow. A code gives a token for
an hour or two, that one a token for sixty days; a Page's token, made from a long one, has no end of
its own and dies with the person's password, role or consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from beffroi.networks import shapes
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
)
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.errors import Fault
from beffroi.networks.families.graph.version import GRAPH_HOME, LOGIN_HOST, base
from beffroi.networks.hosts import beside
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What a token may do. Instants are None where it has no end, or where it is not told.

    `person_id` is whose it is, "" where it is not told. `targets` are the accounts that the person
    chose for a scope; a scope that is not in it holds for all of them.
    """

    is_valid: bool
    scopes: frozenset[str]
    targets: Mapping[str, frozenset[str]]
    ends_at: datetime | None
    data_ends_at: datetime | None
    subcode: int = 0
    person_id: str = ""

    def allows(self, scope: str, account_id: str) -> bool:
        """Tell whether `scope` holds for one account."""
        return scope in self.scopes and account_id in self.targets.get(scope, {account_id})


def dialog_url(
    app: DeveloperApp, *, redirect_uri: str, state: str, scopes: tuple[str, ...], challenge: str
) -> str:
    """Return the address where a person says yes."""
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "scope": ",".join(scopes),
    }
    host = beside(app.origin, home=GRAPH_HOME, host=LOGIN_HOST)
    return f"{base(host)}/dialog/oauth?{urlencode(query)}"


def exchange_code(
    graph: Graph, app: DeveloperApp, *, redirect_uri: str, code: str, verifier: str
) -> str:
    """Trade a code for a token that lasts sixty days. `graph` speaks for nobody."""
    form = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": redirect_uri,
        "code": code,
        "code_verifier": verifier,
    }
    try:
        return lengthen(graph, app, token=_token(graph, **form))
    except ContentRefused as error:
        raise AccessRevoked(error.detail) from error  # a code that is wrong, old or used


def lengthen(graph: Graph, app: DeveloperApp, *, token: str) -> str:
    """Trade a person's token for one that lasts sixty days."""
    return _token(
        graph,
        grant_type="fb_exchange_token",
        client_id=app.client_id,
        client_secret=app.client_secret,
        fb_exchange_token=token,
    )


def read_token(graph: Graph, app: DeveloperApp, *, token: str) -> TokenReport:
    """Read what `token` may do. `graph` speaks for nobody: the app itself asks."""
    answer = graph.read(
        "GET",
        "/debug_token",
        params={"input_token": token},
        headers={"Authorization": f"Bearer {app.client_id}|{app.client_secret}"},
    )
    return _report(shapes.inner(shapes.record(answer.data, "token"), "data"))


def name_login_fault(fault: Fault) -> NetworkError | None:
    """Name what the login refuses: mostly settings of the app. For the `Graph` that logs in."""
    is_secret = fault.code == 1 and "client secret" in fault.message
    if is_secret or fault.code in {101, 191} or fault.subcode in {36008}:
        return AppMisconfigured(fault.detail)
    return None


def _token(graph: Graph, **form: str) -> str:
    answer = graph.read("GET", "/oauth/access_token", params=form)
    return shapes.text(shapes.record(answer.data, "token"), "access_token")


def _report(data: Record) -> TokenReport:
    scopes = data.get("scopes")
    granular = data.get("granular_scopes")
    chosen = shapes.records(granular, "granular_scopes") if isinstance(granular, list) else []
    targets = {
        shapes.text(one, "scope"): _texts(one["target_ids"])
        for one in chosen
        if isinstance(one.get("target_ids"), list) and shapes.optional_text(one, "scope")
    }
    return TokenReport(
        is_valid=data.get("is_valid") is True,
        scopes=_texts(scopes)
        | frozenset(shapes.optional_text(one, "scope") or "" for one in chosen),
        targets=targets,
        ends_at=_epoch(data, "expires_at"),
        data_ends_at=_epoch(data, "data_access_expires_at"),
        subcode=shapes.whole(shapes.inner(data, "error"), "subcode") or 0,
        person_id=shapes.optional_text(data, "user_id") or "",
    )


def _texts(values: JSON | None) -> frozenset[str]:
    items = values if isinstance(values, list) else []
    return frozenset(str(one) for one in items if isinstance(one, str | int))


def _epoch(data: Record, key: str) -> datetime | None:
    seconds = shapes.whole(data, key)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None
