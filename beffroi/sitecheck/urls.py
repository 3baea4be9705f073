from django.urls import path

from beffroi.sitecheck import views

urlpatterns = [
    path("", views.ask, name="site_check"),
    path("robot/", views.robot, name="site_robot"),
    path("<slug:site_check_token>/", views.result, name="site_check_result"),
    path("<slug:site_check_token>/keeping/", views.keep, name="site_check_keep"),
]
