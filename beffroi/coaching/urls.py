from django.urls import include, path

urlpatterns = [
    path("steer/strategy/", include("beffroi.coaching.plan.urls")),
    path("steer/opening/", include("beffroi.coaching.opening.urls")),
]
