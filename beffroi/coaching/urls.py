from django.urls import include, path

urlpatterns = [
    path("steer/strategy/", include("beffroi.coaching.plan.urls")),
]
