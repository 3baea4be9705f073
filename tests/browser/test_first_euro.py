"""From a first offer to a first euro, in a browser: said, made, counted, ordered, and seen."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from beffroi.core.clock import utc_now
from tests.browser.browsing import signed_in, visit
from tests.world import World


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
def test_a_first_offer_leads_to_a_first_euro(
    browser: Browser, origin: str, world: World, has_script: bool
) -> None:
    today = utc_now().astimezone(world.atelier.zone).date()
    with visit(browser, origin, java_script_enabled=has_script) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/measure/costs/")
        page.locator("[name=margin_rate]").fill("62")
        page.locator("[name=vat_rate]").fill("5,5")
        page.locator("form[action$='/economics/'] button").click()
        expect(page.locator("#toasts")).to_contain_text("Tous les chiffres suivent")
        page.goto(f"{origin}/measure/offers/")
        page.locator("main .empty a").click()
        page.locator("[name=name]").fill("Le coffret de la fête des mères")
        page.locator("[name=promo]").fill("maman10")
        page.locator("[name=first_day]").fill((today - timedelta(days=3)).isoformat())
        page.locator("[name=last_day]").fill(today.isoformat())
        page.locator("[name=product]").fill("Coffret")
        page.locator("[name=usual_price]").fill("25 €")
        page.locator("[name=price]").fill("22,50")
        page.locator("main form .btn--primary").click()
        expect(page.locator("h1")).to_have_text("Le coffret de la fête des mères")
        offer = page.url
        expect(page.locator("main")).to_contain_text("est 25,00\u00a0€")
        _spend_twenty_minutes(page, origin)
        page.goto(f"{origin}/measure/sales/")
        page.locator("[name=kind]").select_option(label="Code en caisse")
        page.locator("[name=quantity]").fill("6")
        page.locator("[name=offer]").select_option(label="Le coffret de la fête des mères")
        page.locator("form[action$='/sales/new/'] button").click()
        expect(page.locator("main table")).to_contain_text("127,96\u00a0€")  # 135 € with 5.5 %
        page.goto(offer)
        # A box costs 38 % of 23.70 € before tax, 9.00 €, and brings 21.33 €: 12.32 € six times
        expect(page.locator(".brought")).to_have_text("74\u00a0€")
        expect(page.locator("main")).to_contain_text("pour 12\u00a0€, dont 20 min de travail")
        _order(page, origin)
        page.goto(offer)
        expect(page.locator(".brought")).to_have_text("86\u00a0€")
        assert visited.complaints == []


def _spend_twenty_minutes(page: Page, origin: str) -> None:
    page.goto(f"{origin}/measure/costs/")
    page.locator("[name=minutes]").fill("20")
    page.locator("[name=work_offer]").select_option(label="Le coffret de la fête des mères")
    page.locator("form[action$='/costs/time/'] button").click()
    expect(page.locator("#toasts")).to_contain_text("C’est gardé")


def _order(page: Page, origin: str) -> None:
    """Connect a shop, and let it tell an order with the code, signed with its secret."""
    page.goto(f"{origin}/measure/sales/shops/")
    page.locator("[name=software]").select_option(value="plain")
    page.locator("[name=name]").fill("Commande en ligne")
    page.locator("main form .btn--primary").click()
    secret, address = (page.locator("main code").nth(place).inner_text() for place in (0, 1))
    order = {
        "id": "1042",
        "created_at": utc_now().isoformat(),
        "net": "21.33",
        "discount": "2.37",
        "codes": ["Maman10"],
    }
    body = json.dumps({"event": "order", "order": order}).encode()
    at = int(utc_now().timestamp())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    answer = Client().post(
        f"/hooks/shops/{address.rstrip('/').rpartition('/')[2]}/",
        body,
        content_type="application/json",
        headers={"beffroi-signature": f"t={at},v1={digest}"},
    )
    assert answer.status_code == 200
    page.reload()
    expect(page.locator("main .facts")).to_contain_text("1")
