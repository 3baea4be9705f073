from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.core.backup import restoring


def test_a_database_stands_in_its_place_until_another_one_does(tmp_path: Path) -> None:
    live, kept = tmp_path / "beffroi.sqlite3", tmp_path / "before"
    live.write_bytes(b"old")
    restoring._keep(live, kept)
    assert live.read_bytes() == b"old"
    other = tmp_path / "new"
    other.write_bytes(b"new")
    other.replace(live)
    assert live.read_bytes() == b"new"
    assert (kept / live.name).read_bytes() == b"old"


def test_on_a_disk_without_links_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    live, kept = tmp_path / "beffroi.sqlite3", tmp_path / "before"
    live.write_bytes(b"old")
    restoring._keep(live, kept)
    assert live.read_bytes() == (kept / live.name).read_bytes() == b"old"


def test_where_there_was_no_database_none_is_kept(tmp_path: Path) -> None:
    restoring._keep(tmp_path / "beffroi.sqlite3", tmp_path / "before")
    assert list(tmp_path.iterdir()) == []
