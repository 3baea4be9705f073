from __future__ import annotations

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "beffroi.workspaces"
    label = "workspaces"
    verbose_name = "Workspaces"

    def ready(self) -> None:
        from beffroi.workspaces import signals  # noqa: PLC0415 - models must be loaded first

        signals.connect()
