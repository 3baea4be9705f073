"""What differs in the calls, once an account is connected through its Page."""

from __future__ import annotations

from typing import Any, cast

import pytest

from beffroi.networks.contracts import Access, DeveloperApp, DiagnosisCode, ReplyTarget
from beffroi.networks.errors import NotFound, NotLinked, PermissionLost
from beffroi.networks.families.graph.client import proof
from beffroi.networks.families.graph.version import VERSION
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.declaration import HOME
from beffroi.networks.instagram.tests.page_world import PageWorld
from beffroi.networks.instagram.tests.test_client import _Http

PUBLIC = "https://beffroi.example.com"


def diagnosed(page_world: PageWorld) -> list[tuple[DiagnosisCode, str]]:
    found = page_world.channel().diagnose(public_url=PUBLIC)
    return [(one.code, one.detail) for one in found]


def test_facebook_s_host_is_asked_with_the_proof_of_the_app() -> None:
    http = _Http()
    access = Access(HOME, "17", {"access_token": "secret", "page": "10"})
    account = Account(cast(Any, http), access, app=DeveloperApp(HOME, "1", "hush"))
    account.act("/17/media_publish", proof="id", data={"creation_id": "1"})
    ((method, url, request),) = http.calls
    assert (method, url) == ("POST", f"https://graph.facebook.com/{VERSION.name}/17/media_publish")
    assert request["params"] == {"appsecret_proof": proof("secret", secret="hush")}
    assert request["headers"]["Authorization"] == "Bearer secret"
    assert account.site("/p/") == "https://www.instagram.com/p/"
    assert account.page_site("/10") == "https://www.facebook.com/10"


# Messages go through the Page.


def test_a_message_is_read_and_answered_through_the_page(page_world: PageWorld) -> None:
    told = page_world.act("message", text="Ouvert lundi ?")
    (read,) = page_world.channel().read_again([told]).values()
    assert read is not None
    target = ReplyTarget(told, read.author.handle, read.reply_context)
    answer = page_world.post("Oui", reply_to=target)
    sent = page_world.channel().publish(answer)
    assert page_world.text_of(sent.remote_id) == "Oui"
    found = page_world.channel().find(answer, since=page_world.now())
    assert found is not None
    assert found.remote_id == sent.remote_id


def test_without_the_task_messages_are_passed_over_and_comments_are_read(
    page_world: PageWorld,
) -> None:
    channel = page_world.channel()
    post = channel.publish(page_world.post("Bonjour"))
    page_world.stranger_replies(post.remote_id, "Salut")
    page_world.act("message", text="Bonjour")
    page_world.take_task("MESSAGING")
    seen, cursor, more = [], None, True
    while more:
        page = channel.read_feedback(cursor)
        cursor, more = page.cursor, page.has_more
        seen += [one.text for one in page.items]
    assert seen == ["Salut"]


# Webhooks are asked of the Page, which other channels may have asked before.


def test_the_page_comes_to_know_the_app_once(page_world: PageWorld) -> None:
    for _ in range(2):
        page_world.channel().subscribe(callback_url="https://beffroi.test/told/")
    assert page_world.page.subscribed == ("feed",)
    assert page_world.simulator.calls["subscribe_page"] == 1


def test_what_the_page_s_own_channel_asked_for_stays(page_world: PageWorld) -> None:
    page_world.page.subscribed = ("feed", "mention", "messages")
    page_world.channel().subscribe(callback_url="https://beffroi.test/told/")
    assert page_world.page.subscribed == ("feed", "mention", "messages")


# A link that was lost.


def test_an_account_that_is_no_longer_linked_is_told_from_a_post_that_is_gone(
    page_world: PageWorld,
) -> None:
    channel, post = page_world.channel(), page_world.post("Bonjour")
    assert channel.read_again(["180999"]) == {"180999": None}
    page_world.unlink()
    with pytest.raises(NotLinked):
        channel.read_feedback(None)
    with pytest.raises(NotLinked):
        page_world.prepared(page_world.post("Un autre", media=post.media))


def test_what_is_missing_while_the_link_holds_is_only_missing(page_world: PageWorld) -> None:
    page_world.refuse_once("media_list", 100, 33)
    with pytest.raises(NotFound):
        page_world.channel().read_feedback(None)


def test_nothing_is_published_without_the_link(page_world: PageWorld) -> None:
    post = page_world.post("Jamais vu")
    page_world.unlink()
    with pytest.raises(NotLinked):
        page_world.channel().publish(post)
    assert page_world.count_visible("Jamais vu") == 0


# What the daily diagnosis says.


def test_nothing_is_wrong_with_a_whole_channel(page_world: PageWorld) -> None:
    assert diagnosed(page_world) == []


def test_a_lost_link_is_all_there_is_to_say_and_leads_to_the_page(page_world: PageWorld) -> None:
    page_world.unlink()
    (found,) = page_world.channel().diagnose(public_url="")
    assert found.code is DiagnosisCode.LINK_MISSING
    assert found.url == f"{page_world.simulator.origin}/{page_world.page.id}"


def test_an_account_that_became_a_personal_one_is_a_lost_link(page_world: PageWorld) -> None:
    page_world.simulator.personal = {page_world.us.id}
    assert diagnosed(page_world) == [(DiagnosisCode.LINK_MISSING, "")]


def test_a_page_that_is_linked_with_another_account_is_a_lost_link(page_world: PageWorld) -> None:
    page_world.page.account_id = page_world.simulator.other.id
    assert diagnosed(page_world) == [(DiagnosisCode.LINK_MISSING, "")]


def test_a_dead_access_is_a_lost_access(page_world: PageWorld) -> None:
    page_world.revoke()
    assert diagnosed(page_world) == [(DiagnosisCode.ACCESS_LOST, "")]


def test_who_lost_their_role_on_the_page_is_sent_to_who_gives_roles(page_world: PageWorld) -> None:
    page_world.simulator.page_authority.kill(subcode=492)
    (found,) = page_world.channel().diagnose(public_url=PUBLIC)
    assert found.code is DiagnosisCode.ROLE_MISSING
    assert found.url.endswith("/settings?tab=profile_access")
    with pytest.raises(PermissionLost):
        page_world.channel().read_feedback(None)


@pytest.mark.parametrize("name", ["content_publish", "manage_messages", "manage_insights"])
def test_what_was_taken_back_is_named_as_facebook_names_it(
    page_world: PageWorld, name: str
) -> None:
    page_world.simulator.page_authority.narrow(without=[f"instagram_{name}"])
    assert diagnosed(page_world) == [(DiagnosisCode.SCOPE_MISSING, f"instagram_{name}")]


def test_a_task_that_the_person_does_not_have_is_a_role_that_is_missing(
    page_world: PageWorld,
) -> None:
    page_world.take_task("MESSAGING")
    page_world.become(page_world.connections()[0])
    assert diagnosed(page_world) == [(DiagnosisCode.ROLE_MISSING, "")]


def test_what_was_refused_on_the_page_is_named(page_world: PageWorld) -> None:
    page_world.change_access(permissions="pages_show_list,pages_read_engagement,instagram_basic")
    named = {detail for _, detail in diagnosed(page_world)}
    assert named == {
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_messages",
        "instagram_manage_insights",
        "pages_manage_metadata",
    }


def test_a_version_that_no_longer_answers_is_found(page_world: PageWorld) -> None:
    page_world.simulator.served_version = "v28.0"
    assert diagnosed(page_world) == [(DiagnosisCode.VERSION_RETIRED, "")]
