"""What a person or a job does to a channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from beffroi.channels import asking, doors, gateway, keeper, limits, network_apps, subscribing
from beffroi.channels.findings import (
    beside_known,
    findings_of,
    has,
    of_refusal,
    to_json,
    to_settle,
)
from beffroi.channels.models import Channel, NetworkApp
from beffroi.channels.rules import clean_origin, visible
from beffroi.channels.signals import channel_connected
from beffroi.core import audit
from beffroi.core.clock import utc_now
from beffroi.core.foreign import storable, web_address
from beffroi.networks.connecting import AddressConnector, PasswordConnector
from beffroi.networks.contracts import Connection, DiagnosisCode
from beffroi.networks.declarations import Limits
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    ReadersRefused,
    UnexpectedResponse,
)
from beffroi.networks.port import Publisher
from beffroi.workspaces.models import User, Workspace

#: What the columns of a channel hold.
_NAME_MAX = 255
_KIND_MAX = 20


class CannotConnect(Exception):
    """The network offers no such way to connect."""


class OtherAccount(Exception):
    """A channel was to be connected again, and somebody signed in as another account."""

    def __init__(self, *, handle: str, expected: str) -> None:
        super().__init__("another account")
        self.handle = handle
        self.expected = expected


def connect_with_password(
    *,
    workspace: Workspace,
    actor: User,
    network: str,
    address: str,
    identifier: str,
    password: str,
    now: datetime,
    again: Channel | None = None,
) -> Channel:
    """Connect the account `identifier` on the server, or the site, at `address`.

    `again` is the channel that this is to bring back, and no other. Raises InvalidAddress,
    CannotConnect, OtherAccount or a NetworkError; then nothing has changed.
    """
    connector = gateway.network(network)
    if not isinstance(connector, PasswordConnector):
        raise CannotConnect(network)
    connection = connector.connect(
        address=_page_at(address),
        identifier=identifier.strip().removeprefix("@"),
        password=password.strip(),
    )
    return save_connection(
        workspace=workspace,
        actor=actor,
        network=network,
        connection=connection,
        again=again,
        now=now,
    )


def connect_address(
    *,
    workspace: Workspace,
    actor: User,
    network: str,
    address: str,
    now: datetime,
    again: Channel | None = None,
) -> Channel:
    """Connect what can be read by anybody at `address`.

    Raises InvalidAddress, CannotConnect, OtherAccount or a NetworkError; then nothing has changed.
    """
    connector = gateway.network(network)
    if not isinstance(connector, AddressConnector):
        raise CannotConnect(network)
    return save_connection(
        workspace=workspace,
        actor=actor,
        network=network,
        connection=connector.connect_address(address=_page_at(address)),
        again=again,
        now=now,
    )


def save_network_app(
    *,
    network: str,
    workspace: Workspace,
    actor: User,
    client_id: str,
    client_secret: str,
    extra: Mapping[str, str],
    now: datetime,
) -> NetworkApp:
    """Keep the developer app that somebody made on the vendor's site."""
    return network_apps.save(
        network=network,
        origin=gateway.home(network),
        workspace=workspace,
        actor=actor,
        client_id=client_id.strip(),
        client_secret=client_secret.strip(),
        extra={name: value.strip() for name, value in extra.items()},
        now=now,
    )


def server_at(address: str) -> str:
    """Return the server meant by `address`: a secret goes to it, so only ever encrypted.

    Raises InvalidAddress.
    """
    return clean_origin(address, unencrypted=settings.OUTBOUND_ALLOW)


def _page_at(typed: str) -> str:
    """Return the whole address of a page that a person typed, with or without its scheme."""
    text = visible(typed)
    origin = server_at(text)
    rest = text.partition("://")[2] or text
    path = rest.partition("/")[2]
    return f"{origin}/{path}"


