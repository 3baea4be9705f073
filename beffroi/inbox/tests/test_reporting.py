"""A message is reported to who moderates its network, once, or is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry
from beffroi.inbox import moderating
from beffroi.inbox.models import Feedback
from beffroi.inbox.moderating import CannotModerate
from beffroi.inbox.tests.care import CaringNetwork
from beffroi.inbox.tests.desk import Desk, make_channel
from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
)
from tests.world import World

pytestmark = pytest.mark.django_db

Act = Callable[[], None]


@pytest.fixture
def report(desk: Desk, caring: CaringNetwork, world: World) -> Act:
    return lambda: moderating.report(
        desk.feedback(),
        reason=ReportReason.SPAM,
        words="Vu trois fois",
        actor=world.claire,
        clock=desk.clock,
    )


def trail() -> list[tuple[str, int | None, dict[str, str]]]:
    about = AuditEntry.objects.filter(action="feedback.reported").order_by("id")
    return list(about.values_list("action", "actor_id", "detail"))


def test_what_is_reported_says_when_and_keeps_no_words(
    desk: Desk, report: Act, caring: CaringNetwork, world: World
) -> None:
    report()
    assert desk.feedback().reported_at == desk.clock()
    assert caring.did == [("report", "f1", "spam", "Vu trois fois")]
    assert trail() == [("feedback.reported", world.claire.pk, {"reason": "spam"})]
    assert "trois" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_it_is_reported_once(desk: Desk, report: Act, caring: CaringNetwork) -> None:
    report()
    first_at = desk.feedback().reported_at
    desk.clock.advance(hours=1)
    report()
    assert len(caring.did) == 1
    assert desk.feedback().reported_at == first_at


@pytest.mark.parametrize(
    ("error", "problem", "is_connected"),
    [
        (NetworkUnavailable(), "unavailable", True),
        (OutcomeUnknown(), "unclear", True),
        (ContentRefused(), "declined", True),
        (PermissionLost(), "refused", True),
        (AccessRevoked(), "refused", False),
        (NotFound(), "gone", True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_reported_says_why_and_may_be_tried_again(
    desk: Desk,
    report: Act,
    caring: CaringNetwork,
    error: NetworkError,
    problem: str,
    is_connected: bool,
) -> None:
    caring.fails = error
    with pytest.raises(CannotModerate) as caught:
        report()
    assert caught.value.problem == problem
    assert desk.feedback().reported_at is None
    assert trail() == []
    desk.channel.refresh_from_db()
    assert desk.channel.is_connected is is_connected


def test_after_an_unclear_answer_it_can_be_reported_again(
    desk: Desk, report: Act, caring: CaringNetwork
) -> None:
    caring.fails = OutcomeUnknown()
    with pytest.raises(CannotModerate):
        report()
    caring.fails = None
    report()
    assert desk.feedback().reported_at == desk.clock()


def test_what_is_gone_there_loses_its_words_here(
    desk: Desk, report: Act, caring: CaringNetwork
) -> None:
    caring.fails = NotFound()
    with pytest.raises(CannotModerate):
        report()
    assert desk.feedback().deleted_at is not None


def test_a_channel_that_is_not_connected_is_not_asked(report: Act, caring: CaringNetwork) -> None:
    Channel.objects.update(status="disconnected")
    with pytest.raises(CannotModerate, match="channel_lost"):
        report()
    assert caring.did == []


def test_reading_it_again_does_not_forget_that_it_was_reported(desk: Desk, report: Act) -> None:
    report()
    desk.clock.advance(minutes=5)
    Feedback.objects.filter().wipe(erased_at=desk.clock(), erased_as="kept")
    assert desk.feedback().reported_at is not None


@pytest.mark.parametrize(
    ("network", "is_there"),
    [
        ("facebook", True),
        ("instagram", True),
        ("x", True),
        ("youtube", True),
        ("linkedin", True),
        ("google_business", True),
        ("mastodon", False),
        ("wordpress", False),
        ("feeds", False),
        ("taken_out", False),
    ],
)
def test_where_people_report_on_the_network_itself(
    world: World, desk: Desk, network: str, is_there: bool
) -> None:
    channel = make_channel(world.atelier, network, now=desk.clock(), account_id="9")
    assert moderating.takes_reports_itself(channel) is is_there
