"""What every network passes, against an instance like the original and against a fork."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.errors import ContentRefused
from beffroi.networks.mastodon.simulator import Simulator
from beffroi.networks.mastodon.simulator_state import FORK, VANILLA
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.feedback_contract import find_feedback


@pytest.fixture(params=[(VANILLA, "zoe"), (FORK, "remi")], ids=["vanilla", "fork"])
def world(request: pytest.FixtureRequest) -> Iterator[MastodonWorld]:
    flavour, stranger = request.param
    with Simulator(flavour=flavour) as simulator:
        yield MastodonWorld(simulator, stranger=stranger)


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract):
    def test_an_answer_of_exactly_its_limit_passes_and_a_sign_more_does_not(
        self, world: contract.World
    ) -> None:
        """The name of whom it answers opens an answer, and counts."""
        channel = world.channel()
        ours = channel.publish(world.post("Une question ?")).remote_id
        theirs = world.stranger_replies(ours, "Oui, une")
        found = find_feedback(channel, theirs)
        target = ReplyTarget(theirs, found.author.handle, found.reply_context)
        opening = len(f"@{found.author.handle.partition('@')[0]} ")
        longest = "a" * (channel.read_limits().text_max - opening)
        with pytest.raises(ContentRefused):
            channel.publish(world.post(longest + "a", reply_to=target))
        assert channel.publish(world.post(longest, reply_to=target)).remote_id


class TestMentions(contract.MentionContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...
