"""What an agency decides of how it looks."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from beffroi.branding import logos
from beffroi.branding.models import Brand
from beffroi.core import audit
from beffroi.workspaces.models import Agency, User


@dataclass(frozen=True, slots=True)
class Wish:
    """What an agency says of itself; what is empty is as it was without."""

    name: str = ""
    colour: str = ""
    sender: str = ""
    reply_to: str = ""
    foot: str = ""


@transaction.atomic
def keep(agency: Agency, wish: Wish, *, actor: User, now: datetime) -> Brand:
    """Keep how an agency looks; its logo stays."""
    values = asdict(wish) | {"changed_at": now, "changed_by": actor}
    brand, _is_new = Brand.objects.update_or_create(agency=agency, defaults=values)
    _audit(agency, "brand.kept", actor=actor, now=now)
    return brand


def keep_logo(agency: Agency, upload: bytes, *, actor: User, now: datetime) -> None:
    """Keep a picture as the agency's logo. Raises LogoRefused, nothing changed."""
    made = logos.prepare(upload)
    with transaction.atomic():
        digest = hashlib.sha256(made.content).hexdigest()
        values = {"logo": made.content, "logo_type": made.media_type, "logo_digest": digest}
        Brand.objects.update_or_create(
            agency=agency, defaults={**values, "changed_at": now, "changed_by": actor}
        )
        _audit(agency, "brand.logo_kept", actor=actor, now=now)


@transaction.atomic
def remove_logo(agency: Agency, *, actor: User, now: datetime) -> None:
    """Show no logo any more."""
    rows = Brand.objects.filter(agency=agency).exclude(logo=None)
    if rows.update(logo=None, logo_type="", logo_digest="", changed_at=now, changed_by=actor):
        _audit(agency, "brand.logo_removed", actor=actor, now=now)


def _audit(agency: Agency, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=None,
        actor_id=actor.pk,
        action=action,
        subject=f"agency:{agency.pk}",
        now=now,
    )
