"""Django's `migrate`, but quick where there is nothing yet to change."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from beffroi.core import schema

_ABOUT_STEPS = ("app_label", "plan", "check_unapplied", "fake")


class Command(migrate.Command):
    """Goes step by step from what is there; makes an empty database at once."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Whoever names an app, or asks for a plan, wants the steps."""
        using = options["database"]
        wants_steps = any(options[name] for name in _ABOUT_STEPS)
        if wants_steps or not schema.is_empty(connections[using]):
            super().handle(*args, **options)
        else:
            schema.make(using)
