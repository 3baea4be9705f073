"""Settings of the demo: those of every deployment, and a door without a lock on this machine."""

from __future__ import annotations

from beffroi.config.settings import *  # noqa: F403
from beffroi.config.settings import INSTALLED_APPS as _ORDINARY_APPS

INSTALLED_APPS = [*_ORDINARY_APPS, "beffroi.demo"]
ROOT_URLCONF = "beffroi.demo.urls"
LOGIN_URL = "demo"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
OUTBOUND_ONLY_ALLOWED = True
