from django.urls import path

from beffroi.archives.tables import views

urlpatterns = [
    path("", views.tables, name="tables"),
    path("<int:table_id>/", views.table, name="table"),
    path("<int:table_id>/lines.csv", views.lines, name="table_lines"),
    path("<int:table_id>/stop/", views.stopped, name="table_stop"),
    path("<int:table_id>/undoing/", views.undone, name="table_undo"),
]
