from django.urls import path

from beffroi.inbox.views import (
    conversations,
    labels,
    meanings,
    notes,
    presences,
    saved_answers,
    saved_views,
    sweeps,
)

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
    path("feedback/<int:feedback_id>/meaning/", meanings.said, name="feedback_meaning"),
    path(
        "feedback/<int:feedback_id>/meaning/undo/",
        meanings.taken_back,
        name="feedback_meaning_undo",
    ),
    path("<int:conversation_id>/choices/", sweeps.choices, name="conversation_choices"),
    path("<int:conversation_id>/notes/", notes.written, name="conversation_note"),
    path("<int:conversation_id>/presence/", presences.present, name="conversation_presence"),
    path(
        "<int:conversation_id>/saved-answers/",
        saved_answers.offered,
        name="conversation_saved_answers",
    ),
    path("notes/<int:note_id>/", notes.note, name="inbox_note"),
    path("notes/<int:note_id>/restoration/", notes.restored, name="inbox_note_restoration"),
    path("nudges/<int:nudge_id>/", notes.seen, name="inbox_nudge"),
    path("saved-answers/", saved_answers.answers, name="inbox_saved_answers"),
    path("saved-answers/<int:saved_answer_id>/", saved_answers.answer, name="inbox_saved_answer"),
    path(
        "saved-answers/<int:saved_answer_id>/restoration/",
        saved_answers.restored,
        name="inbox_saved_answer_restoration",
    ),
    path("sweep/", sweeps.sweep, name="inbox_sweep"),
    path("sweep/<int:sweep_id>/undo/", sweeps.undone, name="inbox_sweep_undo"),
    path("labels/", labels.labels, name="inbox_labels"),
    path("labels/<int:label_id>/", labels.label, name="inbox_label"),
    path("labels/<int:label_id>/restoration/", labels.restored, name="inbox_label_restoration"),
    path("views/", saved_views.views, name="inbox_views"),
    path("views/<int:view_id>/", saved_views.view, name="inbox_view"),
    path("views/<int:view_id>/restoration/", saved_views.restored, name="inbox_view_restoration"),
]
