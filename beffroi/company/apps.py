from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "beffroi.company"
    label = "company"

    def ready(self) -> None:
        from beffroi.company import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
