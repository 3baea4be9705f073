from django.urls import path

from beffroi.inbox import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:conversation_id>/", views.conversation, name="conversation"),
    path("<int:conversation_id>/answers/", views.answer, name="conversation_answer"),
    path("<int:conversation_id>/answers/count/", views.counted, name="conversation_count"),
    path("<int:conversation_id>/completion/", views.done, name="conversation_done"),
    path("feedback/<int:feedback_id>/", views.moderated, name="feedback_moderation"),
    path("feedback/<int:feedback_id>/undo/", views.removal_undone, name="feedback_removal_undo"),
    path("<int:conversation_id>/reopening/", views.reopened, name="conversation_reopen"),
]
