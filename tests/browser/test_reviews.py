"""The first bad review: seen on Today, answered there, then in the room with its delay."""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from beffroi.networks import registry
from tests.browser.browsing import visit
from tests.browser.house import sign_up, wait_for_card
from tests.browser.large import Network, connect, make_app
from tests.browser.product import eventually, product

GOOGLE = "google_business"
pytestmark = pytest.mark.skipif(
    GOOGLE not in registry.NETWORKS, reason="Google Business Profile was taken out"
)

REVIEW = "Vingt minutes de queue, et plus une baguette."
ANSWER = "Bonjour, nous sommes navrés : une deuxième fournée sort désormais à 10 h."


def test_a_first_bad_review_is_noticed_answered_and_counted(
    browser: Browser, tmp_path: Path
) -> None:
    folder = f"beffroi.networks.{GOOGLE}"
    world = import_module(f"{folder}.tests.world")
    with import_module(f"{folder}.simulator").Simulator() as simulator, ExitStack() as stack:
        files = world.Files()
        stack.callback(files.stop)
        google = Network(GOOGLE, simulator, world.GoogleBusinessWorld(simulator, files), {})
        allow, homes = [urlsplit(simulator.origin).netloc], {google.key: simulator.origin}
        with (
            product(tmp_path, allow=allow, homes=homes) as running,
            visit(browser, running.origin, language="en") as window,
        ):
            page = window.page
            sign_up(window, running, name="Claire Martin", address="claire@atelier.example")
            make_app(window, google)
            connect(window, google)
            window.go("/reviews/")
            expect(page.locator("main")).to_contain_text("No review yet")

            window.go("/reviews/asking/")
            page.locator("form:has([value*='writereview']) button").click()
            page.locator("a[href$='/card/']").click()
            expect(page.locator(".qr svg")).to_be_visible()

            review_id = google.world.act("reply", text=REVIEW, stars=1)["id"]
            wait_for_card(window, running, REVIEW, path="/")
            page.locator("#id_text").fill(ANSWER)
            page.locator("main .btn--primary").first.click()
            eventually(lambda: google.world.review(review_id).reply == ANSWER, "our answer")

            def answered() -> int:
                window.go("/reviews/?answered=yes&stars=bad")
                return page.locator("main").get_by_text(REVIEW).count()

            eventually(answered, "the review among those answered")
            expect(page.locator("main .list")).to_contain_text("Answered after")
            expect(page.locator("main .strip")).to_contain_text("1 of 1.")
            expect(page.locator("main .strip")).to_contain_text("100%")
            window.go("/reviews/?answered=no")
            expect(page.locator("main")).to_contain_text("No review with these filters.")
            assert window.complaints == []
