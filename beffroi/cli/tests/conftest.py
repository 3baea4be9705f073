from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest
from django.utils import translation

from beffroi.cli import messages
from beffroi.cli.main import main
from beffroi.cli.tests.commands import Home
from beffroi.core.tests.databases import new_database

NewHome = Callable[[str], Home]


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Command]:
    """Run commands in this process: for those that refuse, or only look."""
    monkeypatch.setattr(messages._Catalogue, "current", messages._Catalogue.current)

    def run(*arguments: str, language: str = "en") -> Said:
        try:
            code = main([f"--language={language}", *arguments])
        except SystemExit as stop:
            code = int(str(stop.code))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    with translation.override(translation.get_language()):
        yield run


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[NewHome]:
    """Make homes with an empty database each."""
    with ExitStack() as stack:

        def make(name: str) -> Home:
            folder = tmp_path / name
            folder.mkdir()
            return Home(folder, stack.enter_context(new_database(folder)))

        yield make


@pytest.fixture
def home(new_home: NewHome) -> Home:
    """Make one home, empty."""
    return new_home("home")


@pytest.fixture(scope="session")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Make a home in which people have worked, to be copied and read, never changed."""
    folder = tmp_path_factory.mktemp("worked-in")
    with new_database(folder) as database_url:
        home = Home(folder, database_url)
        assert home.run("migrate").returncode == 0
        home.script("world_process", "fill")
        yield home


@pytest.fixture(scope="session")
def archive_of_work(worked_in: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Back up the home in which people have worked, once."""
    target = tmp_path_factory.mktemp("archive") / "backup.tar.gz"
    done = worked_in.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def archive(archive_of_work: Path, tmp_path: Path) -> Path:
    """Return a copy of that backup, to be damaged at will."""
    return Path(copy(archive_of_work, tmp_path / "backup.tar.gz"))


@pytest.fixture
def filled(worked_in: Home, tmp_path: Path) -> Iterator[Home]:
    """Make a home in which people have worked."""
    folder = tmp_path / "filled"
    copytree(worked_in.folder, folder, ignore=ignore_patterns("beffroi.sqlite3*"))
    with new_database(folder, template=worked_in.database_url) as database_url:
        yield Home(folder, database_url)
