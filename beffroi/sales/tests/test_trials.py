from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from django.urls import reverse

from beffroi.sales import call_words, calling, calls, shops, trying
from beffroi.sales.models import Conversion, Shop, ShopCall
from beffroi.sales.orders.signatures import OURS, sign_ours
from beffroi.sales.orders.software import Software
from beffroi.sales.tests.conftest import Browse, text
from beffroi.sales.tests.test_calls import ORDER, hear, woo
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")


def noted(shop: Shop) -> list[tuple[str, str, str, int]]:
    rows = ShopCall.objects.filter(shop=shop).order_by("-at", "-id")
    return list(rows.values_list("outcome", "problem", "detail", "times"))


def plain(world: World, clock: FrozenClock) -> Shop:
    return shops.connect(
        world.atelier, name="Till", software="plain", actor=world.claire, now=clock()
    )[0]


def call(shop: Shop, clock: FrozenClock, told: object, *, late_seconds: int = 0) -> bool:
    body = json.dumps(told).encode()
    at = int(clock().timestamp()) - late_seconds
    headers = {OURS.lower(): sign_ours(shops.secrets_of(shop)[0], body, at_seconds=at)}
    return calls.hear(shop, headers=headers, body=body, now=clock())


@pytest.mark.parametrize("software", list(Software))
def test_a_test_order_of_each_kind_is_proven_read_and_not_counted(
    world: World, clock: FrozenClock, software: Software
) -> None:
    shop, _secret = shops.connect(
        world.atelier, name="S", software=software.value, actor=world.claire, now=clock()
    )
    assert trying.try_out(shop, now=clock()) == ""
    assert noted(shop) == [("trial", "", "test", 1)]
    assert not Conversion.objects.exists()


def test_a_test_order_says_when_no_key_opens_the_secret(shop: Shop, clock: FrozenClock) -> None:
    Shop.objects.update(sealed=b"broken")
    shop.refresh_from_db()
    assert trying.try_out(shop, now=clock()) == trying.SECRET_LOST


def test_each_call_says_what_became_of_it(shop: Shop, clock: FrozenClock) -> None:
    hear(shop, clock, woo(shop, ORDER))
    clock.advance(seconds=1)
    hear(shop, clock, woo(shop, ORDER))
    clock.advance(seconds=1)
    hear(shop, clock, woo(shop, {"id": 1}))
    clock.advance(seconds=1)
    hear(shop, clock, woo(shop, ORDER | {"id": 7, "number": "7", "currency": "USD"}))
    clock.advance(seconds=1)
    hear(shop, clock, ({}, b"webhook_id=7"))
    assert noted(shop) == [
        ("ping", "", "", 1),
        ("taken", "other_currency", "7 USD", 1),
        ("unreadable", "other_shape", "", 1),
        ("known", "", "1042", 1),
        ("taken", "", "1042", 1),
    ]


def test_forged_calls_are_counted_and_not_kept(shop: Shop, clock: FrozenClock) -> None:
    for _ in range(40):
        hear(shop, clock, woo(shop, ORDER, secret="not the secret at all"))
        hear(shop, clock, ({}, json.dumps(ORDER).encode()))
    assert sorted(noted(shop)) == [("forged", "", "", 40), ("missing", "", "", 40)]
    assert "1042" not in str(list(ShopCall.objects.values()))
    clock.advance(days=1)
    hear(shop, clock, woo(shop, ORDER, secret="not the secret at all"))
    assert ShopCall.objects.count() == 3


def test_a_wrong_clock_says_by_how_much(world: World, clock: FrozenClock) -> None:
    shop = plain(world, clock)
    assert not call(shop, clock, {"event": "ping"}, late_seconds=47 * 60)
    assert noted(shop) == [("stale", "", str(47 * 60), 1)]
    assert call(shop, clock, {"event": "ping"})
    assert noted(shop)[0][0] == "greeted"


def test_only_the_last_calls_are_kept_and_forged_ones_push_none_out(
    world: World, clock: FrozenClock
) -> None:
    shop = plain(world, clock)
    for _ in range(calling.CALLS_KEPT + 5):
        call(shop, clock, {"event": "ping"})
        call(shop, clock, {"event": "ping"}, late_seconds=999)
        clock.advance(seconds=1)
    assert ShopCall.objects.filter(shop=shop, outcome="greeted").count() == calling.CALLS_KEPT
    assert ShopCall.objects.get(shop=shop, outcome="stale").times == calling.CALLS_KEPT + 5


def test_the_page_says_what_to_mend(
    world: World, shop: Shop, browse: Browse, clock: FrozenClock
) -> None:
    browser = browse(world.claire)
    address = reverse("shop_trial", args=[shop.pk])
    assert "No call yet" in text(browser.get(address))
    hear(shop, clock, woo(shop, ORDER, secret="not the secret at all"))
    hear(shop, clock, ({}, json.dumps(ORDER).encode()))
    hear(shop, clock, woo(shop, ORDER | {"id": 7, "currency": "USD"}))
    assert browser.post(address).status_code == 302
    shown = text(browser.get(address))
    for words in (
        "The signature was made with another secret",
        "The call bears no signature",
        "its currency is not the one of your figures",
        "It is not counted",
    ):
        assert words in shown
    assert Conversion.objects.count() == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_the_command_that_is_shown_signs_as_we_prove(world: World, clock: FrozenClock) -> None:
    shop, secret = shops.connect(
        world.atelier, name="Till", software="plain", actor=world.claire, now=clock()
    )
    shown = call_words.command("https://here.example/hook")
    signing = shown.split("; curl", 1)[0].replace("$(date +%s)", str(int(clock().timestamp())))
    made = subprocess.run(
        ["/bin/sh", "-c", f'{signing}; printf "%s" "$B|t=$T,v1=$S"'],
        env={"SECRET": secret, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    body, _mark, signature = made.stdout.partition("|")
    headers = {OURS.lower(): signature}
    assert calls.hear(shop, headers=headers, body=body.encode(), now=clock())
    assert noted(shop)[0][0] == "greeted"
    assert shown.endswith('-d "$B"')
