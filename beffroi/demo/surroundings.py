"""Where the demo lives: a folder and settings of its own. No Django, which reads them later."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

SETTINGS = "beffroi.demo.settings"
HOST = "127.0.0.1"
_KEPT_VARIABLES = frozenset({"BEFFROI_LOG_LEVEL"})


@contextmanager
def made(*, port: int, kept: Path | None) -> Iterator[None]:
    """Prepare everything for the block: `kept` stays, a folder of ours is removed after it.

    Raises OSError when `kept` is not an empty folder.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # let what is below tidy up
    with _temporary() if kept is None else nullcontext(_empty(kept)) as folder:
        _set_variables(Path(folder), port=port)
        yield


def _temporary() -> AbstractContextManager[str]:
    return tempfile.TemporaryDirectory(prefix="beffroi-demo-", ignore_cleanup_errors=True)


def _empty(kept: Path) -> str:
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(kept.iterdir()):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(kept))
    return str(kept)


def _set_variables(folder: Path, *, port: int) -> None:
    """Take nothing over from an ordinary installation: neither its data nor its mail server."""
    ordinary = {name for name in os.environ if name.startswith("BEFFROI_")} - _KEPT_VARIABLES
    for name in ordinary:
        del os.environ[name]
    os.environ["BEFFROI_DATA_DIR"] = str(folder)
    os.environ["BEFFROI_PUBLIC_URL"] = f"http://{HOST}:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
