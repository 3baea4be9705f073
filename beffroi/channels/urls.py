from django.urls import path

from beffroi.channels.views import apps, channels, connecting, withdrawals

urlpatterns = [
    path("", channels.channels, name="channels"),
    path("connect/<slug:network>/", connecting.connect, name="channel_connect"),
    path("connect/<slug:network>/app/", apps.network_app, name="network_app"),
    path("connect/<slug:network>/consent/", connecting.consent, name="channel_consent"),
    path("connect/<slug:network>/return/", connecting.returned, name="channel_returned"),
    path("connect/<slug:network>/accounts/", connecting.choose, name="channel_choose"),
    path("<int:channel_id>/connection/", connecting.reconnect, name="channel_reconnect"),
    path("<int:channel_id>/disconnection/", channels.disconnect, name="channel_disconnect"),
    path("<int:channel_id>/state/", channels.doctor, name="channel_doctor"),
    path("<int:channel_id>/state/note/", channels.noted, name="channel_noted"),
    path("told/<slug:network>/<slug:token>/", apps.webhook, name="webhook"),
    path("told/<slug:network>/<slug:token>/withdrawal/", withdrawals.withdrawal, name="withdrawal"),
    path(
        "told/<slug:network>/<slug:token>/deletion/",
        withdrawals.data_deletion,
        name="data_deletion",
    ),
    path("forgotten/<slug:code>/", withdrawals.forgotten, name="forgotten"),
]
