from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "beffroi.printing"
    label = "printing"

    def ready(self) -> None:
        from beffroi.printing import checks  # noqa: PLC0415 - as the other apps do

        checks.register()
