"""From the address of a site to the first piece of advice, before anybody has an account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.sitecheck import gateway, jobs
from beffroi.sitecheck.models import SiteCheck
from beffroi.sitecheck.tests.places import Places
from beffroi.sitecheck.tests.recorded import FULL
from tests.browser.browsing import visit


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    there = Places(tmp_path)
    monkeypatch.setattr(gateway, "client", there.client)
    yield there
    there.stop()


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize(
    ("language", "title", "advice"),
    [
        ("fr-FR", "On vous trouve", "Ajoutez vos mentions légales"),
        ("en-GB", "You are", "Add your legal notice"),
    ],
)
def test_an_address_leads_to_the_first_advice(
    browser: Browser,
    origin: str,
    transactional_db: None,
    places: Places,
    has_script: bool,
    language: str,
    title: str,
    advice: str,
) -> None:
    places.put("boulangerie.test/", FULL)
    with visit(browser, origin, java_script_enabled=has_script, locale=language) as visited:
        page = visited.page
        page.goto(f"{origin}/")
        page.locator("[name=site]").fill("boulangerie.test")
        page.locator("form[action$='/website-check/'] button").click()
        expect(page.locator(".step-n.now")).to_be_visible()
        check = SiteCheck.objects.get()
        jobs.read({"check_id": check.pk}, clock=utc_now)
        expect(page.locator("h1")).to_contain_text(title)  # the page asked again by itself
        expect(page.locator("[aria-labelledby=advice]")).to_contain_text(advice)
        expect(page.locator("[aria-labelledby=found] li")).to_have_count(11)
        page.locator("summary").click()
        page.locator("form.again [name=site]").fill("claire@boulangerie.test")
        with page.expect_navigation() as answered:
            page.locator("form.again button").click()
        assert answered.value is not None
        assert answered.value.status == 422
        expect(page.locator("#site-error")).to_be_visible()
        page.go_back()
        expect(page.locator("h1")).to_contain_text(title)
    assert {host for host, _port in places.internet.dialled} == {"93.184.216.34"}
