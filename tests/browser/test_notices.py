"""Notices on a device: the worker lives under our policy, shows what a push brings, and no more."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from beffroi.listening.telling import pushing
from tests.browser.browsing import signed_in, visit
from tests.world import World

pytestmark = pytest.mark.journey

_REGISTER = """
async (worker) => {
  await navigator.serviceWorker.register(worker);
  const registration = await navigator.serviceWorker.getRegistration(worker);
  for (let tries = 0; tries < 100 && !registration.active; tries += 1)
    await new Promise((done) => setTimeout(done, 50));
  return registration.scope;
}
"""
_SHOWN = """
async (worker) => {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  for (let tries = 0; tries < 100; tries += 1) {
    const notices = await registration.getNotifications();
    if (notices.length) return notices.map((one) => [one.title, one.body, one.tag, one.data]);
    await new Promise((done) => setTimeout(done, 50));
  }
  return [];
}
"""
TOLD = {
    "title": "Alerte rouge · Atelier Martin",
    "body": "On parle de « Atelier Martin » 6 fois plus que d’habitude.",
    "url": "https://beffroi.example/w/1/?to=/listening/alerts/1/",
    "tag": "alert-1",
}


def test_a_push_becomes_a_notice(browser: Browser, origin: str, world: World) -> None:
    with visit(browser, origin) as visited:
        page, context = visited.page, visited.context
        context.grant_permissions(["notifications"], origin=origin)
        signed_in(page, world.claire, origin=origin)
        visited.go("/workspace/alerts/")
        form = page.locator("[data-push]")
        assert form.get_attribute("data-push") == pushing.public_key()
        assert form.locator("button").is_visible()
        worker = form.get_attribute("data-worker")
        scope = page.evaluate(_REGISTER, worker)
        assert scope.endswith("/listening/")

        devtools = context.new_cdp_session(page)
        found: list[str] = []
        devtools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
        )
        devtools.send("ServiceWorker.enable")
        page.wait_for_load_state("load")
        for _ in range(100):
            if found:
                break
            page.wait_for_timeout(20)
        pushed = {"origin": origin, "registrationId": found[0], "data": json.dumps(TOLD)}
        devtools.send("ServiceWorker.deliverPushMessage", pushed)
        assert page.evaluate(_SHOWN, worker) == [
            [TOLD["title"], TOLD["body"], TOLD["tag"], TOLD["url"]]
        ]
        assert visited.complaints == []
