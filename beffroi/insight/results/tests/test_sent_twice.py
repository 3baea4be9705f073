from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from beffroi.core import once
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.insight.notes.models import DayNote
from beffroi.sales.models import Conversion, Cost, WorkTime
from tests.browsing import Browse
from tests.world import World

DAY = utc_now().date().isoformat()
#: The page of a form, where it is sent, what it makes, what is typed, and which field then changes.
FORMS = [
    ("costs", "cost_new", Cost, {"cost_kind": "tools", "amount": "12"}, "amount"),
    ("costs", "work_time_new", WorkTime, {"work_day": DAY, "minutes": "12"}, "minutes"),
    (
        "conversions",
        "conversion_new",
        Conversion,
        {"kind": "call", "day": DAY, "quantity": "1"},
        "quantity",
    ),
    ("day_notes", "day_note_new", DayNote, {"note_day": DAY, "note_words": "12"}, "note_words"),
]
CASES = pytest.mark.parametrize(("page", "to", "model", "typed", "field"), FORMS)


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


def form(client: Client, page: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what a browser sends: what was typed, and the keys of the page."""
    shown = client.get(reverse(page)).content.decode()
    keys = dict(re.findall(r'type="hidden" name="(\w+_key)" value="([^"]+)"', shown))
    assert keys
    days = {"cost_from": DAY, "cost_to": DAY}
    return keys | days | dict(typed)


@CASES
def test_a_form_that_is_sent_twice_makes_one_row(
    client: Client, page: str, to: str, model: type[models.Model], typed: dict[str, str], field: str
) -> None:
    sent = form(client, page, typed)
    before = AuditEntry.objects.count()
    answers = [client.post(reverse(to), sent) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert model._default_manager.count() == 1
    assert AuditEntry.objects.count() == before + 1


@CASES
def test_a_form_that_is_shown_anew_or_changed_makes_another_row(
    client: Client, page: str, to: str, model: type[models.Model], typed: dict[str, str], field: str
) -> None:
    sent = form(client, page, typed)
    client.post(reverse(to), sent)
    client.post(reverse(to), sent | {field: "13"})
    client.post(reverse(to), form(client, page, typed))
    assert model._default_manager.count() == 3


@CASES
def test_what_was_taken_back_can_be_sent_again(
    client: Client, page: str, to: str, model: type[models.Model], typed: dict[str, str], field: str
) -> None:
    sent = form(client, page, typed)
    client.post(reverse(to), sent)
    model._default_manager.update(removed_at=utc_now())
    client.post(reverse(to), sent)
    assert model._default_manager.filter(removed_at=None).count() == 1


@CASES
def test_a_key_that_is_none_keeps_nothing_back(
    client: Client, page: str, to: str, model: type[models.Model], typed: dict[str, str], field: str
) -> None:
    sent = {name: "x" if name.endswith("_key") else value for name, value in typed.items()}
    sent |= {"cost_from": DAY, "cost_to": DAY, "cost_key": "x"}
    client.post(reverse(to), sent)
    client.post(reverse(to), sent)
    assert model._default_manager.count() == 2


def test_another_fault_of_a_row_is_told(world: World) -> None:
    nothing = DayNote(workspace=world.atelier, day=utc_now().date(), written_at=utc_now())
    with pytest.raises(IntegrityError), transaction.atomic():
        once.keep_once(nothing, key=None, told=())
