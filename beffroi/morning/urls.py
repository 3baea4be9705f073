from django.urls import path

from beffroi.morning import views

urlpatterns = [
    path("workspace/morning/", views.morning, name="morning"),
    path("morning/<str:act_token>/", views.act, name="morning_act"),
    path("morning/stop/<str:wish_token>/", views.stop, name="morning_stop"),
]
