"""What hubs tell of sources: signed, heard at once, relied on as far as it is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory

from beffroi.core.bodies import bytes_max_of
from beffroi.core.clock import utc_now
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Source, SourceDoor
from beffroi.listening.sources import reading
from beffroi.listening.sources.tests.hubs.paper import (
    added,
    address,
    confirm,
    door,
    fresh,
    kept,
    rested,
    run,
    told,
)
from beffroi.workspaces.models import User
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_hub_tells_is_heard_at_once(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin") == [200]
    run()
    assert kept() == ["Chez Martin"]


def test_without_its_word_the_feed_is_left_alone_until_its_hour(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    paper.stranger("write", {"title": "Chez Martin"})
    run(later=timedelta(minutes=5))
    assert kept() == []


def test_news_a_moment_after_a_reading_wait_a_minute(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    assert told(paper, "Chez Martin") == [200]
    run()
    assert kept() == []
    run(later=timedelta(seconds=61))
    assert kept() == ["Chez Martin"]


def test_what_comes_twice_is_kept_once(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin", doubled=1.0) == [200, 200]
    run()
    rested(source)
    assert [one.status for one in paper.hub.push(paper.document()[0])] == [200]
    run()
    assert kept() == ["Chez Martin"]


def test_what_is_told_during_a_reading_is_read_after_it(
    paper: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert confirm(paper, source)
    rested(source)

    def told_meanwhile(*args: Any, **more: Any) -> int:
        SourceDoor.objects.update(told_at=utc_now())
        return keep(*args, **more)

    monkeypatch.setattr(reading, "keep", told_meanwhile)
    assert told(paper, "Chez Martin") == [200]
    calls = paper.calls["feed"]
    run()
    monkeypatch.undo()
    paper.stranger("write", {"title": "Encore Martin"})
    run(later=timedelta(seconds=61))
    assert paper.calls["feed"] == calls + 2
    assert kept() == ["Chez Martin", "Encore Martin"]


def test_a_whole_feed_is_taken_and_more_is_not(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    rested(source)
    paper.stranger("write", {"title": "Chez Martin"})
    whole = paper.document()[0] + b"<!--" + b" " * 3_000_000 + b"-->"
    assert [one.status for one in paper.hub.push(whole)] == [200]
    run()
    assert kept() == ["Chez Martin"]
    path = urlsplit(address(source)).path
    assert bytes_max_of(RequestFactory().post(path)) == 5_000_000
    assert bytes_max_of(RequestFactory().post("/channels/told/feeds/none/")) == 2_000_000


def test_a_forged_word_is_refused_and_reads_nothing(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    rested(source)
    before, calls = fresh(source), paper.calls["feed"]
    assert told(paper, "Chez Martin", forged=1.0, dropped=1.0) == [403]
    run()
    assert (kept(), paper.calls["feed"]) == ([], calls)
    assert (fresh(source).next_at, door(source).told_at) == (before.next_at, None)


@pytest.mark.parametrize("signature", [{}, {"X-Hub-Signature": "sha256="}])
def test_a_word_without_a_signature_is_refused(
    paper: Any, source: Source, client: Client, signature: dict[str, str]
) -> None:
    assert confirm(paper, source)
    path = urlsplit(address(source)).path
    refused = client.post(path, b"<rss/>", content_type="application/xml", headers=signature)
    assert refused.status_code == 403
    assert door(source).told_at is None


@pytest.mark.parametrize("method", ["sha1", "sha384", "sha512"])
def test_every_documented_signature_is_taken(paper: Any, source: Source, method: str) -> None:
    paper.hub.method = method
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin") == [200]
    run()
    assert kept() == ["Chez Martin"]


def test_nothing_is_taken_before_the_hub_has_checked(paper: Any, source: Source) -> None:
    paper.hub.asked[address(source)].is_confirmed = True
    assert told(paper, "Chez Martin") == [403]


def test_a_site_that_asked_to_wait_is_left_alone_whatever_its_hub_says(
    paper: Any, source: Source
) -> None:
    assert confirm(paper, source)
    rested(source)
    waits = utc_now() + timedelta(hours=2)
    Source.objects.update(state=Source.State.SLOW, next_at=waits)
    assert told(paper, "Chez Martin") == [200]
    assert fresh(source).next_at == waits


def test_one_source_s_hub_wakes_no_other(paper: Any, source: Source, world: World) -> None:
    other = added(paper, world.flowers, world.claire)
    assert confirm(paper, source)
    for one in (source, other):
        rested(one)
    waits = fresh(other).next_at
    assert told(paper, "Chez Martin") == [200]
    run()
    assert (fresh(other).next_at, door(other).told_at) == (waits, None)
    assert [one.workspace for one in Mention.objects.all()] == [world.atelier]


# How far it is relied on


def test_who_is_told_reads_seldom(paper: Any, source: Source) -> None:
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin") == [200]
    run()
    next_at = fresh(source).next_at
    assert next_at is not None
    assert next_at - utc_now() > timedelta(hours=5)


def test_a_hub_that_told_nothing_of_what_is_found_is_not_relied_on_until_it_tells(
    paper: Any, source: Source
) -> None:
    assert confirm(paper, source)
    rested(source)
    assert told(paper, "Chez Martin") == [200]
    run()
    source.refresh_from_db()
    paper.stranger("write", {"title": "Encore Martin"})
    SourceDoor.objects.update(told_at=utc_now() - timedelta(hours=1))
    Source.objects.update(read_at=utc_now() - timedelta(minutes=30), next_at=utc_now())
    reading.read_next(source.place, clock=utc_now, chance=lambda: 0.5)
    next_at = fresh(source).next_at
    assert next_at is not None
    assert next_at - utc_now() < timedelta(hours=1)
    assert not door(source).is_telling(utc_now())
    rested(source)
    assert told(paper, "Martin toujours") == [200]
    assert door(source).is_telling(utc_now())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A hub tells of what is new at once"),
        ("fr", "Un relais annonce aussitôt ce qui est nouveau"),
    ],
)
def test_its_row_says_that_a_hub_tells(
    paper: Any, source: Source, world: World, client: Client, language: str, words: str
) -> None:
    User.objects.update(language=language)
    client.force_login(world.karim)
    assert words not in client.get("/listening/sources/").content.decode()
    assert confirm(paper, source)
    assert words in client.get("/listening/sources/").content.decode()
    SourceDoor.objects.update(tells_until=utc_now())
    assert words not in client.get("/listening/sources/").content.decode()
