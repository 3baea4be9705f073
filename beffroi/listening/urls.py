from django.urls import path

from beffroi.listening.views import alerts, overview

urlpatterns = [
    path("", overview.overview, name="listening"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<int:alert_id>/snooze/", alerts.snoozed, name="alert_snoozed"),
    path("alerts/<int:alert_id>/wake/", alerts.woken, name="alert_woken"),
    path("alerts/<int:alert_id>/false/", alerts.called_false, name="alert_called_false"),
    path("alerts/<int:alert_id>/take-back/", alerts.taken_back, name="alert_taken_back"),
]
