from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "beffroi.strategy"
    label = "strategy"
