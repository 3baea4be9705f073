"""What every network passes, and where Instagram differs from the others."""

from __future__ import annotations

from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.errors import AccessRevoked, NetworkUnavailable, UnexpectedResponse
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.simulation_faults import AFTER_EFFECT, BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, SimulatedWorld, World, upload


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract):
    def test_the_page_to_say_yes_on_carries_state_and_challenge(self, world: World) -> None:
        """Instagram's own login documents no proof keys: only the state is sent."""
        url = urlsplit(self._authorize_url(world))
        query = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}" == world.home
        assert query["state"] == ["a state &="]
        assert query["redirect_uri"] == [self.redirect_uri]
        assert not {"code_challenge", "code_challenge_method"} & set(query)


class TestPublisher(contract.PublisherContract):
    def test_a_dead_access_asks_to_reconnect(self, world: World) -> None:
        """Handing a file over makes no call: Instagram fetches it when the post is prepared."""
        post = world.post("Jamais visible")
        image = upload(world.channel(), world.image("Rien"))
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().publish(post)
        with pytest.raises(AccessRevoked):
            cast(InstagramWorld, world).prepared(world.post("Rien", media=(image,)))
        assert world.count_visible("Jamais visible") == 0


class TestPublisherFaults(contract.PublisherFaultsContract):
    @pytest.mark.parametrize("kind", [*AFTER_EFFECT, *BEFORE_EFFECT], ids=lambda one: one.value)
    def test_a_failed_upload_may_be_made_again(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        """Handing a file over makes no call: it is the preparation that may fail."""
        channel, post = world.channel(), world.post("Une image")
        world.simulator.faults.add(world.operations["prepare"], Fault(kind))
        progress = MemoryProgress()
        with pytest.raises((NetworkUnavailable, UnexpectedResponse)):
            channel.prepare(post, progress=progress)
        world.simulator.faults.clear()
        assert channel.is_prepared(channel.prepare(post, progress=progress))


class TestPreparer(contract.PreparerContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestMentions(contract.MentionContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestHider(contract.HiderContract): ...


class TestRemover(contract.RemoverContract): ...


class TestWebhooks(contract.WebhookContract): ...


class TestWithdrawals(contract.WithdrawalContract): ...


class TestCounters(contract.CounterContract):
    def test_a_post_that_is_gone_is_left_out(self, world: World) -> None:
        """Only a person can take a post away, in the app."""
        channel = world.channel()
        kept = channel.publish(world.post("Reste")).remote_id
        gone = channel.publish(world.post("Part")).remote_id
        world.stranger_deletes(gone)
        assert set(channel.read_counters([kept, gone])) == {kept}
