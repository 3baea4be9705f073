from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    name = "beffroi.archives"
    label = "archives"

    def ready(self) -> None:
        from beffroi.archives import jobs  # noqa: F401, PLC0415 - models must be loaded first
