"""On the second database, tests that no row can change are left out; all others run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from scripts import rows_only


class Item:
    """A test as the plugin looks at it."""

    def __init__(self, nodeid: str, *fixtures: str, marked: bool = False) -> None:
        self.nodeid, self.fixturenames, self._marked = nodeid, fixtures, marked

    def get_closest_marker(self, name: str) -> object | None:
        return object() if self._marked and name == "django_db" else None


def test_only_what_may_ask_the_database_or_starts_programs_stays() -> None:
    staying = [
        Item("beffroi/sales/tests/test_a.py::test", "world", "db"),
        Item("beffroi/sales/tests/test_a.py::test", "transactional_db"),
        Item("beffroi/sales/tests/test_a.py::test", marked=True),
        Item("beffroi/cli/tests/test_a.py::test", "tmp_path"),
    ]
    leaving = [Item("beffroi/sales/tests/test_a.py::test", "clock"), Item("tests/test_b.py::test")]
    told: list[Item] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: told.extend(items))
    items: list[Any] = [*leaving, *staying]
    rows_only.pytest_collection_modifyitems(cast(pytest.Config, SimpleNamespace(hook=hook)), items)
    assert items == staying
    assert told == leaving
