"""A day is told once, whatever dies on the way, and only to those who want it and are there."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from threading import Thread
from typing import cast

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.morning import posting, wishes
from beffroi.morning.models import ActLink, Morning, MorningWish
from beffroi.morning.tests.conftest import links_in, wants
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from beffroi.workspaces.models import Membership
from tests.clock import FrozenClock
from tests.mail_server import FailingServer, failing_server
from tests.world import SETTLED_AT, World

States = Morning.State


@pytest.fixture
def server(settings: Settings) -> type[FailingServer]:
    """A mail server that fails as the test says."""
    return failing_server(settings)


@pytest.fixture
def post(world: World, bluesky: Channel, clock: FrozenClock) -> Post:
    wants(world.atelier, world.claire, now=clock())
    return morning.post(bluesky, author=world.ines, now=clock())


def told(clock: FrozenClock) -> str:
    """Plan, run what is planned, and return how the day's mail stands."""
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    return Morning.objects.get().state


@pytest.mark.usefixtures("post")
def test_a_day_is_told_once_however_often_it_is_planned(clock: FrozenClock) -> None:
    assert told(clock) == States.SENT
    clock.advance(minutes=5)
    assert (told(clock), len(mail.outbox)) == (States.SENT, 1)


@pytest.mark.usefixtures("post")
def test_what_is_on_its_way_is_asked_for_once_for_all(
    world: World, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (world.claire, world.ines):
        wants(world.atelier, person, now=clock(), by_push=True)
    assert posting.plan(now=clock()) == 4
    clock.advance(minutes=5)
    with django_assert_num_queries(2):
        assert posting.plan(now=clock()) == 0
    wants(world.flowers, world.zoe, now=clock())
    assert posting.plan(now=clock()) == 1


@pytest.mark.usefixtures("post")
def test_whoever_wants_it_no_longer_gets_no_mail_that_waits(
    world: World, clock: FrozenClock
) -> None:
    posting.plan(now=clock())
    wishes.stop_mails(MorningWish.objects.get(), now=clock())
    Runner().run_until_idle(clock)
    assert (Morning.objects.get().state, mail.outbox) == (States.NOT_SENT, [])


@pytest.mark.usefixtures("post")
def test_whoever_left_gets_nothing_and_is_forgotten(world: World, clock: FrozenClock) -> None:
    Membership.objects.filter(user=world.ines).update(role="owner")  # an owner must stay
    Membership.objects.filter(user=world.claire, workspace=world.atelier).delete()
    assert (told(clock), mail.outbox) == (States.NOT_SENT, [])
    assert not MorningWish.objects.exists()


@pytest.mark.usefixtures("post")
def test_a_machine_that_slept_all_morning_tells_nothing_in_the_afternoon(
    clock: FrozenClock,
) -> None:
    posting.plan(now=clock())
    clock.advance(hours=4)
    Runner().run_until_idle(clock)
    assert (Morning.objects.get().state, mail.outbox) == (States.NOT_SENT, [])


@pytest.mark.usefixtures("post")
def test_a_late_plan_gives_no_longer_time(world: World, clock: FrozenClock) -> None:
    clock.set(SETTLED_AT)  # in the morning: the day does not end meanwhile
    wants(world.atelier, world.claire, now=clock())
    clock.advance(hours=3)
    assert posting.plan(now=clock()) == 1
    clock.advance(hours=2)
    Runner().run_until_idle(clock)
    assert (Morning.objects.get().state, mail.outbox) == (States.NOT_SENT, [])


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize(
    ("opening", "sending", "state"),
    [
        (OSError("away"), None, States.WAITING),
        (None, smtplib.SMTPServerDisconnected("cut"), States.DOUBTFUL),
        (
            *(None, smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")})),
            States.NOT_SENT,
        ),
    ],
)
def test_what_the_mail_server_answers_decides(
    server: type[FailingServer],
    clock: FrozenClock,
    opening: Exception | None,
    sending: Exception | None,
    state: str,
) -> None:
    server.opening, server.sending = opening, sending
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    assert Morning.objects.get().state == state


@pytest.mark.usefixtures("post")
def test_links_of_a_try_that_failed_are_no_more(
    server: type[FailingServer], settings: Settings, clock: FrozenClock
) -> None:
    server.opening = OSError("away")
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    first = set(ActLink.objects.values_list("digest", flat=True))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    clock.advance(minutes=5)
    Job.objects.filter(kind=posting.SEND).update(run_at=clock())
    Runner().run_until_idle(clock)
    second = set(ActLink.objects.values_list("digest", flat=True))
    assert len(mail.outbox) == 1
    assert (len(first), len(second), first & second) == (1, 1, set())


@pytest.mark.usefixtures("post")
def test_a_process_that_died_with_a_mail_in_hand_leaves_it_in_doubt(clock: FrozenClock) -> None:
    posting.plan(now=clock())
    row = Morning.objects.get()
    assert posting.begin(row.pk)
    assert not posting.begin(row.pk)
    Runner().run_until_idle(clock)
    assert (Morning.objects.get().state, mail.outbox) == (States.DOUBTFUL, [])


@pytest.mark.usefixtures("post")
def test_after_a_restore_nothing_is_told_before_the_next_day(clock: FrozenClock) -> None:
    posting.plan(now=clock())
    Morning.objects.all().delete()  # as the backup was before
    posting.stop_all(clock())
    assert posting.plan(now=clock()) == 0
    clock.advance(days=1)
    assert posting.plan(now=clock()) == 1


@pytest.mark.usefixtures("post")
def test_days_of_long_ago_are_erased_with_their_links(clock: FrozenClock) -> None:
    told(clock)
    assert posting.forget(now=clock() + timedelta(days=29)) == 0
    assert posting.forget(now=clock() + timedelta(days=31)) == 2
    assert not ActLink.objects.exists()


def test_a_second_workspace_tells_of_itself_alone(
    world: World, post: Post, clock: FrozenClock
) -> None:
    wants(world.flowers, world.zoe, now=clock())
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    assert [one.to for one in mail.outbox] == [[world.claire.email]]


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_act_once(world: World, post: Post, clock: FrozenClock) -> None:
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    [path] = links_in(cast(EmailMultiAlternatives, mail.outbox[0]))
    answers: list[int] = []

    def click() -> None:
        try:
            answers.append(Client().post(path, {"deed": "approve"}).status_code)
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(10)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(answers) == [200, *[410] * 9]
    assert post.approvals.count() == 1
