"""What every network passes, for a page; a member's own channel is in test_member."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.tests.feedback_contract import find_feedback
from beffroi.networks.tests.world import HOSTILE_TEXTS, SimulatedWorld, World


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract):
    def test_the_page_to_say_yes_on_carries_state_and_challenge(self, world: World) -> None:
        """LinkedIn lets native apps alone use PKCE, one by one: no challenge is sent."""
        url = urlsplit(self._authorize_url(world))
        query = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}" == world.home
        assert query["state"] == ["a state &="]
        assert query["redirect_uri"] == [self.redirect_uri]
        assert "code_challenge" not in query


class TestPublisher(contract.PublisherContract): ...


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract):
    def test_a_reply_arrives_with_what_is_needed_to_answer_it(self, world: World) -> None:
        """LinkedIn names nobody: who commented is a URN, without handle or name."""
        channel = world.channel()
        ours = channel.publish(world.post("Nouveau pain")).remote_id
        theirs = world.stranger_replies(ours, "À quelle heure ?")
        found = find_feedback(channel, theirs)
        assert found.kind is FeedbackKind.REPLY
        assert (found.text, found.root_id, found.parent_id) == ("À quelle heure ?", ours, ours)
        assert found.author.account_id
        assert (found.author.handle, found.author.display_name) == ("", "")
        assert not found.is_ours
        assert found.created_at.utcoffset() is not None
        assert found.url.startswith("https://")


class TestMentions(contract.MentionContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract):
    @pytest.mark.parametrize("name", HOSTILE_TEXTS)
    def test_names_come_through_as_plain_text(self, world: SimulatedWorld, name: str) -> None:
        """LinkedIn names nobody: whatever people call themselves, nothing of it comes."""
        channel = world.channel()
        ours = channel.publish(world.post("Qui parle ?")).remote_id
        world.rename_stranger(name)
        theirs = world.stranger_replies(ours, "Moi")
        assert find_feedback(channel, theirs).author.display_name == ""


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...


class TestWebhooks(contract.WebhookContract): ...


class TestRemover(contract.RemoverContract): ...
