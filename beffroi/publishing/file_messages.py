"""Says in one sentence why a file is not taken, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from beffroi.media.problems import FileRefused, Problem

FILE_NAME_MAX = 60


def explain_file(refused: FileRefused, *, name: str) -> str:
    """Return why the file called `name` is not taken, and what to do."""
    values = {"name": _isolated(name), "limit": (refused.limit or 0) // 1_000_000}
    return _FILE_PROBLEMS[refused.problem]() % values


_FILE_PROBLEMS: dict[Problem, Callable[[], str]] = {
    Problem.EMPTY: lambda: _("%(name)s is empty. Choose the file again."),
    Problem.TOO_HEAVY: lambda: _(
        "%(name)s is heavier than %(limit)s MB. Make it lighter, then add it again."
    ),
    Problem.TOO_LARGE: lambda: _(
        "%(name)s has too many pixels. Make it smaller, then add it again."
    ),
    Problem.UNREADABLE: lambda: _(
        "%(name)s cannot be read. Use a JPEG or PNG picture, an MP4 video or a PDF document."
    ),
    Problem.NOT_MP4: lambda: _(
        "%(name)s is a video in a format that networks do not take. Export it as MP4."
    ),
    Problem.VIDEO_CODEC: lambda: _(
        "The images of %(name)s are stored in a way that networks do not take. "
        "Export it as MP4 with H.264."
    ),
    Problem.SOUND_CODEC: lambda: _(
        "The sound of %(name)s is stored in a way that networks do not take. "
        "Export it as MP4 with AAC sound."
    ),
    Problem.CUT_SHORT: lambda: _(
        "Part of %(name)s is missing: it was not copied to the end. Copy it again, then add it."
    ),
    Problem.NO_ROOM: lambda: _(
        "There is no room left for %(name)s on this installation. "
        "Ask the person who looks after Beffroi."
    ),
}


def _isolated(name: str) -> str:
    """Keep a file's name short, and from turning the sentence around it."""
    short = name if len(name) <= FILE_NAME_MAX else f"{name[:FILE_NAME_MAX]}…"
    return f"\u2068{short}\u2069"
