"""Databases for measurements: of the kind that this installation uses, empty, gone after."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def scratch_database(label: str) -> Iterator[Callable[[], None]]:
    """Make an empty database; yield what turns to it. It is gone after."""
    own = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        name = f"beffroi_bench_{label}_{secrets.token_hex(4)}"
        if connection.vendor == "sqlite":
            name = str(Path(folder, f"{name}.sqlite3"))
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield lambda: _turn_to(name)
        finally:
            _turn_to(name)
            connection.creation.destroy_test_db(own["NAME"], verbosity=0)
            settings.DATABASES["default"]["NAME"] = own["NAME"]
            _turn_to(own["NAME"])


def address_in_use() -> str:
    """Return the address of the database in use."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    place = f"{values['HOST']}:{values['PORT']}" if values["PORT"] else values["HOST"]
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{place}/{values['NAME']}"


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
