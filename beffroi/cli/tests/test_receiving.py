"""The real server: what a request brings is bounded before anything of it is kept."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from shutil import copytree, ignore_patterns
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from beffroi.cli.tests.commands import Home, line_with
from beffroi.core.tests.databases import new_database

MB = 1_000_000
PIECE = b"x" * MB
#: What a process may grow by while it refuses; one that keeps a body grows by 200 MB.
GROWTH_MAX = 40 * MB
EARLY_SECONDS = 10.0


class Served:
    """A running server, somebody who is signed in, and what it keeps on its disk."""

    def __init__(self, home: Home, *, pid: int, address: str) -> None:
        self._pid = pid
        self.netloc = urlsplit(address).netloc
        self.uploads, self.system = home.folder / "uploads", home.folder / "system"
        self.cookie, self.token = home.script("world_process", "sign_in").split()

    def memory(self) -> int:
        status = Path(f"/proc/{self._pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) * 1024

    def room_taken(self, folder: Path) -> int:
        """Count the bytes of every file in a folder: named, or only held open."""
        sizes = [one.stat().st_size for one in folder.iterdir()]
        for held in Path(f"/proc/{self._pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                target = str(held.readlink())
                is_unnamed = target.startswith(str(folder)) and target.endswith("(deleted)")
                sizes += [held.stat().st_size] if is_unnamed else []
        return sum(sizes)

    def send(self, path: str, size: int, *, chunked: bool, **headers: str) -> tuple[int, str]:
        """Send `size` bytes; return status and body of the answer."""
        connection = HTTPConnection(self.netloc, timeout=20)
        try:
            connection.putrequest("POST", path)
            for name, value in {"Accept-Language": "fr", **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.putheader(*self._length(size, chunked=chunked))
            connection.endheaders()
            self._pour(connection.sock, size, chunked=chunked)
            response: HTTPResponse = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    @staticmethod
    def _length(size: int, *, chunked: bool) -> tuple[str, str]:
        return ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(size))

    @staticmethod
    def _pour(sock: socket.socket, size: int, *, chunked: bool) -> None:
        head, tail = (b"%x\r\n" % len(PIECE), b"\r\n") if chunked else (b"", b"")
        for _ in range(size // MB):
            sock.sendall(head + PIECE + tail)
        if chunked:
            sock.sendall(b"0\r\n\r\n")


@pytest.fixture(scope="module")
def served(worked_in: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "data"
    copytree(worked_in.folder, folder, ignore=ignore_patterns("beffroi.sqlite3*"))
    system = folder / "system"
    system.mkdir()
    with new_database(folder, template=worked_in.database_url) as database_url:
        home = Home(folder, database_url)
        more = {"BEFFROI_ROLES": "web", "TMPDIR": str(system)}
        with home.started("up", "--port", "0", **more) as process:
            address = line_with(process, "ready").split()[-1]
            yield Served(home, pid=process.pid, address=address)


class Watch:
    """Looks at the server while something is sent to it."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._over = Event()
        self._thread = Thread(target=self._look)
        self.memory_grown = self.uploads = self.system = 0

    def __enter__(self) -> Watch:
        served = self._served
        assert served.send("/account/login/", 0, chunked=False)[0] == 403  # all is loaded
        self._before = served.memory()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.is_set():
            self.memory_grown = max(self.memory_grown, self._served.memory() - self._before)
            served = self._served
            self.uploads = max(self.uploads, served.room_taken(served.uploads))
            self.system = max(self.system, served.room_taken(served.system))
            time.sleep(0.01)


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize(
    "path", ["/account/login/", "/posts/files/", "/archives/new/", "/channels/told/feeds/none/"]
)
def test_a_stranger_who_sends_much_is_refused_and_nothing_is_kept(
    served: Served, path: str, chunked: bool
) -> None:
    with Watch(served) as watch:
        status, page = served.send(path, 200 * MB, chunked=chunked)
    assert status == 413
    assert (page == "") == ("told" in path)
    assert page == "" or "Cet envoi est trop lourd" in page
    assert (watch.uploads, watch.system) == (0, 0)
    assert watch.memory_grown < GROWTH_MAX


def test_what_says_that_it_is_too_much_is_refused_before_it_comes(served: Served) -> None:
    host, _, port = served.netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=EARLY_SECONDS) as sock:
        sock.sendall(
            b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000000\r\n\r\n"
        )
        assert sock.recv(4000).startswith(b"HTTP/1.1 413 ")


def test_somebody_signed_in_may_send_files_where_files_are_taken(served: Served) -> None:
    signed_in = {"Cookie": served.cookie, "X_CSRFToken": served.token}
    form = {"Content_Type": "application/octet-stream", **signed_in}
    with Watch(served) as watch:
        status, _ = served.send("/archives/new/", 50 * MB, chunked=True, **form)
    assert status == 422  # it came whole, and held no file
    assert watch.uploads > 0
    assert watch.system == 0
    assert watch.memory_grown < GROWTH_MAX
    end = time.monotonic() + EARLY_SECONDS
    while served.room_taken(served.uploads):  # it is let go of after the answer
        assert time.monotonic() < end
    with Watch(served) as watch:
        status, page = served.send("/calendar/", 50 * MB, chunked=True, **form)
    assert (status, watch.uploads, watch.system) == (413, 0, 0)
    assert "2 Mo" in page.replace("\u00a0", " ")
