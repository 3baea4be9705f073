from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "beffroi.listening"
    label = "listening"

    def ready(self) -> None:
        from beffroi.listening import (  # noqa: PLC0415 - models must be loaded first
            jobs,  # noqa: F401
            wiring,
        )

        wiring.connect()
