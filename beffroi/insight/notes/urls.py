from django.urls import path

from beffroi.insight.notes import views

urlpatterns = [
    path("measure/notes/", views.notes, name="day_notes"),
    path("measure/notes/new/", views.new, name="day_note_new"),
    path("measure/notes/<int:day_note_id>/", views.change, name="day_note"),
    path("measure/notes/<int:day_note_id>/removal/", views.remove, name="day_note_remove"),
    path("measure/notes/<int:day_note_id>/return/", views.bring_back, name="day_note_return"),
    path("measure/notes/ready/hiding/", views.hide, name="happenings_hide"),
    path("measure/notes/ready/showing/", views.show, name="happenings_show"),
]
