"""The contract of feedback where an answer opens with the name of whom it answers."""

from __future__ import annotations

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.errors import ContentRefused
from beffroi.networks.tests.feedback_contract import find_feedback


class FeedbackWithNames(contract.FeedbackContract):
    def test_an_answer_of_exactly_its_limit_passes_and_a_sign_more_does_not(
        self, world: contract.World
    ) -> None:
        """The name of whom it answers opens an answer, and counts."""
        channel = world.channel()
        ours = channel.publish(world.post("Une question ?")).remote_id
        theirs = world.stranger_replies(ours, "Oui, une")
        found = find_feedback(channel, theirs)
        target = ReplyTarget(theirs, found.author.handle, found.reply_context)
        opening = len(f"@{found.author.handle.partition('@')[0]} ")
        longest = "a" * (channel.read_limits().text_max - opening)
        with pytest.raises(ContentRefused):
            channel.publish(world.post(longest + "a", reply_to=target))
        assert channel.publish(world.post(longest, reply_to=target)).remote_id
