"""A day by mail in a browser: asked for, mailed, followed without an account nor a cookie."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.inbox.models import Answer
from beffroi.morning import posting
from beffroi.morning.models import ActLink, MorningWish
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.browser.browsing import signed_in, visit
from tests.mail_server import MailServer, mail_goes_to, mail_server
from tests.world import World


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
def test_a_post_is_approved_and_an_answer_published_from_the_mail(
    browser: Browser, origin: str, world: World, settings: Settings, has_script: bool
) -> None:
    settings.PUBLIC_URL = origin
    channel = morning.channel(world.atelier, now=utc_now())
    morning.praised(channel, now=utc_now())
    post = morning.post(channel, author=world.karim, now=utc_now())
    with mail_server() as server, visit(browser, origin, java_script_enabled=has_script) as visited:
        mail_goes_to(server, settings)
        _ask_for_it(visited.page, world, origin=origin)
        html = _mailed(server, world)
        assert visited.complaints == []
    with visit(browser, origin, java_script_enabled=has_script) as stranger:
        page = stranger.page
        _follow(page, html, "Publier cette réponse")
        expect(page.locator("main")).to_contain_text("Réponse proposée")
        assert not Answer.objects.exists()
        page.get_by_role("button", name="Publier cette réponse").click()
        expect(page.locator("[role=status]")).to_have_text("Votre réponse part maintenant.")
        assert Answer.objects.get().author == world.claire
        address = _follow(page, html, post.title)
        expect(page.locator("main")).to_contain_text("Six parts, à réserver.")
        page.get_by_role("button", name="Valider").click()
        expect(page.locator("[role=status]")).to_contain_text("elle part à sa date")
        assert Post.objects.get().stage == "scheduled"
        assert stranger.context.cookies() == []
        assert stranger.complaints == []
    with visit(browser, origin, expected_status=410) as again:
        again.page.goto(address)
        expect(again.page.locator("h1")).to_have_text("C’est déjà fait")
        ActLink.objects.update(used_at=None, deed="", expires_at=utc_now() - timedelta(hours=1))
        again.page.goto(address)
        expect(again.page.locator("h1")).to_have_text("Ce lien ne sert plus")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mail_reads_on_any_screen(
    browser: Browser, origin: str, world: World, settings: Settings, scheme: str
) -> None:
    settings.PUBLIC_URL = origin
    channel = morning.channel(world.atelier, now=utc_now())
    morning.praised(channel, now=utc_now(), text="n" * 300)
    morning.post(channel, author=world.karim, now=utc_now())
    with mail_server() as server:
        mail_goes_to(server, settings)
        MorningWish.objects.create(
            workspace=world.atelier, user=world.claire, by_mail=True, since=utc_now()
        )
        html = _mailed(server, world)
    with visit(browser, origin, color_scheme=scheme) as visited:
        for width in (320, 390, 1280):
            visited.resize((width, 800))
            visited.page.set_content(html)
            assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visited.accessibility_faults() == []


def _ask_for_it(page: Page, world: World, *, origin: str) -> None:
    signed_in(page, world.claire, origin=origin)
    page.goto(f"{origin}/workspace/morning/")
    page.get_by_label("Par e-mail").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#toasts")).to_contain_text("Enregistré")


def _mailed(server: MailServer, world: World) -> str:
    """Have the hour come, and return the mail as a program shows it."""
    now = utc_now()
    local = now.astimezone(world.atelier.zone)
    MorningWish.objects.update(
        at=local.time().replace(second=0, microsecond=0),
        days="1234567",
        since=now - timedelta(days=1),
    )
    assert posting.plan(now=now) == 1
    Runner().run_until_idle()
    body = server.mail_to(world.claire.email).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def _follow(page: Page, html: str, label: str) -> str:
    """Follow the link that says so; return its address."""
    for address, words in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html):
        if label in unescape(re.sub(r"<[^>]+>", "", words)):
            page.goto(unescape(address))
            return unescape(address)
    raise AssertionError(label)
