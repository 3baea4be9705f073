from django.urls import path

from beffroi.media import views

urlpatterns = [
    path("<uuid:file_id>/", views.file, name="media"),
    path("shared/<str:token>/", views.shared, name="media_shared"),
]
