from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.listening.models import Mention, Source, Stream
from beffroi.listening.sources import adding, offers
from beffroi.listening.sources.tests.scripted import ScriptedReader, make_source
from beffroi.listening.tests.makers import make_watch
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    QuotaExhausted,
    RateLimited,
    ReadersRefused,
    UnexpectedResponse,
)
from beffroi.workspaces.models import User
from tests.simulated import simulator_of
from tests.world import World, people_and_places

LIST = "/listening/sources/"
ADD = "/listening/sources/add/?kind=feed&network=feeds"


@pytest.fixture
def world(db: None) -> World:
    """Pages read the real clock. Everybody reads English."""
    made = people_and_places(now=utc_now() - timedelta(days=90))
    User.objects.update(language="en")
    for person in vars(made).values():
        if isinstance(person, User):
            person.language = "en"
    return made


@pytest.fixture
def browser(client: Client, world: World) -> Client:
    """Karim's, who may manage watches."""
    client.force_login(world.karim)
    return client


@pytest.fixture
def journal(settings: Settings) -> Iterator[Any]:
    """A simulated newspaper."""
    with simulator_of("feeds")() as simulator:
        settings.OUTBOUND_ALLOW = frozenset({urlsplit(simulator.origin).netloc})
        settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
        gateway.forget()
        yield simulator
    gateway.forget()


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def watch(world: World) -> None:
    make_watch(world.atelier, "martin", now=utc_now() - timedelta(days=1))


# Adding


def test_a_page_s_address_is_enough_to_hear_what_its_site_writes(
    browser: Client, world: World, journal: Any
) -> None:
    watch(world)
    journal.stranger("write", {"title": "Chez Martin", "body": "Le pain"})
    response = browser.post(ADD, {"subject": journal.origin}, follow=True)
    assert "“Le Journal du quartier” is read from now on." in text_of(response)
    assert Mention.objects.get().text == "Chez Martin\n\nLe pain"
    source = Source.objects.get()
    assert source.subject == f"{journal.origin}/feed.xml"
    journal.stranger("write", {"title": "Encore Martin"})
    journal.stranger("write", {"title": "Autre chose"})
    adding.read_now(source, now=utc_now())
    Runner().run_until_idle()
    assert sorted(Mention.objects.values_list("text", flat=True)) == [
        "Chez Martin\n\nLe pain",
        "Encore Martin",
    ]


def test_the_demonstration_says_that_it_reads_no_real_site(
    browser: Client, world: World, settings: Settings
) -> None:
    settings.OUTBOUND_ONLY_ALLOWED = True
    response = browser.post(ADD, {"subject": "https://journal.invalid/"})
    assert response.status_code == 422
    assert "The demonstration reads no real site" in text_of(response)
    assert "private network" not in text_of(response)


def test_an_address_inside_the_machine_is_refused_in_plain_words(
    browser: Client, world: World
) -> None:
    response = browser.post(ADD, {"subject": "http://127.0.0.1:1/"})
    assert response.status_code == 422
    assert "it leads inside a private network" in text_of(response)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ContentRefused(field="address"), "No feed was found at journal.example."),
        (ContentRefused(), "The network does not take these words."),
        (NetworkUnavailable(), "journal.example does not answer."),
        (RateLimited(retry_after_seconds=1), "journal.example asks us to wait"),
        (QuotaExhausted(), "The calls that journal.example allows are used up."),
        (ReadersRefused(), "journal.example refuses programs that read it."),
        (NotFound(), "journal.example knows nothing under this name."),
        (UnexpectedResponse(), "What journal.example answers cannot be read."),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    browser: Client, reader: ScriptedReader, error: NetworkError, sentence: str
) -> None:
    reader.say(error)
    response = browser.post(ADD, {"subject": "journal.example"})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'value="journal.example"' in text_of(response)


