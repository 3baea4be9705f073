"""A member's own channel: it writes, reads nothing back, and says so by what it implements."""

from __future__ import annotations

import pytest

from beffroi.networks.contracts import DiagnosisCode, LinkCard
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    NetworkUnavailable,
    OutcomeUnknown,
)
from beffroi.networks.linkedin.simulator_strangers import CLAIRE
from beffroi.networks.linkedin.tests.test_uploads import video
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.port import OF_THE_NETWORK, PROTOCOLS
from beffroi.networks.simulation_faults import AFTER_EFFECT, BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.tests.world import HOSTILE_TEXTS, small_image, upload

ABLE = {
    Capability.PUBLISH,
    Capability.DELETE,
    Capability.EDIT,
    Capability.BEAR_LINK_CARD,
    Capability.DIAGNOSE,
}
#: Those that take their time pass through the same code as for pages.
QUICK_FAULTS = [
    kind
    for kind in (*AFTER_EFFECT, *BEFORE_EFFECT)
    if kind not in {FaultKind.HANG, FaultKind.DRIP_AFTER}
]


def test_it_implements_what_a_member_s_token_really_allows(member: LinkedInWorld) -> None:
    channel = member.channel()
    of_channels = PROTOCOLS.keys() - OF_THE_NETWORK
    assert {one for one in of_channels if isinstance(channel, PROTOCOLS[one])} == ABLE
    assert member.network.declaration.abilities("person") - OF_THE_NETWORK == ABLE


def test_a_post_comes_out_in_the_member_s_name(member: LinkedInWorld) -> None:
    published = member.channel().publish(member.post("Bonjour #pain (bio)"))
    held = member.simulator.state.posts[published.remote_id]
    assert (held.author, held.text) == (CLAIRE, "Bonjour #pain (bio)")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_text_arrives_as_it_was_written(member: LinkedInWorld, text: str) -> None:
    published = member.channel().publish(member.post(text))
    assert member.text_of(published.remote_id) == text


@pytest.mark.parametrize("kind", QUICK_FAULTS, ids=lambda kind: kind.value)
def test_every_fault_is_doubt_and_the_visible_call_is_made_once(
    member: LinkedInWorld, kind: FaultKind
) -> None:
    member.simulator.faults.add("publish", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        member.channel().publish(member.post("Sorti ?"))
    made = [route for route in member.simulator.calls.elements() if route != "control"]
    assert made in ([], ["publish"])


def test_a_duplicate_tells_its_urn_which_the_member_may_not_read(member: LinkedInWorld) -> None:
    channel = member.channel()
    first = channel.publish(member.post("Ouvert dimanche"))
    with pytest.raises(DuplicateContent) as caught:
        channel.publish(member.post("Ouvert dimanche"))
    assert caught.value.remote_id == first.remote_id


def test_a_file_is_taken_for_ready_since_nobody_may_ask(member: LinkedInWorld) -> None:
    channel = member.channel()
    media = upload(channel, small_image("Un four"))
    assert channel.is_ready(media)
    published = channel.publish(member.post("Une image", media=(media,)))
    assert member.alt_texts_of(published.remote_id) == ["Un four"]


def test_a_post_that_comes_before_its_video_is_ready_is_made_later(member: LinkedInWorld) -> None:
    channel = member.channel()
    media = upload(channel, video())
    member.answer_once("publish", {"code": "MEDIA_ASSET_WAITING_UPLOAD"}, status=400)
    post = member.post("Film", media=(media,))
    with pytest.raises(NetworkUnavailable):
        channel.publish(post)
    channel.publish(post)
    assert member.count_visible("Film") == 1


def test_an_own_post_is_edited_and_taken_away(member: LinkedInWorld) -> None:
    channel = member.channel()
    published = channel.publish(member.post("Fermé lundi"))
    channel.edit(published.remote_id, member.post("Fermé mardi"))
    assert member.text_of(published.remote_id) == "Fermé mardi"
    for _ in range(2):
        channel.delete(published.remote_id)
    assert member.count_visible("Fermé mardi") == 0


def test_a_link_bears_its_card(member: LinkedInWorld) -> None:
    channel = member.channel()
    card = LinkCard("https://a.test/", "Le pain", "")
    published = channel.publish(member.post("https://a.test/", link_card=card))
    assert "article" in member.simulator.state.posts[published.remote_id].content


def test_a_text_too_long_is_refused_with_its_limit(member: LinkedInWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        member.channel().publish(member.post("é" * 3001))
    assert caught.value.limit == 3000


def test_after_sixty_days_a_person_connects_again(member: LinkedInWorld) -> None:
    member.advance(days=60)
    with pytest.raises(AccessRevoked):
        member.channel().publish(member.post("Trop tard"))


def test_all_is_well(member: LinkedInWorld) -> None:
    assert list(member.channel().diagnose(public_url="")) == []


def test_a_dead_access_is_a_finding(member: LinkedInWorld) -> None:
    member.revoke()
    (found,) = member.channel().diagnose(public_url="")
    assert found.code is DiagnosisCode.ACCESS_LOST


def test_a_retired_version_and_a_day_used_up_are_findings(member: LinkedInWorld) -> None:
    member.change(is_version_retired=True)
    (found,) = member.channel().diagnose(public_url="")
    assert found.code is DiagnosisCode.VERSION_RETIRED
    member.change(is_version_retired=False, calls_per_day=0)
    (found,) = member.channel().diagnose(public_url="")
    assert found.code is DiagnosisCode.QUOTA_EXHAUSTED


def test_a_right_that_was_not_given_is_a_finding(member: LinkedInWorld) -> None:
    member.keeper.change(scopes="openid profile")
    (found,) = member.channel().diagnose(public_url="")
    assert (found.code, found.detail) == (DiagnosisCode.SCOPE_MISSING, "w_member_social")
