"""What the tests of reading share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from beffroi.channels import gateway
from beffroi.inbox.models import Feedback
from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.tests.world import SimulatedWorld
from tests.clock import FrozenClock


def pass_time(network: SimulatedWorld, clock: FrozenClock, **parts: float) -> None:
    network.simulator.clock.advance(timedelta(**parts))
    clock.advance(**parts)


def ids() -> list[str]:
    return sorted(Feedback.objects.values_list("remote_id", flat=True))


class Reader:
    """A reader that answers what a test tells it to, whatever it is asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.cursors: list[str | None] = []

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        self.cursors.append(cursor)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, FeedbackPage)
        return answer

    def read_thread(self, remote_id: str) -> list[Any]:
        return list(self.read_feedback(remote_id).items)

    def read_again(self, remote_ids: Any) -> dict[str, Any]:
        return {item.remote_id: item for item in self.read_feedback(None).items}


def use(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: reader)
