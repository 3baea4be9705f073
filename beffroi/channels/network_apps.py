"""Keeps the developer apps that people made on vendors' sites, their secrets sealed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from beffroi.channels.models import NetworkApp
from beffroi.core import audit, crypto
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.declarations import LOGIN as LOGIN
from beffroi.networks.declarations import Declaration
from beffroi.networks.errors import AppMisconfigured
from beffroi.workspaces.models import AgencyMembership, User, Workspace

_SECRET = "client_secret"  # noqa: S105 - a name


def find(*, network: str, workspace: Workspace) -> NetworkApp | None:
    """Return the app that serves a workspace: its own, else its agency's, else everybody's."""
    mine = Q(workspace=workspace)
    if workspace.agency_id is not None:
        mine |= Q(agency=workspace.agency_id)
    everybodys = Q(workspace__isnull=True, agency__isnull=True)
    rows = NetworkApp.objects.filter(mine | everybodys, network=network, replaced_at=None)
    return rows.order_by(
        F("workspace").desc(nulls_last=True), F("agency").desc(nulls_last=True), "-id"
    ).first()


@transaction.atomic
def save(
    *,
    network: str,
    origin: str,
    workspace: Workspace,
    actor: User,
    client_id: str,
    client_secret: str,
    extra: Mapping[str, str],
    now: datetime,
) -> NetworkApp:
    """Keep an app for the actor's place: their agency, when they work for it, else the workspace.

    `origin` is where its vendor's interface is. An app with the id that is kept already gets the
    new secret; channels go on with it. Another id is another app: channels that came through the
    former keep it until they are connected again.
    """
    scope = _scope(workspace, actor)
    known = NetworkApp.objects.select_for_update().filter(
        network=network, replaced_at=None, **scope
    )
    row = known.filter(client_id=client_id, origin=origin).first()
    if row is None:
        known.update(replaced_at=now)
        row = NetworkApp(
            network=network,
            origin=origin,
            client_id=client_id,
            hook_token=secrets.token_urlsafe(32),
            **scope,
        )
    plain = json.dumps({_SECRET: client_secret, **extra}, sort_keys=True).encode()
    row.sealed = crypto.seal(plain, bound_to=binding(row))
    row.added_by, row.added_at = actor, now
    row.save()
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="network_app.saved",
        subject=f"network_app:{row.pk}",
        now=now,
    )
    return row


def opened(row: NetworkApp) -> DeveloperApp:
    """Return a kept app with its secrets. Raises AppMisconfigured when no key opens them."""
    try:
        plain = crypto.open_sealed(bytes(row.sealed), bound_to=binding(row))
    except crypto.CryptoError as error:
        raise AppMisconfigured(type(error).__name__) from error
    values: dict[str, str] = json.loads(plain)
    return DeveloperApp(
        origin=row.origin,
        client_id=row.client_id,
        client_secret=values.pop(_SECRET),
        extra=values,
    )


def login_of(row: NetworkApp) -> str:
    """Return for which login an app was made, "" for the network's own, or when no key opens it."""
    try:
        return opened(row).extra.get(LOGIN, "")
    except AppMisconfigured:
        return ""


def asked_on(declared: Declaration, login: str) -> str:
    """Return the name of the site on whose page people say yes."""
    known = declared.logins.get(login)
    return known.name if known else declared.name


def binding(row: NetworkApp) -> str:
    """Return what an app's secrets are bound to."""
    return f"network-app:{row.hook_token}"


def called(network: str, token: str) -> tuple[NetworkApp, DeveloperApp] | None:
    """Return the app that a vendor calls about, None when there is none or no key opens it."""
    row = NetworkApp.objects.filter(network=network, hook_token=token).first()
    if row is None:
        return None
    try:
        return row, opened(row)
    except AppMisconfigured:
        return None


def everywhere(app: DeveloperApp) -> list[NetworkApp]:
    """Return each place where this very app is kept: a vendor's one may serve several networks.

    Whoever kept it knows its secret: another's app with the same id is not it.
    """
    rows = NetworkApp.objects.filter(client_id=app.client_id).order_by("id")
    return [row for row in rows if _secret_of(row) == app.client_secret]


def callback_url(row: NetworkApp) -> str:
    """Return the address that the vendor's webhooks call."""
    return webhook_url(row.network, row.hook_token)


def webhook_url(network: str, token: str) -> str:
    """Return the whole address of a door for webhooks."""
    return _address("webhook", network, token)


def withdrawal_url(row: NetworkApp) -> str:
    """Return the address that the vendor calls when somebody takes the app away."""
    return _address("withdrawal", row.network, row.hook_token)


def deletion_url(row: NetworkApp) -> str:
    """Return the address that the vendor calls when somebody asks to be forgotten."""
    return _address("data_deletion", row.network, row.hook_token)


def _secret_of(row: NetworkApp) -> str | None:
    try:
        return opened(row).client_secret
    except AppMisconfigured:
        return None


def _address(name: str, network: str, token: str) -> str:
    path = reverse(name, kwargs={"network": network, "token": token})
    return f"{settings.PUBLIC_URL}{path}"


def verify_token(row: NetworkApp) -> str:
    """Return the word by which a vendor shows that it was told our address by us."""
    return salted_hmac("channels.webhook", row.hook_token, algorithm="sha256").hexdigest()[:40]


def _scope(workspace: Workspace, actor: User) -> dict[str, int | None]:
    works_for_it = AgencyMembership.objects.filter(agency=workspace.agency_id, user=actor)
    if workspace.agency_id is not None and works_for_it.exists():
        return {"agency_id": workspace.agency_id, "workspace_id": None}
    return {"agency_id": None, "workspace_id": workspace.pk}
