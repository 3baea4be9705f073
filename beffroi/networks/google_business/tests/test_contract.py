"""What every network passes, against the simulated Business Profile.

What strangers say there is a review of the place: nobody can say anything under a post. Not
inherited: CounterContract (posts have no counters since 2023), MentionContract, WebhookContract
(notices go through a message queue of Google's), Hider, Remover and PreparerContract.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contract_tests import SimulatedWorld, World, eventually, upload
from beffroi.networks.contracts import FeedbackKind, ReplyTarget
from beffroi.networks.errors import AccessRevoked, ContentRefused, MediaUnreachable
from beffroi.networks.google_business.simulator import Simulator
from beffroi.networks.google_business.tests.world import Files, GoogleBusinessWorld
from beffroi.networks.simulation_faults import FaultKind


@pytest.fixture
def world(files: Files) -> Iterator[GoogleBusinessWorld]:
    with Simulator() as simulator:
        yield GoogleBusinessWorld(simulator, files, timeout=1.0)


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract):
    def test_every_picture_arrives_with_its_alternative_text(self, world: World) -> None:
        """Google takes a picture from our address, and no words with it."""
        assert isinstance(world, GoogleBusinessWorld)
        picture = world.image("Du pain « chaud »")
        media = (upload(world.channel(), picture),)
        published = world.channel().publish(world.post("Avec une image", media=media))
        assert world.google_post(published.remote_id).picture_url == picture.public_url

    def test_a_sequel_to_our_own_post_stands_in_its_thread(self, world: World) -> None:
        """Nobody, not even we, can say anything under a post."""
        channel = world.channel()
        first = channel.publish(world.post("Un")).remote_id
        with pytest.raises(ContentRefused) as caught:
            channel.publish(world.post("Deux", reply_to=ReplyTarget(first, "")))
        assert caught.value.field == "reply_to"

    def test_a_dead_access_asks_to_reconnect(self, world: World) -> None:
        """Nothing is uploaded, so only the publication can tell."""
        post = world.post("Jamais visible")
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().publish(post)
        assert world.count_visible("Jamais visible") == 0


class TestPublisherFaults(contract.PublisherFaultsContract):
    @pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE])
    def test_a_failed_upload_may_be_made_again(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        """Nothing is uploaded: what can fail is having no public address."""
        picture = world.image("Une image")
        calls = world.simulator.calls.total()
        with pytest.raises(MediaUnreachable):
            upload(world.channel(), replace(picture, public_url=""))
        assert upload(world.channel(), picture).handle
        assert world.simulator.calls.total() == calls


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract):
    def test_a_reply_arrives_with_what_is_needed_to_answer_it(self, world: World) -> None:
        """What arrives is a review: a conversation of its own, below nothing."""
        theirs = world.stranger_replies("", "À quelle heure ?")
        (found,) = world.channel().read_feedback(None).items
        assert found.kind is FeedbackKind.REVIEW
        assert (found.remote_id, found.text) == (theirs, "À quelle heure ?")
        assert (found.root_id, found.parent_id) == (theirs, None)
        assert (found.stars, found.author.display_name, found.is_ours) == (4, "Anne", False)
        assert found.url.startswith(("https://", "http://127.0.0.1:"))

    def test_a_thread_shows_everybody_and_marks_what_is_ours(self, world: World) -> None:
        """Below a review stands our answer, and nothing else."""
        assert isinstance(world, GoogleBusinessWorld)
        theirs = world.stranger_replies("", "Très bien")
        channel = world.channel()
        assert channel.read_thread(theirs) == []
        answer = channel.publish(world.post("Merci", reply_to=world.reply_to(theirs))).remote_id
        (found,) = eventually(lambda: channel.read_thread(theirs))
        assert (found.remote_id, found.text, found.is_ours) == (answer, "Merci", True)
        assert (found.parent_id, found.root_id) == (theirs, theirs)


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...
