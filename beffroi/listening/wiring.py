"""Connects listening to itself and to the apps below."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from beffroi.channels import webhooks
from beffroi.core.backup import register_after_restore
from beffroi.core.crypto import register_sealed
from beffroi.inbox.people import holders
from beffroi.listening import confirming
from beffroi.listening.alerting.detecting import ask_if_grave
from beffroi.listening.alerting.signals import alert_changed
from beffroi.listening.answering import bring_due
from beffroi.listening.competing import jobs as _competing_jobs  # noqa: F401 - registers the jobs
from beffroi.listening.files import jobs as _file_jobs  # noqa: F401 - registers the jobs
from beffroi.listening.letters import jobs as _letter_jobs  # noqa: F401 - registers the jobs
from beffroi.listening.letters import posting
from beffroi.listening.models import AlertHook, PushDevice, SourceDoor
from beffroi.listening.people import Mentions
from beffroi.listening.signals import mentions_kept
from beffroi.listening.sources import doors, told
from beffroi.listening.sources import jobs as _source_jobs  # noqa: F401 - registers the jobs
from beffroi.listening.telling import hooks, notices, pushing
from beffroi.workspaces.rules import Permission
from beffroi.workspaces.settings_pages import SettingsPage, register

_mentions = Mentions()


def connect() -> None:
    """Register what others ask of listening. Called once, when the app is ready."""
    holders.register(_mentions)
    mentions_kept.connect(bring_due, dispatch_uid="listening.answering")
    mentions_kept.connect(ask_if_grave, dispatch_uid="listening.alerting")
    alert_changed.connect(notices.on_change, dispatch_uid="listening.telling")
    register_sealed(AlertHook, "sealed", hooks.binding)
    register_sealed(PushDevice, "sealed", pushing.binding)
    register_sealed(SourceDoor, "sealed", doors.binding)
    webhooks.register("sources", told.source_door)
    register_after_restore(_give_up_notices)
    register_after_restore(posting.drop_all)
    register_after_restore(confirming.ask_for_all)
    register(SettingsPage(_("Alerts"), "alert_telling", Permission.MANAGE_COMPANY))


def _give_up_notices(now: datetime) -> None:
    notices.give_up_all(now)
