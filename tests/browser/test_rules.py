"""A rule in a browser: written, tried, switched on, and what it then does with a new comment."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.inbox import labelling
from beffroi.inbox.automation import asking
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.jobs import run_rules
from beffroi.inbox.models import Conversation
from beffroi.inbox.tests.desk import NOUR, said
from tests.browser import inboxes
from tests.browser.browsing import signed_in, visit
from tests.world import World


@pytest.mark.parametrize("has_script", [True, False])
def test_a_rule_is_written_tried_and_switched_on_then_sorts_what_arrives(
    browser: Browser, origin: str, world: World, has_script: bool
) -> None:
    inboxes.busy(world)
    now = utc_now()
    labelling.make(world.atelier, name="Devis", tone="bronze", actor=world.claire, now=now)
    with visit(browser, origin, java_script_enabled=has_script) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/inbox/rules/")
        page.locator("main .empty a").click()
        page.locator("[name=name]").fill("Devis pour Karim")
        page.locator("[name=words]").fill("devis, tarif")
        page.locator("[name=action]").nth(0).select_option(label="Étiqueter «\u00a0Devis\u00a0»")
        page.locator("[name=action]").nth(1).select_option(label="Confier à Karim Benali")
        page.locator("[value=keep]").click()
        expect(page.locator("main .rows .row")).to_have_count(1)
        expect(page.locator("main .rows")).to_contain_text("Mairie de Douai")
        page.locator("[name=do][value=on]").click()
        expect(page.locator("main .rows .badge")).to_have_text("En marche")
        _arrives()
        page.goto(f"{origin}/inbox/{Conversation.objects.get(person_name=NOUR.display_name).pk}/")
        talk = page.locator("#conversation")
        expect(talk.locator(".badge")).to_have_text("Devis")
        expect(talk).to_contain_text("Confié à Karim Benali")
        done = "Étiqueté, confié par la règle «\u00a0Devis pour Karim\u00a0»"
        expect(talk.locator("ul.list").first).to_contain_text(done)
        page.locator("form[action$='/undo/'] button").click()
        expect(talk.locator(".badge")).to_have_count(0)
        expect(talk.locator("ul.list").first).to_contain_text("annulé par Claire Martin")
        assert visited.complaints == []


def _arrives() -> None:
    """Nour asks what things cost; the jobs of the product do the rest."""
    now = utc_now()
    channel = Conversation.objects.get(person_name="Mairie de Douai").channel
    ingest(channel, [said("new", "Quels sont vos tarifs ?", author=NOUR, created_at=now)], now=now)
    run_rules(Job.objects.get(kind=asking.RUN).payload, clock=utc_now)
