from django.urls import path

from beffroi.insight.reports import public, views
from beffroi.insight.tabled import views as tabled

urlpatterns = [
    path("measure/figures/table/", tabled.give, name="figures_table"),
    path("measure/reports/", views.reports, name="reports"),
    path("measure/reports/new/", views.make, name="report_make"),
    path("measure/reports/recipients/new/", views.new_recipient, name="report_recipient_new"),
    path(
        "measure/reports/recipients/<int:recipient_id>/removal/",
        views.remove_recipient,
        name="report_recipient_remove",
    ),
    path("measure/reports/<int:report_id>/", views.one, name="report"),
    path("measure/reports/<int:report_id>/words/", views.words, name="report_words"),
    path("measure/reports/<int:report_id>/approval/", views.approve, name="report_approve"),
    path("measure/reports/<int:report_id>/again/", views.send_again, name="report_send_again"),
    path("measure/reports/<int:report_id>/withdrawal/", views.withdraw, name="report_withdraw"),
    path("measure/reports/<int:report_id>/return/", views.give_back, name="report_return"),
    path("measure/reports/<int:report_id>/pdf/", views.pdf, name="report_pdf"),
    path("agencies/<int:agency_id>/reports/", views.of_agency, name="agency_reports"),
    path("agencies/<int:agency_id>/reports/new/", views.make_all, name="agency_reports_make"),
    path("r/<str:report_token>/", public.report, name="public_report"),
    path("r/leave/<str:recipient_token>/", public.leave, name="report_leave"),
]
