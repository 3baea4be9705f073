from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from beffroi.channels.queries import network_name
from beffroi.company import crisis
from beffroi.company.crisis import Details
from beffroi.company.models import CrisisContact
from beffroi.core.backup import restoring
from beffroi.core.jobs import Runner
from beffroi.core.models import AuditEntry, Job
from beffroi.inbox import (
    actions,
    clearing,
    deeds,
    erasing,
    escalations,
    jobs,
    notes,
    pressing,
    rereading,
    sweeping,
    wiring,
)
from beffroi.inbox.escalations import CannotAlert
from beffroi.inbox.filtering import Looking, chosen
from beffroi.inbox.filters import Filters
from beffroi.inbox.models import Conversation, Escalation, EscalationNotice, Nudge
from beffroi.inbox.queries import pressing_page
from beffroi.inbox.tests.desk import NOUR, THEN, Desk, later, said, settle
from beffroi.networks.contracts import FeedbackKind
from beffroi.workspaces.models import AgencyMembership, Membership
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db

ILL = "Mon fils a été malade toute la nuit, intoxication alimentaire d’après le médecin."
LAWYER = Details("Me Vasseur", "Avocat", "0353019010", "vasseur@example.com")
ADVISER = Details("Élodie", "Conseil", "", "elodie@example.com")
NEIGHBOUR = Details("Paul", "", "0353014218", "")


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said("f1", "Bonjour, quel est le prix de la tradition ?"))
    return desk.conversation()


@pytest.fixture
def contacts(world: World, desk: Desk) -> list[CrisisContact]:
    return [
        crisis.add_contact(world.atelier, details=details, actor=world.claire, now=desk.clock())
        for details in (LAWYER, ADVISER, NEIGHBOUR)
    ]


def alert(world: World, desk: Desk, why: str = "Odile parle d’un clou") -> Escalation:
    return escalations.alert(desk.conversation(), why=why, actor=world.karim, now=desk.clock())


def run_jobs(desk: Desk) -> None:
    Runner(clock=desk.clock).run_until_idle()


def names_in_order(world: World, desk: Desk, filters: Filters | None = None) -> list[str]:
    looking = Looking(world.claire.pk, desk.clock(), world.atelier.zone)
    rows = chosen(world.atelier, filters or Filters(), looking=looking)
    return [row.name.split()[0] for row in pressing_page(rows).rows]


