from django.urls import path

from beffroi.drafting import views

urlpatterns = [
    path("workspace/model/", views.language_model, name="language_model"),
    path("workspace/model/trial/", views.tried, name="language_model_trial"),
]
