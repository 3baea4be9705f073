from __future__ import annotations

import pytest
from django.utils import translation

from beffroi.core.sums import exact_sum, round_sum


@pytest.mark.parametrize(
    ("cents", "currency", "french", "english"),
    [
        (2250, "EUR", "22,50 €", "€22.50"),
        (-124_000, "EUR", "−1 240,00 €", "−€1,240.00"),
        (5, "GBP", "0,05 £", "£0.05"),
        (100, "CAD", "1,00 $ CA", "CA$1.00"),
        (124_050, "CHF", "1 240,50 CHF", "CHF 1,240.50"),
        (124_000, "XPF", "1 240 XPF", "XPF 1,240"),
    ],
)
def test_a_sum_is_written_with_its_cents(
    cents: int, currency: str, french: str, english: str
) -> None:
    assert told(exact_sum, "fr", cents, currency) == french
    assert told(exact_sum, "en", cents, currency) == english


@pytest.mark.parametrize(
    ("cents", "said"), [(149, "1 €"), (150, "2 €"), (-150, "−2 €"), (-49, "0 €"), (0, "0 €")]
)
def test_a_sum_is_rounded_away_from_zero_and_nothing_has_no_sign(cents: int, said: str) -> None:
    assert told(round_sum, "fr", cents, "EUR") == said


def told(write: object, language: str, cents: int, currency: str) -> str:
    """Return what is written, with plain spaces."""
    with translation.override(language):
        written: str = write(cents, currency)  # type: ignore[operator]
    assert " " not in written, "a sum is never broken over two lines"
    return written.replace("\u00a0", " ").replace("\u202f", " ")
