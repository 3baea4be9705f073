from __future__ import annotations

from django.apps import AppConfig
from django.core import checks as system_checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "beffroi.core"

    def ready(self) -> None:
        from beffroi.core import append_only, checks  # noqa: PLC0415 - models must be loaded first

        system_checks.register(checks.database_promises, system_checks.Tags.database)
        checks.register()
        post_migrate.connect(
            append_only.protect_after_migrate, sender=self, dispatch_uid="core.append_only"
        )
        autodiscover_modules("jobs")
