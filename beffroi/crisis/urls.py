from django.urls import path

from beffroi.crisis.views import review, rooms, work

urlpatterns = [
    path("", rooms.rooms, name="crisis"),
    path("opening/", rooms.opening, name="crisis_open"),
    path("drill/", rooms.drill, name="crisis_drill"),
    path("<int:crisis_room_id>/", rooms.room, name="crisis_room"),
    path("<int:crisis_room_id>/closing/", rooms.closing, name="crisis_close"),
    path("<int:crisis_room_id>/reopening/", rooms.reopening, name="crisis_reopen"),
    path("<int:crisis_room_id>/here/", rooms.here, name="crisis_here"),
    path("<int:crisis_room_id>/log.csv", review.exported, name="crisis_log"),
    path("<int:crisis_room_id>/review/", review.review, name="crisis_review"),
    path("<int:crisis_room_id>/pause/", work.pause, name="crisis_pause"),
    path("<int:crisis_room_id>/resumption/", work.resume, name="crisis_resume"),
    path("<int:crisis_room_id>/choice/", work.choose, name="crisis_choose"),
    path("<int:crisis_room_id>/holding/", work.holding, name="crisis_holding"),
    path("<int:crisis_room_id>/promise/", work.promise, name="crisis_promise"),
    path("<int:crisis_room_id>/note/", work.note, name="crisis_note"),
    path("<int:crisis_room_id>/step/", work.step, name="crisis_step"),
    path("<int:crisis_room_id>/told/", work.told, name="crisis_told"),
    path("<int:crisis_room_id>/giving/", work.give, name="crisis_give"),
    path("<int:crisis_room_id>/answered/", work.answered, name="crisis_answered"),
]
