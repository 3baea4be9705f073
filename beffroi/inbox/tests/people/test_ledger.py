"""The file of who was erased, and what a restore of an older backup makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beffroi.core.backup import restoring
from beffroi.core.crypto import rotate
from beffroi.core.models import AuditEntry, Job
from beffroi.inbox import erasing, wiring
from beffroi.inbox.jobs import retain
from beffroi.inbox.models import Answer, Block, Conversation, Erasure, Feedback, Person, Suppression
from beffroi.inbox.people import erasure, keeping, ledger, suppression, who
from beffroi.inbox.tests.desk import NOUR, THEN, Desk, said
from beffroi.inbox.tests.people import cases
from beffroi.inbox.tests.people.cases import CANARY, PERSON
from beffroi.inbox.tests.removals import run_jobs
from tests.world import World

pytestmark = pytest.mark.django_db

ERASED, OBJECTED = Suppression.Kind.ERASED, Suppression.Kind.OBJECTED


def restored_from_before(desk: Desk, world: World) -> None:
    """Have them erased, then put back all that there was, as a backup does."""
    cases.hear_everywhere(desk)
    keeping.note(cases.person(desk), text=CANARY, actor=world.claire, now=desk.clock())
    cases.blocked(desk, world)
    suppression.note(cases.person(desk), ERASED, at=desk.clock() + timedelta(minutes=10))
    ledger.follow()
    Suppression.objects.all().delete()
    desk.clock.advance(days=2)


class TestFile:
    def test_it_names_nobody_and_following_again_adds_nothing(self, desk: Desk) -> None:
        suppression.note(cases.person(desk), ERASED, at=desk.clock())
        ledger.follow()
        ledger.follow()
        text = ledger.path().read_text()
        assert len(text.splitlines()) == 1
        assert PERSON.account_id not in text
        assert ledger.path().stat().st_mode & 0o077 == 0

    def test_the_digest_is_another_in_another_workspace_and_installation(
        self, desk: Desk, world: World
    ) -> None:
        here = cases.person(desk)
        there = who.Who(world.garage.pk, here.network, here.server, here.person_id)
        assert here.digest != there.digest
        before = here.digest
        (ledger.path().parent / "secret.keys").unlink()
        assert here.digest != before

    def test_it_stays_when_the_keys_are_rotated(self, desk: Desk) -> None:
        before = cases.person(desk).digest
        rotate()
        assert cases.person(desk).digest == before

    def test_a_line_that_a_crash_cut_short_spoils_no_other(self, desk: Desk) -> None:
        ledger.path().write_text("erased 1 abc")
        suppression.note(cases.person(desk), ERASED, at=desk.clock())
        ledger.follow()
        assert [line.what for line in ledger.read()] == ["erased"]

    @pytest.mark.parametrize(
        "text", ["", "\n", "\x00", "erased x y z\n", "é" * 9, f"erased 1 {'a' * 64} 2026-01-01\n"]
    )
    def test_what_is_no_line_is_passed_over(self, db: None, text: str) -> None:
        ledger.path().write_text(text, encoding="utf-8")
        assert ledger.read() == []
        assert ledger.load() == 0

    def test_the_last_word_about_an_objection_counts(self, desk: Desk, world: World) -> None:
        person, now = cases.person(desk), desk.clock()
        suppression.note(person, OBJECTED, at=now)
        ledger.follow()
        ledger.lift(person.workspace_id, person.digest, at=now + timedelta(days=1))
        ledger.load()
        assert suppression.objection(person) is None
        suppression.note(person, OBJECTED, at=now + timedelta(days=2))
        ledger.follow()
        Suppression.objects.all().delete()
        ledger.load()
        assert suppression.objection(person) is not None

    def test_a_workspace_that_is_gone_is_passed_over(self, desk: Desk) -> None:
        line = f"erased 999999 {'a' * 64} 2026-01-01T00:00:00+00:00\n"
        ledger.path().write_text(line)
        assert ledger.load() == 0


class TestRestore:
    def test_whoever_was_erased_since_the_backup_is_erased_again(
        self, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", author=NOUR))
        restored_from_before(desk, world)
        wiring._erase_people_again(desk.clock())
        assert Conversation.objects.get().person_name == NOUR.display_name
        assert not Person.objects.exists()
        assert cases.in_tables() == []

    def test_what_they_wrote_after_the_erasure_stays(self, desk: Desk, world: World) -> None:
        restored_from_before(desk, world)
        desk.hear(
            said("new", "Rebonjour", author=PERSON, root_id="post-9", created_at=desk.clock())
        )
        wiring._erase_people_again(desk.clock())
        assert list(Feedback.objects.values_list("text", flat=True)) == ["Rebonjour"]
        assert not Block.objects.exists()

    def test_a_ledger_put_back_later_is_followed_by_the_daily_work(
        self, desk: Desk, world: World
    ) -> None:
        restored_from_before(desk, world)
        retain({}, clock=desk.clock)
        assert cases.in_tables() == []

    def test_without_news_nobody_is_looked_for_again(
        self, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        restored_from_before(desk, world)
        retain({}, clock=desk.clock)

        def never(*, now: datetime) -> int:
            raise AssertionError(now)

        monkeypatch.setattr(erasure, "erase_again", never)
        retain({}, clock=desk.clock)

    def test_what_is_on_its_way_to_them_is_waited_for(self, desk: Desk, world: World) -> None:
        restored_from_before(desk, world)
        answer = cases.answered(desk, world, "Bonjour", status="sending")
        Job.objects.filter(kind="delivery.advance").delete()
        retain({}, clock=desk.clock)
        assert Answer.objects.get() == answer
        cases.settle(answer.delivery, "published", at=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk.clock)
        assert cases.in_tables() == []

    def test_one_that_had_begun_goes_on_and_one_that_waited_must_be_asked_again(
        self, desk: Desk, world: World
    ) -> None:
        cases.hear_everywhere(desk)
        desk.hear(said("n1", author=NOUR))
        for author in (PERSON, NOUR):
            erasure.ask(cases.person(desk, author), actor=world.claire, now=desk.clock())
        Erasure.objects.filter(person_id=PERSON.account_id).update(state="erasing")
        wiring._erase_people_again(desk.clock())
        desk.clock.advance(minutes=10)
        run_jobs(desk.clock)
        assert Conversation.objects.get().person_name == NOUR.display_name
        assert Erasure.objects.get().is_done
        assert AuditEntry.objects.filter(action="person.erasure_lapsed").count() == 1
        assert Job.objects.filter(kind=erasure.ERASE, key="2").count() == 0

    def test_it_is_registered(self) -> None:
        assert wiring._erase_people_again in restoring._after_restore


def test_who_asks_through_their_network_is_erased_again_too(desk: Desk) -> None:
    cases.hear_everywhere(desk)
    erasing.forget_person(desk.channel, PERSON.account_id, now=desk.clock())
    ledger.follow()
    Feedback.objects.all().delete()
    Conversation.objects.all().delete()
    Suppression.objects.all().delete()
    cases.hear_everywhere(desk)
    wiring._erase_people_again(desk.clock())
    assert not Conversation.objects.exists()
    assert desk.hear(said("old", author=PERSON, created_at=THEN)) == 0
