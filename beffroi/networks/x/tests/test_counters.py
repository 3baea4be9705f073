"""Numbers of posts and of the account. What X does not tell is unknown, and never 0."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.networks.contracts import ChannelMetric, Counters
from beffroi.networks.x.tests.world import XWorld


def test_everything_that_people_do_is_counted(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    world.stranger_replies(ours, "Un")
    world.act("like", id=ours)
    world.act("repost", id=ours)
    world.act("quote", id=ours, text="Voyez")
    for _ in range(3):
        world.act("click", id=ours)
    assert channel.read_counters([ours])[ours] == Counters(
        likes=1, shares=1, replies=1, quotes=1, views=3, saves=0, clicks=3
    )


@pytest.mark.parametrize("leaves_out", [False, True])
def test_clicks_are_unknown_after_a_month_and_the_rest_is_not(
    world: XWorld, leaves_out: bool
) -> None:
    world.change(leaves_old_posts_out=leaves_out)
    channel = world.channel()
    old = channel.publish(world.post("Il y a un mois")).remote_id
    world.act("like", id=old)
    world.advance(days=30, minutes=1)
    young = channel.publish(world.post("Aujourd’hui")).remote_id
    found = channel.read_counters([old, young])
    assert (found[old].likes, found[old].clicks) == (1, None)
    assert (found[young].likes, found[young].clicks) == (0, 0)


def test_numbers_that_x_leaves_out_are_unknown(world: XWorld) -> None:
    body = {"data": [{"id": "5", "public_metrics": {"like_count": "many", "reply_count": -1}}]}
    world.answer_once("lookup", body)
    assert world.channel().read_counters(["5"]) == {"5": Counters(None, None, None, None)}


def test_more_than_a_hundred_posts_are_asked_in_two_calls(world: XWorld) -> None:
    world.be_patient()
    channel = world.channel()
    ours = [channel.publish(world.post(f"Numéro {n}")).remote_id for n in range(99)]
    assert set(channel.read_counters([*ours, "1", "2"])) == set(ours)
    assert world.simulator.calls["lookup"] == 2


def test_followers_are_told_for_today_alone(world: XWorld) -> None:
    world.act("follow")
    channel, today = world.channel(), world.now().date()
    (count,) = channel.read_channel_counters(today - timedelta(days=7), today)
    assert (count.metric, count.day, count.value) == (ChannelMetric.FOLLOWERS, today, 1)
    assert count.is_estimated


def test_days_that_are_past_are_unknown_and_cost_nothing(world: XWorld) -> None:
    channel, today = world.channel(), world.now().date()
    week = today - timedelta(days=7), today - timedelta(days=1)
    assert world.paid(lambda: channel.read_channel_counters(*week)) == []
    assert list(channel.read_channel_counters(*week)) == []
    assert world.simulator.calls["me"] == 0


def test_an_account_without_numbers_has_none(world: XWorld) -> None:
    world.answer_once("me", {"data": {"id": "1", "username": "a"}})
    today = world.now().date()
    assert list(world.channel().read_channel_counters(today, today)) == []
