from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.links import spool
from beffroi.links.spool import Spool


def test_lines_are_there_as_soon_as_they_are_written(tmp_path: Path) -> None:
    writer = Spool(tmp_path / "visits")
    writer.write(b"one\n")
    (path,) = spool.files(tmp_path / "visits")
    assert spool.lines_after(path, 0, bytes_max=100) == ([b"one"], 4)
    writer.write(b"two\n")
    assert spool.lines_after(path, 4, bytes_max=100) == ([b"two"], 8)


def test_a_file_is_finished_when_its_writer_is(tmp_path: Path) -> None:
    writer = Spool(tmp_path)
    writer.write(b"one\n")
    (path,) = spool.files(tmp_path)
    with spool.finished(path) as is_finished:
        assert not is_finished
    writer.close()
    with spool.finished(path) as is_finished:
        assert is_finished


def test_a_line_by_half_waits_for_its_end(tmp_path: Path) -> None:
    path = tmp_path / "1.visits"
    path.write_bytes(b"one\ntw")
    assert spool.lines_after(path, 0, bytes_max=100) == ([b"one"], 4)
    assert spool.lines_after(path, 4, bytes_max=100) == ([], 4)


def test_a_long_file_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_BYTES_MAX", 5)
    writer = Spool(tmp_path)
    for line in (b"one\n", b"two\n", b"six\n"):
        writer.write(line)
    contents = [path.read_bytes() for path in spool.files(tmp_path)]
    assert contents == [b"one\ntwo\n", b"six\n"]


def test_what_was_written_survives_the_end_of_the_process(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from beffroi.links.spool import Spool;"
        "s = Spool(Path(sys.argv[1]));"
        "[s.write(b'%d\\n' % n) for n in range(1000)]; os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=False, cwd=Path.cwd()
    )
    assert ended.returncode == -signal.SIGKILL
    (path,) = spool.files(tmp_path)
    lines, _end = spool.lines_after(path, 0, bytes_max=100_000)
    assert lines == [b"%d" % number for number in range(1000)]
    with spool.finished(path) as is_finished:
        assert is_finished
