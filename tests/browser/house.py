"""A house on simulated networks: Beffroi, Bluesky and Mastodon, each a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.simulation import Simulator
from tests.browser.browsing import Visit
from tests.browser.product import Product, eventually, product

PASSWORD = "pain-au-levain-1887"
#: What reads from the networks: due every few minutes, or now when a test says so.
READING = ("inbox.poll", "inbox.threads", "inbox.follow")


@dataclass(frozen=True)
class House:
    """What runs. Our account on both networks is the simulators' own."""

    product: Product
    bluesky: BlueskySimulator
    mastodon: MastodonSimulator

    @property
    def networks(self) -> tuple[Simulator, Simulator]:
        """Both of them."""
        return self.bluesky, self.mastodon


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Run all three for the length of a `with`."""
    with BlueskySimulator() as bluesky, MastodonSimulator() as mastodon:
        allow = [urlsplit(network.origin).netloc for network in (bluesky, mastodon)]
        with product(folder, allow=allow) as running:
            yield House(running, bluesky, mastodon)


def sign_up(window: Visit, running: Product, *, name: str, address: str) -> None:
    """Make an account and its first workspace, as a person does with a mouse."""
    page = window.page
    page.goto(f"{window.origin}/account/signup/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(address)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("form:has([name=password1]) button").click()
    page.locator("[name=code]").fill(running.mailed_code(address))
    page.locator("form:has([name=code]) button").click()
    page.locator("main a[href='/workspaces/new/']").first.click()
    page.locator("[name=name]").fill("Atelier Martin")
    page.locator("form:has([name=time_zone]) button").click()
    page.wait_for_url(f"{window.origin}/")


def connect_bluesky(window: Visit, *, origin: str, handle: str, password: str) -> None:
    """Connect an account with an app password."""
    page = window.page
    page.goto(f"{window.origin}/channels/connect/bluesky/")
    page.locator("[name=identifier]").fill(handle)
    page.locator("[name=password]").fill(password)
    page.locator("[name=address]").fill(origin)
    page.locator("form:has([name=identifier]) button").click()
    page.wait_for_url(f"{window.origin}/channels/")


def connect_mastodon(window: Visit, *, origin: str) -> None:
    """Connect an account with a yes on the page of its server."""
    page = window.page
    page.goto(f"{window.origin}/channels/connect/mastodon/")
    page.locator("[name=address]").fill(origin)
    page.locator("form:has([name=address]) button").click()
    page.locator(f"main a[href^='{origin}']").click()
    page.locator("button[value=allow]").click()
    page.wait_for_url(f"{window.origin}/channels/")


def move_in(window: Visit, running: House, *, name: str, address: str) -> None:
    """Sign up and connect both networks."""
    sign_up(window, running.product, name=name, address=address)
    bluesky = running.bluesky
    connect_bluesky(window, origin=bluesky.origin, handle=bluesky.handle, password=bluesky.password)
    connect_mastodon(window, origin=running.mastodon.origin)


def published_id(network: Simulator, text: str) -> str:
    """Wait until a post stands on a network; return its id there."""
    found = eventually(lambda: network.ledger.published(text), f"{text!r} on {network.network}")
    assert len(found) == 1, f"{text!r} stands {len(found)} times on {network.network}"
    return found[0].remote_id


def wait_for_card(window: Visit, running: Product, text: str, *, path: str = "/inbox/") -> None:
    """Open a page again and again, hurrying the reading, until it shows what a stranger wrote."""

    def look() -> int:
        running.hurry(*READING)
        window.page.goto(window.origin + path)
        return window.page.locator("main").get_by_text(text).count()

    eventually(look, f"{text!r} on {path}")
