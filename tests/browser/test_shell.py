"""The frame of every page: keyboard, menus, theme, language, fragments; also without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.browsing import Visit, signed_in, visit
from tests.world import World

#: A place that a fragment replaces, as an app would write it.
FRAGMENT_PLACE = """() => {
  const place = document.createElement("section");
  place.id = "place";
  place.innerHTML = '<button class="btn" hx-get="/fragment/" hx-target="#place">Open</button>';
  document.querySelector("main").append(place);
  htmx.process(place);
}"""


@pytest.fixture
def at_home(browser: Browser, origin: str, world: World) -> Iterator[Visit]:
    """Claire on Today; whatever the page complained about fails the test."""
    with visit(browser, origin) as visited:
        signed_in(visited.page, world.claire, origin=origin)
        visited.go("/")
        yield visited
        assert visited.complaints == []


def focused(page: Page) -> str:
    script = "document.activeElement.textContent.trim() || document.activeElement.tagName"
    return str(page.evaluate(script))


def test_the_first_key_offers_to_skip_to_the_content(at_home: Visit) -> None:
    page = at_home.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_icons_come_from_the_sprite(at_home: Visit) -> None:
    drawn = at_home.page.evaluate(
        "[...document.querySelectorAll('.side use')].map(use => use.getBoundingClientRect().width)"
    )
    assert drawn
    assert all(width > 0 for width in drawn)


def test_a_link_among_words_is_underlined(at_home: Visit) -> None:
    drawn = at_home.page.evaluate(
        """() => {
          const link = Object.assign(document.createElement("a"), { href: "/", className: "link" });
          document.querySelector("main").append(link);
          return getComputedStyle(link).textDecorationLine;
        }"""
    )
    assert drawn == "underline"


def test_the_font_is_ours(at_home: Visit) -> None:
    assert at_home.page.evaluate("document.fonts.check('600 16px Inter')")
    loaded = "[...document.fonts].filter(face => face.status === 'loaded').length"
    assert at_home.page.evaluate(loaded) == 1


def test_escape_closes_a_menu_and_gives_the_focus_back(at_home: Visit) -> None:
    page = at_home.page
    summary = page.locator(".side summary.space")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".side .menu-list").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".side .menu-list").first).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_click_elsewhere_closes_a_menu(at_home: Visit) -> None:
    page = at_home.page
    page.locator(".side summary.space").click()
    page.locator("h1").click()
    expect(page.locator(".side .menu-list").first).to_be_hidden()


def _choose_theme(page: Page, theme: str) -> None:
    page.locator(".side .rooms summary").click()
    page.locator(f'.side [name="theme"][value="{theme}"]').click()


def test_a_theme_shows_at_once_and_stays(at_home: Visit) -> None:
    page = at_home.page
    with page.expect_response("**/theme/"):
        _choose_theme(page, "dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 21, 36)"
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_theme_language_and_sign_out_work_without_script(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(origin)
        _choose_theme(page, "dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.locator(".side .rooms summary").click()
        page.locator('.side button[lang="en"]').click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("h1")).to_contain_text("Hello Claire")


def _answer(body: str, status: int = 200) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=body)

    return fulfil


def test_whoever_loses_the_focus_to_a_fragment_finds_it_at_its_start(at_home: Visit) -> None:
    page = at_home.page
    page.route("**/fragment/", _answer("<h2>Conversation</h2><p>Text</p>"))
    page.evaluate(FRAGMENT_PLACE)
    page.locator("#place button").press("Enter")
    expect(page.locator("#place h2")).to_be_focused()


def test_a_fragment_that_holds_the_same_control_keeps_the_focus(at_home: Visit) -> None:
    page = at_home.page
    body = '<button id="again" class="btn" hx-get="/fragment/" hx-target="#place">Again</button>'
    page.route("**/fragment/", _answer(body))
    page.evaluate(FRAGMENT_PLACE)
    page.locator("#place button").click()
    expect(page.locator("#again")).to_be_visible()
    page.locator("#again").press("Enter")
    expect(page.locator("#again")).to_be_focused()


def test_a_fragment_that_fails_says_so_and_changes_nothing(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin, expected_status=500) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        page.route("**/fragment/", _answer("<h1>Broken</h1>", status=500))
        page.evaluate(FRAGMENT_PLACE)
        page.locator("#place button").click()
        expect(page.locator("#toasts")).to_contain_text("Cela n’a pas fonctionné")
        expect(page.locator("#place button")).to_be_visible()
        assert visited.complaints == []


def test_an_unreachable_server_is_told_in_words(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        page.route("**/fragment/", lambda route: route.abort("internetdisconnected"))
        page.evaluate(FRAGMENT_PLACE)
        page.locator("#place button").click()
        expect(page.locator("#toasts")).to_contain_text("Beffroi est injoignable")


def test_a_form_is_sent_once_however_often_its_button_is_pressed(at_home: Visit) -> None:
    page = at_home.page
    sent: list[str] = []

    def swallow(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=204)

    page.route("**/send/", swallow)
    page.evaluate(
        """() => {
          document.querySelector("main").innerHTML =
            '<form method="post" action="/send/"><button type="submit">Send</button></form>';
        }"""
    )
    button = page.locator("main button")
    button.click()
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    assert len(sent) == 1


def test_text_at_twice_the_size_still_fits(at_home: Visit) -> None:
    page = at_home.page
    at_home.resize((1280, 900))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert at_home.sideways_scroll_px() <= 0


@pytest.mark.parametrize("room", ["/workspace/", "/measure/", "/reviews/"])
def test_on_a_phone_the_open_page_of_a_room_is_in_sight(
    browser: Browser, origin: str, world: World, room: str
) -> None:
    with visit(browser, origin, size=(390, 844)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(room)
        visited.go(page.locator(".subnav a").last.get_attribute("href") or "")
        opened = page.locator(".subnav [aria-current]")
        expect(opened).to_be_in_viewport(ratio=0.9)
        assert page.evaluate("scrollX") == 0
        assert visited.complaints == []
