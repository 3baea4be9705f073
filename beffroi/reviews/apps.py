from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "beffroi.reviews"
    label = "reviews"

    def ready(self) -> None:
        from beffroi.reviews import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
