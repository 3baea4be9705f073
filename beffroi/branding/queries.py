"""How what a client reads looks: like its agency where it has one, else like the product."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.urls import reverse

from beffroi.branding.models import Brand
from beffroi.branding.rules import Shades, shades_of
from beffroi.workspaces.models import Agency, Workspace


@dataclass(frozen=True, slots=True)
class Look:
    """An agency as its clients see it."""

    name: str
    sender: str
    reply_to: str
    foot: str
    shades: Shades | None
    logo_digest: str
    agency_id: int

    @property
    def logo_url(self) -> str:
        """Where a page finds the logo; "" for none."""
        return reverse("brand_logo", args=[self.logo_digest]) if self.logo_digest else ""

    @property
    def sheet_url(self) -> str:
        """Where a page finds the colour; "" for none."""
        if self.shades is None:
            return ""
        return reverse("brand_sheet", args=[self.shades.light[1:], self.shades.dark[1:]])


def look_of(workspace: Workspace) -> Look | None:
    """Return how the agency of a workspace looks, None where it has none. One query at most."""
    if workspace.agency_id is None:
        return None
    rows = Agency.objects.filter(pk=workspace.agency_id, closed_at=None)
    agency = rows.select_related("brand").defer("brand__logo").first()
    return look(agency, getattr(agency, "brand", None) or Brand(agency=agency)) if agency else None


def look(agency: Agency, brand: Brand) -> Look:
    """Return how an agency looks; what it did not say is as its own name."""
    name = brand.name or agency.name
    return Look(
        name=name,
        sender=brand.sender or name,
        reply_to=brand.reply_to,
        foot=brand.foot,
        shades=shades_of(brand.colour) if brand.colour else None,
        logo_digest=brand.logo_digest,
        agency_id=agency.pk,
    )


def logo(look: Look | None) -> tuple[bytes, str] | None:
    """Return the logo and its kind, for what cannot fetch it; None where there is none."""
    if look is None or not look.logo_digest:
        return None
    brand = Brand.objects.filter(agency_id=look.agency_id).exclude(logo=None).first()
    return (bytes(brand.logo or b""), brand.logo_type) if brand else None


def logo_data(look: Look | None) -> str:
    """Return the logo as an address that holds it, for paper; "" where there is none."""
    found = logo(look)
    if found is None:
        return ""
    content, kind = found
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def public_logo(digest: str) -> Brand | None:
    """Return whose logo an address shows."""
    return Brand.objects.filter(logo_digest=digest, agency__closed_at=None).first()
