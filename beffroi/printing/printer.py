"""Turns a page of ours into a tagged PDF, in a process of its own that gives its memory back.

One at a time: a report may wait for another, and a small machine prints no two at once. What a page
was printed from goes with it, whichever of the two ends first.
"""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings

from beffroi.printing.errors import PrintingFailed, Reason
from beffroi.printing.standby import Standby

logger = logging.getLogger(__name__)

HTML_BYTES_MAX = 4_000_000
PAGES_MAX = 60
_SECONDS_MAX = 30
#: How long a page waits for those before it.
_TURN_SECONDS_MAX = 45
_turn = threading.Lock()
standby = Standby()
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
    words = standby.have_printed(folder, seconds=_SECONDS_MAX)
    told = _told(folder / "told.json")
    if "pages" not in told:
        raise _failure(told, words)
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


def _told(file: Path) -> dict[str, Any]:
    """Return what was told, {} where the process ended without a word."""
    return json.loads(file.read_text()) if file.exists() else {}


def _failure(told: dict[str, Any], words: str) -> PrintingFailed:
    if told:
        return PrintingFailed(Reason(told["reason"]), package=told["package"])
    # The last line names an error and its place, or how it ended, without what was printed.
    logger.warning("Printing ended: %s", words[:200])
    return PrintingFailed(Reason.DIED)
