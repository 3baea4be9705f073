"""What is typed and not sent yet: it survives whatever else is done, and goes once it left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from beffroi.inbox.models import Answer, Conversation
from tests.browser import inboxes, teams
from tests.browser.browsing import signed_in, visit
from tests.world import World

ANSWER = "Bonjour Julien, nous réservons jusqu’à vendredi."


def box(page: Page) -> Locator:
    return page.locator("#id_text")


def test_an_answer_outlives_all_that_is_done_beside_it(
    browser: Browser, origin: str, world: World
) -> None:
    teams.at_work(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        talk = inboxes.talk(world)
        visited.go(talk)
        box(page).fill(ANSWER)
        page.locator("#note-box summary").click()
        page.locator("#id_note").fill("À rappeler")
        page.locator("#note-box button").click()
        expect(page.locator("#notes")).to_contain_text("À rappeler")
        expect(box(page)).to_have_value(ANSWER)
        expect(page.locator("#id_note")).to_have_value("")
        page.locator("#following").click()
        expect(box(page)).not_to_have_value(ANSWER)
        visited.go("/inbox/labels/")
        visited.go(talk)
        expect(box(page)).to_have_value(ANSWER)
        page.locator("#reply button.btn--primary").click()
        expect(page.locator("#said")).to_contain_text(ANSWER)
        assert Answer.objects.filter(text=ANSWER).count() == 1
        visited.go(talk)
        expect(box(page)).to_have_value("")
        assert visited.complaints == []


def test_whoever_signs_out_leaves_nothing_behind(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.busy(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        box(page).fill(ANSWER)
        visited.go("/workspaces/")
        assert page.evaluate("Object.keys(sessionStorage).length") == 1
        page.locator("[data-leaves] button").click()
        page.wait_for_url("**/login/**")
        assert page.evaluate("Object.keys(sessionStorage)") == []


def test_two_forms_of_one_page_are_saved_one_after_the_other(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/workspace/company/hours/")
        monday = page.locator("form[action$='/hours/'] input[type=text]").first
        monday.fill("9 h – 12 h")
        page.locator("form[action$='/holidays/'] button[type=submit]").click()
        expect(page.locator(".toast")).to_be_visible()
        expect(monday).to_have_value("9 h – 12 h")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_button_is_readable_under_the_pointer(
    browser: Browser, origin: str, world: World, theme: str
) -> None:
    inboxes.busy(world)
    with visit(browser, origin) as visited:
        page = visited.page
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        signed_in(page, world.claire, origin=origin)
        visited.go(f"/inbox/{Conversation.objects.get(root_id='our-post').pk}/")
        button = page.locator("#reply button.btn--primary")
        button.hover()
        page.wait_for_timeout(400)  # the colour moves
        ratio = button.evaluate(
            """button => {
              const light = (colour) => {
                const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
                const straight = (c) => (c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
                const [r, g, b] = parts.map(straight);
                return .2126 * r + .7152 * g + .0722 * b + .05;
              };
              const style = getComputedStyle(button);
              const [a, b] = [light(style.color), light(style.backgroundColor)];
              return Math.max(a, b) / Math.min(a, b);
            }"""
        )
        assert ratio >= 4.5
