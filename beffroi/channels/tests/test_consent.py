"""The way over the server’s own page, and every way in which it may end."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.channels.tests.pages import WRONG_SERVERS, page, told
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from tests.world import World

pytestmark = pytest.mark.django_db


def begin(browser: Client, mastodon: MastodonWorld, *, again: Channel | None = None) -> str:
    """Type the server; return the address of its page of consent."""
    address = (
        reverse("channel_reconnect", args=[again.pk])
        if again
        else reverse("channel_connect", args=["mastodon"])
    )
    response = browser.post(address, {"address": mastodon.simulator.origin})
    assert response["Location"] == reverse("channel_consent", args=["mastodon"])
    shown = browser.get(response["Location"])
    assert mastodon.simulator.origin.removeprefix("http://") in page(shown)
    found: str = shown.context["pending"].authorize_url
    return found


def come_back(browser: Client, **answer: str) -> Any:
    address = reverse("channel_returned", args=["mastodon"])
    return browser.get(f"{address}?{urlencode(answer)}")


def decide(mastodon: MastodonWorld, url: str, decision: str) -> dict[str, str]:
    return {name: values[0] for name, values in mastodon.decide(url, decision).items()}


def test_a_yes_brings_one_back_with_the_channel(browser: Client, mastodon: MastodonWorld) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    assert "is connected" in told(come_back(browser, **answer))
    assert Channel.objects.get().network == "mastodon"


def test_a_registration_that_no_key_opens_is_made_anew(
    browser: Client, mastodon: MastodonWorld, settings: Settings
) -> None:
    begin(browser, mastodon)
    Path(settings.SECRET_FILE).unlink()
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    assert "is connected" in told(come_back(browser, **answer))


def test_a_no_connects_nothing(browser: Client, mastodon: MastodonWorld) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "refuse")
    assert "the permission was not given" in told(come_back(browser, **answer))
    assert not Channel.objects.exists()


@pytest.mark.parametrize("forged", ["", "forged", "é\u202e", "x" * 5000])
def test_a_forged_answer_connects_nothing_and_spoils_nothing(
    browser: Client, mastodon: MastodonWorld, forged: str
) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    assert "not to a question of ours" in told(come_back(browser, code="x", state=forged))
    assert "is connected" in told(come_back(browser, **answer))


def test_an_answer_counts_once(browser: Client, mastodon: MastodonWorld) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    come_back(browser, **answer)
    assert "not to a question of ours" in told(come_back(browser, **answer))


def test_a_code_that_the_server_refuses_is_explained(
    browser: Client, mastodon: MastodonWorld
) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    assert "no longer accepts this permission" in told(
        come_back(browser, state=answer["state"], code="other")
    )


@pytest.mark.parametrize(
    "fault", [FaultKind.HTML_BEFORE, FaultKind.HUGE_BEFORE, FaultKind.CUT_BEFORE]
)
def test_a_server_that_fails_on_the_way_back_is_explained(
    browser: Client, mastodon: MastodonWorld, fault: FaultKind
) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    mastodon.simulator.faults.add("token", Fault(fault))
    assert urlsplit(mastodon.simulator.origin).netloc in told(come_back(browser, **answer))
    assert not Channel.objects.exists()


def test_an_answer_in_another_workspace_is_not_ours(
    browser: Client, mastodon: MastodonWorld, world: World
) -> None:
    answer = decide(mastodon, begin(browser, mastodon), "allow")
    session = browser.session
    begun = session["channel-consent"]
    session["channel-consent"] = {**begun, "workspace": world.flowers.pk}
    session.save()
    assert "not to a question of ours" in told(come_back(browser, **answer))


def test_the_page_of_consent_without_a_beginning_leads_to_it(browser: Client) -> None:
    response = browser.get(reverse("channel_consent", args=["mastodon"]))
    assert response.status_code == 302
    assert response["Location"] == reverse("channel_connect", args=["mastodon"])


def test_a_yes_as_somebody_else_does_not_bring_a_channel_back(
    browser: Client, mastodon: MastodonWorld
) -> None:
    come_back(browser, **decide(mastodon, begin(browser, mastodon), "allow"))
    channel = Channel.objects.get()
    simulator = mastodon.simulator
    simulator.owner = simulator.state.add_account("zoe-fleurs", display_name="Zoé")
    answer = decide(mastodon, begin(browser, mastodon, again=channel), "allow")
    assert "you signed in as @zoe-fleurs" in told(come_back(browser, **answer))
    assert Channel.objects.get() == channel


@pytest.mark.parametrize(("fault", "words"), WRONG_SERVERS[:4], ids=lambda value: str(value)[:40])
def test_what_is_no_such_server_is_explained(
    browser: Client, mastodon: MastodonWorld, fault: Fault, words: str
) -> None:
    mastodon.simulator.faults.add("register", fault)
    response = browser.post(
        reverse("channel_connect", args=["mastodon"]), {"address": mastodon.simulator.origin}
    )
    assert response.status_code == 422
    assert "No server of this network answers" in page(response)
