"""The way over a network's own page: how it begins, and what comes of a person's yes."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.channels import gateway, grants, network_apps, registrations
from beffroi.channels.actions import CannotConnect, save_connection, server_at
from beffroi.channels.models import Channel, Grant, NetworkApp
from beffroi.networks.connecting import AppRegistrar, OAuthConnector
from beffroi.networks.contracts import Connection, DeveloperApp
from beffroi.networks.declarations import LOGIN
from beffroi.networks.errors import AccessRevoked, NoAccount
from beffroi.workspaces.models import User, Workspace


class AppMissing(Exception):
    """Somebody must make a developer app on the vendor's site first."""


@dataclass(frozen=True, slots=True)
class PendingConsent:
    """What to remember between our page and the network's consent page."""

    network: str
    origin: str
    redirect_uri: str
    state: str
    code_verifier: str
    authorize_url: str
    network_app_id: int | None = None
    #: The name of the site whose page it is.
    asked_on: str = ""


def begin(
    *, workspace: Workspace, network: str, address: str, redirect_uri: str, now: datetime
) -> PendingConsent:
    """Prepare the way to a network's consent page.

    `address` is that of the server on which the account lives, "" where the network has one home.
    Raises InvalidAddress, CannotConnect, AppMissing or a NetworkError.
    """
    connector = gateway.network(network)
    if not isinstance(connector, OAuthConnector):
        raise CannotConnect(network)
    row = None
    if isinstance(connector, AppRegistrar):
        app = registrations.app_for_consent(
            connector,
            network=network,
            origin=server_at(address),
            redirect_uri=redirect_uri,
            now=now,
        )
    else:
        row = network_apps.find(network=network, workspace=workspace)
        if row is None:
            raise AppMissing(network)
        app = network_apps.opened(row)
    return _pending(connector, app, network=network, redirect_uri=redirect_uri, row=row)


def is_answer_to(pending: PendingConsent, state: str) -> bool:
    """Tell whether what came back with `state` answers what we asked, and nobody else's."""
    return secrets.compare_digest(state.encode(), pending.state.encode())


def finish(
    *,
    workspace: Workspace,
    actor: User,
    pending: PendingConsent,
    state: str,
    code: str,
    now: datetime,
    again: Channel | None = None,
) -> Channel | Grant:
    """Trade the code that came back for an access. Connect; or, of several accounts, let choose.

    `again` is the channel that this is to bring back, and no other. Raises AccessRevoked when
    `state` is not the one we gave, OtherAccount, or a NetworkError.
    """
    connector = gateway.network(pending.network)
    if not isinstance(connector, OAuthConnector):
        raise CannotConnect(pending.network)
    row = None
    if pending.network_app_id is not None:
        row = NetworkApp.objects.filter(pk=pending.network_app_id).first()
    app = _app_of(pending, row)
    if app is None or not is_answer_to(pending, state):
        raise AccessRevoked("nothing of ours is answered")
    connections = connector.exchange(
        app, redirect_uri=pending.redirect_uri, code=code, code_verifier=pending.code_verifier
    )
    if not connections:
        raise NoAccount("the person may connect nothing there")
    if again is None and len(connections) > 1:
        return grants.keep(
            connections,
            workspace=workspace,
            actor=actor,
            network=pending.network,
            network_app=row,
            now=now,
        )
    return save_connection(
        workspace=workspace,
        actor=actor,
        network=pending.network,
        connection=_meant(connections, again),
        again=again,
        network_app=row,
        now=now,
    )


def choose(
    grant: Grant, account_ids: Collection[str], *, actor: User, now: datetime
) -> list[Channel]:
    """Connect the chosen accounts of a grant, which is used up. Unknown ones are passed over."""
    chosen = [one for one in grants.opened(grant) if one.profile.account_id in account_ids]
    channels = [
        save_connection(
            workspace=grant.workspace,
            actor=actor,
            network=grant.network,
            connection=connection,
            network_app=grant.network_app,
            now=now,
        )
        for connection in chosen
    ]
    grant.delete()
    return channels


def _pending(
    connector: OAuthConnector,
    app: DeveloperApp,
    *,
    network: str,
    redirect_uri: str,
    row: NetworkApp | None,
) -> PendingConsent:
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return PendingConsent(
        network=network,
        origin=app.origin,
        redirect_uri=redirect_uri,
        state=state,
        code_verifier=verifier,
        authorize_url=connector.authorize_url(
            app, redirect_uri=redirect_uri, state=state, code_challenge=challenge
        ),
        network_app_id=row.pk if row else None,
        asked_on=network_apps.asked_on(
            gateway.network(network).declaration, app.extra.get(LOGIN, "")
        ),
    )


def _app_of(pending: PendingConsent, row: NetworkApp | None) -> DeveloperApp | None:
    if pending.network_app_id is not None:
        return network_apps.opened(row) if row else None
    registered = registrations.find(
        network=pending.network, origin=pending.origin, redirect_uri=pending.redirect_uri
    )
    return registrations.opened(registered) if registered else None


def _meant(connections: Sequence[Connection], again: Channel | None) -> Connection:
    """Return the account to bring back, or the first: somebody else's is then told apart."""
    if again is not None:
        for connection in connections:
            if connection.profile.account_id == again.account_id:
                return connection
    return connections[0]
