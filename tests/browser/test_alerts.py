"""An alert in a browser: the holding message reaches the answer box, beside what was typed."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from beffroi.company import queries
from beffroi.inbox.models import Answer, Conversation
from tests.browser import alerts, inboxes
from tests.browser.browsing import signed_in, visit
from tests.world import World


def test_one_click_puts_the_holding_message_in_the_box_and_sends_nothing(
    browser: Browser, origin: str, world: World
) -> None:
    alerts.raised(world)
    number = Answer.objects.count()
    words = queries.crisis_of(world.atelier).holding_message
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        page.locator("#id_text").fill("Julien, ")
        page.locator("#steps [data-suggestion]").click()
        expect(page.locator("#id_text")).to_have_value(f"Julien,\n\n{words}")
        expect(page.locator("#id_text")).to_be_focused()
        expect(page.locator("#steps")).to_have_attribute("open", "")
        assert visited.complaints == []
    assert Answer.objects.count() == number


def test_without_script_it_is_alerted_settled_and_taken_back(
    browser: Browser, origin: str, world: World
) -> None:
    alerts.urgent(world)
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        page.get_by_role("link", name="Alerter la cellule").first.click()
        page.locator("main form button[type=submit]").click()
        expect(page.locator("#alarm")).to_contain_text("Cellule alertée par Claire Martin")
        page.locator("#id_text").fill("Julien,")
        page.locator("#steps [data-suggestion]").click()
        words = queries.crisis_of(world.atelier).holding_message
        expect(page.locator("#id_text")).to_have_value(f"Julien,\n\n{words}")
        page.locator("#alarm").get_by_role("button", name="C’est réglé").click()
        expect(page.locator("#alarm")).to_have_count(0)
        page.locator(".toast form button").click()
        expect(page.locator("#alarm")).to_have_count(1)
    assert Conversation.objects.get(person_name="Julien Renard").escalated_at is not None
