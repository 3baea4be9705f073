"""States that were kept with a level of which too little was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from beffroi.coaching.models import State
from beffroi.core.tests.databases import tables_at

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def before(transactional_db: None, tmp_path: Path) -> Iterator[Apps]:
    with tables_at("coaching", "0002_engagement", folder=tmp_path) as then:
        yield then


@pytest.mark.timeout(300)  # Django makes the models of every step anew
def test_states_lose_the_level_of_which_too_little_is_known_and_keep_their_scores(
    before: Apps,
) -> None:
    workspace = before.get_model("workspaces", "Workspace").objects.create(
        name="One", created_at=NOW
    )
    for reason, day, confidence in (
        ("first", 1, 12),
        ("month", 1, 12),
        ("month", 2, 25),
        ("asked", 2, 24),
        ("asked", 3, 60),
        ("daily", 4, 24),
    ):
        before.get_model("coaching", "State").objects.create(
            workspace=workspace,
            reason=reason,
            day=NOW.date().replace(day=day),
            taken_at=NOW,
            version=1,
            total=100,
            level=4,
            confidence=confidence,
            scores=["as they were"],
        )
    MigrationExecutor(connection).migrate([("coaching", "0004_level_needs_knowledge")])
    kept = State.objects.order_by("reason", "day")
    assert list(kept.values_list("reason", "confidence", "total", "level")) == [
        ("asked", 24, None, None),
        ("asked", 60, 100, 4),
        ("daily", 24, None, None),
        ("month", 25, 100, 4),
    ]
    assert all(row.scores == ["as they were"] for row in kept)
