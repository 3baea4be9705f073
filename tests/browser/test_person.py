"""A person's rights in a browser: a copy of their data, an erasure undone once, its receipt."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from beffroi.core.clock import utc_now
from beffroi.inbox.models import Erasure, Feedback
from beffroi.inbox.people import erasure
from tests.browser import inboxes
from tests.browser.browsing import signed_in, visit
from tests.world import World


def test_a_person_is_found_handed_out_and_erased_after_a_second_thought(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.busy(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        page.get_by_role("link", name="Tout sur cette personne").click()
        expect(page.locator("h1")).to_have_text("Julien Renard")
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Obtenir la copie").click()
        with zipfile.ZipFile(downloading.value.path()) as archive:
            assert "Vous ouvrez à quelle heure" in archive.read("index.html").decode()
        _erase(page)
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator(".toast")).to_contain_text("Rien n’a été effacé")
        assert not Erasure.objects.exists()
        _erase(page)
        earlier = Erasure.objects.get().asked_at - timedelta(hours=1)
        Erasure.objects.update(asked_at=earlier, due_at=earlier + timedelta(minutes=10))
        erasure.erase_due(Erasure.objects.get().pk, clock=utc_now)
        page.reload()
        expect(page.locator("#state")).to_have_text("Effacé")
        expect(page.locator(".lede")).to_have_text(re.compile(r"Référence \w{4}-\w{4} · Bluesky"))
        assert "Julien" not in page.locator("main").inner_text()
        page.get_by_role("link", name="Tous les messages").click()
        expect(page.locator(".msgs")).not_to_contain_text("Julien Renard")
        assert visited.complaints == []
    assert not Feedback.objects.filter(author_name="Julien Renard").exists()


def test_without_script_a_person_is_erased_and_that_is_undone(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.busy(world)
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}{inboxes.talk(world)}person/")
        _erase(page)
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("h1")).to_have_text("Julien Renard")


def _erase(page: Page) -> None:
    page.get_by_role("button", name="Effacer cette personne").click()
    expect(page.locator("#state")).to_contain_text("Sera effacé")
