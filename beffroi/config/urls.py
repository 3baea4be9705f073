"""Which app answers which address. One line per app."""

from __future__ import annotations

from django.urls import include, path

from beffroi.core import views as core_views
from beffroi.inbox.urls import settings_patterns
from beffroi.workspaces.access import public

urlpatterns = [
    path("", include("beffroi.web.urls")),
    path("", include("beffroi.workspaces.urls")),
    path("account/", include("beffroi.workspaces.account_urls")),
    path("health/", public(core_views.health), name="health"),
    path("website-check/", include("beffroi.sitecheck.urls")),
    path("media/", include("beffroi.media.urls")),
    path("archives/", include("beffroi.archives.urls")),
    path("measure/tables/", include("beffroi.archives.tables.urls")),
    path("", include("beffroi.company.urls")),
    path("", include("beffroi.branding.urls")),
    path("", include("beffroi.links.urls")),
    path("channels/", include("beffroi.channels.urls")),
    path("deliveries/", include("beffroi.delivery.urls")),
    path("", include("beffroi.drafting.urls")),
    path("inbox/", include("beffroi.inbox.urls")),
    path("workspace/", include(settings_patterns)),
    path("", include("beffroi.publishing.urls")),
    path("reviews/", include("beffroi.reviews.urls")),
    path("listening/crisis/", include("beffroi.crisis.urls")),
    path("listening/", include("beffroi.listening.urls")),
    path("", include("beffroi.insight.results.urls")),
    path("", include("beffroi.insight.aims.urls")),
    path("", include("beffroi.sales.urls")),
    path("", include("beffroi.insight.urls")),
    path("", include("beffroi.insight.working.urls")),
    path("", include("beffroi.insight.notes.urls")),
    path("", include("beffroi.insight.team.urls")),
    path("workspace/alerts/", include("beffroi.listening.telling.urls")),
    path("learning/", include("beffroi.learning.urls")),
    path("", include("beffroi.relays.urls")),
    path("", include("beffroi.coaching.urls")),
    path("", include("beffroi.routines.urls")),
    path("", include("beffroi.morning.urls")),
]

handler400 = "beffroi.web.views.bad_request"
handler403 = "beffroi.web.views.forbidden"
handler404 = "beffroi.web.views.not_found"
handler500 = "beffroi.web.views.broken"
