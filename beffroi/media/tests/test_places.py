"""Few videos at once: the others wait, and a place is free as soon as its holder has ended."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from beffroi.media import places, videos
from beffroi.media.tests.films import film

SECONDS = 20.0
CLAIRE = 7


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    settings.VIDEOS_AT_ONCE = 1
    return tmp_path


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_full() -> bool:
    """Tell whether every place is taken."""
    with (Path(settings.DATA_DIR) / "wrapping" / "place-0").open("a") as file:
        return not places._locked(file, fcntl.LOCK_EX)


@contextmanager
def held() -> Iterator[None]:
    """Hold a place elsewhere until the end."""
    has_it, over = Event(), Event()

    def hold() -> None:
        with places.taken(person_id=None):
            has_it.set()
            over.wait(SECONDS)

    thread = Thread(target=hold)
    thread.start()
    assert has_it.wait(SECONDS)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_second_video_waits_and_is_taken_in_the_end(folder: Path) -> None:
    upload, done = folder / "in.mp4", Event()
    upload.write_bytes(film(seconds=1))

    def prepare() -> None:
        videos.prepare(upload, target=folder / "out", thumbnail=folder / "small", person_id=CLAIRE)
        done.set()

    with held():
        thread = Thread(target=prepare)
        thread.start()
        until(lambda: places.is_waiting(CLAIRE))
        assert not places.is_waiting(CLAIRE + 1)
        assert not done.is_set()
    thread.join(SECONDS)
    assert done.is_set()
    assert not places.is_waiting(CLAIRE)


def test_as_many_as_the_setting_says_are_wrapped_at_once(folder: Path, settings: Settings) -> None:
    settings.VIDEOS_AT_ONCE = 2
    with held(), places.taken(person_id=CLAIRE):
        assert not places.is_waiting(CLAIRE)


def test_a_killed_holder_frees_its_place_at_once_with_the_process_that_it_started(
    folder: Path,
) -> None:
    upload = folder / "never.mp4"
    os.mkfifo(upload)  # nobody writes to it: reading hangs
    program = (
        "import sys, pathlib, django; django.setup();"
        "from beffroi.media import videos; folder = pathlib.Path(sys.argv[1]);"
        "videos.prepare(folder / 'never.mp4', target=folder / 'out', thumbnail=folder / 'small')"
    )
    variables = {
        **os.environ,
        "BEFFROI_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "beffroi.config.settings",
    }
    with places.taken(person_id=None):
        pass  # the folder is there
    holder = subprocess.Popen([sys.executable, "-c", program, str(folder)], env=variables)
    try:
        until(is_full)
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait(SECONDS)
    until(lambda: not is_full())
