"""The same contracts against a Mastodon server by others, started by whoever runs these tests.

`BEFFROI_REAL_MASTODON` is its address. It must know the tokens `ada_token` (ours) and
`grace_token` (the stranger), as the demonstration of the mastodon_mock package does.
"""

from __future__ import annotations

import os

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.mastodon.tests.real_world import RealWorld

pytestmark = pytest.mark.real


@pytest.fixture
def world() -> RealWorld:
    origin = os.environ.get("BEFFROI_REAL_MASTODON", "")
    if not origin:
        pytest.fail("BEFFROI_REAL_MASTODON must be the address of a Mastodon server to test on")
    return RealWorld(origin)


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestFinder(contract.FinderContract): ...


class TestFeedback(contract.FeedbackContract): ...


class TestMentions(contract.MentionContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...
