from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from beffroi.cli import bench
from beffroi.cli.bench import language
from beffroi.cli.bench.language import others
from beffroi.cli.messages import Stop
from beffroi.language.sources import Text


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(others, "_MODULES", {"textblob-fr": "no_such", "json-fr": "json"})
    assert others.missing() == ["textblob-fr"]


def test_a_polarity_near_zero_is_neutral() -> None:
    assert [others._tone(value) for value in (-0.3, 0.0, 0.04, 0.3)] == [
        *("negative", "neutral", "neutral", "positive"),
    ]


def test_tones_are_judged_by_their_labels() -> None:
    texts = [Text(tone, {"sentiment": tone}) for tone in ("positive", "negative", "neutral")]
    right = language._judged(lambda asked: list(asked), texts)
    assert (right["accuracy"], right["macro_f1"]) == (1.0, 1.0)
    flat = language._judged(lambda asked: ["neutral"] * len(asked), texts)
    assert (flat["accuracy"], flat["macro_f1"]) == (0.3333, 0.1667)


def test_long_texts_are_joined_from_short_ones() -> None:
    short, long = language._lengths(["mot " * 20] * 40)
    assert len(short) == 40
    assert long
    assert all(500 <= len(text) <= 1000 for text in long)


def test_a_folder_is_for_what_reads_one(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="footprint"):
        bench.run(argparse.Namespace(name="footprint", data=tmp_path, json=True))
