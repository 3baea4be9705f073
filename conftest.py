"""What every test may ask for. Databases: BEFFROI_DATABASE_URL chooses; SQLite lies in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from pytest_django.fixtures import Settings

from scripts import messages
from tests import triggers
from tests.clock import FrozenClock

#: The assertions of the shared contracts explain themselves, whoever imports them first.
pytest.register_assert_rewrite("beffroi.networks.contract_tests", "beffroi.networks.tests")


#: A busy machine is slow at times; nothing here is proven by the clock.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_configure() -> None:
    """Compile translations that changed, and serve static files as they lie in the checkout."""
    messages.compile_stale()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


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


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Some refuse it; between tests it must be."""
    with triggers.stepping_aside_for_flushes():
        yield


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Keep keys and media of one test away from the next."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECRET_FILE = tmp_path / "secret.keys"
