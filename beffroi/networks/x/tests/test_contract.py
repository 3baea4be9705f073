"""What every network passes, against a simulated X."""

from __future__ import annotations

from beffroi.networks import contract_tests as contract
from beffroi.networks.tests.world import World, eventually
from beffroi.networks.x.tests.world import XWorld


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestMentions(contract.MentionContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestWebhooks(contract.WebhookContract): ...


class TestHider(contract.HiderContract):
    def test_what_is_hidden_stays_known_and_can_be_shown_again(self, world: World) -> None:
        """X shows hidden answers as it shows others: what is hidden can only be seen over there."""
        assert isinstance(world, XWorld)
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Publicité")
        for _ in range(2):
            channel.hide(theirs)
        assert world.seen(theirs).is_hidden
        assert eventually(lambda: channel.read_again([theirs])[theirs]).text == "Publicité"
        for _ in range(2):
            channel.show(theirs)
        assert not world.seen(theirs).is_hidden
