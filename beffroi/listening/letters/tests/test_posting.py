from __future__ import annotations

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django.fixtures import Settings

from beffroi.core.mailing import MailServerAway
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening.letters import jobs, mails, posting
from beffroi.listening.models import Letter, LetterReader
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from beffroi.workspaces.models import Membership
from tests.mail_server import FailingServer, failing_server
from tests.world import World

MONDAY = date(2026, 6, 15)
EIGHT = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
PAGE = "/listening/letter/"


@pytest.fixture
def reader(world: World) -> World:
    posting.join(world.atelier, world.claire, now=EIGHT - 7 * _DAY)
    return world


@pytest.fixture
def server(settings: Settings) -> type[FailingServer]:
    return failing_server(settings)


def send_all(now: datetime = EIGHT) -> None:
    for key in Letter.objects.values_list("pk", flat=True):
        posting.send(key, now=now)


def test_a_letter_leaves_once_a_week_for_each_reader(reader: World) -> None:
    posting.join(reader.atelier, reader.claire, now=EIGHT)  # twice is once
    assert posting.plan(now=EIGHT - timedelta(minutes=1)) == 0
    assert posting.plan(now=EIGHT) == 1
    assert posting.plan(now=EIGHT + timedelta(minutes=10)) == 0
    send_all()
    send_all()
    assert len(mail.outbox) == 1
    assert Letter.objects.get().state == Letter.State.SENT
    assert posting.plan(now=EIGHT + 7 * _DAY) == 1


def test_the_database_itself_refuses_a_second_letter(reader: World) -> None:
    posting.plan(now=EIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            workspace=reader.atelier, user=reader.claire, week=MONDAY, planned_at=EIGHT
        )


def test_whoever_joins_after_eight_has_the_next_one(world: World) -> None:
    posting.join(world.atelier, world.karim, now=EIGHT + timedelta(minutes=1))
    assert posting.plan(now=EIGHT + timedelta(hours=1)) == 0
    assert posting.plan(now=EIGHT + 7 * _DAY) == 1


def test_each_workspace_has_its_own_monday(reader: World) -> None:
    reader.flowers.time_zone = "America/Martinique"
    reader.flowers.save()
    posting.join(reader.flowers, reader.zoe, now=EIGHT - 7 * _DAY)
    assert posting.plan(now=EIGHT) == 1
    assert posting.plan(now=EIGHT + timedelta(hours=6)) == 1


def test_a_quiet_week_is_told_in_one_line(reader: World) -> None:
    make_watch(reader.atelier, "atelier martin", now=EIGHT - 60 * _DAY)
    reader.claire.language = "en"
    reader.claire.save()
    posting.plan(now=EIGHT)
    send_all()
    (sent,) = mail.outbox
    assert sent.subject == "Atelier Martin, the week in listening: A quiet week"
    assert sent.to == [reader.claire.email]
    assert "Nothing out of the ordinary" in sent.body
    assert isinstance(sent, EmailMultiAlternatives)
    assert "Nothing out of the ordinary" in str(sent.alternatives[0][0])


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Nobody was listening yet in these seven days."),
        (3, "Listening began within these seven days. 0 mentions of you."),
        (9, "0 mentions of you. What a usual week brings is not known yet."),
        (30, "0 mentions of you in seven days, against 0 as a rule."),
    ],
)
def test_a_letter_knows_since_when_it_listens(reader: World, days: int, said: str) -> None:
    make_watch(reader.atelier, "atelier martin", now=EIGHT - days * _DAY)
    with translation.override("en"):
        assert said in mails.written(reader.atelier, monday=MONDAY).summary


