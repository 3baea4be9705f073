from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from beffroi.cli.tests.commands import Home
from beffroi.core.tests.databases import new_database

NewHome = Callable[[str], Home]


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
    """Make a home in which people have worked, to be copied."""
    folder = tmp_path_factory.mktemp("worked-in")
    with new_database(folder) as database_url:
        home = Home(folder, database_url)
        assert home.run("migrate").returncode == 0
        home.script("world_process", "fill")
        yield home


@pytest.fixture
def filled(worked_in: Home, tmp_path: Path) -> Iterator[Home]:
    """Make a home in which people have worked."""
    folder = tmp_path / "filled"
    copytree(worked_in.folder, folder, ignore=ignore_patterns("beffroi.sqlite3*"))
    with new_database(folder, template=worked_in.database_url) as database_url:
        yield Home(folder, database_url)
