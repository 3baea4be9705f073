"""What every network passes, against the simulated Facebook."""

from __future__ import annotations

from beffroi.networks import contract_tests as contract
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.tests.feedback_contract import check_answer_limit


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract):
    def test_an_answer_by_message_is_bounded_as_declared(self, world: FacebookWorld) -> None:
        check_answer_limit(world, world.stranger_writes("Bonjour"))


class TestMentions(contract.MentionContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestWebhook(contract.WebhookContract): ...


class TestWithdrawal(contract.WithdrawalContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...


class TestHider(contract.HiderContract): ...


class TestRemover(contract.RemoverContract): ...


class TestBlocker(contract.BlockerContract): ...
