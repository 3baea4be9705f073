"""Words of kinds, proofs and shops, as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beffroi.metrics.proofs import Proof
from beffroi.sales.orders import reasons
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.software import Software
from beffroi.sales.rules import CostKind, Kind, OfferKind

KINDS: Final[dict[str, Promise]] = {
    Kind.ORDER.value: pgettext_lazy("sale", "Order"),
    Kind.TILL.value: _("Code at the till"),
    Kind.CONTACT.value: pgettext_lazy("sale", "Request"),
    Kind.CALL.value: pgettext_lazy("sale", "Call"),
    Kind.VISIT.value: pgettext_lazy("sale", "Visit"),
}
OFFER_KINDS: Final[dict[str, Promise]] = {
    OfferKind.DISCOUNT.value: _("Money off"),
    OfferKind.SAMPLE.value: _("Something to try"),
    OfferKind.CONTEST.value: _("A contest"),
}
COST_KINDS: Final[dict[str, Promise]] = {
    CostKind.MEDIA.value: _("Advertising"),
    CostKind.TOOLS.value: pgettext_lazy("cost", "Tools"),
    CostKind.AGENCY.value: _("Agency or freelancer"),
    CostKind.OTHER.value: pgettext_lazy("cost", "Something else"),
}
PROOFS: Final[dict[int | None, Promise]] = {
    Proof.CERTAIN.value: pgettext_lazy("proof", "Certain"),
    Proof.PROBABLE.value: pgettext_lazy("proof", "Probable"),
    Proof.DECLARED.value: pgettext_lazy("proof", "Declared"),
    None: pgettext_lazy("proof", "None"),
}
SOFTWARES: Final[dict[str, str | Promise]] = {
    Software.WOOCOMMERCE.value: "WooCommerce",
    Software.SHOPIFY.value: "Shopify",
    Software.PRESTASHOP.value: "PrestaShop",
    Software.PLAIN.value: _("Another one"),
}

Choices = list[tuple[str, Promise | str]]


def offer_kinds() -> Choices:
    """Return the kinds of offers, for a form."""
    return list(OFFER_KINDS.items())


def counted_kinds() -> Choices:
    """Return what people count by hand, the most frequent first."""
    return [(kind.value, KINDS[kind.value]) for kind in Kind if kind is not Kind.ORDER]


def cost_kinds() -> Choices:
    """Return what money is spent on, for a form."""
    return list(COST_KINDS.items())


def softwares() -> Choices:
    """Return what shops are made with, for a form."""
    return list(SOFTWARES.items())


def share(hundredths: int | None) -> Decimal | None:
    """Return hundredths of a percent as a share from 0 to 1."""
    return None if hundredths is None else Decimal(hundredths) / 10_000


def reason(problem: str) -> str:
    """Return why something that a shop told was not taken."""
    return gettext(reasons.reason(Problem(problem)))
