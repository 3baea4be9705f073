from __future__ import annotations

from django.urls import path

from beffroi.web import views

urlpatterns = [
    path("", views.home, name="today"),
    path("today/longer/", views.go_on, name="today_go_on"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("styleguide/", views.style_guide, name="styleguide"),
]
