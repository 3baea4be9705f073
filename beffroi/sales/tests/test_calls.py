from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from beffroi.core import crypto
from beffroi.core.bodies import bytes_max_of
from beffroi.sales import calls, shops
from beffroi.sales.models import Conversion, Shop
from beffroi.sales.orders.signatures import sign_base64, sign_ours
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")

ORDER = {
    "id": 1042,
    "number": "1042",
    "status": "processing",
    "currency": "EUR",
    "date_created_gmt": "2026-09-10T09:30:00",
    "date_modified_gmt": "2026-09-10T09:31:00",
    "total": "31.65",
    "total_tax": "1.65",
    "shipping_total": "5.00",
    "shipping_tax": "0.28",
    "discount_total": "0.00",
    "line_items": [{"total": "25.00", "total_tax": "1.37"}],
    "coupon_lines": [],
    "refunds": [],
    "meta_data": [],
    "billing": {"email": "jeanne@example.org"},
}


def woo(shop: Shop, told: object, *, secret: str = "") -> tuple[dict[str, str], bytes]:
    body = json.dumps(told).encode()
    by = secret or shops.secrets_of(shop)[0]
    return {
        "x-wc-webhook-topic": "order.updated",
        "x-wc-webhook-signature": sign_base64(by, body),
    }, body


def hear(shop: Shop, clock: FrozenClock, call: tuple[dict[str, str], bytes]) -> bool:
    headers, body = call
    return calls.hear(shop, headers=headers, body=body, now=clock())


def test_a_signed_order_is_kept(shop: Shop, clock: FrozenClock) -> None:
    assert hear(shop, clock, woo(shop, ORDER))
    row = Conversion.objects.get()
    assert (row.order_id, row.net_cents, row.currency) == ("1042", 2500, "EUR")
    shop.refresh_from_db()
    assert (shop.heard_at, shop.trouble, shop.forged) == (clock(), "", 0)


def test_a_forged_call_is_counted_apart_and_changes_nothing(shop: Shop, clock: FrozenClock) -> None:
    assert not hear(shop, clock, woo(shop, ORDER, secret="not the secret at all"))
    assert not hear(shop, clock, ({}, json.dumps(ORDER).encode()))
    shop.refresh_from_db()
    assert (shop.forged, shop.heard_at) == (2, None)
    assert not Conversion.objects.exists()


def test_the_secret_before_goes_on_working_until_the_next_change(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    first = shops.secrets_of(shop)[0]
    shops.new_secret(shop, actor=world.claire, now=clock())
    shop.refresh_from_db()
    assert hear(shop, clock, woo(shop, ORDER, secret=first))
    shops.new_secret(shop, actor=world.claire, now=clock())
    shop.refresh_from_db()
    assert not hear(shop, clock, woo(shop, ORDER, secret=first))


def test_what_is_genuine_and_cannot_be_read_is_taken_and_told(
    shop: Shop, clock: FrozenClock
) -> None:
    assert hear(shop, clock, woo(shop, {"id": 1}))
    shop.refresh_from_db()
    assert shop.trouble == "other_shape"
    assert hear(shop, clock, woo(shop, ORDER))
    shop.refresh_from_db()
    assert shop.trouble == ""


def test_another_module_signs_in_our_own_way(world: World, clock: FrozenClock) -> None:
    shop, secret = shops.connect(
        world.atelier, name="Till", software="plain", actor=world.claire, now=clock()
    )
    order = {"id": "T-7", "created_at": "2026-09-14T09:00:00+02:00", "net": "18.00"}
    body = json.dumps({"event": "order", "order": order}).encode()
    at = int(clock().timestamp())
    signed = {"beffroi-signature": sign_ours(secret, body, at_seconds=at)}
    late = {"beffroi-signature": sign_ours(secret, body, at_seconds=at - 600)}
    assert not hear(shop, clock, (late, body))
    assert hear(shop, clock, (signed, body))
    shop.refresh_from_db()
    assert shop.trouble == ""
    assert Conversion.objects.get().net_cents == 1800


class TestOverHttp:
    def post(self, shop: Shop, body: bytes, **headers: str) -> Any:
        return Client().post(
            reverse("shop_hook", args=[shop.token]),
            body,
            content_type="application/json",
            headers=headers,
        )

    def test_a_genuine_call_gets_200_and_a_forged_one_403(self, shop: Shop) -> None:
        headers, body = woo(shop, ORDER)
        assert self.post(shop, body, **headers).status_code == 200
        assert self.post(shop, body + b" ", **headers).status_code == 403

    def test_the_ping_of_woocommerce_gets_200(self, shop: Shop) -> None:
        assert self.post(shop, b"webhook_id=7").status_code == 200

    def test_an_unknown_or_disconnected_address_is_no_page(
        self, world: World, shop: Shop, clock: FrozenClock
    ) -> None:
        shops.disconnect(shop, actor=world.claire, now=clock())
        headers, body = woo(shop, ORDER)
        assert self.post(shop, body, **headers).status_code == 404
        shop.token = "unknown"
        assert self.post(shop, body, **headers).status_code == 404

    def test_an_order_may_weigh_a_megabyte_and_an_unknown_address_takes_no_more_than_a_form(
        self, shop: Shop
    ) -> None:
        path = reverse("shop_hook", args=[shop.token])
        assert bytes_max_of(RequestFactory().post(path)) == 1_000_000
        unknown = reverse("shop_hook", args=["unknown"])
        assert bytes_max_of(RequestFactory().post(unknown)) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def test_without_its_key_the_shop_is_asked_to_come_again(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_given: object, **_named: object) -> bytes:
            raise crypto.CryptoError

        monkeypatch.setattr(crypto, "open_sealed", broken)
        headers = {"x-wc-webhook-signature": "x"}
        assert self.post(shop, b"{}", **headers).status_code == 503


def test_secrets_are_sealed_and_rotated(shop: Shop, clock: FrozenClock) -> None:
    before = bytes(shop.sealed)
    secret = shops.secrets_of(shop)[0]
    assert secret.encode() not in before
    crypto.rotate()
    shop.refresh_from_db()
    assert bytes(shop.sealed) != before
    assert shops.secrets_of(shop) == [secret]


def test_a_call_kept_by_somebody_is_of_no_use_after_five_minutes(clock: FrozenClock) -> None:
    from beffroi.sales.orders.signatures import Proof, prove_ours  # noqa: PLC0415

    at = int((clock() - timedelta(minutes=6)).timestamp())
    signed = {"Beffroi-Signature": sign_ours("a secret of ours", b"{}", at_seconds=at)}
    assert prove_ours(signed, b"{}", ["a secret of ours"], now=clock()) is Proof.STALE
