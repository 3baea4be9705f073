"""What every network passes, on a site that its editor may use whole."""

from __future__ import annotations

from beffroi.networks import contract_tests as contract


class TestDeclaration(contract.DeclarationContract): ...


class TestPasswordConnector(contract.PasswordConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestPublisherFaults(contract.PublisherFaultsContract): ...


class TestPreparer(contract.PreparerContract): ...


class TestFinder(contract.FinderContract): ...


class TestWrongClock(contract.WrongClockContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestHider(contract.HiderContract): ...


class TestRemover(contract.RemoverContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...
