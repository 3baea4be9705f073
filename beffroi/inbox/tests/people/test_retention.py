"""What people wrote is kept for so many months, and no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from beffroi.inbox.jobs import retain
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Consent, Conversation, Person, Tally
from beffroi.inbox.people import keeping, retention, rules, terms, who
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.tests.desk import NOUR, ODILE, Desk, make_channel, said
from beffroi.inbox.tests.people import cases
from tests.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class TestRules:
    @pytest.mark.parametrize(
        ("moment", "months", "expected"),
        [
            ((2026, 3, 31), -1, (2026, 2, 28)),
            ((2028, 2, 29), -24, (2026, 2, 28)),
            ((2026, 1, 15), -24, (2024, 1, 15)),
            ((2026, 1, 31), 1, (2026, 2, 28)),
            ((2026, 12, 31), 36, (2029, 12, 31)),
        ],
    )
    def test_months_are_those_of_the_calendar(
        self, moment: tuple[int, int, int], months: int, expected: tuple[int, int, int]
    ) -> None:
        start, end = datetime(*moment, 9, tzinfo=UTC), datetime(*expected, 9, tzinfo=UTC)
        assert rules.months_after(start, months) == end
        assert rules.months_before(start, -months) == end

    @pytest.mark.parametrize(
        ("months", "before", "hours", "expected"),
        [(12, 24, 23, 24), (12, 24, 24, 12), (36, 24, 0, 36), (24, 24, 0, 24)],
    )
    def test_a_shorter_term_waits_a_day(
        self, months: int, before: int, hours: int, expected: int
    ) -> None:
        then = datetime(2026, 9, 14, tzinfo=UTC)
        now = then + timedelta(hours=hours)
        assert rules.months_in_force(months, before=before, changed_at=then, now=now) == expected


class TestTerm:
    def test_after_24_months_all_of_it_is_gone_and_its_number_stays(
        self, desk: Desk, world: World
    ) -> None:
        cases.hear_everywhere(desk)
        cases.spoken_of(desk, world)
        desk.clock.set(rules.months_after(desk.clock(), 24) - DAY)
        retain({}, clock=desk.clock)
        assert Conversation.objects.count() == 3
        desk.clock.advance(days=2)
        retain({}, clock=desk.clock)
        assert cases.in_tables() == []
        assert not Conversation.objects.exists()
        assert not FoundBy.objects.exists()
        assert not Person.objects.exists()
        assert Tally.objects.get().received == 3

    def test_the_last_word_counts(self, desk: Desk) -> None:
        desk.hear(said("f1"), said("n1", author=NOUR))
        desk.clock.set(rules.months_after(desk.clock(), 23))
        desk.hear(said("f2", "Encore moi", created_at=desk.clock()))
        desk.clock.set(rules.months_after(desk.clock(), 2))
        retention.erase_due(now=desk.clock())
        assert Conversation.objects.get().person_id == ODILE.account_id
        assert desk.feedback("f1").text

    def test_what_is_older_is_not_taken_in_and_comes_in_once_it_is_edited(self, desk: Desk) -> None:
        old = rules.months_before(desk.clock(), 25)
        assert desk.hear(said("f1", created_at=old)) == 0
        assert desk.hear(said("f1", created_at=old, edited_at=desk.clock())) == 1

    def test_a_date_that_cannot_be_loses_nothing(self, desk: Desk) -> None:
        assert desk.hear(said("f1", created_at=datetime(1970, 1, 1, tzinfo=UTC))) == 1
        assert retention.erase_due(now=desk.clock()) == 0

    def test_a_shorter_choice_takes_effect_a_day_later(self, desk: Desk, world: World) -> None:
        desk.hear(said("f1"))
        desk.clock.set(rules.months_after(desk.clock(), 7))
        terms.choose(world.atelier, months=6, actor=world.claire, now=desk.clock())
        assert retention.erase_due(now=desk.clock()) == 0
        terms.choose(world.atelier, months=24, actor=world.claire, now=desk.clock())
        assert retention.erase_due(now=desk.clock() + DAY) == 0
        terms.choose(world.atelier, months=6, actor=world.claire, now=desk.clock())
        assert retention.erase_due(now=desk.clock() + DAY) == 1

    def test_one_workspace_s_choice_is_its_own(self, desk: Desk, world: World) -> None:
        Desk(make_channel(world.garage, now=desk.clock()), desk.clock).hear(said("f1"))
        terms.choose(world.atelier, months=6, actor=world.claire, now=desk.clock())
        desk.clock.set(rules.months_after(desk.clock(), 12))
        assert retention.erase_due(now=desk.clock()) == 0

    def test_no_other_term_is_taken(self, world: World, desk: Desk) -> None:
        with pytest.raises(ValueError, match="7"):
            terms.choose(world.atelier, months=7, actor=world.claire, now=desk.clock())

    def test_a_turn_erases_so_many_and_the_next_goes_on(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "ERASE_BATCH", 2)
        monkeypatch.setattr(rules, "ERASE_AT_ONCE", 4)
        for number in range(7):
            desk.hear(said(f"f{number}", root_id=f"post-{number}"))
        desk.clock.set(rules.months_after(desk.clock(), 25))
        assert [retention.erase_due(now=desk.clock()) for _ in range(3)] == [4, 3, 0]


class TestObjection:
    @pytest.fixture
    def objecting(self, desk: Desk, world: World) -> who.Who:
        desk.hear(said("f1"), said("n1", author=NOUR))
        person = who.of(desk.conversation())
        keeping.object_(person, actor=world.claire, now=desk.clock())
        return person

    def test_what_they_wrote_goes_after_thirty_days_without_a_word(
        self, desk: Desk, objecting: who.Who
    ) -> None:
        desk.clock.advance(days=29)
        assert retention.erase_due(now=desk.clock()) == 0
        desk.hear(said("f2", "Et alors ?", created_at=desk.clock()))
        desk.clock.advance(days=29)
        assert retention.erase_due(now=desk.clock()) == 0
        desk.clock.advance(days=2)
        assert retention.erase_due(now=desk.clock()) == 1
        assert Conversation.objects.get().person_id == NOUR.account_id

    def test_what_is_noted_of_them_goes_with_their_words(
        self, desk: Desk, world: World, objecting: who.Who
    ) -> None:
        claire, now = world.claire, desk.clock()
        for person in (objecting, who.of(desk.conversation(NOUR))):
            keeping.note(person, text="Aime le pain", actor=claire, now=now)
        desk.clock.advance(days=31)
        retention.erase_due(now=desk.clock())
        assert Person.objects.get().person_id == NOUR.account_id

    def test_each_person_is_hashed_once_and_cards_cost_no_more_queries(
        self,
        desk: Desk,
        world: World,
        objecting: who.Who,
        monkeypatch: pytest.MonkeyPatch,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        desk.hear(*(said(f"n{n}", author=NOUR, root_id=f"post-{n}") for n in range(2, 6)))
        keys = {**objecting.key, "changed_at": desk.clock() - 900 * DAY}
        Person.objects.bulk_create(Person(**{**keys, "person_id": f"old-{n}"}) for n in range(60))
        hashed: list[str] = []

        def fingerprint(text: str, *, purpose: str) -> str:
            hashed.append(text)
            return purpose

        monkeypatch.setattr(who, "fingerprint", fingerprint)
        desk.clock.advance(days=31)
        with django_assert_max_num_queries(40):
            retention.erase_due(now=desk.clock())
        assert not Person.objects.exists()
        assert len(hashed) == len(set(hashed)) == 2

    def test_lifted_it_is_kept_as_usual(self, desk: Desk, world: World, objecting: who.Who) -> None:
        keeping.lift_objection(objecting, actor=world.claire, now=desk.clock())
        desk.clock.advance(days=40)
        assert retention.erase_due(now=desk.clock()) == 0


class TestDays:
    def test_a_consent_is_taken_back_on_the_workspace_s_day(self, desk: Desk, world: World) -> None:
        desk.hear(said("f1"))
        person = who.of(desk.conversation())
        at = datetime(2026, 9, 14, 22, 30, tzinfo=UTC)  # in Paris it is the 15th
        agree = partial(
            keeping.record_consent,
            person,
            text="Oui",
            source="Courriel",
            actor=world.claire,
            now=at,
        )
        with pytest.raises(CannotKeep, match="to_come"):
            agree(agreed_on=date(2026, 9, 16))
        row = agree(agreed_on=date(2026, 9, 15))
        Consent.objects.update(agreed_on=date(2026, 9, 1))
        row.refresh_from_db()
        keeping.withdraw_consent(row, actor=world.claire, now=at)
        row.refresh_from_db()
        assert row.withdrawn_on == date(2026, 9, 15)


class TestPreview:
    def test_it_says_what_goes_when_and_what_each_term_would_erase(
        self, desk: Desk, world: World
    ) -> None:
        desk.hear(said("f1"))
        first = desk.feedback("f1").written_at
        desk.clock.set(rules.months_after(desk.clock(), 13))
        desk.hear(said("n1", author=NOUR, created_at=desk.clock()))
        shown = terms.preview(world.atelier, now=desk.clock())
        assert (shown.months, shown.conversations) == (24, 2)
        assert shown.erased_at == rules.months_after(first, 24)
        assert {one.months: one.gone_now for one in shown.choices} == dict(
            zip((6, 12, 18, 24, 36), (1, 1, 0, 0, 0), strict=True)
        )

    def test_a_choice_that_waits_is_told(self, desk: Desk, world: World) -> None:
        terms.choose(world.atelier, months=12, actor=world.claire, now=desk.clock())
        shown = terms.preview(world.atelier, now=desk.clock())
        assert (shown.months, shown.coming, shown.coming_at) == (24, 12, desk.clock() + DAY)
        assert shown.erased_at is None
