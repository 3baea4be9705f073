"""Every reason, refusal and event is a whole sentence, which names the network where it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.delivery.messages import explain, explain_refusal, tell
from beffroi.delivery.models import Delivery, Event
from beffroi.delivery.rules import Reason, Status
from beffroi.workspaces.models import User

UNFILLED = re.compile(r"%\(|\{|None")
FIELDS = ("text", "title", "tags", "media", "alt_text", "language", "reply_to", "address", "place")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def is_said_well(sentence: str) -> bool:
    return sentence.endswith((".", "?")) and sentence[0].isupper() and not UNFILLED.search(sentence)


@pytest.mark.parametrize("status", [Status.HELD, Status.ASK_HUMAN, Status.FAILED])
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.NONE])
def test_every_reason_is_explained(reason: Reason, status: Status) -> None:
    delivery = Delivery(
        channel=Channel(network="bluesky"),
        status=status.value,
        reason=reason.value,
        refused_field="text",
    )
    assert is_said_well(explain(delivery, name="Bluesky"))


@pytest.mark.parametrize(("language", "shown"), [("en", "63,206"), ("fr", "63\u202f206")])
def test_a_limit_is_written_as_people_write_it(language: str, shown: str) -> None:
    with translation.override(language):
        assert shown in explain_refusal("text", 63206, name="Facebook")


def test_what_nothing_keeps_needs_no_explanation() -> None:
    assert explain(Delivery(status="scheduled"), name="Bluesky") == ""


@pytest.mark.parametrize("limit", [None, 300])
@pytest.mark.parametrize("field", FIELDS)
def test_every_refusal_says_what_to_mend(field: str, limit: int | None) -> None:
    assert is_said_well(explain_refusal(field, limit, name="Bluesky"))


@pytest.mark.parametrize("field", ["text", "title", "tags", "alt_text"])
def test_a_limit_that_is_known_is_told(field: str) -> None:
    assert "300" in explain_refusal(field, 300, name="Bluesky")


@pytest.mark.parametrize("field", ["", "something new"])
def test_a_refusal_that_says_nothing_is_told_as_such(field: str) -> None:
    assert "without saying why" in explain_refusal(field, None, name="Bluesky")


def test_a_crash_before_the_call_differs_from_one_after_it() -> None:
    before, after = (
        explain(Delivery(status=status, reason="crashed"), name="Bluesky")
        for status in ("held", "ask_human")
    )
    assert "Nothing was sent" in before
    assert "It may be online" in after


@pytest.mark.parametrize("kind", Event.Kind)
@pytest.mark.parametrize("actor", [None, User(name="Claire Martin")])
def test_every_event_has_its_line(kind: Event.Kind, actor: User | None) -> None:
    line = tell(
        Event(kind=kind, at=datetime(2026, 9, 14, 8, tzinfo=UTC), actor=actor), name="Bluesky"
    )
    assert line
    assert not UNFILLED.search(line)


@pytest.mark.parametrize(
    "kind",
    [Event.Kind.CONFIRMED, Event.Kind.SENT_AGAIN, Event.Kind.CANCELLED, Event.Kind.SEEN],
)
def test_a_decision_bears_the_name_of_its_person(kind: Event.Kind) -> None:
    at = datetime(2026, 9, 14, 8, tzinfo=UTC)
    assert "Claire Martin" in tell(
        Event(kind=kind, at=at, actor=User(name="Claire Martin")), name=""
    )
