from django.urls import path

from beffroi.listening.telling import views

urlpatterns = [
    path("", views.telling, name="alert_telling"),
    path("choice/", views.chosen, name="alert_choice"),
    path("devices/", views.device_added, name="alert_device_added"),
    path(
        "devices/<int:push_device_id>/removal/", views.device_removed, name="alert_device_removed"
    ),
    path("address/", views.hook_kept, name="alert_hook"),
]
