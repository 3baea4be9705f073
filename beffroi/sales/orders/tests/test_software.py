from __future__ import annotations

from typing import Any

import pytest

from beffroi.sales.orders.signatures import (
    OURS,
    SHOPIFY,
    WOOCOMMERCE,
    Proof,
    sign_base64,
    sign_ours,
)
from beffroi.sales.orders.software import Software, prove, reader_of
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
SENT: dict[Software, Any] = {
    Software.WOOCOMMERCE: woo_order(),
    Software.SHOPIFY: shopify_order(),
    Software.PRESTASHOP: {"order": presta_order()},
    Software.PLAIN: plain_order(),
}


def signed(software: Software, content: bytes) -> dict[str, str]:
    if software is Software.WOOCOMMERCE:
        return {WOOCOMMERCE: sign_base64(SECRET, content)}
    if software is Software.SHOPIFY:
        return {SHOPIFY: sign_base64(SECRET, content)}
    return {OURS: sign_ours(SECRET, content, at_seconds=int(NOW.timestamp()))}


@pytest.mark.parametrize("software", Software)
def test_a_shop_made_with_each_is_proven_and_tells_the_same_sale(software: Software) -> None:
    content = body(SENT[software])
    found = prove(software, signed(software, content), content, secrets=[SECRET], now=NOW)
    assert found is Proof.GENUINE
    (told,) = reader_of(software)(content, {}, shop=BAKERY, now=NOW)
    assert isinstance(told, OrderTold)
    assert (told.net_cents, told.currency, told.is_counted) == (4500, "EUR", True)


@pytest.mark.parametrize("software", Software)
@pytest.mark.parametrize("other", Software)
def test_the_proof_of_one_is_none_of_another(software: Software, other: Software) -> None:
    content = body(SENT[software])
    found = prove(other, signed(software, content), content, secrets=[SECRET], now=NOW)
    is_same = signed(software, content).keys() == signed(other, content).keys()
    assert found is (Proof.GENUINE if is_same else Proof.MISSING)
