"""Makers of what addresses of an agency's look name."""

from __future__ import annotations

import hashlib
import uuid

from beffroi.branding.models import Brand
from tests.access.objects import Side, maker


@maker
def logo_digest(side: Side) -> object:
    content = uuid.uuid4().bytes
    digest = hashlib.sha256(content).hexdigest()
    values = {"logo": content, "logo_type": "image/png", "logo_digest": digest}
    Brand.objects.update_or_create(agency=side.agency, defaults={**values, "changed_at": side.now})
    return digest


@maker
def light_shade(side: Side) -> object:
    return "1d6547"


@maker
def dark_shade(side: Side) -> object:
    return "a3c0f5"
