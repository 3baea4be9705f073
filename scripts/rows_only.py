"""A plugin of pytest: leave out the tests that no database can change, on the second database.

What may not ask the database (no `django_db`, none of its fixtures) is refused by pytest-django
where it tries to. Programs that tests start find the database by themselves: these stay.
"""

from __future__ import annotations

import pytest

_ASKING = frozenset({"db", "transactional_db", "live_server"})
#: Where tests start programs of ours.
_WITH_PROGRAMS = ("beffroi/cli/", "beffroi/core/", "beffroi/links/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that rows can change."""
    kept = [item for item in items if _may_ask(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _may_ask(item)])
    items[:] = kept


def _may_ask(item: pytest.Item) -> bool:
    if item.nodeid.startswith(_WITH_PROGRAMS) or item.get_closest_marker("django_db"):
        return True
    return not _ASKING.isdisjoint(getattr(item, "fixturenames", ()))
