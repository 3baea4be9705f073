from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from scripts.postgres import temporary_postgres, wheel_programs


def test_a_postgresql_of_our_own_starts_and_leaves_nothing() -> None:
    with temporary_postgres(wheel_programs()) as postgres:
        with psycopg.connect(postgres.url()) as connection:
            row = connection.execute("SELECT current_setting('server_encoding')").fetchone()
        assert row == ("UTF8",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url(), connect_timeout=1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another account")
def test_root_starts_it_from_a_checkout_that_is_closed_to_others(tmp_path: Path) -> None:
    source = wheel_programs()
    site, package = source.parents[2], source.parents[1]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in (package.name, f"{package.name}.libs"):
        (closed / name).symlink_to(site / name)
    programs = closed / source.relative_to(site)
    with temporary_postgres(programs) as postgres, psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nobody_else_on_this_machine_can_enter() -> None:
    with temporary_postgres(wheel_programs()) as postgres:
        address = postgres.url().replace(postgres.password, "another")
        with pytest.raises(psycopg.OperationalError, match="authentication"):
            psycopg.connect(address)
