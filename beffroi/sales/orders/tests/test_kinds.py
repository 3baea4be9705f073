from __future__ import annotations

from typing import Any

import pytest

from beffroi.sales.orders.kinds import Kind, prove, reader_of
from beffroi.sales.orders.signatures import (
    OURS,
    SHOPIFY,
    WOOCOMMERCE,
    Proof,
    sign_base64,
    sign_ours,
)
from beffroi.sales.orders.tests.shops import (
    BAKERY,
    NOW,
    body,
    plain_order,
    presta_order,
    shopify_order,
    woo_order,
)
from beffroi.sales.orders.told import OrderTold

SECRET = "a-long-secret"
SENT: dict[Kind, Any] = {
    Kind.WOOCOMMERCE: woo_order(),
    Kind.SHOPIFY: shopify_order(),
    Kind.PRESTASHOP: {"order": presta_order()},
    Kind.PLAIN: plain_order(),
}


def signed(kind: Kind, content: bytes) -> dict[str, str]:
    if kind is Kind.WOOCOMMERCE:
        return {WOOCOMMERCE: sign_base64(SECRET, content)}
    if kind is Kind.SHOPIFY:
        return {SHOPIFY: sign_base64(SECRET, content)}
    return {OURS: sign_ours(SECRET, content, at_seconds=int(NOW.timestamp()))}


@pytest.mark.parametrize("kind", Kind)
def test_a_shop_of_each_kind_is_proven_and_tells_the_same_sale(kind: Kind) -> None:
    content = body(SENT[kind])
    assert prove(kind, signed(kind, content), content, secrets=[SECRET], now=NOW) is Proof.GENUINE
    (told,) = reader_of(kind)(content, {}, shop=BAKERY, now=NOW)
    assert isinstance(told, OrderTold)
    assert (told.net_cents, told.currency, told.is_counted) == (4500, "EUR", True)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("other", Kind)
def test_the_proof_of_one_kind_is_none_of_another(kind: Kind, other: Kind) -> None:
    content = body(SENT[kind])
    found = prove(other, signed(kind, content), content, secrets=[SECRET], now=NOW)
    is_same = signed(kind, content).keys() == signed(other, content).keys()
    assert found is (Proof.GENUINE if is_same else Proof.MISSING)
