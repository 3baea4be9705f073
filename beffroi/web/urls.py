from __future__ import annotations

from django.urls import path

from beffroi.web import later, phone, views
from beffroi.web.clients import views as clients

urlpatterns = [
    path("", views.home, name="today"),
    path("today/longer/", views.go_on, name="today_go_on"),
    path("today/tomorrow/", later.put_off, name="today_put_off"),
    path("today/tomorrow/return/", later.put_back, name="today_put_back"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("agencies/<int:agency_id>/day/", clients.day, name="agency_day"),
    path(
        "agencies/<int:agency_id>/clients/<int:client_id>/",
        clients.engagement,
        name="agency_client",
    ),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("worker.js", phone.worker, name="worker"),
    path("offline/", phone.offline, name="offline"),
    path("share/", phone.share, name="share"),
    path("styleguide/", views.style_guide, name="styleguide"),
]
