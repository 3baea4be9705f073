"""Keeps this installation's registrations with servers, each with a sealed secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel, ServerApp
from beffroi.core import crypto
from beffroi.core.foreign import storable
from beffroi.networks.connecting import AppRegistrar
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import UnexpectedResponse

#: Servers forget a registration that nobody uses, Mastodon after a day (seen in its source,
#: `ApplicationsVacuum`, November 2026): a person sent there would meet an error, and stay there.
_TRUSTED_FOR = timedelta(hours=12)
_ID_MAX = 255


def app_for_consent(
    registrar: AppRegistrar, *, network: str, origin: str, redirect_uri: str, now: datetime
) -> DeveloperApp:
    """Return a registration that the server still knows, made for all that is asked today.

    Registers where there is none such. Raises a NetworkError.
    """
    row = find(network=network, origin=origin, redirect_uri=redirect_uri)
    if row is None or row.scopes != _scopes(network) or not _is_alive(row, now=now):
        app = registrar.register(origin=origin, redirect_uri=redirect_uri)
        row = _keep(app, network=network, redirect_uri=redirect_uri, instead_of=row, now=now)
    return opened(row)


def find(*, network: str, origin: str, redirect_uri: str) -> ServerApp | None:
    """Return the registration that is kept for a server, None when there is none."""
    rows = ServerApp.objects.filter(network=network, origin=origin, redirect_uri=redirect_uri)
    return rows.first()


def opened(row: ServerApp) -> DeveloperApp:
    """Return a kept registration with its secret."""
    secret = crypto.open_sealed(bytes(row.sealed_secret), bound_to=binding(row))
    return DeveloperApp(origin=row.origin, client_id=row.client_id, client_secret=secret.decode())


def binding(row: ServerApp) -> str:
    """Return what a registration's secret is bound to."""
    return f"app:{row.network}:{row.origin}:{row.redirect_uri}"


def _scopes(network: str) -> str:
    """Return what its network asks of people today."""
    return " ".join(gateway.network(network).declaration.scopes)


def _is_alive(row: ServerApp, *, now: datetime) -> bool:
    """Tell whether the server knows it for certain: it is new, or an access came of it."""
    try:
        opened(row)
    except crypto.CryptoError:  # its key file is gone: it is of no use
        return False
    users = Channel.objects.connected().filter(network=row.network, origin=row.origin)
    return now - row.created_at < _TRUSTED_FOR or users.exists()


@transaction.atomic
def _keep(
    app: DeveloperApp,
    *,
    network: str,
    redirect_uri: str,
    instead_of: ServerApp | None,
    now: datetime,
) -> ServerApp:
    """Store a registration, unless somebody stored another meanwhile: that serves as well."""
    if storable(app.client_id, longest=_ID_MAX) != app.client_id:
        raise UnexpectedResponse("a registration whose id is no id")
    identity: dict[str, Any] = {
        "network": network,
        "origin": app.origin,
        "redirect_uri": redirect_uri,
    }
    values = {
        "client_id": app.client_id,
        "sealed_secret": crypto.seal(
            app.client_secret.encode(), bound_to=binding(ServerApp(**identity))
        ),
        "scopes": _scopes(network),
        "created_at": now,
    }
    if instead_of is not None:
        ServerApp.objects.filter(pk=instead_of.pk, client_id=instead_of.client_id).update(**values)
    return ServerApp.objects.get_or_create(**identity, defaults=values)[0]
