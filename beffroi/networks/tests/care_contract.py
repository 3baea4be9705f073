"""What every network passes that prepares posts, or lets us moderate what people say."""

from __future__ import annotations

import pytest

from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import AccessRevoked, OutcomeUnknown
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, SimulatedWorld, World, eventually


class PreparerContract:
    def test_nothing_is_seen_of_what_is_prepared(self, world: SimulatedWorld) -> None:
        post = world.post("Pas encore")
        assert post.prepared
        assert eventually(lambda: world.channel().is_prepared(post.prepared))
        assert world.count_visible("Pas encore") == 0

    def test_preparing_again_makes_no_second_post(self, world: SimulatedWorld) -> None:
        channel, post, progress = world.channel(), world.post("Une fois"), MemoryProgress()
        handles = [channel.prepare(post, progress=progress) for _ in range(2)]
        assert eventually(lambda: channel.is_prepared(handles[-1]))
        channel.publish(world.with_prepared(post, handles[-1]))
        assert world.count_visible("Une fois") == 1

    def test_what_was_prepared_is_published_once_whatever_the_answer(
        self, world: SimulatedWorld
    ) -> None:
        channel, post, since = world.channel(), world.post("Sorti ?"), world.now()
        world.simulator.faults.add(world.operations["publish"], Fault(FaultKind.CUT_AFTER))
        with pytest.raises(OutcomeUnknown):
            channel.publish(post)
        assert channel.find(post, since=since) is not None
        assert world.count_visible("Sorti ?") == 1


class HiderContract:
    def test_what_is_hidden_stays_known_and_can_be_shown_again(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Publicité")
        for _ in range(2):
            channel.hide(theirs)
        again = eventually(lambda: channel.read_again([theirs])[theirs])
        assert (again.text, again.is_hidden) == ("Publicité", True)
        for _ in range(2):
            channel.show(theirs)
        assert not eventually(lambda: channel.read_again([theirs])[theirs]).is_hidden


class RemoverContract:
    def test_what_is_removed_is_gone_and_removing_twice_is_success(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Insulte")
        for _ in range(2):
            channel.remove(theirs)
        assert channel.read_again([theirs])[theirs] is None


class ReporterContract:
    def test_a_report_tells_what_it_is_about_and_why(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Ouvert demain")).remote_id
        theirs = world.stranger_replies(ours, "Gagnez mille euros")
        eventually(lambda: channel.read_again([theirs]).get(theirs))
        for reason in ReportReason:
            channel.report(theirs, reason=reason, words=f"Vu « {reason.value} » & <b>dit</b>")
        told = eventually(lambda: world.reports() if len(world.reports()) == 4 else None)
        assert [about for about, _ in told] == [theirs] * len(ReportReason)
        for reason, (_, words) in zip(ReportReason, told, strict=True):
            assert f"Vu « {reason.value} » & <b>dit</b>" in words

    def test_a_report_needs_no_words(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Ouvert demain")).remote_id
        theirs = world.stranger_replies(ours, "Gagnez mille euros")
        eventually(lambda: channel.read_again([theirs]).get(theirs))
        channel.report(theirs, reason=ReportReason.SPAM, words="")
        assert eventually(world.reports) == [(theirs, "")]

    def test_a_dead_access_reports_nothing(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Ouvert demain")).remote_id
        theirs = world.stranger_replies(ours, "Gagnez mille euros")
        eventually(lambda: channel.read_again([theirs]).get(theirs))
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().report(theirs, reason=ReportReason.SPAM, words="")
        assert world.reports() == []


class BlockerContract:
    def test_who_is_blocked_is_so_once_and_can_be_let_in_again(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Insulte")
        author = eventually(lambda: channel.read_again([theirs]).get(theirs)).author.account_id
        for _ in range(2):
            channel.block(author)
        assert eventually(world.is_stranger_blocked)
        for _ in range(2):
            channel.unblock(author)
        assert eventually(lambda: not world.is_stranger_blocked())

    def test_what_they_said_before_is_not_taken_for_deleted(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Insulte")
        again = eventually(lambda: channel.read_again([theirs]).get(theirs))
        channel.block(again.author.account_id)
        assert eventually(world.is_stranger_blocked)
        assert channel.read_again([theirs]).get(theirs, again) is not None

    def test_letting_in_whoever_was_not_blocked_is_success(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Merci")
        again = eventually(lambda: channel.read_again([theirs]).get(theirs))
        channel.unblock(again.author.account_id)
        assert not world.is_stranger_blocked()

    def test_a_dead_access_asks_to_reconnect(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Insulte")
        author = eventually(lambda: channel.read_again([theirs]).get(theirs)).author.account_id
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().block(author)
        assert not world.is_stranger_blocked()
