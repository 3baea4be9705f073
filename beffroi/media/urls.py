from django.urls import path

from beffroi.media import views

urlpatterns = [
    path("<uuid:image_id>/", views.image, name="media"),
    path("shared/<str:token>/", views.shared, name="media_shared"),
]
