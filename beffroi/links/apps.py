from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "beffroi.links"
    label = "links"
