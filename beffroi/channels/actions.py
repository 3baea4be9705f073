"""What a person or a job does to a channel."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from beffroi.channels import gateway, keeper, limits
from beffroi.channels.models import Channel, ServerApp
from beffroi.channels.rules import clean_origin
from beffroi.channels.signals import channel_connected, channel_lost
from beffroi.core import audit, crypto
from beffroi.core.clock import utc_now
from beffroi.core.foreign import storable, web_address
from beffroi.networks.contracts import Connection, DeveloperApp, Limits
from beffroi.networks.errors import AccessRevoked, NetworkError
from beffroi.networks.port import OAuthConnector, PasswordConnector, Publisher
from beffroi.workspaces.models import User, Workspace


class CannotConnect(Exception):
    """The network offers no such way to connect."""


@dataclass(frozen=True, slots=True)
class PendingConsent:
    """What to remember between our page and the network's consent page."""

    network: str
    origin: str
    redirect_uri: str
    state: str
    code_verifier: str
    authorize_url: str


def connect_with_password(
    *,
    workspace: Workspace,
    actor: User,
    network: str,
    address: str,
    identifier: str,
    password: str,
    now: datetime,
) -> Channel:
    """Connect the account `identifier` on the server at `address`.

    Raises InvalidAddress, CannotConnect or a NetworkError; then nothing has changed.
    """
    connector = gateway.network(network)
    if not isinstance(connector, PasswordConnector):
        raise CannotConnect(network)
    connection = connector.connect(
        origin=_origin(address),
        identifier=identifier.strip().removeprefix("@"),
        password=password.strip(),
    )
    return save_connection(
        workspace=workspace, actor=actor, network=network, connection=connection, now=now
    )


def begin_consent(
    *, network: str, address: str, redirect_uri: str, now: datetime
) -> PendingConsent:
    """Register with the server at `address` if need be, and prepare the way to its consent page.

    Raises InvalidAddress, CannotConnect or a NetworkError.
    """
    connector = gateway.network(network)
    if not isinstance(connector, OAuthConnector):
        raise CannotConnect(network)
    app = _server_app(connector, network, _origin(address), redirect_uri, now)
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
    )


def finish_consent(
    *,
    workspace: Workspace,
    actor: User,
    pending: PendingConsent,
    state: str,
    code: str,
    now: datetime,
) -> Channel:
    """Trade the code that came back for an access, and connect.

    Raises AccessRevoked when `state` is not the one we gave, or a NetworkError.
    """
    connector = gateway.network(pending.network)
    if not isinstance(connector, OAuthConnector):
        raise CannotConnect(pending.network)
    if not secrets.compare_digest(state.encode(), pending.state.encode()):
        raise AccessRevoked("the state differs")
    connection = connector.exchange(
        _server_app(connector, pending.network, pending.origin, pending.redirect_uri, now),
        redirect_uri=pending.redirect_uri,
        code=code,
        code_verifier=pending.code_verifier,
    )
    return save_connection(
        workspace=workspace, actor=actor, network=pending.network, connection=connection, now=now
    )


def save_connection(
    *, workspace: Workspace, actor: User | None, network: str, connection: Connection, now: datetime
) -> Channel:
    """Keep a connection that works. Connecting the same account again keeps its history."""
    profile = connection.profile
    with transaction.atomic():
        channel, _ = Channel.objects.update_or_create(
            workspace=workspace,
            network=network,
            origin=connection.access.origin,
            account_id=profile.account_id,
            defaults={
                "handle": storable(profile.handle, longest=255),
                "display_name": storable(profile.display_name, longest=255),
                "url": web_address(profile.url, longest=500),
                "status": Channel.Status.CONNECTED,
                "verified_at": now,
                "lost_at": None,
                "paused_until": None,
                "connected_at": now,
            },
        )
        keeper.store(channel, connection.access, clock=lambda: now)
        audit.record(
            workspace_id=workspace.pk,
            actor_id=actor.pk if actor else None,
            action="channel.connected",
            subject=f"channel:{channel.pk}",
            now=now,
        )
        channel_connected.send(Channel, channel=channel, now=now)
    refresh_limits(channel=channel)
    return channel


def refresh_limits(*, channel: Channel) -> None:
    """Ask the server for its limits; what was known stays when it does not answer."""
    adapter = gateway.open_channel(channel, clock=utc_now)
    if not isinstance(adapter, Publisher):
        return
    try:
        announced: Limits = adapter.read_limits()
    except NetworkError:
        return
    channel.limits = limits.to_json(announced)
    channel.save(update_fields=["limits"])


@transaction.atomic
def disconnect(*, channel: Channel, actor: User, now: datetime) -> None:
    """Forget the access. History stays; what was to leave waits for a new connection."""
    channel.status = Channel.Status.DISCONNECTED
    channel.lost_at = now
    channel.save(update_fields=["status", "lost_at"])
    keeper.forget(channel)
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=actor.pk,
        action="channel.disconnected",
        subject=f"channel:{channel.pk}",
        now=now,
    )


@transaction.atomic
def mark_lost(*, channel_id: int, now: datetime) -> None:
    """The network refuses our access: say so once, and hold what was to leave."""
    changed = Channel.objects.filter(pk=channel_id, status=Channel.Status.CONNECTED).update(
        status=Channel.Status.NEEDS_RECONNECTION, lost_at=now
    )
    if not changed:
        return
    channel = Channel.objects.get(pk=channel_id)
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=None,
        action="channel.lost",
        subject=f"channel:{channel_id}",
        now=now,
    )
    channel_lost.send(Channel, channel=channel, now=now)


def mark_verified(*, channel_id: int, now: datetime) -> None:
    """The network just answered with our access."""
    Channel.objects.filter(pk=channel_id, status=Channel.Status.CONNECTED).update(verified_at=now)


def pause(*, channel_id: int, until: datetime) -> None:
    """Leave the network alone until `until` (aware UTC), for every call of this channel."""
    Channel.objects.filter(pk=channel_id).update(paused_until=until)


def _origin(address: str) -> str:
    """Return the server meant by `address`: a secret goes to it, so only ever encrypted."""
    return clean_origin(address, unencrypted=settings.OUTBOUND_ALLOW)


def _server_app(
    connector: OAuthConnector, network: str, origin: str, redirect_uri: str, now: datetime
) -> DeveloperApp:
    identity = {"network": network, "origin": origin, "redirect_uri": redirect_uri}
    row = ServerApp.objects.filter(**identity).first()
    if row is None:
        app = connector.register(origin=origin, redirect_uri=redirect_uri)
        try:
            with transaction.atomic():
                ServerApp.objects.create(
                    **identity,
                    client_id=app.client_id,
                    sealed_secret=crypto.seal(
                        app.client_secret.encode(), bound_to=app_binding(**identity)
                    ),
                    created_at=now,
                )
            return app
        except IntegrityError:  # registered by somebody else meanwhile: theirs serves as well
            row = ServerApp.objects.get(**identity)
    secret = crypto.open_sealed(bytes(row.sealed_secret), bound_to=app_binding(**identity))
    return DeveloperApp(origin=origin, client_id=row.client_id, client_secret=secret.decode())


def app_binding(*, network: str, origin: str, redirect_uri: str) -> str:
    """Return what a registration's secret is bound to."""
    return f"app:{network}:{origin}:{redirect_uri}"
