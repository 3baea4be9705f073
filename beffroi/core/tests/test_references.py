from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.references import read_references


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("caf&eacute; &amp; pain", "café & pain"),
        ("&#233;&#xE9;&#XE9;", "ééé"),
        ("&#" + "9" * 5_000 + ";", "\ufffd"),
        ("&#x" + "f" * 5_000, "\ufffd"),
        ("&#1234567890;", "\ufffd"),
        ("&inconnu; &", "&inconnu; &"),
        ("sans rien", "sans rien"),
    ],
)
def test_references_are_read_whatever_was_written(written: str, read: str) -> None:
    assert read_references(written) == read


@given(st.text(alphabet="&#x0123456789abcdef; é", max_size=300))
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_references(text), str)
