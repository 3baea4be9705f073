"""What a network tells of is read again, once, whatever order it is told in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from beffroi.channels import gateway
from beffroi.channels.signals import channel_told
from beffroi.core.models import Job
from beffroi.inbox import hearing, queries, talks
from beffroi.inbox.models import Conversation, Feedback, Heard, Tombstone
from beffroi.inbox.tests.desk import Desk, said
from beffroi.networks.contracts import Author, FeedbackPage, IncomingFeedback
from beffroi.networks.errors import AccessRevoked, NetworkUnavailable, RateLimited

pytestmark = pytest.mark.django_db


class Network:
    """What a network shows when it is asked; `fails` is raised instead, once."""

    def __init__(self, *items: IncomingFeedback) -> None:
        self.there: dict[str, IncomingFeedback | None] = {item.remote_id: item for item in items}
        self.asked: list[list[str]] = []
        self.fails: list[Exception] = []

    def read_again(self, ids: Sequence[str]) -> dict[str, IncomingFeedback | None]:
        self.asked.append(list(ids))
        if self.fails:
            raise self.fails.pop(0)
        return {one: self.there.get(one) for one in ids}

    def read_feedback(self, cursor: str | None) -> Any: ...

    def read_thread(self, remote_id: str) -> Any: ...


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network(said("f1"), said("f2", "Et mardi ?"))
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    return made


def tell(desk: Desk, *ids: str) -> None:
    channel_told.send(type(desk.channel), channel=desk.channel, remote_ids=ids, now=desk.clock())


def read(desk: Desk) -> Any:
    return hearing.read_heard(desk.channel, clock=desk.clock)


def kept() -> list[str]:
    return sorted(Feedback.objects.values_list("remote_id", flat=True))


def test_what_is_told_is_read_from_the_network_once(desk: Desk, network: Network) -> None:
    tell(desk, "f1", "f2")
    tell(desk, "f2")
    assert Job.objects.filter(kind=hearing.HEAR).count() == 1
    assert read(desk) is None
    assert network.asked == [["f1", "f2"]]
    assert kept() == ["f1", "f2"]
    assert not Heard.objects.exists()


def test_what_is_gone_already_leaves_a_mark_and_never_comes_back(
    desk: Desk, network: Network
) -> None:
    network.there["f1"] = None
    tell(desk, "f1", "f2")
    read(desk)
    assert kept() == ["f2"]
    assert Tombstone.objects.get().remote_id == "f1"
    desk.hear(said("f1"))
    assert kept() == ["f2"]


def test_what_was_known_is_edited_or_buried(desk: Desk, network: Network) -> None:
    desk.hear(said("f1"), said("f2"))
    network.there["f1"] = None
    tell(desk, "f1", "f2")
    read(desk)
    texts = dict(Feedback.objects.values_list("remote_id", "text"))
    assert texts == {"f1": "", "f2": "Et mardi ?"}


def test_a_network_that_fails_is_asked_again_and_nothing_is_forgotten(
    desk: Desk, network: Network
) -> None:
    tell(desk, "f1")
    network.fails = [NetworkUnavailable(), RateLimited(retry_after_seconds=7200)]
    assert read(desk) is not None
    assert read(desk) >= desk.clock() + timedelta(hours=2)
    assert Heard.objects.count() == 1


def test_a_dead_access_is_told_of_and_keeps_what_was_heard(desk: Desk, network: Network) -> None:
    tell(desk, "f1")
    network.fails = [AccessRevoked()]
    assert read(desk) is None
    desk.channel.refresh_from_db()
    assert not desk.channel.is_connected
    assert Heard.objects.count() == 1


def test_ids_that_are_none_are_passed_over(desk: Desk, network: Network) -> None:
    tell(desk, "\0", "x" * 501, "f1")
    read(desk)
    assert network.asked == [["f1"]]


def test_a_hint_without_ids_has_the_channel_read(desk: Desk, network: Network) -> None:
    tell(desk)
    assert Job.objects.filter(kind="inbox.poll", key=str(desk.channel.pk)).exists()


def test_people_without_a_name_are_one_for_each_thread(desk: Desk) -> None:
    nobody = Author("", "", "")
    desk.hear(
        said("f1", author=nobody),
        said("f2", author=nobody),
        said("f3", author=nobody, parent_id="f1"),
    )
    people = dict(Feedback.objects.values_list("remote_id", "author_id"))
    assert people["f1"] == people["f3"] != people["f2"]


def test_what_a_network_says_beside_the_words_is_kept_and_followed(desk: Desk) -> None:
    desk.hear(said("r1", stars=2, can_answer=False))
    row = desk.feedback("r1")
    assert (row.stars, row.recommends, row.can_answer, row.is_hidden) == (2, None, False, False)
    desk.hear(said("r1", stars=4, recommends=True, is_hidden=True))
    row.refresh_from_db()
    assert (row.stars, row.recommends, row.can_answer, row.is_hidden) == (4, True, True, True)
    desk.hear(said("r2", stars=17))
    assert Feedback.objects.get(remote_id="r2").stars is None


def test_people_without_a_name_are_shown_as_unknown(desk: Desk) -> None:
    desk.hear(said("f1", author=Author("urn:member", "", "")))
    assert desk.feedback().author_name == "—"
    kept = Conversation.objects.get()
    with translation.override("en"):
        (row,) = queries.page(kept.workspace, status=kept.Status.OPEN).rows
        (line,) = talks.talk(kept, name="Scripted").lines
        assert {kept.who, row.name, line.author} == {"Somebody on Scripted"}


def test_what_is_told_again_while_it_is_read_is_read_again(
    desk: Desk, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = network.read_again

    def read_again(ids: Sequence[str]) -> dict[str, IncomingFeedback | None]:
        found = asked(ids)
        if len(network.asked) == 1:  # edited after we looked
            network.there["f1"] = said("f1", "Et dimanche ?")
            desk.clock.advance(seconds=1)
            tell(desk, "f1")
        return found

    monkeypatch.setattr(network, "read_again", read_again)
    tell(desk, "f1", "f2")
    assert read(desk) is None
    assert network.asked == [["f1", "f2"], ["f1"]]
    assert desk.feedback("f1").text == "Et dimanche ?"


def test_much_that_is_told_at_once_is_read_together(
    desk: Desk, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [said(f"n{number}") for number in range(60)]

    def read_feedback(cursor: str | None) -> FeedbackPage:
        return FeedbackPage(tuple(items), "", has_more=False)

    monkeypatch.setattr(network, "read_feedback", read_feedback)
    tell(desk, *(item.remote_id for item in items), "gone")
    desk.clock.advance(seconds=1)
    assert read(desk) is None
    assert network.asked == [["gone"]]
    assert len(kept()) == 60
    assert not Heard.objects.exists()


def test_a_network_that_asks_for_rest_while_much_is_read_is_left_alone(
    desk: Desk, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_feedback(cursor: str | None) -> FeedbackPage:
        raise RateLimited(retry_after_seconds=7200)

    monkeypatch.setattr(network, "read_feedback", read_feedback)
    tell(desk, *(f"n{number}" for number in range(60)))
    assert read(desk) == desk.clock() + timedelta(hours=2)
    assert network.asked == []
    assert Heard.objects.count() == 60
