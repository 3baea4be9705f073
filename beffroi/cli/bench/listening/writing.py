"""How many hits a second are written as mentions, and how quick the inbox stays meanwhile.

Two processes, as with the parts of an installation apart: this one serves the inbox, the other one
(this module, run as a program) writes all that it can into the same database.
"""

from __future__ import annotations

import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from beffroi.networks.listening import PublicPost

_SECONDS = 12.0
#: As many as a stream gathers before it keeps them.
_BATCH = 1_000
_WATCHES = 200
_MESSAGES = 10_000
_WORDS = 6_000
#: More than are written in so long.
_MADE = 120_000


def figures() -> dict[str, float]:
    """Return hits written a second, and the milliseconds of the inbox page meanwhile (p95)."""
    from beffroi.cli import assets  # noqa: PLC0415 - the writer needs none of these
    from beffroi.cli.bench.inbox.filling import fill  # noqa: PLC0415
    from beffroi.cli.scratch import scratch_database  # noqa: PLC0415
    from beffroi.workspaces.models import User  # noqa: PLC0415

    assets.collect()
    with scratch_database("writing") as use, translation.override("fr"):
        use()
        fill(_MESSAGES)
        client = Client(HTTP_HOST="localhost")
        client.force_login(User.objects.get())
        times, rate = _while_writing(client)
    p95 = statistics.quantiles(times, n=20)[-1]
    return {"hits_written_s": round(rate), "inbox_p95_ms": round(1000 * p95, 1)}


def _while_writing(client: Client) -> tuple[list[float], float]:
    """Return how long each page took, in seconds, and how many hits a second were written."""
    from beffroi.cli.scratch import address_in_use  # noqa: PLC0415 - the writer needs none of it

    environment = {**os.environ, "BEFFROI_DATABASE_URL": address_in_use()}
    line = [sys.executable, "-m", __name__]
    times = []
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603
        if writer.stdout is None or not writer.stdout.readline():
            raise RuntimeError("The writer did not start.")
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            began = time.perf_counter()
            if client.get(reverse("inbox")).status_code != 200:
                raise RuntimeError("The inbox does not answer.")
            times.append(time.perf_counter() - began)
            time.sleep(0.05)
        rate = float(writer.stdout.readline())
    return times, rate


def _write() -> float:
    """Write for so long what was made before; return how many hits a second."""
    from beffroi.core.clock import utc_now  # noqa: PLC0415 - Django is set up first
    from beffroi.listening.keeping import keep  # noqa: PLC0415
    from beffroi.listening.preparing import Caught  # noqa: PLC0415

    workspace_id, watches = _watches()
    caught = [
        Caught(post, {workspace_id: [watches[number % _WATCHES]]})
        for number, post in enumerate(_posts(_MADE))
    ]
    batches = iter([caught[first : first + _BATCH] for first in range(0, _MADE, _BATCH)])
    keep(next(batches), now=utc_now())  # loads the weights, as a listener does once
    gc.freeze()  # no listener holds so many posts that are to come, to look through for cycles
    print("ready", flush=True)
    written, began = 0, time.monotonic()
    while time.monotonic() < began + _SECONDS and (batch := next(batches, None)):
        written += keep(batch, now=utc_now())
    return written / (time.monotonic() - began)


def _posts(count: int) -> Iterator[PublicPost]:
    from beffroi.core.clock import utc_now  # noqa: PLC0415
    from beffroi.networks.contracts import Author  # noqa: PLC0415
    from beffroi.networks.listening import PublicPost  # noqa: PLC0415

    chance = random.Random(5)  # noqa: S311 no secret
    words = [f"mot{number}" for number in range(_WORDS)]
    for number in range(count):
        author = Author(f"did:plc:{number:024}", "", "")
        text = " ".join(chance.choices(words, k=18))
        address = f"at://{author.account_id}/app.bsky.feed.post/{number}"
        yield PublicPost("bluesky", address, author, text, "", utc_now(), language="fr")


def _watches() -> tuple[int, list[int]]:
    from beffroi.core.clock import utc_now  # noqa: PLC0415
    from beffroi.listening.models import Ground, Watch  # noqa: PLC0415
    from beffroi.workspaces.models import Workspace  # noqa: PLC0415

    now, workspace = utc_now(), Workspace.objects.get()
    ground = Ground.objects.create(
        workspace=workspace, address="bench", weighed_at=now, changed_at=now
    )
    rows = [
        Watch(
            workspace=workspace,
            ground=ground,
            name=str(number),
            subject="topic",
            purpose="market",
            made_at=now,
            changed_at=now,
        )
        for number in range(_WATCHES)
    ]
    Watch.objects.bulk_create(rows)
    return workspace.pk, list(Watch.objects.order_by("pk").values_list("pk", flat=True))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.config.settings")
    django.setup()
    print(json.dumps(_write()), flush=True)
