from django.urls import path

from beffroi.coaching.opening import views

urlpatterns = [
    path("", views.openings, name="openings"),
    path("<slug:network>/", views.opening, name="opening"),
    path("<slug:network>/answer/", views.answer, name="opening_answer"),
    path("<slug:network>/closing/", views.closing, name="opening_closing"),
    path("<slug:network>/go/", views.go, name="opening_go"),
    path("<slug:network>/later/", views.later, name="opening_later"),
    path("<slug:network>/undo/", views.undo, name="opening_undo"),
]
