"""What every test may ask for. Databases: BEFFROI_DATABASE_URL chooses; SQLite lies in a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.fixtures import SettingsWrapper


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def advance(self, **parts: float) -> datetime:
        """Move by what `timedelta` takes: `advance(minutes=5)`."""
        self.now += timedelta(**parts)
        return self.now

    def set(self, moment: datetime) -> None:
        """Jump to `moment`."""
        self.now = moment


@pytest.fixture
def clock() -> FrozenClock:
    """A Monday morning in September."""
    return FrozenClock(datetime(2026, 9, 14, 8, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Threads and other processes must see the rows: not the usual database in memory."""
    default = connections["default"]
    if default.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def own_folders(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Keep keys and media of one test away from the next."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECRET_FILE = tmp_path / "secret.keys"
