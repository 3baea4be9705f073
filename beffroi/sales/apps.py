from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "beffroi.sales"
    label = "sales"

    def ready(self) -> None:
        from beffroi.sales import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
