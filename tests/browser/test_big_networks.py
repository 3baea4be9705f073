"""The whole job on each of the large networks: an app, a yes, a file, a comment, an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from beffroi.media.tests.films import film
from beffroi.networks import registry
from beffroi.networks.simulation_webhooks import Storm, post_all
from tests.browser.browsing import Visit, visit
from tests.browser.house import published_id, sign_up, wait_for_card
from tests.browser.large import Network, connect, make_app
from tests.browser.product import Product, eventually, product

PARIS = ZoneInfo("Europe/Paris")
QUESTION = "Avez-vous du pain sans sel ?"
ANSWER = "Oui, le mardi et le vendredi."
WORLDS = {
    "facebook": "FacebookWorld",
    "instagram": "InstagramWorld",
    "linkedin": "LinkedInWorld",
    "x": "XWorld",
    "youtube": "YouTubeWorld",
}
LARGE = [key for key in WORLDS if key in registry.NETWORKS]


@pytest.fixture(scope="module")
def networks() -> Iterator[dict[str, Network]]:
    """All of them, each a server of its own."""
    with ExitStack() as stack:
        found = {}
        for key in LARGE:
            folder = f"beffroi.networks.{key}"
            simulator = stack.enter_context(import_module(f"{folder}.simulator").Simulator())
            look = getattr(import_module(f"{folder}.tests.world"), WORLDS[key])
            found[key] = Network(key, simulator, look(simulator), {})
        yield found


@pytest.fixture(scope="module")
def running(
    networks: dict[str, Network], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """Beffroi, which takes the simulators for the networks."""
    homes = {key: one.simulator.origin for key, one in networks.items()}
    allow = [urlsplit(origin).netloc for origin in homes.values()]
    with product(tmp_path_factory.mktemp("large"), allow=allow, homes=homes) as started:
        yield started


@pytest.fixture(scope="module")
def window(browser: Browser, running: Product) -> Iterator[Visit]:
    """Claire's window; whatever a page complains about fails the test."""
    with visit(browser, running.origin, language="en") as visited:
        sign_up(visited, running, name="Claire Martin", address="claire@atelier-martin.example")
        yield visited
        assert visited.complaints == []


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("picture") / "pain.jpg"
    Image.effect_noise((640, 640), 90).convert("RGB").save(path, "JPEG")
    return path


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "croissant.mov"
    path.write_bytes(film(ending="mov", turned=-90))
    return path


@pytest.mark.parametrize("key", [key for key in LARGE if key != "youtube"])
def test_a_comment_that_a_webhook_tells_of_is_answered(
    key: str, networks: dict[str, Network], running: Product, window: Visit, picture: Path
) -> None:
    network, text = networks[key], f"Le pain au levain sort du four, {key}"
    make_app(window, network)
    callback = _webhook_address(window, network)
    connect(window, network)
    _publish(window, text, picture)
    post_id = published_id(network.simulator, text)
    comment = network.world.stranger_replies(post_id, QUESTION)
    headers, body = network.world.webhook_about(comment)
    told = post_all([body], callback, sign=lambda _: headers, storm=Storm(doubled=1.0, forged=0.0))
    assert [one.status for one in told] == [200, 200]
    _answer(window)
    eventually(lambda: network.world.count_visible(ANSWER) or _answered(network), "our answer")
    _disconnect(window)


@pytest.mark.skipif("youtube" not in LARGE, reason="YouTube was taken out")
def test_a_video_leaves_for_youtube_and_its_comment_is_answered(
    networks: dict[str, Network], running: Product, window: Visit, video: Path
) -> None:
    """YouTube tells nobody of a comment: the regular reading finds it."""
    network, text = networks["youtube"], "Le tourage, pli après pli."
    make_app(window, network)
    connect(window, network)
    _publish(window, f"Le croissant en trois minutes\n\n{text}", video)
    post_id = published_id(network.simulator, text)
    shown = network.world.video(post_id)
    assert shown.snippet["title"] == "Le croissant en trois minutes"
    network.world.stranger_replies(post_id, QUESTION)
    wait_for_card(window, running, QUESTION)
    _answer(window)
    eventually(lambda: network.world.count_visible(ANSWER), "our answer")
    _disconnect(window)


def _webhook_address(window: Visit, network: Network) -> str:
    window.go(f"/channels/connect/{network.key}/app/")
    return window.page.locator("code", has_text="/channels/told/").first.inner_text()


def _publish(window: Visit, text: str, file: Path) -> None:
    page = window.page
    window.go("/posts/new/")
    page.locator("[name=text]").fill(text)
    page.get_by_label("Add pictures or a video").set_input_files(file)
    page.locator("textarea[name^=alt_text_]").fill("Un pain doré")
    now = datetime.now(PARIS)
    page.locator("[name=day]").fill(f"{now:%Y-%m-%d}")
    page.locator("[name=hour]").fill(f"{now:%H:%M}")
    page.locator("button[value=schedule]").click()
    page.wait_for_url("**/calendar/**")


def _answer(window: Visit) -> None:
    """Answer in the inbox, where nothing else waits: nobody hurried the regular reading."""
    page: Page = window.page

    def look() -> int:
        window.go("/inbox/")
        return page.locator("main").get_by_text(QUESTION).count()

    eventually(look, "the comment")
    page.locator("main a[href^='/inbox/']").filter(has_text=QUESTION).first.click()
    page.locator("#id_text").fill(ANSWER)
    page.locator("form.reply button.btn--primary").click()
    expect(page.locator("#said")).to_contain_text(ANSWER)


def _answered(network: Network) -> bool:
    """Tell whether the answer stands on the network, where answers are no posts."""
    return any(ANSWER in effect.text for effect in network.simulator.ledger.effects)


def _disconnect(window: Visit) -> None:
    """Leave no channel behind: the next journey publishes on its own alone."""
    page = window.page
    window.go("/channels/")
    href = page.locator("a[href$='/disconnection/']").first.get_attribute("href")
    window.go(str(href))
    page.locator("main form button").first.click()
    page.wait_for_url(f"{window.origin}/channels/")
