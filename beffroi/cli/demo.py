"""`beffroi demo`: the product on a made-up world and simulated networks, in one process."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management import call_command

from beffroi.cli import up
from beffroi.demo.life import Life
from beffroi.demo.networks import Village
from beffroi.demo.surroundings import HOST


def run(options: argparse.Namespace) -> int:
    """Start it; return 0 after SIGTERM or SIGINT."""
    options.host = HOST  # nobody needs a password here
    with Village() as village:
        settings.OUTBOUND_ALLOW = village.hosts
        settings.NETWORK_HOMES = village.homes
        settings.NETWORK_OPTIONS = village.options
        call_command("migrate", verbosity=0, interactive=False)
        return up.run_with(options, Life(village, lease=up.LEASE))
