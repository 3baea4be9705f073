from django.urls import path

from beffroi.inbox.views import conversations, labels, saved_views, sweeps

urlpatterns = [
    path("", conversations.inbox, name="inbox"),
    path("<int:conversation_id>/", conversations.conversation, name="conversation"),
    path("<int:conversation_id>/answers/", conversations.answer, name="conversation_answer"),
    path("<int:conversation_id>/answers/count/", conversations.counted, name="conversation_count"),
    path("<int:conversation_id>/completion/", conversations.done, name="conversation_done"),
    path("<int:conversation_id>/reopening/", conversations.reopened, name="conversation_reopen"),
    path("feedback/<int:feedback_id>/", conversations.moderated, name="feedback_moderation"),
    path(
        "feedback/<int:feedback_id>/undo/",
        conversations.removal_undone,
        name="feedback_removal_undo",
    ),
    path("<int:conversation_id>/choices/", sweeps.choices, name="conversation_choices"),
    path("sweep/", sweeps.sweep, name="inbox_sweep"),
    path("sweep/<int:sweep_id>/undo/", sweeps.undone, name="inbox_sweep_undo"),
    path("labels/", labels.labels, name="inbox_labels"),
    path("labels/<int:label_id>/", labels.label, name="inbox_label"),
    path("labels/<int:label_id>/restoration/", labels.restored, name="inbox_label_restoration"),
    path("views/", saved_views.views, name="inbox_views"),
    path("views/<int:view_id>/", saved_views.view, name="inbox_view"),
    path("views/<int:view_id>/restoration/", saved_views.restored, name="inbox_view_restoration"),
]
