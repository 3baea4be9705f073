from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "beffroi.links"
    label = "links"

    def ready(self) -> None:
        from beffroi.links import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
