from django.urls import path

from beffroi.learning import views

urlpatterns = [
    path("", views.contents, name="learning"),
    path("all/", views.everything, name="all_lessons"),
    path("<slug:lesson_name>/", views.lesson, name="lesson"),
    path("<slug:lesson_name>/reading/", views.reading_done, name="lesson_read"),
    path("<slug:lesson_name>/exercise/", views.practised, name="lesson_practised"),
    path("<slug:lesson_name>/answers/", views.answers, name="lesson_answers"),
    path("<slug:lesson_name>/again/", views.again, name="lesson_again"),
    path("<slug:lesson_name>/mail/", views.mailed, name="lesson_mail"),
]
