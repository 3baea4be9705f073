"""What a network says no to, clearly: each has its reason, and none is tried again by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from beffroi.channels.advice import explain_loss
from beffroi.channels.findings import findings_of
from beffroi.channels.models import Channel
from beffroi.delivery.advice import Source, advise
from beffroi.delivery.messages import explain
from beffroi.delivery.sending import send
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script
from beffroi.delivery.tests.test_sending import run
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    ReviewRequired,
    VersionRetired,
)
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db

POST, ANSWER = Source("/p/"), Source("/c/", is_answer=True)


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (ReviewRequired(), "needs_review"),
        (PolicyBlocked(), "blocked"),
        (DuplicateContent(), "duplicate"),
        (MediaUnreachable(), "media_unreachable"),
        (AppMisconfigured(), "app_misconfigured"),
        (VersionRetired(), "version_retired"),
    ],
    ids=lambda value: str(value) or type(value).__name__,
)
def test_a_clear_refusal_fails_with_its_reason_and_nothing_is_tried_again(
    plan: Plan, script: Script, clock: FrozenClock, refusal: NetworkError, reason: str
) -> None:
    script.publish = [refusal]
    delivery = run(plan(), clock)
    assert (delivery.status, delivery.reason) == ("failed", reason)
    assert script.calls == ["publish"]
    assert explain(delivery, name="Scripted")


def test_a_duplicate_after_a_try_of_ours_may_be_ours_and_is_looked_up(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [OutcomeUnknown(), DuplicateContent()]
    script.find = [None, None]
    delivery = plan()
    script.during_call = lambda: (
        script.posts.append(OutgoingPost("Bonjour", delivery.marker, clock(), "fr"))
        if script.calls.count("publish") == 2
        else None
    )
    assert run(delivery, clock).status == "published"
    assert script.calls.count("publish") == 2


class OfOneNetwork(PermissionLost):
    """A name that an adapter has for itself."""


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (OfOneNetwork(), "role_missing"),
        (AccessRevoked(), "access_lost"),
        (QuotaExhausted(), "credits_exhausted"),
        (AppMisconfigured(), "app_misconfigured"),
        (VersionRetired(), "version_retired"),
    ],
    ids=lambda value: str(value) or type(value).__name__,
)
def test_what_a_refusal_says_of_the_whole_channel_is_kept_with_it(
    plan: Plan,
    script: Script,
    channel: Channel,
    clock: FrozenClock,
    refusal: NetworkError,
    code: str,
) -> None:
    script.publish = [refusal]
    send(plan(), clock=clock)
    channel.refresh_from_db()
    assert [one.code.value for one in findings_of(channel)] == [code]


def test_what_a_refusal_says_of_one_post_is_not_kept_with_the_channel(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    later = clock() + timedelta(hours=1)
    for refusal in (ContentRefused(), QuotaExhausted(until=later)):
        script.publish = [refusal]
        send(plan(), clock=clock)
    channel.refresh_from_db()
    assert channel.findings == []


def test_an_access_that_is_lost_says_what_is_missing_over_there(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    script.publish = [PermissionLost()]
    delivery = plan()
    send(delivery, clock=clock)
    channel.refresh_from_db()
    assert "Scripted" in explain_loss(channel, name="Scripted")
    delivery.channel = channel
    advice = advise(delivery, name="Scripted", source=None)
    assert advice is not None
    assert advice.sentence == explain_loss(channel, name="Scripted")


@pytest.mark.parametrize(
    ("values", "source", "button", "address"),
    [
        ({"reason": "refused", "refused_field": "text"}, POST, "Open the post to mend it", "/p/"),
        ({"reason": "refused", "refused_field": "text"}, ANSWER, "Answer again", "/c/"),
        ({"reason": "refused", "refused_field": "reply_to"}, ANSWER, "See the conversation", "/c/"),
        ({"reason": "refused", "refused_field": "text"}, None, "See the channel", "/channels/#"),
        ({"reason": "refused", "refused_field": "place"}, POST, "Open Scripted", "https://n.test/"),
        ({"reason": "duplicate"}, POST, "Open the post to mend it", "/p/"),
        ({"reason": "blocked"}, POST, "Open Scripted", "https://n.test/"),
        ({"reason": "app_misconfigured"}, POST, "See the channel", "/channels/#"),
        ({"reason": "media_unreachable"}, POST, "See the channel", "/channels/#"),
        ({"reason": "version_retired"}, POST, "See the channel", "/channels/#"),
    ],
)
def test_each_refusal_has_the_one_step_that_mends_it(
    plan: Plan, values: dict[str, str], source: Source | None, button: str, address: str
) -> None:
    delivery = plan()
    delivery.channel.url = "https://n.test/martin"
    for name, value in {"status": "failed", **values}.items():
        setattr(delivery, name, value)
    with translation.override("en"):
        advice = advise(delivery, name="Scripted", source=source)
    assert advice is not None
    assert advice.button == button
    assert advice.address.startswith(address)
    assert advice.leaves is address.startswith("https:")
