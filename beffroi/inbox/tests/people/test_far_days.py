from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from beffroi.company.forms import ClosureForm
from beffroi.inbox.people_forms import ConsentForm

FAR = pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
TODAY = date(2026, 11, 1)


@FAR
def test_nobody_agreed_in_another_age(day: str) -> None:
    with translation.override("en"):
        form = ConsentForm({"text": "Oui", "source": "Au comptoir", "agreed_on": day})
        assert form.errors == {"agreed_on": ["Choose a day in this century."]}


@FAR
def test_no_closure_begins_in_another_age(day: str) -> None:
    last = (TODAY + timedelta(days=9)).isoformat()
    with translation.override("en"):
        form = ClosureForm({"first_day": day, "last_day": last, "sentence": "Travaux"}, today=TODAY)
        assert form.errors == {"first_day": ["Choose a day in this century."]}
