from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "beffroi.insight"
    label = "insight"

    def ready(self) -> None:
        from beffroi.insight import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
