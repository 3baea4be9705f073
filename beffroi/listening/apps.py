from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "beffroi.listening"
    label = "listening"

    def ready(self) -> None:
        from beffroi.listening import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
