"""What keeps a channel from working whole: asked, kept, said with one step to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from beffroi.channels import actions, diagnosing, gateway, network_apps, subscribing
from beffroi.channels.advice import advise, first_step
from beffroi.channels.findings import findings_of
from beffroi.channels.models import Channel
from beffroi.channels.tests.home import HomeNetwork
from beffroi.channels.tests.pages import page
from beffroi.channels.tests.test_home_networks import save_app, say_yes
from beffroi.core.models import Job
from beffroi.networks import registry
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.declarations import ApiVersion, Capability
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    NotLinked,
    PermissionLost,
    RateLimited,
    ReviewRequired,
    VersionRetired,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
#: No page helps: whoever runs Beffroi sets its address.
WITHOUT_BUTTON = {DiagnosisCode.PUBLIC_ADDRESS_NEEDED, DiagnosisCode.NOT_TOLD_AT_ONCE}
SCOPES = Diagnosis(DiagnosisCode.SCOPE_MISSING, "pages_manage_posts")


class Asked:
    """A channel that answers what a test tells it to."""

    answer: ClassVar[list[Diagnosis] | NetworkError] = []
    callbacks: ClassVar[list[str]] = []

    def subscribe(self, *, callback_url: str) -> None:
        if isinstance(self.answer, NetworkError):
            raise self.answer
        self.callbacks.append(callback_url)

    def diagnose(self, *, public_url: str) -> list[Diagnosis]:
        assert public_url.startswith("http")
        if isinstance(self.answer, NetworkError):
            raise self.answer
        return self.answer


class AskedNetwork(HomeNetwork):
    declaration = replace(
        HomeNetwork.declaration,
        capabilities=HomeNetwork.declaration.capabilities
        | {Capability.DIAGNOSE, Capability.SUBSCRIBE},
    )

    def open(self, keeper: object) -> Asked:
        return Asked()


@pytest.fixture
def channel(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    monkeypatch.setitem(registry.NETWORKS, "facebook", AskedNetwork)
    monkeypatch.setattr(HomeNetwork, "pages", ["boulangerie"])
    monkeypatch.setattr(Asked, "answer", [])
    monkeypatch.setattr(Asked, "callbacks", [])
    gateway.forget()
    save_app(world, now=now)
    made = say_yes(world, now=now)
    assert isinstance(made, Channel)
    yield made
    gateway.forget()


def ask(channel: Channel, answer: Any, clock: FrozenClock) -> datetime | None:
    Asked.answer = answer
    wake = diagnosing.diagnose(channel, clock=clock)
    channel.refresh_from_db()
    return wake


def test_a_new_channel_is_asked_at_once(channel: Channel) -> None:
    assert Job.objects.filter(kind=diagnosing.JOB, key=str(channel.pk)).exists()


def test_what_is_found_is_kept_and_asked_again_the_next_day(
    channel: Channel, clock: FrozenClock
) -> None:
    assert ask(channel, [SCOPES], clock) == clock() + diagnosing.EVERY
    assert findings_of(channel) == [SCOPES]
    ask(channel, [], clock)
    assert findings_of(channel) == []


def asks_since(channel: Channel) -> datetime | None:
    return Channel.objects.get(pk=channel.pk).findings_ask_since


def test_findings_ask_once_and_again_when_they_become_others(
    channel: Channel, clock: FrozenClock, world: World
) -> None:
    ask(channel, [SCOPES], clock)
    since = clock()
    assert asks_since(channel) == since
    clock.advance(days=1)
    ask(channel, [SCOPES], clock)
    assert asks_since(channel) == since
    actions.note_findings(channel=channel, actor=world.claire, now=clock())
    clock.advance(days=1)
    ask(channel, [SCOPES], clock)
    assert asks_since(channel) is None
    ask(channel, [SCOPES, Diagnosis(DiagnosisCode.ROLE_MISSING)], clock)
    assert asks_since(channel) == clock()
    ask(channel, [], clock)
    assert asks_since(channel) is None
    ask(channel, [SCOPES], clock)
    assert asks_since(channel) == clock()


def test_what_ends_by_itself_asks_nobody(channel: Channel, clock: FrozenClock) -> None:
    ask(channel, [Diagnosis(DiagnosisCode.QUOTA_EXHAUSTED)], clock)
    assert channel.findings_ask_since is None
    assert len(findings_of(channel)) == 1


def test_a_note_that_comes_during_a_call_is_kept(
    channel: Channel, clock: FrozenClock, world: World
) -> None:
    ask(channel, [SCOPES], clock)
    stale = Channel.objects.get(pk=channel.pk)
    actions.note_findings(channel=channel, actor=world.claire, now=clock())
    ask(stale, [SCOPES], clock)
    assert stale.findings_ask_since is None


@pytest.mark.parametrize("error", [NetworkUnavailable(), RateLimited(retry_after_seconds=5)])
def test_a_network_that_does_not_answer_changes_nothing(
    channel: Channel, clock: FrozenClock, error: NetworkError
) -> None:
    ask(channel, [SCOPES], clock)
    assert ask(channel, error, clock) is not None
    assert findings_of(channel) == [SCOPES]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotLinked(), DiagnosisCode.LINK_MISSING),
        (PermissionLost(), DiagnosisCode.ROLE_MISSING),
        (ReviewRequired(), DiagnosisCode.REVIEW_REQUIRED),
        (AppMisconfigured(), DiagnosisCode.APP_MISCONFIGURED),
        (VersionRetired(), DiagnosisCode.VERSION_RETIRED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refusal_is_a_finding_too(
    channel: Channel, clock: FrozenClock, error: NetworkError, code: DiagnosisCode
) -> None:
    ask(channel, error, clock)
    assert [one.code for one in findings_of(channel)] == [code]
    assert channel.is_connected


@pytest.mark.parametrize(("days", "is_told"), [(61, False), (60, True), (0, True), (-5, True)])
def test_a_version_that_ends_soon_is_told_sixty_days_before(
    channel: Channel,
    clock: FrozenClock,
    days: int,
    is_told: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last = clock().date() + timedelta(days=days)
    version = ApiVersion("v26.0", "https://vendor.example/versions", retired_on=last)
    network = gateway.network(channel.network)
    declared = replace(network.declaration, version=version)
    monkeypatch.setattr(type(network), "declaration", declared)
    ask(channel, [], clock)
    told = [Diagnosis(DiagnosisCode.VERSION_ENDING, last.isoformat(), version.source_url)]
    assert findings_of(channel) == (told if is_told else [])


def test_the_day_is_written_as_people_write_it(channel: Channel) -> None:
    found = Diagnosis(DiagnosisCode.VERSION_ENDING, "2028-07-29", "https://vendor.example/")
    with translation.override("fr"):
        assert "29 juillet 2028" in advise(found, channel, name="Facebook").sentence


def test_what_only_looks_like_a_day_is_told_as_it_is(channel: Channel) -> None:
    found = Diagnosis(DiagnosisCode.SCOPE_MISSING, "20261201")
    assert "20261201" in advise(found, channel, name="Facebook").sentence


def test_a_dead_access_is_said_where_one_connects_again(
    channel: Channel, clock: FrozenClock
) -> None:
    assert ask(channel, AccessRevoked(), clock) is None
    assert not channel.is_connected


@pytest.mark.parametrize("code", list(DiagnosisCode))
def test_each_finding_has_one_french_sentence_and_a_button_where_one_helps(
    channel: Channel, code: DiagnosisCode
) -> None:
    detail = "2028-07-29" if code is DiagnosisCode.VERSION_ENDING else "pages_manage_posts"
    found = Diagnosis(code, detail, "https://vendor.example/there")
    with translation.override("fr"):
        french = advise(found, channel, name="Facebook")
    with translation.override("en"):
        english = advise(found, channel, name="Facebook")
    assert french.sentence.endswith(".")
    assert french.sentence != english.sentence
    assert bool(french.button) is (code not in WITHOUT_BUTTON)
    assert french.address.startswith(("/", "https://"))


def test_the_page_shows_what_to_do_and_asks_when_told(browser: Client, channel: Channel) -> None:
    address = reverse("channel_doctor", args=[channel.pk])
    assert "Not asked yet" in page(browser.get(address))
    Asked.answer = [SCOPES, Diagnosis(DiagnosisCode.RESTRICTED, url="https://vendor.example/why")]
    assert browser.post(address)["Location"] == address
    shown = page(browser.get(address))
    assert "2 things to settle" in shown
    assert "pages_manage_posts" in shown
    assert "https://vendor.example/why" in shown
    assert "2 things keep it from working whole" in page(browser.get(reverse("channels")))
    Asked.answer = []
    browser.post(address)
    assert "All is well" in page(browser.get(address))


def test_being_told_later_is_only_a_note(
    browser: Client, channel: Channel, clock: FrozenClock
) -> None:
    ask(channel, [Diagnosis(DiagnosisCode.NOT_TOLD_AT_ONCE)], clock)
    assert channel.findings_ask_since is None
    shown = page(browser.get(reverse("channel_doctor", args=[channel.pk])))
    assert "All is well" in shown
    assert "answers come a little later" in shown
    assert "See the app" not in shown
    assert "from working whole" not in page(browser.get(reverse("channels")))


def test_what_has_no_button_leads_to_where_it_is_said(channel: Channel, clock: FrozenClock) -> None:
    ask(channel, [Diagnosis(DiagnosisCode.PUBLIC_ADDRESS_NEEDED)], clock)
    step = first_step(channel, name="Instagram")
    assert "BEFFROI_PUBLIC_URL" in step.sentence
    assert step.address == reverse("channel_doctor", args=[channel.pk])


class TestBeingTold:
    def subscribe(self, channel: Channel, clock: FrozenClock) -> datetime | None:
        return subscribing.subscribe(channel, clock=clock)

    def test_a_new_channel_asks_for_it(self, channel: Channel) -> None:
        assert Job.objects.filter(kind=subscribing.JOB, key=str(channel.pk)).exists()

    def test_it_is_asked_for_at_the_address_of_the_app_and_again_the_next_day(
        self, channel: Channel, clock: FrozenClock, settings: Settings
    ) -> None:
        settings.IS_HTTPS = True
        assert channel.network_app is not None
        assert self.subscribe(channel, clock) == clock() + subscribing.EVERY
        assert Asked.callbacks == [network_apps.callback_url(channel.network_app)]

    def test_where_nobody_reaches_us_it_is_not_asked_for(
        self, channel: Channel, clock: FrozenClock, settings: Settings
    ) -> None:
        settings.IS_HTTPS = False
        assert self.subscribe(channel, clock) is None
        assert Asked.callbacks == []

    def test_a_refusal_is_tried_again_and_disturbs_nothing(
        self, channel: Channel, clock: FrozenClock, settings: Settings
    ) -> None:
        settings.IS_HTTPS = True
        Asked.answer = AccessRevoked()
        assert self.subscribe(channel, clock) is not None
        channel.refresh_from_db()
        assert channel.is_connected
