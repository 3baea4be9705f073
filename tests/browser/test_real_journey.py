"""The whole loop on Bluesky's real servers: from an empty house to an answer on the network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from beffroi.networks.bluesky.tests.real_world import RealWorld
from tests.browser.browsing import Visit, visit
from tests.browser.house import connect_bluesky, sign_up, wait_for_card
from tests.browser.product import Product, eventually, product

pytestmark = pytest.mark.real

PARIS = ZoneInfo("Europe/Paris")
#: Between typing the date and approving: long enough for a slow machine.
WRITING = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)
POST = "Le pain au levain sort du four à 7 h. 🥖 #Douai"
QUESTION = "Avez-vous aussi du pain sans sel ?"
ANSWER = "Oui, le mardi et le vendredi. Nous vous en gardons un ?"


@pytest.fixture
def network() -> RealWorld:
    """Two people on the account server: the bakery, and Léa who is a stranger to it."""
    return RealWorld(os.environ["BEFFROI_REAL_BLUESKY"])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Product]:
    """A Beffroi where nobody has an account yet."""
    with product(tmp_path, allow=[os.environ["BEFFROI_OUTBOUND_ALLOW"]]) as started:
        yield started


@pytest.fixture
def window(browser: Browser, running: Product) -> Iterator[Visit]:
    """A window on it; whatever a page complains about fails the test."""
    with visit(browser, running.origin, language="en") as visited:
        yield visited
        assert visited.complaints == []


def test_a_stranger_is_answered_under_a_post_that_left_on_its_minute(
    window: Visit, running: Product, network: RealWorld
) -> None:
    sign_up(window, running, name="Claire Martin", address="claire@atelier-martin.example")
    ours = network.ours.handle
    connect_bluesky(window, origin=network.origin, handle=ours, password=network.password)
    planned_at = _schedule(window)
    assert _our_posts(network) == {}
    post_id = _published(network)
    indexed_at = _indexed_at(network, post_id)
    assert planned_at <= indexed_at < planned_at + MINUTE
    assert network.record(post_id)["value"]["createdAt"] == f"{planned_at:%Y-%m-%dT%H:%M:%S}.000Z"

    question_id = network.stranger_replies(post_id, QUESTION)
    conversation = _answer_card(window, running)
    reply = eventually(lambda: _answer_below(network, question_id), "our answer in the thread")
    assert reply["record"]["text"] == ANSWER
    assert reply["record"]["reply"]["parent"]["uri"] == question_id
    assert reply["record"]["reply"]["root"]["uri"] == post_id
    window.go(conversation)
    expect(window.page.locator("#said")).to_contain_text("published, confirmed by Bluesky")
    assert list(_our_posts(network).values()).count(ANSWER) == 1


def _schedule(window: Visit) -> datetime:
    """Write the post for the next minute that can be reached; return that minute, in UTC."""
    page = window.page
    window.go("/posts/new/")
    page.locator("[name=text]").fill(POST)
    ready_at = datetime.now(UTC) + WRITING
    planned_at = ready_at.replace(second=0, microsecond=0) + MINUTE
    wall = planned_at.astimezone(PARIS)
    page.locator("[name=day]").fill(f"{wall:%Y-%m-%d}")
    page.locator("[name=hour]").fill(f"{wall:%H:%M}")
    page.locator("button[value=schedule]").click()
    page.wait_for_url("**/calendar/**")
    assert datetime.now(UTC) < planned_at, "approved too late to prove the minute"
    return planned_at


def _our_posts(network: RealWorld) -> dict[str, str]:
    wanted = {"repo": network.ours.did, "collection": "app.bsky.feed.post"}
    found = network.call("com.atproto.repo.listRecords", params=wanted)["records"]
    return {record["uri"]: record["value"]["text"] for record in found}


def _published(network: RealWorld) -> str:
    ((post_id, text),) = eventually(
        lambda: _our_posts(network).items(), "the post on the network", seconds=90
    )
    assert text == POST
    return post_id


def _indexed_at(network: RealWorld, post_id: str) -> datetime:
    def look() -> list[Any]:
        found = network.other.call("app.bsky.feed.getPosts", params={"uris": post_id})
        return list(found["posts"])

    (post,) = eventually(look, "the post in the app view")
    return datetime.fromisoformat(post["indexedAt"])


def _answer_card(window: Visit, running: Product) -> str:
    """Answer the card that Today puts in front; return where its conversation is."""
    page = window.page
    wait_for_card(window, running, QUESTION, path="/")
    card = page.locator("form.card").filter(has_text=QUESTION)
    conversation = card.locator("a[href^='/inbox/']").get_attribute("href")
    card.locator("textarea").fill(ANSWER)
    card.locator("button.btn--primary").click()
    expect(page.locator("main")).not_to_contain_text(QUESTION)
    return str(conversation)


def _answer_below(network: RealWorld, question_id: str) -> Any:
    """Return what the network shows under the question, as the stranger reads it."""
    wanted = {"uri": question_id, "depth": 1}
    thread = network.other.call("app.bsky.feed.getPostThread", params=wanted)["thread"]
    ours = [one["post"] for one in thread.get("replies", [])]
    return next((one for one in ours if one["author"]["did"] == network.ours.did), None)
