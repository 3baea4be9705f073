"""What htmx adds to the composer: it counts, previews and takes pictures while one writes."""

from __future__ import annotations

import re

from django.conf import settings
from playwright.sync_api import Browser, FilePayload, Page, expect

from beffroi.delivery.models import Delivery
from beffroi.media.tests.films import film
from beffroi.publishing.models import Post
from beffroi.publishing.tests.desk import encoded
from tests.browser import publishing
from tests.browser.browsing import settle, signed_in, visit
from tests.world import World


def test_the_composer_counts_shortens_and_takes_pictures_as_one_writes(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.channels(world)
    with visit(browser, origin, language="en") as visited:
        page = visited.page
        signed_in(page, world.karim, origin=origin, language="en")
        visited.go("/posts/new/")
        page.get_by_label("Text for all channels").fill("a" * 310)
        expect(page.locator("#counters")).to_contain_text("310 of 300")
        expect(page.locator("#warnings")).to_contain_text("10 characters too many")
        page.get_by_role("button", name="Shorten for Bluesky").click()
        expect(page.get_by_label("Text for Bluesky")).to_be_focused()
        page.get_by_label("Text for Bluesky").fill("court")
        expect(page.locator("#warnings")).to_be_empty()
        picture = FilePayload(name="pain.png", mimeType="image/png", buffer=encoded())
        page.get_by_label("Add pictures or a video").set_input_files(picture)
        description = page.get_by_label("Description for those who do not see the picture")
        description.fill("Un pain")
        expect(page.locator("#previews img").first).to_have_attribute("alt", "Un pain")
        page.get_by_role("button", name="Save as draft").click()
        page.wait_for_url("**/posts/*/")
        assert visited.complaints == []
    post = Post.objects.get()
    assert [file.alt_text for file in post.files.all()] == ["Un pain"]
    assert {variant.text for variant in post.variants.all()} == {"court", "a" * 310}


def test_going_back_and_pressing_again_makes_no_second_post(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.channels(world)
    with visit(browser, origin, language="en") as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="en")
        visited.go("/posts/new/")
        page.get_by_label("Text for all channels").fill("Bonjour")
        page.locator("[name=day]").fill("2099-06-19")
        page.locator("[name=hour]").fill("08:00")
        page.locator("button[value=schedule]").click()
        page.wait_for_url("**/calendar/**")
        page.go_back()
        page.wait_for_url("**/posts/*/")
        expect(page.get_by_label("Text for all channels")).to_have_value("Bonjour")
        page.get_by_role("button", name="Save").first.click()
        page.wait_for_url("**/calendar/**")
        assert visited.complaints == []
    assert Post.objects.count() == 1
    assert Delivery.objects.count() == Post.objects.get().variants.count()


def test_a_session_that_ends_while_one_writes_takes_nothing_away(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.channels(world)
    with visit(browser, origin, language="en", expected_status=401) as visited:
        page = visited.page
        signed_in(page, world.karim, origin=origin, language="en")
        visited.go("/posts/new/")
        text = page.get_by_label("Text for all channels")
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        text.fill("Bonjour")
        expect(page.locator("#toasts")).to_contain_text("Your session has ended")
        expect(text).to_have_value("Bonjour")
        _sign_in_again(page, world, origin)
        visited.expected_status = 409
        text.fill("Bonjour à tous")
        expect(page.locator("#toasts")).to_contain_text("You are signed in again")
        page.get_by_role("button", name="Save as draft").click()
        page.wait_for_url(re.compile(r"/posts/\d+/"))
        assert visited.complaints == []
    assert {variant.text for variant in Post.objects.get().variants.all()} == {"Bonjour à tous"}


def test_what_is_sent_without_a_session_comes_back_to_be_sent_again(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.channels(world)
    with visit(browser, origin, language="en", expected_status=401) as visited:
        page = visited.page
        signed_in(page, world.karim, origin=origin, language="en")
        visited.go("/posts/new/")
        page.get_by_label("Text for all channels").fill("Bonjour")
        settle(page)
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.get_by_role("button", name="Save as draft").click()
        expect(page.locator("main")).to_contain_text("Bonjour")
        assert visited.accessibility_faults() == []
        _sign_in_again(page, world, origin)
        visited.expected_status = 403
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("main")).to_contain_text("before you signed in again")
        page.get_by_role("button", name="Send", exact=True).click()
        page.wait_for_url(re.compile(r"/posts/\d+/"))
        assert visited.complaints == []
    assert Post.objects.get().text == "Bonjour"


def _sign_in_again(page: Page, world: World, origin: str) -> None:
    """In another tab, with a token of its own, as every sign-in gives."""
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto(origin + "/account/login/")
    signed_in(other, world.karim, origin=origin)
    other.close()


#: Notes whether the way of a file was ever shown.
_WATCH = """() => {
  window.shown = false;
  new MutationObserver(() => { window.shown ||= !document.getElementById("sending").hidden; })
    .observe(document.getElementById("sending"), { attributes: true });
}"""


def test_a_video_shows_its_way_and_where_it_may_appear(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.films(world)
    with visit(browser, origin, language="en") as visited:
        page = visited.page
        signed_in(page, world.karim, origin=origin, language="en")
        visited.go("/posts/new/")
        page.evaluate(_WATCH)
        video = FilePayload(name="pli.mp4", mimeType="video/mp4", buffer=film())
        page.get_by_label("Add pictures or a video").set_input_files(video)
        expect(page.get_by_label("Description for those who do not see the video")).to_be_visible()
        assert page.evaluate("window.shown")
        expect(page.locator("#sending")).to_be_hidden()
        where = page.get_by_label("Format on Instagram")
        where.select_option(label="Story")
        expect(page.locator("#previews")).to_contain_text("No words show here")
        page.get_by_role("checkbox", name="Instagram").uncheck()
        expect(where).to_be_hidden()
        assert visited.complaints == []
