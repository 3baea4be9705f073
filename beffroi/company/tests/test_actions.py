from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from beffroi.company import actions, charters, queries
from beffroi.company.clauses import Wishes
from beffroi.company.models import (
    AnswerDelay,
    Charter,
    Company,
    CrisisContact,
    CrisisFile,
    ExceptionalClosure,
)
from beffroi.company.rules import Counted, Delay, Kind, due, is_open
from beffroi.core.backup import tables
from beffroi.core.models import AuditEntry
from tests.clock import FrozenClock
from tests.world import World


def trail() -> list[str]:
    entries = AuditEntry.objects.filter(action__startswith="company.")
    return [entry.action for entry in entries.order_by("id")]


def test_what_nobody_said_is_unknown(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        facts = queries.facts_of(world.atelier)
    assert facts.name == "Atelier Martin"  # the workspace's
    assert (facts.address, facts.phone, facts.hours, facts.trades) == ("", "", None, ())
    assert facts.policies == {}
    assert facts.hours_in_words(language="fr") == ""


def test_what_was_said_is_known_everywhere(
    told: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        facts = queries.facts_of(told.atelier)
    assert facts.trades == ("bakery", "cafe")
    assert facts.signature == "Claire"
    assert set(facts.policies) == set(queries.POLICIES)
    said = facts.hours_in_words(language="fr").replace("\u00a0", " ")
    assert said.startswith("du mardi au vendredi de 7 h à 13 h et de 15 h à 19 h, le samedi de")
    with django_assert_num_queries(2):
        calendar = queries.calendar_of(told.atelier)
    assert calendar == facts.calendar
    with django_assert_num_queries(1):
        promise = queries.promise_of(told.atelier)
    assert promise.of(Kind.URGENT) == Delay(60)


def test_a_message_is_due_by_the_hours_of_its_company(told: World) -> None:
    calendar, promise = queries.calendar_of(told.atelier), queries.promise_of(told.atelier)
    monday = datetime(2026, 6, 15, 8, tzinfo=UTC)
    found = due(monday, kind=Kind.URGENT, promise=promise, calendar=calendar)
    assert found.counted is Counted.BY_THE_DOORS
    assert found.at == datetime(2026, 6, 16, 6, tzinfo=UTC)
    assert is_open(datetime(2026, 11, 11, 10, tzinfo=UTC), calendar=calendar)  # it said so
    assert not is_open(datetime(2026, 7, 14, 10, tzinfo=UTC), calendar=calendar)


def test_facts_of_another_workspace_are_not_ours(told: World) -> None:
    assert queries.facts_of(told.flowers).phone == ""
    assert queries.calendar_of(told.flowers).closures == ()
    assert queries.promise_of(told.flowers).delays == {}
    assert queries.charter_of(told.flowers) is None


def test_hours_without_any_opening_are_unknown_again(told: World, clock: FrozenClock) -> None:
    actions.say_hours(told.atelier, week=[()] * 7, actor=told.claire, now=clock())
    assert queries.facts_of(told.atelier).hours is None


def test_saying_one_thing_leaves_the_others(told: World, clock: FrozenClock) -> None:
    actions.say_hours(told.atelier, week=[((60, 120),)] * 7, actor=told.claire, now=clock())
    facts = queries.facts_of(told.atelier)
    assert facts.phone
    assert facts.policies
    assert Company.objects.filter(workspace=told.atelier).count() == 1


def test_a_closure_goes_and_comes_back_for_a_day(told: World, clock: FrozenClock) -> None:
    row = ExceptionalClosure.objects.get()
    actions.remove_closure(row, actor=told.claire, now=clock())
    assert queries.calendar_of(told.atelier).closures == ()
    actions.bring_closure_back(row, actor=told.claire, now=clock())
    assert len(queries.calendar_of(told.atelier).closures) == 1
    actions.remove_closure(row, actor=told.claire, now=clock())
    later = clock() + timedelta(days=2)
    actions.add_closure(
        told.atelier,
        first_day=date(2027, 1, 4),
        last_day=date(2027, 1, 4),
        sentence="",
        actor=told.claire,
        now=later,
    )
    assert not ExceptionalClosure.objects.filter(pk=row.pk).exists()


def test_a_list_of_closures_has_an_end(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CLOSURES_MAX", 1)
    day = clock().date() + timedelta(days=1)

    def close() -> None:
        actions.add_closure(
            world.atelier,
            first_day=day,
            last_day=day,
            sentence="",
            actor=world.claire,
            now=clock(),
        )

    close()
    with pytest.raises(actions.TooManyClosures):
        close()


def test_each_change_is_in_the_audit_trail(told: World, clock: FrozenClock) -> None:
    assert trail() == [
        "company.identity_changed",
        "company.hours_changed",
        "company.holidays_changed",
        "company.policies_changed",
        "company.promised",
        "company.closure_added",
        "company.charter_changed",
        "company.charter_published",
        "company.contact_added",
        "company.contact_added",
        "company.contact_added",
        "company.holding_message_changed",
    ]
    entries = AuditEntry.objects.filter(action__startswith="company.")
    assert {entry.workspace_id for entry in entries} == {told.atelier.pk}
    assert not any("Martin" in str(entry.detail) for entry in entries)


def test_the_same_words_are_not_a_new_version(told: World, clock: FrozenClock) -> None:
    charter = Charter.objects.get()
    assert charters.publish(charter, actor=told.claire, now=clock()).number == 1
    charters.write(
        told.atelier,
        wishes=Wishes(own_words="Bonjour."),
        is_indexed=False,
        actor=told.claire,
        now=clock(),
    )
    assert charters.publish(charter, actor=told.claire, now=clock()).number == 2
    assert charter.address == Charter.objects.get().address


def test_a_published_charter_keeps_its_words_when_the_facts_change(
    told: World, clock: FrozenClock
) -> None:
    charter = Charter.objects.get()
    before = charter.versions.get().content
    actions.say_hours(told.atelier, week=[()] * 7, actor=told.claire, now=clock())
    version = queries.public_charter(charter.address)
    assert version is not None
    assert version.content == before
    text = charters.text_for(told.atelier, wishes=charters.wishes_of(charter))
    assert not charters.says(version, text=text)


def test_a_withdrawn_charter_is_nowhere_and_comes_back_at_its_address(
    told: World, clock: FrozenClock
) -> None:
    charter = Charter.objects.get()
    charters.withdraw(charter, actor=told.claire, now=clock())
    assert queries.public_charter(charter.address) is None
    assert charters.bring_back(charter, actor=told.claire, now=clock())
    assert queries.public_charter(charter.address) is not None


def test_a_charter_that_was_never_published_cannot_come_back(
    world: World, clock: FrozenClock
) -> None:
    charter = charters.write(
        world.atelier, wishes=Wishes(), is_indexed=False, actor=world.claire, now=clock()
    )
    assert not charters.bring_back(charter, actor=world.claire, now=clock())


def test_the_charter_of_a_closed_workspace_is_gone(told: World, clock: FrozenClock) -> None:
    charter = Charter.objects.get()
    told.atelier.closed_at = clock()
    told.atelier.save()
    assert queries.public_charter(charter.address) is None


def test_an_address_can_be_read_and_not_guessed(told: World, flowers_charter: Charter) -> None:
    ours = Charter.objects.get(workspace=told.atelier).address
    assert ours.startswith("atelier-martin-")
    assert len(ours) == len("atelier-martin-") + 8
    assert flowers_charter.address.startswith("les-fleurs-de-zoe-")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "urgent", "minutes": 0},
        {"kind": "urgent", "minutes": 60 * 24 * 365},
        {"kind": "never", "minutes": 60},
    ],
)
def test_the_database_refuses_delays_of_another_world(
    world: World, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerDelay.objects.create(workspace=world.atelier, measure="open_time", **values)


def test_the_database_refuses_a_closure_that_ends_before_it_begins(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExceptionalClosure.objects.create(
            workspace=world.atelier, first_day=date(2027, 1, 2), last_day=date(2027, 1, 1)
        )


def test_everything_goes_with_its_workspace(
    told: World, flowers_charter: Charter, clock: FrozenClock
) -> None:
    told.atelier.closed_at = clock()
    told.atelier.save()
    told.atelier.delete()
    assert not Company.objects.exists()
    assert not ExceptionalClosure.objects.exists()
    assert not AnswerDelay.objects.exists()
    assert not CrisisFile.objects.exists()
    assert not CrisisContact.objects.exists()
    assert list(Charter.objects.all()) == [flowers_charter]


def test_a_backup_holds_all_of_it(db: None) -> None:
    ours = {model._meta.db_table for model in apps.get_app_config("company").get_models()}
    assert len(ours) == 7
    assert ours <= set(tables.names())
