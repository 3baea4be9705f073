"""What a network says no to, clearly: each has its reason, and none is tried again by itself."""

from __future__ import annotations

import pytest

from beffroi.delivery.messages import explain
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script
from beffroi.delivery.tests.test_sending import run
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import (
    AppMisconfigured,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    OutcomeUnknown,
    PolicyBlocked,
    ReviewRequired,
    VersionRetired,
)
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


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
