from django.apps import AppConfig


class RelaysConfig(AppConfig):
    name = "beffroi.relays"
    label = "relays"