def test_facts_have_their_numbers_their_period_and_a_link(reader: World) -> None:
    reader.claire.language = "en"
    reader.claire.save()
    brand = make_watch(reader.atelier, "atelier martin", now=EIGHT - 60 * _DAY)
    rival = make_watch(
        reader.atelier, "delattre", now=EIGHT - 60 * _DAY, name="Delattre", subject="competitor"
    )
    for number in range(40):
        at = EIGHT - (8 + number / 2) * _DAY
        speak(reader.atelier, brand, at=at, who=f"old{number}", text="Bon pain", tone="positive")
    for number in range(9):
        at = EIGHT - timedelta(hours=30 + number)
        speak(reader.atelier, brand, at=at, who=f"new{number}", text="Quelle file", tone="negative")
        speak(reader.atelier, rival, at=at, who=f"new{number}", text="Chez Delattre")
    # What was said this Monday belongs to the next letter.
    speak(reader.atelier, brand, at=EIGHT - timedelta(hours=1), text="Lundi", tone="positive")
    make_channel(reader.atelier, "bluesky", now=EIGHT)
    posting.plan(now=EIGHT)
    send_all()
    body = mail.outbox[0].body
    assert "from 8 June to 14 June." in body
    assert "9 mentions of you in seven days, against 10 as a rule." in body
    assert "9 of 9 mentions are negative: more than the usual 0%." in body
    assert "“file”: nobody spoke of it before; since 13 June, 9 people do." in body
    assert "More is said of Delattre: 9 mentions, 0 in a usual week." in body
    assert body.count("?to=/listening/") >= 3


def test_whoever_may_see_nothing_any_more_has_no_letter(world: World) -> None:
    posting.join(world.atelier, world.karim, now=EIGHT - 7 * _DAY)
    posting.plan(now=EIGHT)
    Membership.objects.filter(workspace=world.atelier, user=world.karim).update(role="client")
    send_all()
    assert mail.outbox == []
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_whoever_left_meanwhile_has_no_letter(reader: World) -> None:
    posting.plan(now=EIGHT)
    posting.leave(reader.atelier, reader.claire)
    send_all()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_asked_again(
    reader: World, server: type[FailingServer]
) -> None:
    posting.plan(now=EIGHT)
    server.opening = ConnectionRefusedError()
    with pytest.raises(MailServerAway):
        send_all()
    assert Letter.objects.get().state == Letter.State.WAITING
    server.opening = None
    send_all()
    assert len(mail.outbox) == 1


def test_no_letter_leaves_again_after_a_restore(reader: World) -> None:
    """The backup is of Sunday, and letters left on Monday at eight."""
    now = EIGHT + timedelta(hours=4)
    posting.drop_all(now)
    assert posting.plan(now=now) == 0
    send_all(now)
    assert mail.outbox == []
    assert Letter.objects.get().state == Letter.State.DROPPED
    assert posting.plan(now=EIGHT + 7 * _DAY) == 1


def test_what_waits_or_left_when_a_backup_was_made_is_not_sent_again(reader: World) -> None:
    posting.plan(now=EIGHT)
    posting.drop_all(EIGHT + timedelta(hours=1))
    send_all(EIGHT + timedelta(hours=1))
    assert mail.outbox == []
    Letter.objects.update(state=Letter.State.SENT, sent_at=EIGHT)
    posting.drop_all(EIGHT + timedelta(hours=1))
    assert Letter.objects.get().state == Letter.State.SENT


def test_a_letter_that_could_not_leave_does_not_wait_for_ever(reader: World) -> None:
    posting.plan(now=EIGHT)
    jobs.drop_letter({"id": Letter.objects.get().pk}, clock=lambda: EIGHT)
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_a_letter_that_may_have_left_is_never_sent_again(
    reader: World, server: type[FailingServer]
) -> None:
    posting.plan(now=EIGHT)
    server.sending = smtplib.SMTPServerDisconnected()
    send_all()
    server.sending = None
    send_all()
    assert mail.outbox == []
    assert Letter.objects.get().state == Letter.State.HANDED_OVER


def test_a_refusal_for_good_is_noted(reader: World, server: type[FailingServer]) -> None:
    posting.plan(now=EIGHT)
    server.sending = smtplib.SMTPRecipientsRefused({"claire@example.com": (550, b"no such person")})
    send_all()
    assert Letter.objects.get().state == Letter.State.REFUSED


def test_members_choose_for_themselves_and_read_it_first(world: World, browse: Browse) -> None:
    client = browse(world.lucas)
    shown = text(client.get(PAGE))
    assert "The first letter comes on the Monday after listening began." in shown
    assert world.lucas.email in shown
    assert "No letter comes" not in shown
    joined = text(client.post(f"{PAGE}reader/", follow=True))
    assert "The letter comes to you from next Monday on." in joined
    assert list(LetterReader.objects.values_list("user", flat=True)) == [world.lucas.pk]
    text(client.post(f"{PAGE}goodbye/", follow=True))
    assert not LetterReader.objects.exists()
