"""A server that speaks Mastodon's API, written by others for tests."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.paths import REQUIREMENTS
from scripts.processes import free_port, running, wait_until
from scripts.real_servers.installing import installed, make_environment

#: A token of the demonstration accounts that the server makes at its start.
TOKEN = "ada_token"  # noqa: S105 - published by the server's own documentation


def install() -> Path:
    """Install the server; return its program."""
    folder = installed(
        "mastodon-mock", inputs=[REQUIREMENTS / "mastodon-mock.txt"], install=_install
    )
    return folder / "venv/bin/mastodon_mock"


def _install(folder: Path) -> None:
    make_environment(folder, lock="mastodon-mock")


@contextmanager
def mastodon_server(program: Path, *, folder: Path) -> Iterator[str]:
    """Run the server for the length of a `with`; yield its origin."""
    port = free_port()
    log = folder / "mastodon.log"
    where = ["--host", "127.0.0.1", "--port", str(port)]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command: list[str | Path] = [
        program,
        "serve",
        "--in-memory",
        "--demo",
        *where,
        "--log-level",
        "warning",
    ]
    with running(command, log=log, cwd=folder, env=env) as process:
        wait_until(lambda: _answers(port), process=process, name="The Mastodon server", log=log)
        yield f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/instance")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
