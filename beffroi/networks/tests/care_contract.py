"""What every network passes that prepares posts, or lets us hide and remove what people said."""

from __future__ import annotations

import pytest

from beffroi.networks.errors import OutcomeUnknown
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, SimulatedWorld, World, eventually


class PreparerContract:
    def test_nothing_is_seen_of_what_is_prepared(self, world: SimulatedWorld) -> None:
        post = world.post("Pas encore")
        assert post.prepared
        assert eventually(lambda: world.channel().is_prepared(post.prepared))
        assert world.count_visible("Pas encore") == 0

    def test_preparing_again_makes_no_second_post(self, world: SimulatedWorld) -> None:
        channel, post, progress = world.channel(), world.post("Une fois"), MemoryProgress()
        handles = [channel.prepare(post, progress=progress) for _ in range(2)]
        assert eventually(lambda: channel.is_prepared(handles[-1]))
        channel.publish(world.with_prepared(post, handles[-1]))
        assert world.count_visible("Une fois") == 1

    def test_what_was_prepared_is_published_once_whatever_the_answer(
        self, world: SimulatedWorld
    ) -> None:
        channel, post, since = world.channel(), world.post("Sorti ?"), world.now()
        world.simulator.faults.add(world.operations["publish"], Fault(FaultKind.CUT_AFTER))
        with pytest.raises(OutcomeUnknown):
            channel.publish(post)
        assert channel.find(post, since=since) is not None
        assert world.count_visible("Sorti ?") == 1


class HiderContract:
    def test_what_is_hidden_stays_known_and_can_be_shown_again(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Publicité")
        for _ in range(2):
            channel.hide(theirs)
        again = eventually(lambda: channel.read_again([theirs])[theirs])
        assert (again.text, again.is_hidden) == ("Publicité", True)
        for _ in range(2):
            channel.show(theirs)
        assert not eventually(lambda: channel.read_again([theirs])[theirs]).is_hidden


class RemoverContract:
    def test_what_is_removed_is_gone_and_removing_twice_is_success(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Insulte")
        for _ in range(2):
            channel.remove(theirs)
        assert channel.read_again([theirs])[theirs] is None
