"""What every network passes, against an instance like the original and against a fork."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.mastodon.simulator import Simulator
from beffroi.networks.mastodon.simulator_state import FORK, VANILLA
from beffroi.networks.mastodon.tests.named_answers import FeedbackWithNames
from beffroi.networks.mastodon.tests.world import MastodonWorld


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


class TestFeedback(FeedbackWithNames): ...


class TestMentions(contract.MentionContract): ...


class TestFeedbackPages(contract.FeedbackPagesContract): ...


class TestReaderFaults(contract.ReaderFaultsContract): ...


class TestHostileServer(contract.HostileServerContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...


class TestReporter(contract.ReporterContract): ...


class TestBlocker(contract.BlockerContract): ...
