"""Beffroi on a home screen: without a network one page, of others' apps what they share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.browser.browsing import Visit, signed_in, visit
from tests.world import World

_READY = """
async () => {
  for (let tries = 0; tries < 100 && !navigator.serviceWorker.controller; tries += 1)
    await new Promise((done) => setTimeout(done, 50));
  return Boolean(navigator.serviceWorker.controller);
}
"""
#: As an iPhone says it; Chromium tells of its own way in a window of its own alone.
_STANDALONE = "Object.defineProperty(navigator, 'standalone', { value: true })"
_KEPT = """
async () => {
  const kept = {};
  for (const name of await caches.keys())
    kept[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
  return kept;
}
"""
#: What another app hands over: the phone sends it like this form.
_SHARE = """
async () => {
  const drawn = document.createElement("canvas");
  drawn.width = drawn.height = 640;
  drawn.getContext("2d").fillRect(0, 0, 640, 640);
  const blob = await new Promise((done) => drawn.toBlob(done, "image/png"));
  const form = Object.assign(document.createElement("form"), {
    method: "post", action: "/share/", enctype: "multipart/form-data",
  });
  const add = (name, type) =>
    form.appendChild(Object.assign(document.createElement("input"), { name, type }));
  add("text", "text").value = "Nos <b>brioches</b> de samedi";
  add("url", "text").value = "https://brioches.example/";
  const files = new DataTransfer();
  files.items.add(new File([blob], "brioches à l’étal.png", { type: "image/png" }));
  add("files", "file").files = files.files;
  document.body.append(form);
  form.submit();
}
"""


@contextmanager
def _as_app(browser: Browser, origin: str, world: World) -> Iterator[Visit]:
    """Open Beffroi from a home screen, with its worker in charge."""
    with visit(browser, origin) as visited:
        page = visited.page
        page.add_init_script(_STANDALONE)
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        assert page.evaluate(_READY)
        yield visited


@pytest.mark.journey
def test_without_a_network_one_page_is_there_and_nothing_of_anybody(
    browser: Browser, origin: str, world: World
) -> None:
    with _as_app(browser, origin, world) as visited:
        page = visited.page
        for path in ("/", "/posts/", "/inbox/", "/workspace/morning/"):
            visited.go(path)
        [(name, kept)] = page.evaluate(_KEPT).items()
        assert name.startswith("offline-")
        assert kept[0] == "/offline/"
        assert all(path.startswith("/static/") for path in kept[1:])
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
    with _as_app(browser, origin, world) as visited:
        page = visited.page
        page.evaluate(_SHARE)
        page.wait_for_url("**/posts/new/**")
        expect(page.locator("#id_text")).to_have_value(
            "Nos <b>brioches</b> de samedi\nhttps://brioches.example/"
        )
        expect(page.locator("#files img").first).to_be_visible()
        assert MediaFile.objects.get().workspace == world.atelier
        assert not Post.objects.exists()
        assert "shared" not in page.evaluate(_KEPT)
        assert visited.complaints == []


def test_in_an_ordinary_window_there_is_no_worker(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin) as visited:
        signed_in(visited.page, world.claire, origin=origin)
        visited.go("/")
        found = "async () => (await navigator.serviceWorker.getRegistrations()).length"
        assert visited.page.evaluate(found) == 0
