from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "beffroi.coaching"
    label = "coaching"

    def ready(self) -> None:
        from beffroi.coaching import jobs  # noqa: F401, PLC0415 - registers the jobs
