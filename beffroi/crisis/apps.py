from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "beffroi.crisis"
    label = "crisis"

    def ready(self) -> None:
        from beffroi.crisis import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
