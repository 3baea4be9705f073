"""Tells which offer the code of a conversion belongs to, and how sure that makes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from beffroi.sales.models import Conversion, Offer
from beffroi.sales.rules import Source, proof_of
from beffroi.workspaces.models import Workspace


def offers_with(workspace_id: int, codes: Collection[str]) -> Sequence[Offer]:
    """Return the offers that these codes served, whatever the day, the latest first."""
    wanted = {code for code in codes if code}
    if not wanted:
        return ()
    rows = Offer.objects.filter(workspace_id=workspace_id, code__in=wanted, removed_at=None)
    return list(rows.order_by("-first_day", "-id"))


def best(offers: Iterable[Offer], codes: Collection[str], *, day: date) -> Offer | None:
    """Return the offer that one of these codes served on a day; None: none, or out of its days."""
    return next(
        (one for one in offers if one.code in codes and one.first_day <= day <= one.last_day), None
    )


def match_again(workspace: Workspace, *, codes: Iterable[str]) -> None:
    """Match anew what was bought with these codes: an offer came, went, or has other days."""
    wanted = {code for code in codes if code}
    offers = offers_with(workspace.pk, wanted)
    rows = Conversion.objects.filter(workspace=workspace, code__in=wanted).order_by("id")
    changed = [row for row in rows if match(row, best(offers, [row.code], day=row.day))]
    Conversion.objects.bulk_update(changed, ["offer", "proof"], batch_size=500)


def match(row: Conversion, offer: Offer | None) -> bool:
    """Give a conversion its offer and the proof that follows; tell whether that is new."""
    before = (row.offer_id, row.proof)
    row.offer = offer
    proof = proof_of(
        has_offer=offer is not None, has_link=row.link_id is not None, is_said=_is_said(row)
    )
    row.proof = proof.value if proof else None
    return before != (row.offer_id, row.proof)


def _is_said(row: Conversion) -> bool:
    """Tell whether somebody said what led to it: the customer, or whoever counted it by hand."""
    is_named = row.post_id is not None or row.channel_id is not None
    return bool(row.said) or (row.source == Source.HAND.value and is_named)
