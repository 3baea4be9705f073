from django.apps import AppConfig


class SiteCheckConfig(AppConfig):
    name = "beffroi.sitecheck"
    label = "sitecheck"

    def ready(self) -> None:
        from beffroi.sitecheck import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
