from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkspacesConfig(AppConfig):
    name = "beffroi.workspaces"
    label = "workspaces"
    verbose_name = "Workspaces"

    def ready(self) -> None:
        from beffroi.core import crypto  # noqa: PLC0415 - models must be loaded first
        from beffroi.workspaces import mfa_adapter, owner_guard, signals  # noqa: PLC0415

        signals.connect()
        crypto.register_sealed_values(mfa_adapter.sealed_values)
        post_migrate.connect(
            owner_guard.protect_after_migrate, sender=self, dispatch_uid="workspaces.owner_guard"
        )
