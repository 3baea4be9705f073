from django.urls import path

from beffroi.channels import views

urlpatterns = [
    path("", views.channels, name="channels"),
    path("connect/<slug:network>/", views.connect, name="channel_connect"),
    path("connect/<slug:network>/consent/", views.consent, name="channel_consent"),
    path("connect/<slug:network>/return/", views.returned, name="channel_returned"),
    path("<int:channel_id>/connection/", views.reconnect, name="channel_reconnect"),
    path("<int:channel_id>/disconnection/", views.disconnect, name="channel_disconnect"),
]
