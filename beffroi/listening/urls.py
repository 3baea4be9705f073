from django.urls import path

from beffroi.listening.views import alerts, files, ground, mentions, overview, sources, watches

urlpatterns = [
    path("", overview.overview, name="listening"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("mentions/export/", mentions.exported, name="mentions_export"),
    path("mentions/<int:mention_id>/aside/", mentions.set_aside, name="mention_set_aside"),
    path("mentions/<int:mention_id>/return/", mentions.take_back, name="mention_take_back"),
    path("mentions/<int:mention_id>/answer/", mentions.bring_in, name="mention_bring_in"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<int:alert_id>/snooze/", alerts.snoozed, name="alert_snoozed"),
    path("alerts/<int:alert_id>/wake/", alerts.woken, name="alert_woken"),
    path("alerts/<int:alert_id>/false/", alerts.called_false, name="alert_called_false"),
    path("alerts/<int:alert_id>/take-back/", alerts.taken_back, name="alert_taken_back"),
    path("sources/", sources.sources, name="listening_sources"),
    path("sources/file/", files.new, name="listening_file_new"),
    path("sources/file/<int:mention_file_id>/", files.mention_file, name="listening_file"),
    path("sources/file/<int:mention_file_id>/columns/", files.told, name="listening_file_told"),
    path("sources/add/", sources.add, name="listening_source_add"),
    path("sources/<int:source_id>/", sources.change, name="listening_source"),
    path(
        "sources/<int:source_id>/restored/", sources.restored, name="listening_source_restoration"
    ),
    path("watches/", watches.watches, name="watches"),
    path("watches/new/", watches.watch_new, name="watch_new"),
    path("watches/count/", watches.watch_count, name="watch_count"),
    path("watches/<int:watch_id>/", watches.watch, name="watch"),
    path("watches/<int:watch_id>/switch/", watches.watch_switch, name="watch_switch"),
    path("watches/<int:watch_id>/removal/", watches.watch_remove, name="watch_remove"),
    path("watches/<int:watch_id>/return/", watches.watch_return, name="watch_return"),
    path("watches/ground/", ground.ground, name="listening_ground"),
    path("watches/ground/balancing/", ground.balancing, name="listening_balancing"),
    path("watches/ground/record/", ground.processing, name="listening_record"),
    path("watches/ground/record.json", ground.processing_file, name="listening_record_file"),
    path("notice/<slug:notice_address>/", ground.public_notice, name="listening_notice"),
]
