"""The day's cards in a browser: answered in place, taken back, and all of it without script."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser import mornings
from tests.browser.browsing import signed_in, visit
from tests.world import World


def test_cards_are_settled_one_after_the_other_without_script(
    browser: Browser, origin: str, world: World
) -> None:
    mornings.answers(world)
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(origin)
        expect(page.locator("#front")).to_have_text("Sandrine Lemoine")
        page.locator("#id_text").fill("Pardon, et à samedi.")
        page.locator("main .btn--primary").click()
        expect(page.locator("#front")).to_have_text("Léa Bonnet")
        page.locator("main [formaction]").click()
        expect(page.locator("#front")).to_have_text("Marc Tison")
        page.locator(".toast form button").click()
        expect(page.locator("#front")).to_have_text("Léa Bonnet")
        page.locator("a.row", has_text="Paris-Brest").click()
        page.locator("main .btn--primary").click()
        expect(page.locator("a.row")).to_have_count(1)


def test_what_is_typed_is_counted_as_the_network_counts(
    browser: Browser, origin: str, world: World
) -> None:
    mornings.answers(world)
    with visit(browser, origin) as visited:
        signed_in(visited.page, world.claire, origin=origin)
        visited.go("/")
        counter = visited.page.locator("#answer-count")
        visited.page.locator("#id_text").press_sequentially("Pardon 👩‍🍳")
        expect(counter).to_contain_text("8 sur 300")
        visited.page.locator("#id_text").fill("x" * 301)
        expect(counter).to_have_class("num t-bad")
        assert visited.complaints == []


def test_too_long_an_answer_stays_with_its_text(
    browser: Browser, origin: str, world: World
) -> None:
    mornings.answers(world)
    with visit(browser, origin, expected_status=422) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        page.locator("#id_text").fill("x" * 301)
        page.locator("main .btn--primary").click()
        expect(page.locator("#answer-error")).to_be_visible()
        expect(page.locator("#id_text")).to_have_value("x" * 301)
        page.locator("#id_text").fill("Pardon, et à samedi.")
        page.locator("main .btn--primary").click()
        expect(page.locator("#front")).to_have_text("Léa Bonnet")
