from django.apps import AppConfig


class BrandingConfig(AppConfig):
    name = "beffroi.branding"
    label = "branding"
