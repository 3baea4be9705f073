from django.urls import path

from beffroi.routines import views

urlpatterns = [
    path("routines/<int:routine_id>/done/", views.done, name="routine_done"),
    path("routines/<int:routine_id>/skipping/", views.skipped, name="routine_skip"),
    path("routines/<int:routine_id>/return/", views.taken_back, name="routine_return"),
    path("routines/<int:routine_id>/ticks/", views.ticked, name="routine_tick"),
    path("routines/<int:routine_id>/ticks/removal/", views.unticked, name="routine_untick"),
]
