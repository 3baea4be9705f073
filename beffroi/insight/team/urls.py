from django.urls import path

from beffroi.insight.team import views

urlpatterns = [
    path("measure/team/", views.team, name="measured_team"),
    path("measure/team.csv", views.table, name="team_table"),
    path("measure/team.xlsx", views.workbook, name="team_workbook"),
]