@pytest.mark.parametrize("error", [ContentRefused(), NotFound()])
def test_an_account_that_nobody_has_is_said(
    browser: Client, reader: ScriptedReader, error: NetworkError
) -> None:
    reader.say(error)
    response = browser.post(
        "/listening/sources/add/?kind=account&network=bluesky", {"subject": "nobody.example"}
    )
    assert "This account is not on Bluesky." in text_of(response)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "This field is required."),
        ("deux mots", "This cannot be read as it is written."),
        ("reddit.com/r/pain", "Reddit is not read here."),
        ("journal.example/rss", "You have this source already"),
    ],
)
def test_what_is_not_added_says_why(
    browser: Client, world: World, reader: ScriptedReader, typed: str, sentence: str
) -> None:
    make_source(world.atelier, now=utc_now())
    response = browser.post(ADD, {"subject": typed})
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_a_search_waits_for_a_channel_of_its_network(browser: Client, world: World) -> None:
    shown = text_of(browser.get(LIST))
    assert "Connect a channel on YouTube first. Then: words." in shown
    address = "/listening/sources/add/?kind=search&network=youtube"
    response = browser.post(address, {"subject": "pain"})
    assert response.status_code == 422
    assert "Connect a channel on YouTube first" in text_of(response)
    assert not Source.objects.exists()


def test_one_of_two_channels_is_chosen(
    browser: Client, world: World, reader: ScriptedReader
) -> None:
    first, second = (
        Channel.objects.create(
            workspace=world.atelier, network="youtube", origin="https://example.com",
            account_id=str(number), handle=f"atelier{number}", verified_at=utc_now(),
            connected_at=utc_now(),
        )
        for number in (1, 2)
    )  # fmt: skip
    address = "/listening/sources/add/?kind=search&network=youtube"
    assert "Read through" in text_of(browser.get(address))
    browser.post(address, {"subject": "pain", "channel": str(second.pk)})
    assert Source.objects.get().channel == second
    response = browser.post(address, {"subject": "levain", "channel": "999999"})
    assert response.status_code == 422
    assert Source.objects.filter(channel=first).count() == 0


@pytest.mark.parametrize(
    "query", ["kind=search&network=facebook", "kind=feed&network=youtube", "kind=dance", ""]
)
def test_what_no_network_offers_leads_to_the_list(browser: Client, query: str) -> None:
    assert browser.get(f"/listening/sources/add/?{query}").headers["Location"] == LIST


# The list


def test_a_list_without_sources_teaches(browser: Client) -> None:
    shown = text_of(browser.get(LIST))
    assert "No source yet" in shown
    assert "Neither LinkedIn nor Facebook nor Instagram lets a program search" in shown
    assert "X asks money for each search" in shown


@pytest.mark.parametrize(
    ("given", "badge", "sentence"),
    [
        ({"state": "reading"}, "Read", "heard within about 30 min"),
        ({"state": "new"}, "In a moment", "not read yet"),
        ({"reason": "budget"}, "Goes on tomorrow", "as often as it may be in one day"),
        ({"state": "slow", "reason": "missing"}, "No answer", "not found at its address"),
        ({"state": "slow", "reason": "refused"}, "No answer", "refuses programs"),
        ({"state": "slow", "reason": "unavailable"}, "No answer", "Tried again"),
        ({"state": "off", "reason": "person", "next_at": None}, "Off", "Turn on"),
        ({"state": "off", "reason": "gone", "next_at": None}, "Stopped", "It is gone"),
        ({"state": "off", "reason": "refused", "next_at": None}, "Stopped", "Ask the site"),
        ({"state": "off", "reason": "unreadable", "next_at": None}, "Stopped", "for a week"),
    ],
)
def test_each_source_says_how_it_is(
    browser: Client, world: World, given: dict[str, Any], badge: str, sentence: str
) -> None:
    watch(world)
    make_source(world.atelier, now=utc_now() + timedelta(hours=1), **given)
    shown = text_of(browser.get(LIST))
    assert f"<span>{badge}</span>" in shown or f"{badge}</span>" in shown
    assert sentence in shown


