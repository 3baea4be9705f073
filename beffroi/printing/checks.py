"""Whether pages can be printed here, looked at by `beffroi doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from beffroi.core.health import Finding, Level, register_check
from beffroi.printing import libraries


def register() -> None:
    """Add the check to those of the doctor."""
    register_check("printing", check_libraries)


def check_libraries(_now: datetime) -> Iterator[Finding]:
    """Say which libraries of the system are missing: without them there is no PDF."""
    missing = libraries.missing()
    if missing:
        text = _("Reports cannot be made into PDF files: install %(packages)s.")
        yield Finding(Level.WARNING, text % {"packages": ", ".join(missing)})
    else:
        yield Finding(Level.OK, _("Reports can be made into PDF files."))
