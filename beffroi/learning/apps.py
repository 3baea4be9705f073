from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "beffroi.learning"
    label = "learning"
