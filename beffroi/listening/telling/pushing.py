"""Shows notices on people's devices: subscriptions, our key, what is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from beffroi.channels import gateway
from beffroi.core import crypto
from beffroi.core.outbound import AddressRefused, OutboundClient, Response
from beffroi.inbox.members import who_may
from beffroi.listening.alerting import queries
from beffroi.listening.models import AlertNotice, PushDevice
from beffroi.listening.telling import webpush
from beffroi.listening.telling.webpush import Subscription
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Permission

_KEY_PURPOSE = "web-push"
#: Of the curve P-256.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DEVICES_MAX = 10
_SECONDS = 10.0
_ANSWER_BYTES_MAX = 10_000
#: A notice that cannot be shown within a day is old news.
_LASTS_SECONDS = 24 * 3600
#: The subscription is over.
_OVER = frozenset({404, 410})
_LATER = frozenset({408, 429, 500, 502, 503, 504})


class TryLater(Exception):
    """The push service does not take it now."""


def binding(row: PushDevice) -> str:
    """Return what a subscription is bound to."""
    return f"push-device:{row.digest}"


def our_key() -> ec.EllipticCurvePrivateKey:
    """Return the key by which push services know this installation (RFC 8292).

    It is drawn from the installation's oldest key, which rotations keep: nothing is stored.
    """
    number = int(crypto.fingerprint("push", purpose=_KEY_PURPOSE), 16)
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """Return our key as browsers ask for it."""
    return webpush.encoded(webpush.point_of(our_key()))


def devices_of(user: User) -> QuerySet[PushDevice]:
    """Return the devices on which somebody lets notices show, the newest first."""
    return PushDevice.objects.filter(user=user).order_by("-added_at", "-pk")


@transaction.atomic
def add(user: User, made: Subscription, *, name: str, now: datetime) -> PushDevice:
    """Keep a device of somebody; one that was somebody else's before is theirs no more.

    Beyond `DEVICES_MAX` the oldest goes.
    """
    digest = hashlib.sha256(made.endpoint.encode()).hexdigest()
    row, _made = PushDevice.objects.get_or_create(
        digest=digest, defaults={"user": user, "sealed": b"", "added_at": now}
    )
    row.user, row.name, row.added_at = user, name, now
    row.sealed = crypto.seal(made.stored(), bound_to=binding(row))
    row.save()
    beyond = devices_of(user)[DEVICES_MAX:]
    PushDevice.objects.filter(pk__in=list(beyond.values_list("pk", flat=True))).delete()
    return row


def push(notice: AlertNotice, *, now: datetime) -> None:
    """Show a notice on a device, if its person still manages the workspace.

    Raises TryLater, or NotSent and others of `outbound`, where it may be sent again: the browser
    shows the same notice once, by its tag.
    """
    alert, device, person = notice.event.alert, notice.device, notice.user
    team = who_may(alert.workspace, Permission.MANAGE_COMPANY)
    if device is None or person is None or not team.filter(pk=person.pk).exists():
        _give_up(notice, now=now, failure="gone")
        return
    if failure := show(device, _told(notice, person), now=now):
        _give_up(notice, now=now, failure=failure)
    else:
        AlertNotice.objects.filter(pk=notice.pk).update(told_at=now)


def show(
    device: PushDevice, told: Mapping[str, str], *, now: datetime, urgency: str = "high"
) -> str:
    """Show a notice on a device. Return "" once it was taken, else why it never will be.

    `told` has title, body, url and tag; a device that lets nothing be shown any more is forgotten.
    Raises TryLater, or NotSent and others of `outbound`, where it may be sent again.
    """
    words = json.dumps(told, ensure_ascii=False).encode()
    try:
        to = webpush.kept(crypto.open_sealed(bytes(device.sealed), bound_to=binding(device)))
        status = _sent(to, words, urgency=urgency, now=now).status
    except crypto.CryptoError:
        return "key_lost"
    except AddressRefused:
        return "address_refused"
    if 200 <= status < 300:
        return ""
    if status in _LATER:
        raise TryLater(status)
    if status in _OVER:
        device.delete()  # with its notices
    return f"status_{status}"


def _sent(to: Subscription, words: bytes, *, urgency: str, now: datetime) -> Response:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "authorization": webpush.proof(
            our_key(),
            audience=to.origin,
            contact=f"mailto:{address}",
            now_seconds=int(now.timestamp()),
        ),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": str(_LASTS_SECONDS),
        "urgency": urgency,
    }
    client = OutboundClient(
        gateway.outbound_policy(), timeout=_SECONDS, max_bytes=_ANSWER_BYTES_MAX
    )
    body = webpush.encrypt(words, to)
    return client.request("POST", to.endpoint, headers=headers, content=body)


def _told(notice: AlertNotice, person: User) -> dict[str, str]:
    alert = notice.event.alert
    with translation.override(person.language):
        card = queries.card(alert)
    return {
        "title": f"{card.label} · {alert.workspace.name}",
        "body": card.title,
        "url": link_into(alert.workspace_id, reverse("alert", args=[alert.pk])),
        "tag": f"alert-{alert.pk}",
    }


def _give_up(notice: AlertNotice, *, now: datetime, failure: str) -> None:
    rows = AlertNotice.objects.filter(pk=notice.pk, told_at=None, given_up_at=None)
    rows.update(given_up_at=now, failure=failure)
