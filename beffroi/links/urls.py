from django.urls import path

from beffroi.links import views

urlpatterns = [
    path("l/<str:link_code>", views.follow, name="link"),
]
