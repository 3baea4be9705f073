"""Turns a page of ours into a tagged PDF, in a process of its own that gives its memory back.

One at a time: a report may wait for another, and a small machine prints no two at once. Nothing is
left behind, whatever ends the process.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings

import beffroi
from beffroi.core.leash import leash
from beffroi.printing.errors import PrintingFailed, PrintingTookTooLong, Reason

logger = logging.getLogger(__name__)

HTML_BYTES_MAX = 4_000_000
PAGES_MAX = 60
_SECONDS_MAX = 30
#: How long a page waits for those before it.
_TURN_SECONDS_MAX = 45
_turn = threading.Lock()
_FOLDER_PREFIX = "beffroi-printing-"


def print_page(html: str, *, language: str, title: str) -> bytes:
    """Return a page of ours as a PDF (PDF/UA-1), in `language`, named `title`. Waits for its turn.

    It may draw on our static files and on pictures within it (`data:image/…`); whatever else it
    names is left out, and logged. `printing/paper.css` is laid under its own style, and
    `printing/paper.html` is what a page for paper extends. Raises PrintingFailed.
    """
    content = html.encode()
    if len(content) > HTML_BYTES_MAX:
        raise PrintingFailed(Reason.TOO_LARGE)
    if not _turn.acquire(timeout=_TURN_SECONDS_MAX):
        raise PrintingFailed(Reason.BUSY)
    try:
        with tempfile.TemporaryDirectory(prefix=_FOLDER_PREFIX) as name:
            return _printed(Path(name), content, language=language, title=title)
    finally:
        _turn.release()


def _printed(folder: Path, content: bytes, *, language: str, title: str) -> bytes:
    (folder / "page.html").write_bytes(content)
    (folder / "job.json").write_text(json.dumps(_job(language=language, title=title)))
    done = _run(folder)
    told = _told(done.stdout)
    if done.returncode or "pages" not in told:
        raise _failure(done, told)
    for address in told["refused"]:
        logger.warning("A page to print named what it may not draw on: %s", address)
    for warning in told["warnings"]:
        logger.warning("Printing: %s", warning)
    return (folder / "page.pdf").read_bytes()


def _job(*, language: str, title: str) -> dict[str, object]:
    base_url = f"{settings.PUBLIC_URL}/"
    return {
        "language": language,
        "title": title,
        "base_url": base_url,
        "static_url": urljoin(base_url, settings.STATIC_URL),
        "folders": _static_folders(),
        "pages_max": PAGES_MAX,
    }


def _static_folders() -> list[str]:
    """Return where static files lie: gathered under the names that pages use, then of each app."""
    own = [Path(app.path) / "static" for app in apps.get_app_configs()]
    return [str(settings.STATIC_ROOT), *(str(path) for path in own if path.is_dir())]


def _run(folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "beffroi.printing.press", str(folder)]
    with leash() as end:
        try:
            return subprocess.run(  # noqa: S603 - our own module, on a folder that we made
                command,
                stdin=end,
                capture_output=True,
                timeout=_SECONDS_MAX,
                check=False,
                cwd=folder,
                env=_environment(folder),
            )
        except subprocess.TimeoutExpired as error:
            raise PrintingTookTooLong from error


def _environment(folder: Path) -> dict[str, str]:
    """Return all that the process knows of ours: where its code is, and where it may write."""
    known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    code = str(Path(beffroi.__file__).parents[1])
    own = {"PYTHONPATH": code, "TMPDIR": str(folder), "HOME": str(folder), "LANG": "C.UTF-8"}
    return {**known, **own}


def _told(output: bytes) -> dict[str, list[str]]:
    try:
        told = json.loads(output)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _failure(
    done: subprocess.CompletedProcess[bytes], told: dict[str, list[str]]
) -> PrintingFailed:
    try:
        failed = PrintingFailed(Reason(told.get("reason")), package=str(told.get("package", "")))
    except ValueError:
        failed = PrintingFailed(Reason.DIED)
        # Its last line names an error, without what was printed.
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        logger.warning("Printing ended with %s: %s", done.returncode, "".join(lines[-1:])[:200])
    return failed
