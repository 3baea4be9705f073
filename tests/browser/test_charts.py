"""A chart by keyboard and in every width. Rules of accessibility: `test_every_page`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import NARROW, Visit, visit

ADDRESS = "/charts/"
# Playwright's own waiting evaluates its words again and again, which our content policy forbids.
SCROLLED = "async (it) => { while (!it.scrollLeft) await new Promise(requestAnimationFrame) }"


@pytest.fixture
def window(browser: Browser, origin: str) -> Iterator[Visit]:
    """The page of charts; whatever it complains about fails the test."""
    with visit(browser, origin) as visited:
        visited.go(ADDRESS)
        yield visited
        assert visited.complaints == []


def test_the_numbers_are_opened_and_scrolled_by_keyboard(window: Visit) -> None:
    page = window.page
    window.resize(NARROW)
    summary = page.locator("#heures summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#heures table")).to_be_visible()
    page.keyboard.press("Tab")
    region = page.locator("#heures .ch-scroll")
    expect(region).to_be_focused()
    page.keyboard.press("ArrowRight")
    region.evaluate(SCROLLED)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#heures table")).to_be_hidden()


def test_the_drawing_that_fits_is_shown_and_no_other(window: Visit) -> None:
    shown = {}
    for width in (320, 620, 1280):
        window.resize((width, 800))
        shown[width] = window.page.evaluate(
            "[...document.querySelectorAll('#jours .ch-svg')]"
            ".filter((svg) => svg.checkVisibility()).map((svg) => svg.classList[1])"
        )
    assert shown == {320: ["ch-s"], 620: ["ch-m"], 1280: ["ch-l"]}


@pytest.mark.parametrize("width", [320, 390, 700, 1024, 1280])
def test_letters_of_a_chart_are_neither_tiny_nor_huge(window: Visit, width: int) -> None:
    window.resize((width, 800))
    sizes = window.page.evaluate(
        "[...document.querySelectorAll('.ch-svg')].filter((svg) => svg.checkVisibility())"
        ".map((svg) => 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert sizes
    assert min(sizes) >= 10
    assert max(sizes) <= 18


def test_fills_have_their_patterns_and_the_colours_of_the_theme(window: Visit) -> None:
    read = """() => {
      const mark = (name) => document.querySelector(`#marge .ch-m .ch-${name}`);
      const fill = (name) => getComputedStyle(mark(name)).fill;
      return [fill("plain"), fill("hatch").includes("hatch"), fill("dots").includes("dots")];
    }"""
    window.use_theme("light")
    assert window.page.evaluate(read) == ["rgb(31, 58, 117)", True, True]
    window.use_theme("dark")
    assert window.page.evaluate(read) == ["rgb(143, 176, 239)", True, True]


def test_forced_colours_are_those_of_the_system(window: Visit) -> None:
    window.page.emulate_media(forced_colors="active")
    same = window.page.evaluate(
        "(() => { const of = (name) => getComputedStyle(document.querySelector(name));"
        "return of('#marge .ch-m .ch-plain').fill === of('h1').color; })()"
    )
    assert same
