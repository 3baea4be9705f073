from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "beffroi.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        from beffroi.web import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
