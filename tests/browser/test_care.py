"""Somebody who insults is reported, blocked and let in again: by keyboard, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from beffroi.channels import gateway
from beffroi.inbox.models import Block
from beffroi.inbox.tests.care import CaringNetwork
from tests.browser import inboxes
from tests.browser.browsing import signed_in, visit
from tests.browser.keyboard import Keyboard
from tests.world import World

WORDS = "Troisième message de ce genre ce matin."


@pytest.fixture
def network(world: World, monkeypatch: pytest.MonkeyPatch) -> CaringNetwork:
    """Bluesky, where Julien writes."""
    inboxes.busy(world)
    made = CaringNetwork()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    return made


def test_a_message_is_reported_and_its_author_blocked_by_keyboard_and_taken_back(
    browser: Browser, origin: str, world: World, network: CaringNetwork
) -> None:
    with visit(browser, origin, size=(820, 1000)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        keys = Keyboard(page)
        keys.reach("#said .menu summary")
        page.keyboard.press("Enter")
        keys.press("#said a", text="Signaler à Bluesky")
        expect(page.locator("#report-title")).to_be_in_viewport()
        keys.reach("#report input[type=radio]")
        page.keyboard.press("ArrowDown")
        keys.write("#report textarea", WORDS)
        keys.press("#report button")
        expect(page.locator("#said")).to_contain_text("Signalé le")
        keys.reach("#said .menu summary")
        page.keyboard.press("Enter")
        keys.press("#said button", text="Bloquer Julien Renard sur Bluesky")
        expect(page.locator(".toast")).to_contain_text("Vous bloquez désormais Julien Renard")
        assert Block.objects.exists()
        keys.press(".pane--talk button", text="Débloquer")
        expect(page.locator(".toast")).to_contain_text("Vous ne bloquez plus Julien Renard")
        assert visited.complaints == []
    assert [what for what, *_ in network.did] == ["report", "block", "unblock"]
    assert network.did[0][2:] == ("harassment", WORDS)
    assert not Block.objects.exists()


def test_on_a_small_phone_without_scripts_what_was_typed_outlives_a_refusal(
    browser: Browser, origin: str, world: World, network: CaringNetwork
) -> None:
    with visit(
        browser, origin, size=(320, 640), java_script_enabled=False, expected_status=422
    ) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}{inboxes.talk(world)}")
        page.locator("#said .menu summary").first.click()
        page.get_by_role("link", name="Signaler à Bluesky").first.click()
        page.locator("#report textarea").fill(WORDS)
        page.get_by_role("button", name="Le signaler").click()
        expect(page.locator("#report")).to_contain_text("Dites ce qui ne va pas.")
        expect(page.locator("#report-title")).to_be_in_viewport()
        expect(page.locator("#report textarea")).to_have_value(WORDS)
        page.get_by_label("Spam").check()
        page.get_by_role("button", name="Le signaler").click()
        expect(page.locator("#said")).to_contain_text("Signalé le")
    assert network.did[0][2:] == ("spam", WORDS)
