"""What differs when an account is connected through its Page: other host, token and numbers.

How calls fail on their way is the same on both ways, and tested on the other one.
"""

from __future__ import annotations

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.instagram.tests import test_contract
from beffroi.networks.instagram.tests.page_world import PageWorld


@pytest.fixture
def world(page_world: PageWorld) -> PageWorld:
    return page_world


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(test_contract.TestPublisher): ...


class TestPreparer(contract.PreparerContract): ...


class TestFinder(contract.FinderContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestMentions(contract.MentionContract): ...


class TestHider(contract.HiderContract): ...


class TestRemover(contract.RemoverContract): ...


class TestWebhooks(contract.WebhookContract): ...


class TestWithdrawals(contract.WithdrawalContract): ...


class TestCounters(test_contract.TestCounters): ...
