from django.urls import include, path

from beffroi.coaching import public, views
from beffroi.coaching.means import views as means

urlpatterns = [
    path("steer/barometer/", views.barometer, name="barometer"),
    path("steer/barometer/answers/", views.said, name="barometer_answers"),
    path("steer/barometer/state/", views.keep, name="barometer_keep"),
    path("steer/barometer/address/", views.share, name="barometer_share"),
    path("steer/barometer/withdrawal/", views.withdraw, name="barometer_withdraw"),
    path("steer/barometer/cohort/", views.join_cohort, name="barometer_cohort_join"),
    path("steer/barometer/cohort/leaving/", views.leave_cohort, name="barometer_cohort_leave"),
    path("steer/barometer/pdf/", views.pdf, name="barometer_pdf"),
    path("b/<str:barometer_token>/", public.barometer, name="public_barometer"),
    path("steer/strategy/", include("beffroi.coaching.plan.urls")),
    path("steer/means/", means.means, name="means"),
    path("steer/opening/", include("beffroi.coaching.opening.urls")),
]
