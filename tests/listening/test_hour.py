"""A recorded hour is told again, killed in the middle, and told to its end.

`BEFFROI_REPLAY_SPEED=50` tells it as fast as fifty hours an hour; as a rule it is faster.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from beffroi.listening.keeping import keep
from beffroi.listening.models import Alert, Catch, Mention, Stream, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.makers import make_watch, post
from tests.listening import hour as told
from tests.listening.hour import BEGINS_AT, CRISIS_AFTER, HOUR, Hour
from tests.world import people_and_places

pytestmark = pytest.mark.django_db(transaction=True)

SPEED = os.environ.get("BEFFROI_REPLAY_SPEED", "400")


@pytest.fixture(scope="module")
def hour() -> Hour:
    return told.make()


@pytest.fixture
def watch() -> Watch:
    """The bakery's own, which has heard of it a little more than once a day for eight weeks."""
    began = BEGINS_AT - timedelta(days=57)
    world = people_and_places(now=began)
    florist = ("fleurs de zoé", "#fleursdezoe", "@fleurs-de-zoe")
    make_watch(world.flowers, *florist, now=began)
    bakery = ("atelier martin", "#ateliermartin", "@atelier-martin")
    watch = make_watch(world.atelier, *bakery, now=began, none_of=("aston martin",))
    for day in range(56):
        at = began + timedelta(days=day, hours=12)
        said = [
            post(10 * day + one, f"Atelier Martin, parfait {day} {one}", now=at, author="before")
            for one in range(1 + day % 2)
        ]
        keep([Caught(one, {world.atelier.pk: [watch.pk]}) for one in said], now=at)
    return watch


def replaying(recording: Path) -> subprocess.Popen[bytes]:
    """Start `beffroi listen --replay` on the database of this test."""
    values = connection.settings_dict
    address = f"sqlite:///{values['NAME']}"
    if connection.vendor == "postgresql":
        place = f"{values['HOST']}:{values['PORT']}" if values["PORT"] else values["HOST"]
        address = f"postgresql://{values['USER']}:{values['PASSWORD']}@{place}/{values['NAME']}"
    line = [sys.executable, "-m", "beffroi.cli.main", "listen", "--replay", str(recording)]
    environment = {**os.environ, "BEFFROI_DATABASE_URL": address}
    return subprocess.Popen([*line, "--speed", SPEED], env=environment)


def at_half() -> bool:
    half = (BEGINS_AT + HOUR / 2).timestamp() * 1_000_000
    cursor = Stream.objects.exclude(recording="").values_list("cursor", flat=True).first()
    return int(cursor or 0) >= half


def heard() -> set[str]:
    rows = Mention.objects.there().filter(written_at__gte=BEGINS_AT)
    return set(rows.values_list("remote_id", flat=True))


def test_all_is_found_and_deleted_and_told_in_time_whatever_dies(
    hour: Hour, watch: Watch, tmp_path: Path
) -> None:
    recording = tmp_path / "hour.jsonl"
    hour.write(recording)

    first = replaying(recording)
    end = time.monotonic() + 300
    while not at_half() and time.monotonic() < end:
        assert first.poll() is None
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    assert heard() != hour.kept

    second = replaying(recording)
    assert second.wait(600) == 0
    connections.close_all()

    assert heard() == hour.kept
    gone = Mention.objects.filter(remote_id__in=hour.taken_back)
    assert {row.text for row in gone} <= {""}
    assert not Catch.objects.filter(mention__in=gone).exists()
    alert = Alert.objects.filter(watch=watch).earliest("opened_at")
    begins_at = BEGINS_AT + CRISIS_AFTER
    assert begins_at < alert.opened_at < begins_at + timedelta(hours=1)
