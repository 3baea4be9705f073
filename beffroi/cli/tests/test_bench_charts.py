from __future__ import annotations

import pytest

from beffroi.cli.bench import charts


def test_charts_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_TIMES", 1)
    figures = charts.run()
    assert figures["chart_ms"] > 0
    assert figures["points_ms"] > figures["joined_ms"] > 0
    assert 2 < figures["kilobytes"] < 40
