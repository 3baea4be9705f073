"""What is agreed with the hub of a source: asked for, checked, renewed, left; never needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.core import crypto
from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.listening.models import Source, SourceDoor
from beffroi.listening.sources import adding, doors, hubs
from beffroi.listening.sources.tests.hubs.paper import (
    added,
    address,
    confirm,
    door,
    fresh,
    kept,
    rested,
    run,
    setup,
    told,
)
from beffroi.workspaces.models import Workspace
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_source_has_an_address_and_a_secret_of_its_own(
    paper: Any, source: Source, world: World
) -> None:
    first, second = door(source), door(added(paper, world.flowers, world.claire))
    assert first.token != second.token
    secrets = {doors.agreed_at(one).client_secret for one in (first, second)}
    assert len(secrets) == 2
    assert not any(secret.encode() in bytes(first.sealed) for secret in secrets)
    with pytest.raises(crypto.CryptoError):
        crypto.open_sealed(bytes(first.sealed), bound_to=doors.binding(second))


def test_a_check_that_we_did_not_ask_for_is_not_confirmed(
    paper: Any, source: Source, client: Client
) -> None:
    assert not paper.hub.check(address(source), topic="https://evil.test/")
    paper.hub.asked[address(source)].mode = "unsubscribe"
    assert not confirm(paper, source)
    assert client.get(urlsplit(address(source)).path).status_code == 404
    assert client.get("/channels/told/feeds/none/").status_code == 404
    assert door(source).tells_until is None


def test_a_lease_is_renewed_before_it_ends(paper: Any, source: Source) -> None:
    paper.hub.lease_seconds = paper.hub.asked[address(source)].lease_seconds = 7200
    assert confirm(paper, source)
    job = Job.objects.get(kind=hubs.SETTLE, key=str(source.pk))
    assert utc_now() < job.run_at < utc_now() + timedelta(seconds=7200)
    before = doors.agreed_at(door(source))
    paper.hub.asked.clear()
    run(later=timedelta(seconds=6000))
    assert paper.hub.asked.keys() == {address(source)}
    assert doors.agreed_at(door(source)) == before
    assert door(source).tells_until is not None


@pytest.mark.parametrize(
    ("lease", "tells_for", "asked_after"),
    [
        ("0", timedelta(seconds=60), timedelta(minutes=10)),
        ("3153600000", timedelta(days=10), timedelta(days=8)),
        ("999999999", timedelta(days=90), timedelta(days=72)),
        ("-5", timedelta(days=10), timedelta(days=8)),
    ],
)
def test_a_lease_of_any_length_has_an_end(
    source: Source, client: Client, lease: str, tells_for: timedelta, asked_after: timedelta
) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.topic": doors.agreed_at(door(source)).client_id,
        "hub.challenge": "abc",
        "hub.lease_seconds": lease,
    }
    answer = client.get(urlsplit(address(source)).path, query)
    assert (answer.status_code, answer.content) == (200, b"abc")
    until = door(source).tells_until
    assert until is not None
    assert _about(until, tells_for)
    assert _about(Job.objects.get(kind=hubs.SETTLE, key=str(source.pk)).run_at, asked_after)


def _about(instant: datetime, span: timedelta) -> bool:
    return abs(instant - utc_now() - span) < timedelta(seconds=30)


def test_a_hub_that_refuses_is_believed_until_the_next_day(paper: Any, source: Source) -> None:
    paper.hub.denies = True
    assert not confirm(paper, source)
    paper.hub.asked[address(source)].is_confirmed = True
    assert told(paper, "Chez Martin") == [403]
    run(later=timedelta(hours=1))
    assert kept() == ["Chez Martin"]
    paper.hub.denies = False
    hubs.ask_for_all(now=utc_now())
    run()
    assert confirm(paper, source)


def test_a_hub_that_does_not_answer_is_asked_again_soon(
    paper: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert confirm(paper, source)
    Source.objects.update(memory=source.memory.replace("/hub", "/none"))
    assert hubs.settle(fresh(source), clock=utc_now) is not None
    assert door(source).tells_until is None


@pytest.mark.parametrize("leave", [adding.turn_off, adding.remove])
def test_a_source_that_is_read_no_more_asks_to_be_told_no_more(
    paper: Any, source: Source, world: World, leave: Any
) -> None:
    assert confirm(paper, source)
    leave(source, actor=world.claire, now=utc_now())
    run()
    assert paper.hub.asked[address(source)].mode == "unsubscribe"
    paper.hub.asked[address(source)].is_confirmed = True
    assert told(paper, "Chez Martin") == [403]
    assert confirm(paper, source)
    assert paper.hub.asked == {}
    run(later=timedelta(days=1))
    assert paper.hub.asked == {}


def test_a_source_that_is_gone_asks_to_be_told_no_more(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    paper.setup = setup(has_hub=True, status=410)
    run(later=timedelta(hours=1))
    assert fresh(source).state == Source.State.OFF
    assert paper.hub.asked[address(source)].mode == "unsubscribe"


def test_what_is_taken_back_is_told_of_again(paper: Any, source: Source, world: World) -> None:
    assert confirm(paper, source)
    adding.remove(source, actor=world.claire, now=utc_now())
    run()
    assert confirm(paper, source)
    before = address(source)
    adding.take_back(source, actor=world.claire, now=utc_now())
    run()
    assert address(source) == before
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin") == [200]
    run()
    assert kept() == ["Chez Martin"]


def test_what_is_turned_on_again_is_told_of_again(paper: Any, source: Source, world: World) -> None:
    assert confirm(paper, source)
    adding.turn_off(source, actor=world.claire, now=utc_now())
    run()
    assert confirm(paper, source)
    adding.turn_on(source, actor=world.claire, now=utc_now())
    run()
    assert confirm(paper, source)


def test_a_hub_that_a_feed_finds_later_is_asked_the_next_day(paper: Any, world: World) -> None:
    paper.setup = setup(has_hub=False)
    source = added(paper, world.atelier, world.claire)
    assert doors.find(source) is None
    paper.setup = setup(has_hub=True)
    run(later=timedelta(hours=7))
    hubs.ask_for_all(now=utc_now())
    run()
    assert paper.hub.asked.keys() == {address(source)}


def test_a_feed_that_has_no_hub_any_more_leaves_the_one_it_had(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    paper.setup = setup(has_hub=False)
    run(later=timedelta(hours=7))
    hubs.ask_for_all(now=utc_now())
    run()
    assert paper.hub.asked[address(source)].mode == "unsubscribe"
    assert confirm(paper, source)
    hubs.ask_for_all(now=utc_now())
    run()
    assert paper.hub.asked == {}


def test_where_nobody_reaches_us_no_hub_is_asked(
    paper: Any, source: Source, settings: Settings
) -> None:
    SourceDoor.objects.all().delete()
    settings.IS_HTTPS = False
    Source.objects.update(memory=source.memory.replace(f"{paper.origin}/hub", "https://hub.test/"))
    paper.hub.asked.clear()
    assert hubs.settle(fresh(source), clock=utc_now) is None
    assert doors.find(source) is None


def test_a_closed_workspace_asks_no_hub(paper: Any, source: Source, world: World) -> None:
    assert confirm(paper, source)
    Workspace.objects.filter(pk=world.atelier.pk).update(closed_at=utc_now())
    paper.hub.asked.clear()
    hubs.ask_for_all(now=utc_now())
    run()
    assert paper.hub.asked == {}


def test_what_a_hub_tells_while_an_agreement_is_kept_is_not_forgotten(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal, told_at = crypto.seal, utc_now()

    def seal_slowly(plain: bytes, *, bound_to: str) -> bytes:
        SourceDoor.objects.update(told_at=told_at)
        return seal(plain, bound_to=bound_to)

    monkeypatch.setattr(crypto, "seal", seal_slowly)
    doors.keep(source, doors.agreed_at(door(source)), tells_until=None)
    assert door(source).told_at == told_at
