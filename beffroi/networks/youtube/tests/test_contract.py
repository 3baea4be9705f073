"""What every network passes, against the simulated YouTube.

Not inherited: MentionContract (YouTube tells nobody of a name in a text), WebhookContract (there
is no push of comments) and PreparerContract (a video is its own preparation).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contract_tests import World, small_image, upload
from beffroi.networks.youtube.simulator import Simulator
from beffroi.networks.youtube.tests.world import YouTubeWorld


@pytest.fixture
def world() -> Iterator[YouTubeWorld]:
    with Simulator() as simulator:
        yield YouTubeWorld(simulator, timeout=1.0)


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract):
    def test_every_picture_arrives_with_its_alternative_text(self, world: World) -> None:
        """A picture is a video's thumbnail there: it arrives, and has no words of its own."""
        assert isinstance(world, YouTubeWorld)
        picture = small_image("Du pain « chaud »")
        media = (upload(world.channel(), picture),)
        published = world.channel().publish(world.post("Avec une image", media=media))
        assert world.video(published.remote_id).thumbnail == picture.content


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...


class TestHider(contract.HiderContract): ...


class TestRemover(contract.RemoverContract): ...
