from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "beffroi.drafting"
    label = "drafting"

    def ready(self) -> None:
        from beffroi.drafting import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
