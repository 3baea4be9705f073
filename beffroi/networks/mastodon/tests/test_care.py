"""Blocks and reports: what this network asks for, and what its servers refuse."""

from __future__ import annotations

import pytest

from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind

OLD_SCOPES = ("read:accounts", "read:notifications", "read:statuses", "write:statuses")


def theirs(world: MastodonWorld, text: str = "Publicité") -> str:
    ours = world.channel().publish(world.post("Ouvert demain")).remote_id
    return world.stranger_replies(ours, text)


def author(world: MastodonWorld) -> str:
    accounts = world.simulator.state.accounts.values()
    return next(one.id for one in accounts if one.username == world.stranger)


@pytest.mark.parametrize(
    ("reason", "category", "comment"),
    [
        (ReportReason.SPAM, "spam", "Vu trois fois"),
        (ReportReason.HARASSMENT, "other", "Insult or harassment. Vu trois fois"),
        (ReportReason.ILLEGAL, "legal", "Vu trois fois"),
        (ReportReason.OTHER, "other", "Vu trois fois"),
    ],
)
def test_each_reason_has_its_category(
    world: MastodonWorld, reason: ReportReason, category: str, comment: str
) -> None:
    world.channel().report(theirs(world), reason=reason, words="Vu trois fois")
    (made,) = world.simulator.care.reports
    assert (made.category, made.comment) == (category, comment)


def test_an_insult_without_words_still_says_that_it_is_one(world: MastodonWorld) -> None:
    world.channel().report(theirs(world), reason=ReportReason.HARASSMENT, words="")
    assert world.simulator.care.reports[0].comment == "Insult or harassment."


@pytest.mark.parametrize("reason", ReportReason)
def test_words_of_exactly_the_limit_pass_whole(world: MastodonWorld, reason: ReportReason) -> None:
    world.channel().report(theirs(world), reason=reason, words="é" * 1000)
    assert world.simulator.care.reports[0].comment == "é" * 1000


def test_a_server_that_knows_no_illegal_posts_takes_them_as_others(fork: MastodonWorld) -> None:
    fork.channel().report(theirs(fork), reason=ReportReason.ILLEGAL, words="Contrefaçon")
    (made,) = fork.simulator.care.reports
    assert (made.category, made.comment) == ("other", "Contrefaçon")


def test_moderators_of_another_server_are_told_too(
    world: MastodonWorld, fork: MastodonWorld
) -> None:
    for place, is_elsewhere in ((world, False), (fork, True)):
        place.channel().report(theirs(place), reason=ReportReason.SPAM, words="")
        assert place.simulator.care.reports[0].is_forwarded is is_elsewhere


def test_a_post_that_is_gone_is_not_found(world: MastodonWorld) -> None:
    remote_id = theirs(world)
    world.stranger_deletes(remote_id)
    with pytest.raises(NotFound):
        world.channel().report(remote_id, reason=ReportReason.SPAM, words="")


def test_a_refused_report_is_not_sent_again(world: MastodonWorld) -> None:
    remote_id = theirs(world)
    world.answer_once("report", {"error": "Reports are disabled"}, status=422)
    with pytest.raises(ContentRefused):
        world.channel().report(remote_id, reason=ReportReason.SPAM, words="")
    assert world.simulator.care.reports == []


def test_a_report_whose_answer_is_lost_is_in_doubt_and_made_once(world: MastodonWorld) -> None:
    remote_id = theirs(world)
    world.simulator.faults.add("report", Fault(FaultKind.CUT_AFTER))
    with pytest.raises(OutcomeUnknown):
        world.channel().report(remote_id, reason=ReportReason.SPAM, words="")
    assert len(world.simulator.care.reports) == 1


def test_an_access_given_before_lacks_the_right_and_stays_good(world: MastodonWorld) -> None:
    remote_id = theirs(world)
    old = world.simulator.authority.issue(world.simulator.owner.id, OLD_SCOPES)
    world.keeper.change(access_token=old)
    channel = world.channel()
    with pytest.raises(PermissionLost):
        channel.block(author(world))
    with pytest.raises(PermissionLost):
        channel.unblock(author(world))
    with pytest.raises(PermissionLost):
        channel.report(remote_id, reason=ReportReason.SPAM, words="")
    assert channel.read_again([remote_id])[remote_id] is not None


def test_a_page_in_front_of_the_server_says_nothing_of_the_access(world: MastodonWorld) -> None:
    world.answer_once("block", "<html>A firewall</html>", status=403)
    with pytest.raises(NetworkUnavailable):
        world.channel().block(author(world))


def test_an_account_that_is_gone_can_be_unblocked_and_not_blocked(world: MastodonWorld) -> None:
    world.channel().unblock("4711")
    with pytest.raises(NotFound):
        world.channel().block("4711")


def test_an_id_is_a_single_part_of_an_address(world: MastodonWorld) -> None:
    with pytest.raises(NotFound):
        world.channel().block("../statuses/1")


@pytest.mark.parametrize("answer", [{"blocking": False}, {}, {"blocking": "yes"}])
def test_an_answer_that_says_otherwise_is_no_success(
    world: MastodonWorld, answer: dict[str, object]
) -> None:
    world.answer_once("block", answer)
    with pytest.raises(UnexpectedResponse):
        world.channel().block(author(world))


def test_who_is_blocked_tells_us_nothing_more_and_does_not_reach_us(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Ouvert demain")).remote_id
    world.channel().block(author(world))
    with pytest.raises(ValueError, match="Record not found"):
        world.stranger_replies(ours, "Encore moi")
    world.stranger_mentions("Encore moi ")
    assert world.channel().read_feedback(None).items == ()


def test_a_revoked_access_is_told_apart_from_a_narrow_one(world: MastodonWorld) -> None:
    world.revoke()
    with pytest.raises(AccessRevoked) as caught:
        world.channel().block(author(world))
    assert not isinstance(caught.value, PermissionLost)
