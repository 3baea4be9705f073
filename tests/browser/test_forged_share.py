"""What another site sends as if a phone had shared it: no file leaves the device by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.browser.browsing import NARROW, THEMES
from tests.browser.phones import NOTHING_SHARED, SHARE, as_app
from tests.world import World


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title><link rel=icon href=data:,>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # Another name than that of the installation: for browsers, another site.
    yield f"http://elsewhere.localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.journey
def test_what_another_site_sends_uploads_nothing_until_a_person_says_so(
    browser: Browser, origin: str, world: World, elsewhere: str
) -> None:
    morning.channel(world.atelier, now=utc_now())
    with as_app(browser, origin, world) as visited:
        page = visited.page
        asked: list[str] = []
        page.on("request", lambda one: asked.append(f"{one.method} {one.url}"))
        page.goto(elsewhere)
        page.evaluate(SHARE, f"{origin}/share/")
        page.wait_for_url("**/posts/new/**")
        page.wait_for_load_state("networkidle")
        expect(page.locator("[data-files]")).to_be_visible()
        expect(page.locator("[data-files] li")).to_have_text("brioches à l’étal.png")
        page.wait_for_load_state("networkidle")
        assert not [one for one in asked if one.endswith("/posts/files/")]
        assert not MediaFile.objects.exists()
        visited.resize(NARROW)
        assert visited.sideways_scroll_px() <= 0
        for theme in THEMES:
            visited.use_theme(theme)
            assert visited.accessibility_faults() == []
        page.locator("[data-leave]").click()
        expect(page.locator("[data-files]")).to_be_hidden()
        page.evaluate(NOTHING_SHARED)
        assert not MediaFile.objects.exists()
        assert not Post.objects.exists()
        assert visited.complaints == []
