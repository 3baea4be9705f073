from __future__ import annotations

import pytest

from beffroi.cli.bench import printing
from beffroi.printing import printer


def test_printing_is_measured_by_the_middle_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def print_page(html: str, *, language: str, title: str) -> bytes:
        asked.append(html)
        return b""

    monkeypatch.setattr(printer, "print_page", print_page)
    figures = printing.run()
    assert len(asked) == 6  # and a first one
    assert asked[0].count('<th scope="row">') == 120
    assert asked[0].count('<svg class="chart"') == 6
    assert figures["first_pdf_s"] < 1
    assert figures["pdf_s"] < 1
    assert figures["rss_before_mb"] > 10
