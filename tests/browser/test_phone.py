"""Beffroi on a home screen: without a network one page, of others' apps what they share."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.browser.browsing import signed_in, visit
from tests.browser.phones import NOTHING_SHARED, SHARE, as_app, kept
from tests.world import World

_TWO_KEPT = """
async () => {
  while ((await caches.keys()).length !== 2) await new Promise(requestAnimationFrame);
}
"""
#: A share whose parts nobody can tell from each other, as one that was cut off.
_UNREADABLE = """
() => {
  const form = Object.assign(document.createElement("form"), {
    method: "post", action: "/share/", enctype: "text/plain",
  });
  document.body.append(form);
  form.submit();
}
"""


@pytest.mark.journey
def test_without_a_network_one_page_is_there_and_nothing_of_anybody(
    browser: Browser, origin: str, world: World
) -> None:
    with as_app(browser, origin, world) as visited:
        page = visited.page
        for path in ("/", "/posts/", "/inbox/", "/workspace/morning/"):
            visited.go(path)
        [(name, paths)] = kept(page).items()
        assert name.startswith("offline-")
        assert paths[0] == "/offline/"
        assert all(path.startswith("/static/") for path in paths[1:])
        visited.context.set_offline(True)
        page.goto(f"{origin}/posts/")
        expect(page.locator("h1")).to_have_text("Beffroi est injoignable")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Inter")
        visited.context.set_offline(False)
        page.get_by_role("link", name="Réessayer").click()
        expect(page).to_have_url(f"{origin}/posts/")
        expect(page.locator("h1")).not_to_have_text("Beffroi est injoignable")


@pytest.mark.journey
def test_what_another_app_shares_begins_a_post_and_is_kept_no_longer(
    browser: Browser, origin: str, world: World
) -> None:
    morning.channel(world.atelier, now=utc_now())
    with as_app(browser, origin, world) as visited:
        page = visited.page
        page.evaluate(SHARE, "/share/")
        page.wait_for_url("**/posts/new/**")
        expect(page.locator("#id_text")).to_have_value(
            "Nos <b>brioches</b> de samedi\nhttps://brioches.example/"
        )
        expect(page.locator("[data-files] li")).to_have_text("brioches à l’étal.png")
        assert not MediaFile.objects.exists()
        page.locator("[data-take]").click()
        expect(page.locator("#files img").first).to_be_visible()
        expect(page.locator("[data-files]")).to_be_hidden()
        assert MediaFile.objects.get().workspace == world.atelier
        assert not Post.objects.exists()
        page.evaluate(NOTHING_SHARED)
        assert visited.complaints == []


def test_in_an_ordinary_window_there_is_no_worker(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin) as visited:
        signed_in(visited.page, world.claire, origin=origin)
        visited.go("/")
        found = "async () => (await navigator.serviceWorker.getRegistrations()).length"
        assert visited.page.evaluate(found) == 0


def test_what_was_shared_goes_with_whoever_signs_out_and_after_an_hour(
    browser: Browser, origin: str, world: World
) -> None:
    with as_app(browser, origin, world) as visited:
        page = visited.page
        now = page.evaluate("Date.now()")
        held = "(name) => caches.open(name).then(() => caches.keys())"
        page.evaluate(held, f"shared-{now - 3_601_000}-old")
        page.evaluate(held, f"shared-{now}-young")
        visited.go("/posts/")
        page.evaluate(_TWO_KEPT)
        assert f"shared-{now}-young" in kept(page)
        visited.go("/workspaces/")
        page.locator("[data-leaves] button").click()
        page.evaluate(NOTHING_SHARED)
        assert visited.complaints == []


@pytest.mark.journey
def test_what_cannot_be_read_of_a_share_is_said_to_be_missing(
    browser: Browser, origin: str, world: World
) -> None:
    with as_app(browser, origin, world) as visited:
        page = visited.page
        page.evaluate(_UNREADABLE)
        page.wait_for_url("**/posts/new/**")
        expect(page.locator("[data-shared]")).to_contain_text("n’a pas pu suivre")
        expect(page.locator("[data-gone]")).to_be_hidden()
