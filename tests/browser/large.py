"""A large network as a person meets it: an app made over there, then a yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from beffroi.networks.simulation import Simulator
from tests.browser.browsing import Visit


@dataclass
class Network:
    """A simulated network, seen from outside, and the fields of its app."""

    key: str
    simulator: Simulator
    world: Any
    app: dict[str, str]


def make_app(window: Visit, network: Network) -> None:
    """Declare the app over there, copy it here."""
    page = window.page
    window.go(f"/channels/connect/{network.key}/app/")
    address = page.locator("code", has_text="/return/").inner_text()
    declared = dict(network.simulator.declare_app(address))
    if network.key == "linkedin":  # where each app signs with a secret of its own
        network.world.made = replace(network.world.made, client_secret=declared["client_secret"])
    for name, value in declared.items():
        field = page.locator(f"[name={name}]")
        if field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)
    page.locator("form:has([name=client_id]) button").click()
    page.locator(f"main a.btn--primary[href$='/channels/connect/{network.key}/']").wait_for()


def connect(window: Visit, network: Network) -> None:
    """Say yes on the network's page; of several accounts, choose ours."""
    page, ours = window.page, network.world.keeper.read().account_id
    window.go(f"/channels/connect/{network.key}/")
    page.locator("main form button.btn--primary").click()
    page.locator(f"main a[href^='{network.simulator.origin}']").click()
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.locator("button[value=allow]").click()
    page.wait_for_url(f"{window.origin}/channels/**")
    if page.url.endswith("/accounts/"):
        page.locator(f"input[name=account][value='{ours}']").check()
        page.locator("main form button.btn--primary").click()
        page.wait_for_url(f"{window.origin}/channels/")
