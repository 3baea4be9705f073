from django.urls import path

from beffroi.listening.views import overview

urlpatterns = [
    path("", overview.overview, name="listening"),
]