def test_without_a_watch_a_source_says_that_it_waits_for_one(browser: Client, world: World) -> None:
    make_source(world.atelier, now=utc_now())
    assert "Nothing is read as long as no watch is on" in text_of(browser.get(LIST))


def test_a_source_says_what_it_cost_and_brought(
    browser: Client, world: World, journal: Any
) -> None:
    watch(world)
    journal.stranger("write", {"title": "Chez Martin"})
    browser.post(ADD, {"subject": journal.origin})
    shown = text_of(browser.get(LIST))
    assert "read once of 96 times today · 1 mention" in shown
    Source.objects.update(calls_on=utc_now().date() - timedelta(days=1))
    assert "read 0 times of 96 today" in text_of(browser.get(LIST))


def test_what_is_heard_as_it_happens_says_until_when(
    browser: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    streamed = offers.Reach({"bluesky": "Bluesky"}, (), ())
    monkeypatch.setattr(offers, "reach", lambda: streamed)
    assert "Begins with the first watch that is on." in text_of(browser.get(LIST))
    stream = Stream.objects.create(network="bluesky", read_at=utc_now(), told_at=utc_now())
    assert "Last heard" in text_of(browser.get(LIST))
    Stream.objects.filter(pk=stream.pk).update(read_at=utc_now() - timedelta(hours=1))
    assert "Nothing was heard since" in text_of(browser.get(LIST))
    through = replace(streamed, by_channel=frozenset({"bluesky"}))
    monkeypatch.setattr(offers, "reach", lambda: through)
    assert "Once a channel of yours is connected there." in text_of(browser.get(LIST))


def test_a_list_asks_the_database_as_often_however_long_it_is(
    browser: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    watch(world)
    make_source(world.atelier, now=utc_now())
    browser.get(LIST)
    with django_assert_num_queries(11):
        browser.get(LIST)
    for number in range(20):
        make_source(world.atelier, f"https://a{number}.example/", now=utc_now())
    with django_assert_num_queries(11):
        browser.get(LIST)


def test_a_reader_sees_and_changes_nothing(client: Client, world: World) -> None:
    source = make_source(world.atelier, now=utc_now())
    client.force_login(world.lucas)
    shown = text_of(client.get(LIST))
    assert "Le Journal" in shown
    assert "Turn off" not in shown
    assert client.post(f"{LIST}{source.pk}/", {"do": "off"}).status_code == 403
    assert client.get(ADD).status_code == 403


# Doing


def test_what_is_done_to_a_source_is_said_and_can_be_undone(browser: Client, world: World) -> None:
    source = make_source(world.atelier, now=utc_now() + timedelta(hours=3))
    address = f"{LIST}{source.pk}/"
    said = {do: text_of(browser.post(address, {"do": do}, follow=True)) for do in ("read", "off")}
    assert "is being read" in said["read"]
    assert "is read no more. What it showed stays." in said["off"]
    refused = text_of(browser.post(address, {"do": "read"}, follow=True))
    assert "as often as it may be today, or is off" in refused
    assert "is read again" in text_of(browser.post(address, {"do": "on"}, follow=True))
    removed = text_of(browser.post(address, {"do": "remove"}, follow=True))
    assert "is removed" in removed
    assert f"{address}restored/" in removed
    assert "The source is back." in text_of(browser.post(f"{address}restored/", follow=True))
    source.refresh_from_db()
    assert source.removed_at is None


def test_a_removal_that_cannot_be_undone_says_why(browser: Client, world: World) -> None:
    source = make_source(world.atelier, now=utc_now(), removed_at=utc_now())
    make_source(world.atelier, now=utc_now())
    shown = text_of(browser.post(f"{LIST}{source.pk}/restored/", follow=True))
    assert "You have this source already" in shown


def test_the_source_of_another_workspace_is_not_there(browser: Client, world: World) -> None:
    source = make_source(world.garage, now=utc_now())
    for address in (f"{LIST}{source.pk}/", f"{LIST}{source.pk}/restored/"):
        assert browser.post(address, {"do": "remove"}).status_code == 404
    assert "Le Journal" not in text_of(browser.get(LIST))
