from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    name = "beffroi.routines"
    label = "routines"

    def ready(self) -> None:
        from beffroi.routines import jobs as _jobs  # noqa: F401, PLC0415 - registers the jobs
