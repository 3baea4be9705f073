"""What colleagues, clocks and crashes do while somebody works."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from beffroi.core.checks import check_database
from beffroi.core.gone import Gone
from beffroi.core.health import Level
from beffroi.core.leftovers import clear_leftovers
from beffroi.core.models import Job
from beffroi.inbox import (
    deeds,
    escalations,
    jobs,
    keeping,
    labelling,
    notes,
    presence,
    saved_answers,
    saved_views,
    sweeping,
)
from beffroi.inbox.filters import Filters
from beffroi.inbox.models import Conversation, Presence
from beffroi.inbox.people import erasure
from beffroi.inbox.tests.browsing import browser_of, shown
from beffroi.inbox.tests.desk import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said())
    return desk.conversation()


def test_an_undoing_by_a_clock_that_was_set_back_is_one(
    talk: Conversation, desk: Desk, world: World
) -> None:
    deed = deeds.settle(actor=world.claire, now=desk.clock())
    done = sweeping.sweep(world.atelier, [talk.pk], deed, actor=world.claire, now=desk.clock())
    sweeping.undo(done, actor=world.claire, now=desk.clock() - timedelta(hours=1))
    done.refresh_from_db()
    assert done.undone_at == done.done_at


def test_an_alert_is_ended_by_a_clock_that_was_set_back(
    talk: Conversation, desk: Desk, world: World
) -> None:
    raised = escalations.alert(talk, why="", actor=world.claire, now=desk.clock())
    escalations.close(raised, actor=world.claire, now=desk.clock() - timedelta(hours=1))
    raised.refresh_from_db()
    assert raised.closed_at == raised.raised_at


def test_whoever_changes_what_a_colleague_deleted_has_it_again(desk: Desk, world: World) -> None:
    label = labelling.make(
        world.atelier, name="Devis", tone="bronze", actor=world.karim, now=desk.clock()
    )
    keeping.put_away(label, kind="label", actor=world.karim, now=desk.clock())
    client = browser_of(world.claire)
    address = reverse("inbox_label", args=[label.pk])
    page = shown(client.post(address, {"name": "Devis reçus", "tone": "bronze"}, follow=True))
    assert "The label is changed. It had been deleted meanwhile" in page
    assert "Devis reçus" in page


def test_of_what_was_not_deleted_no_word_of_it_is_said(desk: Desk, world: World) -> None:
    label = labelling.make(
        world.atelier, name="Devis", tone="bronze", actor=world.karim, now=desk.clock()
    )
    address = reverse("inbox_label", args=[label.pk])
    client = browser_of(world.claire)
    page = shown(client.post(address, {"name": "Devis reçus", "tone": "bronze"}, follow=True))
    assert "deleted meanwhile" not in page


def test_of_a_deleted_answer_note_and_view_the_same_is_said(
    talk: Conversation, desk: Desk, world: World
) -> None:
    who: Any = {"actor": world.claire, "now": desk.clock()}
    answer = saved_answers.make(world.atelier, name="Horaires", text="Dès 7 h", **who)
    keeping.put_away(answer, kind="saved_answer", **who)
    note = notes.write(talk, text="Oui", **who)
    notes.delete(note, **who)
    view = saved_views.save(
        world.atelier, name="Avis", filters=Filters(stars=(1,)), is_shared=True, **who
    )
    keeping.put_away(view, kind="view", **who)
    client = browser_of(world.claire)
    for address, sent in (
        (reverse("inbox_saved_answer", args=[answer.pk]), {"name": "Heures", "text": "Dès 8 h"}),
        (reverse("inbox_note", args=[note.pk]), {"note": "Non"}),
        (reverse("inbox_view", args=[view.pk]), {"do": "rename", "name": "Une étoile"}),
    ):
        page = shown(client.post(address, sent, follow=True))
        assert "It had been deleted meanwhile: with your change, it is there again." in page


def test_a_note_about_what_was_erased_meanwhile_is_none(
    talk: Conversation, desk: Desk, world: World
) -> None:
    note = notes.write(talk, text="Oui", actor=world.claire, now=desk.clock())
    Conversation.objects.all().delete()
    with pytest.raises(Gone):
        notes.write(talk, text="Non", actor=world.claire, now=desk.clock())
    with pytest.raises(Gone):
        notes.edit(note, text="Non", actor=world.claire, now=desk.clock())


@pytest.mark.django_db(transaction=True)
def test_nobody_is_present_where_all_was_erased(
    talk: Conversation, desk: Desk, world: World
) -> None:
    presence.tell(talk, user=world.claire, now=desk.clock())
    assert Presence.objects.count() == 1
    Conversation.objects.all().delete()
    presence.tell(talk, user=world.claire, now=desk.clock())
    assert not Presence.objects.exists()


def test_whoever_came_back_out_of_a_backup_is_never_given_up(desk: Desk) -> None:
    jobs.go_on_erasing_again({}, clock=desk.clock)
    assert Job.objects.filter(kind=erasure.ERASE_AGAIN).exists()


def test_a_database_with_indexed_words_is_whole(talk: Conversation, desk: Desk) -> None:
    found = list(check_database(desk.clock()))
    assert "damaged" not in " ".join(one.message for one in found)
    assert found[-1].level is Level.OK


@pytest.mark.django_db(transaction=True)
def test_the_file_is_written_anew_outside_a_transaction_only(client: Client) -> None:
    assert clear_leftovers(whole=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA freelist_count")
            assert cursor.fetchone()[0] == 0
