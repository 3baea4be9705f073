from __future__ import annotations

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


def test_nobody_else_on_this_machine_can_enter() -> None:
    with temporary_postgres(wheel_programs()) as postgres:
        address = postgres.url().replace(postgres.password, "another")
        with pytest.raises(psycopg.OperationalError, match="authentication"):
            psycopg.connect(address)
