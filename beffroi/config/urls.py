"""Which app answers which address. One line per app."""

from __future__ import annotations

from django.urls import include, path

from beffroi.core import views as core_views
from beffroi.workspaces.access import public

urlpatterns = [
    path("", include("beffroi.workspaces.urls")),
    path("account/", include("beffroi.workspaces.account_urls")),
    path("health/", public(core_views.health), name="health"),
    path("media/", include("beffroi.media.urls")),
]
