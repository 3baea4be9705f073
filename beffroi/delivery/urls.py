from django.urls import path

from beffroi.delivery import views

urlpatterns = [
    path("<int:delivery_id>/", views.delivery, name="delivery"),
    path("<int:delivery_id>/confirmation/", views.confirm, name="delivery_confirm"),
    path("<int:delivery_id>/new-try/", views.send_again, name="delivery_send_again"),
    path("<int:delivery_id>/abandonment/", views.abandon, name="delivery_abandon"),
    path("<int:delivery_id>/acknowledgement/", views.acknowledge, name="delivery_acknowledge"),
]
