"""The promise of answer in a browser: what a delay means shows while it is chosen."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from beffroi.company import queries
from beffroi.company.rules import Kind, open_days
from tests.browser import companies
from tests.browser.browsing import signed_in, visit
from tests.world import World


def test_a_delay_says_what_it_means_before_it_is_kept(
    browser: Browser, origin: str, world: World
) -> None:
    companies.told(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="fr")
        visited.go("/workspace/company/promise/")
        expect(page.locator("#id_other_helptext")).to_contain_text("samedi 19 h")
        page.locator("#id_other").focus()
        page.locator("#id_other").select_option("120-open_time")
        expect(page.locator("#id_other_helptext")).to_contain_text("samedi 9 h")
        expect(page.locator("#id_other")).to_be_focused()
        expect(page.locator("#id_other")).to_have_value("120-open_time")
        assert queries.promise_of(world.atelier).of(Kind.OTHER) == open_days(1)
        assert visited.complaints == []
