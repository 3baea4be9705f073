from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from beffroi.links.models import Link
from beffroi.workspaces.models import Workspace

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
Making = Callable[..., Link]


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="Atelier Martin")


@pytest.fixture
def make_link(workspace: Workspace) -> Making:
    def make(code: str = "abcdefg", target: str = "https://example.com/pain") -> Link:
        return Link.objects.create(
            workspace=workspace,
            code=code,
            target=target,
            first_host="example.com",
            made_at=NOW,
            changed_at=NOW,
        )

    return make
