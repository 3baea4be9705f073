from django.urls import path

from beffroi.archives import views

urlpatterns = [
    path("", views.imports, name="archives"),
    path("new/", views.new, name="archive_new"),
    path("<int:import_id>/", views.archive_import, name="archive_import"),
    path("<int:import_id>/stop/", views.stopped, name="archive_stop"),
    path("<int:import_id>/removal/", views.removed, name="archive_remove"),
    path("<int:import_id>/return/", views.brought_back, name="archive_bring_back"),
]
