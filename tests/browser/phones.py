"""Beffroi opened from a phone's home screen, for tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

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
#: Waits for it in one call: Playwright's own waiting evaluates words, which our policy forbids.
NOTHING_SHARED = """
async () => {
  const isShared = (name) => name.startsWith("shared");
  while ((await caches.keys()).some(isShared)) await new Promise(requestAnimationFrame);
}
"""
#: What another app hands over: the phone sends it like this form.
SHARE = """
async (address) => {
  const drawn = document.createElement("canvas");
  drawn.width = drawn.height = 640;
  drawn.getContext("2d").fillRect(0, 0, 640, 640);
  const blob = await new Promise((done) => drawn.toBlob(done, "image/png"));
  const form = Object.assign(document.createElement("form"), {
    method: "post", action: address, enctype: "multipart/form-data",
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
def as_app(browser: Browser, origin: str, world: World) -> Iterator[Visit]:
    """Open Beffroi from a home screen, with its worker in charge."""
    with visit(browser, origin) as visited:
        page = visited.page
        page.add_init_script(_STANDALONE)
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        assert page.evaluate(_READY)
        yield visited


def kept(page: Page) -> dict[str, list[str]]:
    """Return the paths that the browser keeps, by the name of their cache."""
    found: dict[str, list[str]] = page.evaluate(_KEPT)
    return found
