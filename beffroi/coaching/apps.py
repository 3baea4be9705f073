from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "beffroi.coaching"
    label = "coaching"
