"""Asks a workspace's language model for one completion: once, within bounds, never by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from beffroi.core import crypto
from beffroi.core.outbound import (
    AddressRefused,
    NotSent,
    OutboundClient,
    OutboundError,
    OutboundPolicy,
    Response,
    TooLarge,
)
from beffroi.drafting import rules
from beffroi.drafting.models import Asking, LanguageModel


class CannotDraft(Exception):
    """There is no draft.

    `problem` is off, too_often, refused_address, unencrypted, unreachable, silent, key_lost,
    key_refused, not_found, busy, failed, too_large, moved, not_for_this, stays_here, or the value
    of a `prose.Why`.
    """

    def __init__(self, problem: str, *, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


_STATUSES = {
    401: "key_refused",
    403: "key_refused",
    404: "not_found",
    405: "not_found",
    408: "silent",
    429: "busy",
    503: "busy",
    504: "silent",
}


def binding(row: LanguageModel) -> str:
    """Return what a key is bound to: another server never gets it."""
    return f"language-model:{row.workspace_id}:{rules.host_and_port(row.address)}"


def is_of_this_house(row: LanguageModel) -> bool:
    """Tell whether whoever runs the installation named this model's server as their own."""
    return rules.is_allowed_by_owner(row.address, allow=settings.MODEL_ALLOW)


@transaction.atomic
def reserve(row: LanguageModel, *, now: datetime) -> None:
    """Count one more asking. Raises CannotDraft for too many within the minute, and no model."""
    if LanguageModel.objects.select_for_update().filter(pk=row.pk).first() is None:
        raise CannotDraft("off")  # forgotten meanwhile
    askings = Asking.objects.filter(workspace_id=row.workspace_id)
    askings.filter(asked_at__lte=now - rules.ASKED_WITHIN).delete()
    if askings.count() >= rules.ASKED_AT_MOST:
        raise CannotDraft("too_often")
    Asking.objects.create(workspace_id=row.workspace_id, asked_at=now)


def complete(row: LanguageModel, body: Mapping[str, Any]) -> str:
    """Return what the model's server answers. Raises CannotDraft; never within a transaction."""
    if rules.is_unencrypted(row.address) and not is_of_this_house(row):
        raise CannotDraft("unencrypted", detail=rules.host_and_port(row.address))
    headers = {"accept": "application/json"}
    if key := _key(row):
        headers["authorization"] = f"Bearer {key}"
    response = _posted(row, body, headers)
    if 300 <= response.status < 400:
        raise CannotDraft("moved")
    if response.status != 200:
        raise CannotDraft(_STATUSES.get(response.status, "failed"), detail=str(response.status))
    return response.content.decode("utf-8", "replace")


def _posted(row: LanguageModel, body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    client = OutboundClient(
        OutboundPolicy(
            allow=frozenset(settings.MODEL_ALLOW), only_these=settings.OUTBOUND_ONLY_ALLOWED
        ),
        timeout=rules.ANSWER_WITHIN_SECONDS,
        max_bytes=rules.ANSWER_BYTES_MAX,
    )
    try:
        return client.request("POST", rules.call_url(row.address), json=dict(body), headers=headers)
    except AddressRefused as error:
        detail = rules.host_and_port(row.address)
        raise CannotDraft("refused_address", detail=detail) from error
    except NotSent as error:
        raise CannotDraft("unreachable") from error
    except TooLarge as error:
        raise CannotDraft("too_large") from error
    except OutboundError as error:
        raise CannotDraft("silent") from error


def _key(row: LanguageModel) -> str:
    if not row.sealed:
        return ""
    try:
        return crypto.open_sealed(bytes(row.sealed), bound_to=binding(row)).decode()
    except crypto.CryptoError as error:
        raise CannotDraft("key_lost") from error
