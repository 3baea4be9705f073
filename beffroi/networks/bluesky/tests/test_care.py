"""Blocks and reports: records of our own, and what moderators are told."""

from __future__ import annotations

import pytest

from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.care import BLOCKS
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
)
from beffroi.networks.simulation_faults import Fault, FaultKind


@pytest.fixture
def theirs(world: BlueskyWorld) -> str:
    ours = world.channel().publish(world.post("Ouvert demain")).remote_id
    return world.stranger_replies(ours, "Publicité")


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (ReportReason.SPAM, "Spam"),
        (ReportReason.HARASSMENT, "Rude"),
        (ReportReason.ILLEGAL, "Violation"),
        (ReportReason.OTHER, "Other"),
    ],
)
def test_each_reason_has_its_word(
    world: BlueskyWorld, theirs: str, reason: ReportReason, kind: str
) -> None:
    world.channel().report(theirs, reason=reason, words="Vu trois fois")
    (made,) = world.simulator.care.reports
    assert (made.reason, made.words, made.by) == (kind, "Vu trois fois", world.simulator.ours.did)


def test_whom_we_block_can_still_be_reported(world: BlueskyWorld, theirs: str) -> None:
    channel = world.channel()
    channel.block(world.simulator.other.did)
    channel.report(theirs, reason=ReportReason.SPAM, words="")
    assert world.reports() == [(theirs, "")]


@pytest.mark.parametrize("remote_id", ["", "at://did:plc:other/app.bsky.graph.block/3aaa", "4711"])
def test_what_is_no_post_cannot_be_reported(world: BlueskyWorld, remote_id: str) -> None:
    with pytest.raises(NotFound):
        world.channel().report(remote_id, reason=ReportReason.SPAM, words="")
    assert world.simulator.calls["createReport"] == 0


def test_a_post_that_is_gone_is_not_found(world: BlueskyWorld, theirs: str) -> None:
    world.stranger_deletes(theirs)
    with pytest.raises(NotFound):
        world.channel().report(theirs, reason=ReportReason.SPAM, words="")


def test_words_of_a_thousand_signs_pass(world: BlueskyWorld, theirs: str) -> None:
    world.channel().report(theirs, reason=ReportReason.OTHER, words="é" * 1000)
    assert world.reports() == [(theirs, "é" * 1000)]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.CUT_AFTER),
        Fault(FaultKind.ERROR_BEFORE, status=502, body='{"error":"UpstreamFailure"}'),
    ],
    ids=["no answer", "no moderators"],
)
def test_a_report_without_a_clear_answer_is_in_doubt(
    world: BlueskyWorld, theirs: str, fault: Fault
) -> None:
    world.simulator.faults.add("createReport", fault)
    with pytest.raises(OutcomeUnknown):
        world.channel().report(theirs, reason=ReportReason.SPAM, words="")


def test_an_access_that_died_is_renewed_and_the_report_made_once(
    world: BlueskyWorld, theirs: str
) -> None:
    world.simulator.expire_access()
    world.channel().report(theirs, reason=ReportReason.SPAM, words="")
    assert len(world.simulator.care.reports) == 1


def test_another_network_has_moderators_of_its_own(world: BlueskyWorld, theirs: str) -> None:
    world.simulator.care.moderators = "did:web:moderation.example"
    with pytest.raises(ContentRefused):
        world.channel().report(theirs, reason=ReportReason.SPAM, words="")
    assert isinstance(world.network, Bluesky)
    other = Bluesky(world.network._http, moderators="did:web:moderation.example")
    other.open(world.keeper).report(theirs, reason=ReportReason.SPAM, words="")
    assert world.reports() == [(theirs, "")]


def test_somebody_is_blocked_by_one_record_however_often(world: BlueskyWorld) -> None:
    for _ in range(3):
        world.channel().block(world.simulator.other.did)
    assert len(world.simulator.care.blocks) == 1


def test_two_people_are_blocked_by_two_records(world: BlueskyWorld) -> None:
    for did in (world.simulator.other.did, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"):
        world.channel().block(did)
    assert len(world.simulator.care.blocks) == 2


def test_a_block_written_in_the_app_is_lifted_too(world: BlueskyWorld) -> None:
    elsewhere = f"at://{world.simulator.ours.did}/{BLOCKS}/3lbkaaaaaaa2a"
    world.simulator.care.blocks[elsewhere] = world.simulator.other.did
    world.channel().unblock(world.simulator.other.did)
    assert world.simulator.care.blocks == {}


def test_the_block_of_another_account_is_not_ours_to_lift(world: BlueskyWorld) -> None:
    theirs = f"at://{world.simulator.other.did}/{BLOCKS}/3lbkaaaaaaa2a"
    world.simulator.care.blocks[theirs] = world.simulator.ours.did
    world.channel().unblock(world.simulator.other.did)
    assert theirs in world.simulator.care.blocks


def test_a_block_by_a_list_is_said_not_to_be_lifted(world: BlueskyWorld) -> None:
    pair = (world.simulator.ours.did, world.simulator.other.did)
    world.simulator.care.list_blocks.add(pair)
    with pytest.raises(ContentRefused):
        world.channel().unblock(world.simulator.other.did)


def test_an_account_that_is_gone_can_be_unblocked(world: BlueskyWorld) -> None:
    world.channel().unblock("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")


def test_without_an_app_view_a_block_stands_and_lifting_one_is_tried_again(
    world: BlueskyWorld,
) -> None:
    world.simulator.has_app_view = False
    world.channel().block(world.simulator.other.did)
    assert world.is_stranger_blocked()
    with pytest.raises(NetworkUnavailable):
        world.channel().unblock(world.simulator.other.did)


def test_writes_that_are_used_up_are_told(world: BlueskyWorld) -> None:
    for _ in range(2500):
        world.simulator.spend(world.simulator.ours, "putRecord")
    with pytest.raises(RateLimited):
        world.channel().block(world.simulator.other.did)


def test_whom_we_block_is_heard_no_more_and_seen_in_no_thread(
    world: BlueskyWorld, theirs: str
) -> None:
    ours = world.parent_of(theirs)
    world.channel().block(world.simulator.other.did)
    world.stranger_mentions("Encore moi ")
    assert world.channel().read_feedback(None).items == ()
    assert world.channel().read_thread(ours) == []


def test_deletions_of_whom_we_block_are_followed(world: BlueskyWorld, theirs: str) -> None:
    world.channel().block(world.simulator.other.did)
    assert world.channel().read_again([theirs]) == {}
    world.stranger_deletes(theirs)
    assert world.channel().read_again([theirs]) == {theirs: None}
