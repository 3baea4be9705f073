from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts.real_servers import __main__ as real_servers
from scripts.real_servers import installing
from scripts.real_servers.installing import CannotInstall, installed


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock file, and a cache folder that is empty."""
    monkeypatch.setenv("BEFFROI_CACHE", str(tmp_path / "cache"))
    (tmp_path / "lock.txt").write_text("a==1")
    return tmp_path / "lock.txt"


def _install(folder: Path) -> None:
    (folder / "program").write_text("1")


def _break(folder: Path) -> None:
    _install(folder)
    raise CannotInstall("no compiler")


def test_what_is_installed_is_not_installed_again(pinned: Path) -> None:
    first = installed("server", inputs=[pinned], install=_install)
    assert installed("server", inputs=[pinned], install=_break) == first


def test_another_version_takes_the_place_of_the_former(pinned: Path) -> None:
    former = installed("server", inputs=[pinned], install=_install)
    pinned.write_text("a==2")
    assert installed("server", inputs=[pinned], install=_install) != former
    assert not former.exists()


def test_an_installation_that_broke_is_made_again(pinned: Path) -> None:
    with pytest.raises(CannotInstall):
        installed("server", inputs=[pinned], install=_break)
    folder = installed("server", inputs=[pinned], install=_install)
    assert (folder / installing.READY).exists()


def test_a_step_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(CannotInstall, match="no such package"):
        installing.run(["sh", "-c", "echo no such package; exit 3"])


def test_a_server_that_is_missing_does_not_keep_the_others_from_being_tested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cannot(stack: ExitStack, folder: Path) -> real_servers.Environment:
        raise CannotInstall("Debian's package postgresql is needed")

    def can(stack: ExitStack, folder: Path) -> real_servers.Environment:
        return {"BEFFROI_REAL_MASTODON": "origin", "BEFFROI_OUTBOUND_ALLOW": "127.0.0.1:1"}

    monkeypatch.setattr(real_servers, "_start_bluesky", cannot)
    monkeypatch.setattr(real_servers, "_start_mastodon", can)
    with ExitStack() as stack:
        environment, absent = real_servers._start_all(stack, folder=tmp_path)
    assert absent == ["bluesky"]
    assert environment == {
        "BEFFROI_REAL_MASTODON": "origin",
        "BEFFROI_OUTBOUND_ALLOW": "127.0.0.1:1",
    }
    assert "No real server for bluesky" in capsys.readouterr().err
