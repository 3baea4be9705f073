from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import lock


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An .in file that includes another, with a lock made from both."""
    (tmp_path / "base.in").write_text("django\n")
    source = tmp_path / "dev.in"
    source.write_text("# What is needed.\n-r base.in\npytest\n")
    source.with_suffix(".txt").write_text(f"{lock.MARK}{lock._digest(source)}\npytest==9\n")
    return source


def test_a_lock_is_in_step_with_what_it_was_made_from(source: Path) -> None:
    assert lock.is_in_step(source)


def test_a_new_requirement_puts_the_lock_out_of_step(source: Path) -> None:
    source.write_text(source.read_text() + "hypothesis\n")
    assert not lock.is_in_step(source)


def test_a_change_in_an_included_file_puts_the_lock_out_of_step(source: Path) -> None:
    (source.parent / "base.in").write_text("django<6\n")
    assert not lock.is_in_step(source)


def test_a_comment_changes_nothing(source: Path) -> None:
    source.write_text("# Said better.\n" + source.read_text())
    assert lock.is_in_step(source)


def test_a_missing_lock_is_out_of_step(source: Path) -> None:
    source.with_suffix(".txt").unlink()
    assert not lock.is_in_step(source)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    wanted = {"dependencies": {"a": "1.0.0"}}
    (tmp_path / "package.json").write_text(json.dumps(wanted))
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": {"": wanted}}))
    return tmp_path


def test_npm_packages_in_step_have_no_fault(packages: Path) -> None:
    assert lock.npm_faults(packages) == []


def test_another_version_puts_the_npm_lock_out_of_step(packages: Path) -> None:
    (packages / "package.json").write_text(json.dumps({"dependencies": {"a": "2.0.0"}}))
    assert len(lock.npm_faults(packages)) == 1


def test_an_address_in_the_npm_lock_is_a_fault(packages: Path) -> None:
    content = json.loads((packages / "package-lock.json").read_text())
    content["packages"]["node_modules/a"] = {"version": "1.0.0", "resolved": "https://host/a.tgz"}
    (packages / "package-lock.json").write_text(json.dumps(content))
    assert len(lock.npm_faults(packages)) == 1
