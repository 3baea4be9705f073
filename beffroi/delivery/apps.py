from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "beffroi.delivery"
    label = "delivery"

    def ready(self) -> None:
        from beffroi.delivery import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
