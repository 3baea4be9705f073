from django.urls import path

from beffroi.listening.views import alerts, overview, sources

urlpatterns = [
    path("", overview.overview, name="listening"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<int:alert_id>/snooze/", alerts.snoozed, name="alert_snoozed"),
    path("alerts/<int:alert_id>/wake/", alerts.woken, name="alert_woken"),
    path("alerts/<int:alert_id>/false/", alerts.called_false, name="alert_called_false"),
    path("alerts/<int:alert_id>/take-back/", alerts.taken_back, name="alert_taken_back"),
    path("sources/", sources.sources, name="listening_sources"),
    path("sources/add/", sources.add, name="listening_source_add"),
    path("sources/<int:source_id>/", sources.change, name="listening_source"),
    path(
        "sources/<int:source_id>/restored/", sources.restored, name="listening_source_restoration"
    ),
]
