from django.urls import path

from beffroi.insight.results import views

urlpatterns = [
    path("measure/", views.measure, name="measure"),
    path("measure/attribution/", views.attribution, name="attribution"),
    path("measure/definitions/", views.metric_definitions, name="metric_definitions"),
    path("measure/results.csv", views.table, name="results_table"),
    path("measure/results.xlsx", views.workbook, name="results_workbook"),
]
