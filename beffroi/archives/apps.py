from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    name = "beffroi.archives"
    label = "archives"

    def ready(self) -> None:
        # Models must be loaded first.
        from beffroi.archives import jobs  # noqa: F401, PLC0415
        from beffroi.archives.tables import jobs as table_jobs  # noqa: F401, PLC0415
