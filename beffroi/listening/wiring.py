"""Connects listening to itself and to the apps below."""

from __future__ import annotations

from beffroi.listening.alerting.detecting import ask_if_grave
from beffroi.listening.answering import bring_due
from beffroi.listening.signals import mentions_kept
from beffroi.listening.sources import jobs as _jobs  # noqa: F401 - registers the jobs


def connect() -> None:
    """Register what others ask of listening. Called once, when the app is ready."""
    mentions_kept.connect(bring_due, dispatch_uid="listening.answering")
    mentions_kept.connect(ask_if_grave, dispatch_uid="listening.alerting")
