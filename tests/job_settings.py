"""The settings of a process that runs jobs and nothing else: it starts in half the time."""

from beffroi.config.settings import *  # noqa: F403

INSTALLED_APPS = ["django.contrib.contenttypes", "beffroi.core"]
