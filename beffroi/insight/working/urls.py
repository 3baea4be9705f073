from django.urls import path

from beffroi.insight.working import views

urlpatterns = [
    path("measure/what-works/", views.what_works, name="what_works"),
]
