from __future__ import annotations

from beffroi.networks.contract_tests import (
    BlockerContract,
    CounterContract,
    DeclarationContract,
    DeleterContract,
    FeedbackContract,
    FeedbackPagesContract,
    FinderContract,
    HostileServerContract,
    MentionContract,
    PasswordConnectorContract,
    PublisherContract,
    PublisherFaultsContract,
    ReaderFaultsContract,
    ReporterContract,
    WrongClockContract,
)


class TestDeclaration(DeclarationContract): ...


class TestPasswordConnector(PasswordConnectorContract): ...


class TestPublisher(PublisherContract): ...


class TestPublisherFaults(PublisherFaultsContract): ...


class TestFinder(FinderContract): ...


class TestWrongClock(WrongClockContract): ...


class TestFeedback(FeedbackContract): ...


class TestMentions(MentionContract): ...


class TestFeedbackPages(FeedbackPagesContract): ...


class TestReaderFaults(ReaderFaultsContract): ...


class TestHostileServer(HostileServerContract): ...


class TestCounters(CounterContract): ...


class TestDeleter(DeleterContract): ...


class TestReporter(ReporterContract): ...


class TestBlocker(BlockerContract): ...
