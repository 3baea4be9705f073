from __future__ import annotations

import pytest

from beffroi.core.jobs import registry


@pytest.fixture
def no_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the jobs of the product: a test registers its own."""
    monkeypatch.setattr(registry, "_registrations", {})
    monkeypatch.setattr(registry, "_callbacks", {})
