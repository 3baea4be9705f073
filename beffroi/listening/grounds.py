"""By what right a workspace listens: what people do with it, and what is known of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from beffroi.company.queries import called
from beffroi.core import audit
from beffroi.listening import weighing
from beffroi.listening.models import Ground, Watch
from beffroi.listening.rules import LegalGround, Purpose
from beffroi.workspaces.models import User, Workspace

_NAME_IN_ADDRESS_MAX = 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RANDOM_LETTERS = 8
#: Weighed longer ago, it is to be weighed again.
_HOLDS_FOR = timedelta(days=365)


class InUse(Exception):
    """A purpose cannot go: watches have it."""

    def __init__(self, purposes: Collection[Purpose]) -> None:
        super().__init__(", ".join(sorted(one.value for one in purposes)))
        self.purposes = purposes


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a person read, changed and accepted."""

    purposes: tuple[Purpose, ...]
    balancing: Mapping[str, str]
    contact: str
    kept_for_months: int


def ground_of(workspace: Workspace) -> Ground | None:
    """Return the ground of a workspace, None while nobody weighed it. One query."""
    rows = Ground.objects.filter(workspace=workspace).select_related("weighed_by")
    return rows.first()


def public_ground(address: str) -> Ground | None:
    """Return the ground whose notice strangers read at this address, if there is one."""
    rows = Ground.objects.select_related("workspace")
    return rows.filter(address=address, workspace__closed_at=None).first()


def purposes_of(ground: Ground) -> list[Purpose]:
    """Return the purposes that were weighed, in their order."""
    return [one for one in Purpose if one.value in ground.purposes]


def is_stale(ground: Ground, *, now: datetime) -> bool:
    """Tell whether it is a year since somebody weighed it."""
    return now - ground.weighed_at > _HOLDS_FOR


def claims_consent(ground: Ground) -> bool:
    """Tell whether it was weighed as resting on a consent that nobody is asked for."""
    return ground.legal_ground == LegalGround.CONSENT.value


@transaction.atomic
def weigh(workspace: Workspace, weighed: Weighed, *, actor: User, now: datetime) -> Ground:
    """Keep what a person accepted, with their name and the day. Raises InUse."""
    _begin(workspace, now=now)
    ground = Ground.objects.select_for_update().get(workspace=workspace)
    needed = _needed(workspace) - set(weighed.purposes)
    if needed:
        raise InUse(needed)
    ground.legal_ground = LegalGround.LEGITIMATE_INTEREST.value
    ground.purposes = [one.value for one in Purpose if one in weighed.purposes]
    ground.balancing = {key: weighed.balancing.get(key, "") for key in weighing.KEYS}
    ground.contact = weighed.contact
    ground.kept_for_months = weighed.kept_for_months
    ground.weighed_by, ground.weighed_at, ground.changed_at = actor, now, now
    ground.save()
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="listening.ground_weighed",
        subject=f"ground:{ground.pk}",
        now=now,
    )
    return ground


def _needed(workspace: Workspace) -> set[Purpose]:
    rows = Watch.objects.there().filter(workspace=workspace)
    return {Purpose(value) for value in rows.values_list("purpose", flat=True).distinct()}


def _begin(workspace: Workspace, *, now: datetime) -> None:
    """Make the row; whoever begins at the same time gets the same."""
    if Ground.objects.filter(workspace=workspace).exists():
        return
    random = "".join(secrets.choice(_LETTERS) for _place in range(_RANDOM_LETTERS))
    readable = slugify(called(workspace))[:_NAME_IN_ADDRESS_MAX].strip("-")
    address = f"{readable}-{random}" if readable else random
    Ground.objects.get_or_create(
        workspace=workspace,
        defaults={"address": address, "weighed_at": now, "changed_at": now},
    )