class TestAlerting:
    def test_those_who_manage_find_it_on_their_today_and_nobody_else_does(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        told = {row.user for row in Nudge.objects.filter(kind="escalated")}
        through_agency = AgencyMembership.objects.filter(
            agency=world.atelier.agency, role__in=["owner", "manager"]
        )
        own = Membership.objects.filter(workspace=world.atelier, role__in=["owner", "manager"])
        assert told == {row.user for row in own} | {row.user for row in through_agency}
        assert {world.claire, world.sophie} <= told
        assert world.karim not in told
        noticed = EscalationNotice.objects.filter(way="card", told_at=desk.clock())
        assert {row.member for row in noticed} == told
        assert (escalation.why, escalation.raised_by) == ("Odile parle d’un clou", world.karim)

    def test_whoever_alerts_is_not_told(self, world: World, desk: Desk, talk: Conversation) -> None:
        escalations.alert(talk, why="", actor=world.claire, now=desk.clock())
        assert not Nudge.objects.filter(user=world.claire).exists()
        assert Nudge.objects.filter(user=world.sophie).exists()

    def test_it_stands_before_what_is_urgent_until_it_is_settled(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        desk.hear(said("f2", ILL, author=NOUR, created_at=later(hours=-20)))
        assert names_in_order(world, desk) == ["Nour", "Odile"]
        escalation = alert(world, desk)
        assert names_in_order(world, desk) == ["Odile", "Nour"]
        desk.hear(said("f3", "Et un deuxième", created_at=later(minutes=5)))
        rereading.count_anew(world.atelier, now=desk.clock())
        assert names_in_order(world, desk) == ["Odile", "Nour"]
        assert names_in_order(world, desk, Filters(escalated=True)) == ["Odile"]
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        assert names_in_order(world, desk) == ["Nour", "Odile"]
        assert names_in_order(world, desk, Filters(escalated=True)) == []

    def test_what_was_put_aside_is_back_at_once(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        deed = deeds.put_aside(desk.clock() + timedelta(days=2), now=desk.clock())
        sweeping.sweep(world.atelier, [talk.pk], deed, actor=world.claire, now=desk.clock())
        alert(world, desk)
        assert names_in_order(world, desk) == ["Odile"]

    def test_what_was_settled_stands_open_again_and_nobody_waits(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        settle(talk, actor=world.karim, now=desk.clock())
        alert(world, desk)
        assert names_in_order(world, desk, Filters(escalated=True)) == ["Odile"]
        assert desk.conversation().waiting_since is None

    def test_twice_is_once(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        first = alert(world, desk)
        again = escalations.alert(talk, why="x", actor=world.claire, now=desk.clock())
        assert again == first
        assert Escalation.objects.count() == 1
        assert EscalationNotice.objects.filter(way="mail").count() == 2

    def test_what_somebody_else_says_of_it_is_kept_once_as_their_note(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        first = alert(world, desk)
        for why in ("Un deuxième client\nen parle", "Un deuxième client en parle", first.why, ""):
            escalations.alert(talk, why=why, actor=world.claire, now=desk.clock())
        [kept] = notes.of(talk)
        assert (kept.text, kept.author) == ("Un deuxième client en parle", world.claire)
        first.refresh_from_db()
        assert (first.why, first.raised_by) == ("Odile parle d’un clou", world.karim)

    def test_of_what_is_gone_meanwhile_no_reason_is_kept(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        alert(world, desk)
        desk.look_again({"f1": None})
        escalations.alert(talk, why="Odile insiste", actor=world.claire, now=desk.clock())
        assert not notes.of(talk).exists()

    def test_an_answer_does_not_settle_it(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        alert(world, desk)
        actions.answer(talk, text="Nous cherchons.", actor=world.claire, now=desk.clock())
        assert Escalation.objects.get().closed_at is None
        assert desk.conversation().escalated_at is not None

    def test_what_is_gone_alerts_nobody(self, world: World, desk: Desk, talk: Conversation) -> None:
        desk.look_again({"f1": None})
        with pytest.raises(CannotAlert):
            alert(world, desk)
        assert not Escalation.objects.exists()
        assert not Nudge.objects.exists()

    def test_the_trail_says_who_did_what_and_no_word_of_why(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        escalations.reopen(escalation, actor=world.claire, now=desk.clock())
        trail = AuditEntry.objects.filter(action__startswith="escalation.").order_by("id")
        assert [(entry.action, entry.subject, entry.detail) for entry in trail] == [
            (f"escalation.{done}", f"conversation:{talk.pk}", {})
            for done in ("raised", "closed", "reopened")
        ]


class TestMails:
    def test_each_address_gets_one_mail_without_a_word_of_the_person(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        twin = Details("Maître V.", "", "", "VASSEUR@example.com")
        crisis.add_contact(world.atelier, details=twin, actor=world.claire, now=desk.clock())
        alert(world, desk)
        run_jobs(desk)
        assert mail.outbox == []  # it can still be taken back
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        run_jobs(desk)
        sent = {message.to[0]: message for message in mail.outbox}
        assert set(sent) == {"vasseur@example.com", "elodie@example.com"}
        assert len(mail.outbox) == 2
        [(html, _kind)] = sent["vasseur@example.com"].alternatives  # type: ignore[attr-defined]
        for text in (sent["vasseur@example.com"].body, str(html)):
            assert "Me Vasseur" in text
            assert "Karim Benali" in text
            assert "Atelier Martin" in text
            assert network_name(desk.channel.network) in text
            assert f"/inbox/{talk.pk}/" in text
            assert "Odile" not in text
            assert "clou" not in text
            assert "tradition" not in text
        told = EscalationNotice.objects.filter(way="mail")
        assert {row.told_at for row in told} == {desk.clock()}

    def test_one_that_was_settled_within_the_minute_is_not_mailed(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        escalation = alert(world, desk)
        escalations.close(escalation, actor=world.karim, now=desk.clock())
        desk.clock.advance(minutes=2)
        run_jobs(desk)
        assert mail.outbox == []
        escalations.reopen(escalation, actor=world.karim, now=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        assert len(mail.outbox) == 2

    def test_a_mail_that_fails_is_tried_again_alone(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        desk.clock.advance(minutes=1)
        notice = EscalationNotice.objects.get(contact=contacts[0])
        with (
            mock.patch(
                "beffroi.inbox.mails.EmailMultiAlternatives.send", side_effect=SMTPException
            ),
            pytest.raises(SMTPException),
        ):
            escalations.mail(notice.pk, now=desk.clock())
        notice.refresh_from_db()
        assert notice.told_at is None
        run_jobs(desk)
        assert len(mail.outbox) == 2

    def test_one_that_is_refused_for_good_is_said_at_once(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        notice = EscalationNotice.objects.get(contact=contacts[0])
        refused = SMTPRecipientsRefused({"vasseur@example.com": (550, b"unknown")})
        with mock.patch("beffroi.inbox.mails.EmailMultiAlternatives.send", side_effect=refused):
            escalations.mail(notice.pk, now=desk.clock())
        notice.refresh_from_db()
        assert (notice.told_at, notice.given_up_at) == (None, desk.clock())

    def test_without_a_mail_server_all_contacts_are_to_be_called(
        self,
        world: World,
        desk: Desk,
        talk: Conversation,
        contacts: list[CrisisContact],
        settings: Settings,
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        told = escalations.team(world.atelier, besides=world.karim)
        assert (told.mailed, len(told.others)) == ((), 3)
        alert(world, desk)
        assert not EscalationNotice.objects.filter(way="mail").exists()
        alarm = escalations.alarm_of(desk.conversation())
        assert alarm is not None
        assert len(alarm.to_call) == 3

    def test_a_mail_server_that_was_taken_away_since_told_nobody(
        self,
        world: World,
        desk: Desk,
        talk: Conversation,
        contacts: list[CrisisContact],
        settings: Settings,
    ) -> None:
        alert(world, desk)
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        mails = EscalationNotice.objects.filter(way="mail")
        assert [(row.told_at, row.given_up_at) for row in mails] == [(None, desk.clock())] * 2

    def test_a_mail_that_never_left_is_said(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        notice = EscalationNotice.objects.get(contact=contacts[0])
        jobs.give_up_alert({"notice_id": notice.pk}, clock=desk.clock)
        notice.refresh_from_db()
        assert notice.given_up_at == desk.clock()

    def test_nobody_is_written_to_who_was_removed_meanwhile(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        crisis.remove_contact(contacts[0], actor=world.claire, now=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        assert [message.to for message in mail.outbox] == [["elodie@example.com"]]

    def test_contacts_of_another_company_hear_nothing(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        crisis.add_contact(world.flowers, details=LAWYER, actor=world.zoe, now=desk.clock())
        alert(world, desk)
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        assert mail.outbox == []

    def test_after_a_restore_none_leaves_by_itself(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        assert wiring._give_up_alerts in restoring._after_restore
        alert(world, desk)
        escalations.give_up_all(now=desk.clock())
        desk.clock.advance(hours=1)
        run_jobs(desk)
        assert mail.outbox == []
        assert not EscalationNotice.objects.filter(way="mail", given_up_at=None).exists()
        assert not Job.objects.filter(kind=escalations.MAIL_ALERT).exists()


class TestSettling:
    def test_it_takes_the_cards_away_and_undoing_brings_them_back(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        seen = Nudge.objects.get(user=world.sophie)
        notes.see(seen, now=desk.clock())
        desk.clock.advance(hours=2)
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        escalation.refresh_from_db()
        assert (escalation.closed_at, escalation.closed_by) == (desk.clock(), world.claire)
        assert not notes.unseen(world.atelier, user_id=world.claire.pk).exists()
        desk.clock.advance(seconds=5)
        assert escalations.reopen(escalation, actor=world.claire, now=desk.clock())
        assert notes.unseen(world.atelier, user_id=world.claire.pk).exists()
        assert not notes.unseen(world.atelier, user_id=world.sophie.pk).exists()
        assert desk.conversation().escalated_at == escalation.raised_at

    def test_the_first_who_settles_it_did(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        escalations.close(escalation, actor=world.sophie, now=desk.clock())
        assert Escalation.objects.get().closed_by == world.claire

    def test_it_cannot_be_undone_once_what_the_person_wrote_is_gone(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        desk.look_again({"f1": None})
        with pytest.raises(CannotAlert):
            escalations.reopen(escalation, actor=world.claire, now=desk.clock())
        assert desk.conversation().escalated_at is None

    def test_it_cannot_be_undone_once_there_is_a_newer_alert(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        first = alert(world, desk)
        escalations.close(first, actor=world.claire, now=desk.clock())
        second = alert(world, desk)
        assert not escalations.reopen(first, actor=world.claire, now=desk.clock())
        assert list(Escalation.objects.filter(closed_at=None)) == [second]
        assert Nudge.objects.filter(user=world.claire, seen_at=None).count() == 1


class TestForgetting:
    def test_why_is_erased_with_a_person_who_asks_to_be_forgotten(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        alert(world, desk)
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert [row.why for row in Escalation.objects.all()] == [""]

    def test_why_is_erased_of_settled_ones_too(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        for _ in range(2):
            escalations.close(alert(world, desk), actor=world.claire, now=desk.clock())
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert [row.why for row in Escalation.objects.all()] == ["", ""]

    def test_why_goes_with_what_its_author_deletes_and_the_alert_can_be_settled(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        desk.look_again({"f1": None})
        assert Escalation.objects.get().why == ""
        escalations.close(escalation, actor=world.claire, now=desk.clock())
        assert desk.conversation().escalated_at is None

    def test_why_of_somebody_else_stays(self, world: World, desk: Desk, talk: Conversation) -> None:
        desk.hear(said("f2", "Bonjour", author=NOUR))
        alert(world, desk)
        erasing.forget_person(desk.channel, "did:nour", now=desk.clock())
        assert Escalation.objects.get().why == "Odile parle d’un clou"

    def test_a_contact_who_is_erased_leaves_when_they_were_told_and_nothing_else(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        crisis.remove_contact(contacts[0], actor=world.claire, now=desk.clock())
        desk.clock.advance(days=2)
        crisis.forget_removed(now=desk.clock())
        assert EscalationNotice.objects.filter(contact=None, way="mail").count() == 1


class TestLeaving:
    def test_a_member_who_left_has_no_card_and_the_alert_still_says_who(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalation = alert(world, desk)
        Membership.objects.get(workspace=world.atelier, user=world.sophie).delete()
        Membership.objects.get(workspace=world.atelier, user=world.karim).delete()
        assert not Nudge.objects.filter(user=world.sophie).exists()
        escalation.refresh_from_db()
        assert escalation.raised_by == world.karim
        assert EscalationNotice.objects.filter(member=world.sophie).exists()

    def test_whoever_came_down_is_not_told_of_the_next(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        row = Membership.objects.get(workspace=world.atelier, user=world.sophie)
        row.role = Role.READER.value
        row.save()
        alert(world, desk)
        assert not Nudge.objects.filter(user=world.sophie).exists()

    def test_a_mail_leaves_though_its_sender_has_no_account_any_more(
        self, world: World, desk: Desk, talk: Conversation, contacts: list[CrisisContact]
    ) -> None:
        alert(world, desk)
        Escalation.objects.update(raised_by=None)
        desk.clock.advance(minutes=1)
        run_jobs(desk)
        assert "est alertée" in mail.outbox[0].body

    def test_seen_cards_are_dropped_after_a_while_and_the_journal_stays(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        escalations.close(alert(world, desk), actor=world.claire, now=desk.clock())
        desk.clock.advance(days=31)
        clearing.clear(now=desk.clock())
        assert not Nudge.objects.exists()
        assert Escalation.objects.count() == 1


class TestTheDatabase:
    @pytest.fixture
    def place(self, world: World, desk: Desk, talk: Conversation) -> dict[str, object]:
        return {"workspace": world.atelier, "conversation": talk, "raised_at": desk.clock()}

    def test_one_is_open_at_most(self, desk: Desk, place: dict[str, object]) -> None:
        Escalation.objects.create(**place, closed_at=desk.clock())
        Escalation.objects.create(**place)
        with pytest.raises(IntegrityError), transaction.atomic():
            Escalation.objects.create(**place)

    def test_none_is_settled_before_it_was_raised_or_by_somebody_while_open(
        self, world: World, desk: Desk, place: dict[str, object]
    ) -> None:
        early = desk.clock() - timedelta(seconds=1)
        for wrong in ({"closed_at": early}, {"closed_by": world.claire}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Escalation.objects.create(**place, **wrong)

    def test_a_card_names_its_alert(self, world: World, desk: Desk, talk: Conversation) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Nudge.objects.create(
                workspace=world.atelier,
                user=world.claire,
                conversation=talk,
                kind="escalated",
                told_at=desk.clock(),
            )

    def test_notices_are_one_for_each_and_of_one_kind(
        self, world: World, desk: Desk, place: dict[str, object], contacts: list[CrisisContact]
    ) -> None:
        escalation = Escalation.objects.create(**place)
        same = {"workspace": world.atelier, "escalation": escalation}
        now = desk.clock()
        EscalationNotice.objects.create(**same, way="card", member=world.claire, told_at=now)
        EscalationNotice.objects.create(**same, way="mail", contact=contacts[0])
        for wrong in (
            {"way": "card", "member": world.claire, "told_at": now},
            {"way": "card", "member": world.sophie},
            {"way": "card", "contact": contacts[1], "told_at": now},
            {"way": "mail", "contact": contacts[0]},
            {"way": "mail", "member": world.sophie},
            {"way": "mail", "contact": contacts[1], "told_at": now, "given_up_at": now},
            {"way": "bird", "contact": contacts[1]},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                EscalationNotice.objects.create(**same, **wrong)


@pytest.mark.parametrize("kind", [FeedbackKind.REPLY, FeedbackKind.REVIEW])
@pytest.mark.parametrize("intent", ["complaint", "praise", "spam", ""])
def test_what_was_brought_forward_stands_before_the_most_urgent(
    kind: FeedbackKind, intent: str
) -> None:
    urgent = pressing.Plea(intent="complaint", tone="negative", urgency="health")
    calm = pressing.Plea(intent=intent, is_review=kind is FeedbackKind.REVIEW)
    years_older = pressing.place(urgent, due_at=THEN - timedelta(days=5 * 365))
    assert pressing.brought_forward(pressing.place(calm, due_at=THEN)) < years_older
