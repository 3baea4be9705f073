from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from beffroi.metrics.money import Cost
from beffroi.metrics.proofs import Proof
from beffroi.sales.models import Economics
from beffroi.sales.returns import Brought, Return
from beffroi.sales.showing import shown
from beffroi.sales.tests.test_returns import SEPTEMBER

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "currency", "said"),
    [
        ("fr", "EUR", "1\u00a0240 à 2\u00a0480\u00a0€"),
        ("fr", "CAD", "1\u00a0240 à 2\u00a0480\u00a0$\u00a0CA"),
        ("fr", "CHF", "1\u00a0240 à 2\u00a0480\u00a0CHF"),
        ("en", "EUR", "€1,240 to €2,480"),
        ("en", "CHF", "CHF\u00a01,240 to CHF\u00a02,480"),
    ],
)
def test_a_range_names_its_currency_once_where_it_stands_behind(
    language: str, currency: str, said: str
) -> None:
    brought = {
        Proof.CERTAIN: Brought(1, 0, 0, 0, 124_000),
        Proof.PROBABLE: Brought(1, 0, 0, 0, 124_000),
    }
    told = Return(SEPTEMBER, brought, Cost())
    with translation.override(language):
        page = shown(told, Economics(currency=currency), now=NOW)
    assert page.brought.replace("\u202f", "\u00a0") == said
