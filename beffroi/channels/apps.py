from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "beffroi.channels"
    label = "channels"

    def ready(self) -> None:
        from beffroi.channels import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
