from __future__ import annotations

from datetime import timedelta

import django.db
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.core import heartbeat


@pytest.mark.django_db
def test_anybody_may_ask_whether_the_installation_is_well(client: Client) -> None:
    response = client.get(reverse("health"))
    assert response.status_code == 200
    assert response.json() == {"database": True, "worker_age_seconds": None}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_page_tells_since_when_the_worker_is_silent(client: Client) -> None:
    heartbeat.beat("worker", now=timezone.now() - timedelta(seconds=90))
    assert 90 <= client.get(reverse("health")).json()["worker_age_seconds"] <= 95


def test_without_database_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise django.db.OperationalError

    monkeypatch.setattr(heartbeat, "last_seen_at", fail)
    response = client.get(reverse("health"))
    assert response.status_code == 503
    assert response.json()["database"] is False
