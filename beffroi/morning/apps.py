from django.apps import AppConfig


class MorningConfig(AppConfig):
    name = "beffroi.morning"
    label = "morning"

    def ready(self) -> None:
        from beffroi.morning import (  # noqa: PLC0415 - models must be loaded first
            jobs,  # noqa: F401
            wiring,
        )

        wiring.connect()