def save_connection(
    *,
    workspace: Workspace,
    actor: User | None,
    network: str,
    connection: Connection,
    now: datetime,
    again: Channel | None = None,
    network_app: NetworkApp | None = None,
) -> Channel:
    """Keep a connection that works. Connecting the same account again keeps its history.

    Raises OtherAccount when it is not that of the channel `again`.
    """
    profile, identity = connection.profile, _identity(network, connection)
    if again is not None and any(getattr(again, part) != identity[part] for part in identity):
        raise OtherAccount(handle=profile.handle, expected=again.handle)
    with transaction.atomic():
        channel, _ = Channel.objects.update_or_create(
            workspace=workspace,
            **identity,
            defaults={
                "handle": storable(profile.handle, longest=_NAME_MAX),
                "display_name": storable(profile.display_name, longest=_NAME_MAX),
                "url": web_address(profile.url, longest=500),
                "review_url": web_address(profile.review_url, longest=500),
                "kind": storable(profile.kind, longest=_KIND_MAX),
                "network_app": network_app,
                "consented_by": storable(connection.consented_by, longest=_NAME_MAX),
                "access_ends_at": connection.access.ends_at,
                "status": Channel.Status.CONNECTED,
                "verified_at": now,
                "lost_at": None,
                "paused_until": None,
                "findings": [],
                "findings_ask_since": None,
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
    present = Channel.objects.present().filter(pk=channel.pk)
    if not present.update(status=Channel.Status.DISCONNECTED, lost_at=now):
        return
    channel.refresh_from_db()
    keeper.forget(channel)
    if doors.find(channel) is not None:
        asking.ask(subscribing.PART, channel, run_at=now)
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=actor.pk,
        action="channel.disconnected",
        subject=f"channel:{channel.pk}",
        now=now,
    )


@transaction.atomic
def note_findings(*, channel: Channel, actor: User, now: datetime) -> None:
    """A person took note of what is missing: it asks for nobody until it is something else."""
    unnoted = Channel.objects.filter(pk=channel.pk, findings_ask_since__isnull=False)
    if not unnoted.update(findings_ask_since=None):
        return
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=actor.pk,
        action="channel.noted",
        subject=f"channel:{channel.pk}",
        now=now,
    )


@transaction.atomic
def mark_lost(*, channel: Channel, error: AccessRevoked, now: datetime) -> None:
    """The network refuses the access that `channel` had when it was read: say so once, and why.

    What was to leave is held. An access that a person brought since then is not this one: it stays.
    """
    tried = Channel.objects.connected().filter(pk=channel.pk, connected_at=channel.connected_at)
    lost = Channel.Status.NEEDS_RECONNECTION
    if not tried.update(status=lost, lost_at=now, findings=beside_known(channel, error)):
        return
    channel.refresh_from_db()
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=None,
        action="channel.lost",
        subject=f"channel:{channel.pk}",
        now=now,
    )


def mark_verified(*, channel_id: int, now: datetime) -> None:
    """The network just answered with our access."""
    Channel.objects.filter(pk=channel_id, status=Channel.Status.CONNECTED).update(verified_at=now)


def note(*, channel: Channel, error: NetworkError) -> None:
    """Keep what a refusal says of the whole channel, if anything; a diagnosis replaces it."""
    if of_refusal(error) is not None:
        Channel.objects.filter(pk=channel.pk).update(findings=beside_known(channel, error))


def mark_refused(*, channel: Channel, error: ReadersRefused, now: datetime) -> None:
    """A public source lets no program read: ask a person about it, once."""
    if not has(channel, DiagnosisCode.READERS_REFUSED):
        Channel.objects.connected().filter(pk=channel.pk).update(
            findings=beside_known(channel, error), findings_ask_since=now
        )


def mark_open(*, channel: Channel) -> None:
    """A public source was read: that it refuses readers is over."""
    if not has(channel, DiagnosisCode.READERS_REFUSED):
        return
    kept = [one for one in findings_of(channel) if one.code is not DiagnosisCode.READERS_REFUSED]
    asks_since = channel.findings_ask_since if to_settle(kept) else None
    findings = [to_json(one) for one in kept]
    Channel.objects.filter(pk=channel.pk).update(findings=findings, findings_ask_since=asks_since)


def pause(*, channel_id: int, until: datetime) -> None:
    """Leave the network alone until `until` (aware UTC), for every call of this channel.

    A longer pause that it asked for before stays.
    """
    shorter = Q(paused_until__isnull=True) | Q(paused_until__lt=until)
    Channel.objects.filter(shorter, pk=channel_id).update(paused_until=until)


def _identity(network: str, connection: Connection) -> dict[str, Any]:
    """Return what tells an account from every other. Raises UnexpectedResponse."""
    identity = {
        "network": network,
        "origin": connection.access.origin,
        "account_id": connection.profile.account_id,
    }
    if any(storable(part, longest=_NAME_MAX) != part for part in identity.values()):
        raise UnexpectedResponse("an account or a server whose name is no name")
    return identity
