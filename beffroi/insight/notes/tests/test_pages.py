from __future__ import annotations

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.insight.notes import actions
from beffroi.insight.notes.models import DayNote, HiddenHappening
from beffroi.insight.tests.conftest import make_channel
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


def note(world: World, clock: FrozenClock) -> DayNote:
    return actions.write(
        world.atelier, day=date(2026, 9, 2), words="Market", actor=world.claire, now=clock()
    )


def test_a_note_is_written_changed_removed_and_brought_back(client: Client, world: World) -> None:
    given = {"note_day": "2026-09-02", "note_words": "The  site was down"}
    page = text(client.post(reverse("day_note_new"), given, follow=True))
    assert "The note stands on the charts." in page
    assert "2 September 2026" in page
    row = DayNote.objects.get()
    assert (row.words, row.written_by) == ("The site was down", world.claire)
    changed = {"note_day": "2025-12-24", "note_words": "Christmas market"}
    page = text(client.post(reverse("day_note", args=[row.pk]), changed, follow=True))
    assert "Christmas market" in page
    page = text(client.post(reverse("day_note_remove", args=[row.pk]), follow=True))
    assert "The note is removed." in page
    assert reverse("day_note_return", args=[row.pk]) in page
    assert "Christmas market" not in page
    page = text(client.post(reverse("day_note_return", args=[row.pk]), follow=True))
    assert "Christmas market" in page


@pytest.mark.parametrize(
    ("day", "words", "said"),
    [
        ("2026-09-02", "", "This field is required."),
        ("1999-12-31", "Market", "Choose a day from 1 January 2000 to"),
        ("2026-02-30", "Market", "Enter a valid date."),
        ("2028-01-01", "Market", "Choose a day from 1 January 2000 to"),
        ("2026-09-02", "x" * 121, "at most 120 characters"),
    ],
)
def test_what_is_no_note_is_answered_beside_what_was_typed(
    client: Client, day: str, words: str, said: str
) -> None:
    response = client.post(reverse("day_note_new"), {"note_day": day, "note_words": words})
    assert response.status_code == 422
    assert said in text(response)
    assert f'value="{words}"' in text(response) or not words
    assert not DayNote.objects.exists()


def test_a_ready_note_is_hidden_and_shown_again(
    client: Client, world: World, clock: FrozenClock
) -> None:
    make_channel(world.atelier, "bluesky", now=clock())
    make_channel(world.atelier, "linkedin", now=clock(), account_id="li")
    page = text(client.get(reverse("day_notes")))
    assert "Bluesky connected" in page
    client.post(reverse("happenings_hide"), {"year": "2026", "key": "all"})
    assert HiddenHappening.objects.count() == 2
    key = HiddenHappening.objects.order_by("key").values_list("key", flat=True)[0]
    client.post(reverse("happenings_show"), {"year": "2026", "key": key})
    assert HiddenHappening.objects.count() == 1


@pytest.mark.parametrize("key", ["", "channel:1:gone", "x" * 5000, "\0"])
def test_a_key_that_nothing_has_hides_nothing(client: Client, key: str) -> None:
    response = client.post(reverse("happenings_hide"), {"year": "2026", "key": key})
    assert response.status_code == 302
    assert not HiddenHappening.objects.exists()


def test_a_reader_sees_notes_and_changes_none(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    row = note(world, clock)
    reader = browse(world.lucas)
    page = text(reader.get(reverse("day_notes")))
    assert "Market" in page
    assert "Write a note" not in page
    assert reader.post(reverse("day_note_remove", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("year", ["", "1999", "2031", "x", "-1", "99999", "20 6"])
def test_a_year_that_is_none_is_this_one(client: Client, year: str) -> None:
    page = text(client.get(reverse("day_notes"), {"year": year}))
    assert '<a href="?year=2026" aria-current="true">2026</a>' in page
