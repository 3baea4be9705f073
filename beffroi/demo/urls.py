"""The addresses of the demo: every ordinary one, and the door that exists nowhere else."""

from __future__ import annotations

from django.urls import include, path

from beffroi.config import urls as ordinary
from beffroi.demo import views

urlpatterns = [
    path("demo/", views.door, name="demo"),
    path("demo/enter/", views.enter, name="demo_enter"),
    path("", include("beffroi.config.urls")),
]

handler400 = ordinary.handler400
handler403 = ordinary.handler403
handler404 = ordinary.handler404
handler500 = ordinary.handler500
