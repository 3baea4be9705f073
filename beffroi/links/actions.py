"""What a person, or an app above, does with links."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from beffroi.core import audit
from beffroi.links.addressing import host_of, normal
from beffroi.links.models import Link
from beffroi.links.rules import ALPHABET, CODE_LENGTH
from beffroi.workspaces.models import User, Workspace

_TRIES = 5


def make(*, workspace: Workspace, target: str, now: datetime) -> Link:
    """Make a short link to a page. Raises NotAnAddress."""
    address = normal(target)
    for _ in range(_TRIES):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                return Link.objects.create(
                    workspace=workspace,
                    code=code,
                    target=address,
                    first_host=host_of(address),
                    made_at=now,
                    changed_at=now,
                )
        except IntegrityError:
            continue  # somebody has this code
    raise RuntimeError("No code was free.")


@transaction.atomic
def lead_elsewhere(link: Link, *, target: str, actor: User, now: datetime) -> None:
    """Have a link lead to another page; visitors are told when that is another host.

    Raises NotAnAddress.
    """
    link.target, link.changed_at = normal(target), now
    link.save(update_fields=["target", "changed_at"])
    audit.record(
        workspace_id=link.workspace_id,
        actor_id=actor.pk,
        action="link.changed",
        subject=f"link:{link.pk}",
        now=now,
    )


def short_address(link: Link) -> str:
    """Return the address that people follow."""
    return settings.PUBLIC_URL + reverse("link", args=[link.code])
