from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    RateLimited,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, small_image, upload
from beffroi.networks.wordpress.limits import LIMITS
from beffroi.networks.wordpress.simulator_state import Post
from beffroi.networks.wordpress.tests.world import WordPressWorld


def drafts(world: WordPressWorld) -> list[Post]:
    return [one for one in world.simulator.state.posts.values() if one.status == "draft"]


# Preparing


def test_a_draft_bears_title_name_pictures_and_tags(world: WordPressWorld) -> None:
    channel = world.channel()
    pictures = tuple(upload(channel, small_image(alt)) for alt in ("Une", "Deux", "Trois"))
    post = world.post("Texte", title="Pain & brioche", media=pictures, tags=("#pain", "brioche"))
    (draft,) = drafts(world)
    assert draft.title == "Pain &amp; brioche"
    assert draft.slug == f"pain-brioche-{post.marker}"
    assert draft.content.count("<figure") == 2
    assert world.simulator.state.media[draft.featured_media].alt_text == "Une"
    assert [world.simulator.state.tags[one] for one in draft.tags] == ["pain", "brioche"]


def test_a_tag_that_exists_is_used_again(world: WordPressWorld) -> None:
    world.post("Un", tags=("Pain",))
    world.post("Deux", tags=("pain",))
    assert len(world.simulator.state.tags) == 1


def test_a_draft_whose_answer_was_lost_is_found_again(world: WordPressWorld) -> None:
    channel, post, progress = world.channel(), world.unprepared("Une fois"), MemoryProgress()
    world.simulator.faults.add("draft", Fault(FaultKind.CUT_AFTER))
    with pytest.raises(NetworkUnavailable):
        channel.prepare(post, progress=progress)
    assert channel.prepare(post, progress=progress) == progress.kept
    assert len(drafts(world)) == 1


def test_a_draft_is_brought_up_to_date(world: WordPressWorld) -> None:
    channel, post, progress = world.channel(), world.unprepared("Avant"), MemoryProgress()
    first = channel.prepare(post, progress=progress)
    again = channel.prepare(replace(post, text="Après"), progress=progress)
    assert first == again
    channel.publish(world.with_prepared(post, again))
    assert (world.count_visible("Avant"), world.count_visible("Après")) == (0, 1)


def test_what_is_out_is_not_changed_by_preparing_again(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.post("Sorti")
    channel.publish(post)
    assert channel.prepare(replace(post, text="Autre"), progress=MemoryProgress()) == post.prepared
    assert world.count_visible("Sorti") == 1


def test_a_draft_that_somebody_erased_is_made_again(world: WordPressWorld) -> None:
    channel, post, progress = world.channel(), world.unprepared("Encore"), MemoryProgress()
    first = channel.prepare(post, progress=progress)
    world.act("erase_post", id=first)
    assert channel.prepare(post, progress=progress) != first
    assert len(drafts(world)) == 1


@pytest.mark.parametrize("action", ["erase_post", "trash_post"])
def test_a_draft_that_was_thrown_away_is_not_waited_for(world: WordPressWorld, action: str) -> None:
    post = world.post("Non")
    world.act(action, id=post.prepared)
    with pytest.raises(ContentRefused):
        world.channel().is_prepared(post.prepared)


def test_a_comment_needs_no_draft(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    answer = world.post("Deux", reply_to=world.reply_to(ours))
    assert channel.is_prepared(answer.prepared)
    assert drafts(world) == []


@pytest.mark.parametrize(
    ("more", "field", "limit"),
    [
        ({"title": ""}, "title", None),
        ({"title": "  "}, "title", None),
        ({"title": "a" * 201}, "title", 200),
        ({"text": "a" * 100_001}, "text", 100_000),
    ],
)
def test_what_a_site_would_show_broken_is_refused_before_any_call(
    world: WordPressWorld, more: dict[str, Any], field: str, limit: int | None
) -> None:
    post = world.unprepared(**{"text": "Texte", **more})
    with pytest.raises(ContentRefused) as caught:
        world.channel().prepare(post, progress=MemoryProgress())
    assert (caught.value.field, caught.value.limit) == (field, limit)
    assert world.simulator.state.posts == {}


def test_a_contributor_cannot_publish(world: WordPressWorld) -> None:
    post = world.post("Interdit")
    world.set_up(role="contributor")
    with pytest.raises(PermissionLost):
        world.channel().publish(post)
    assert world.count_visible("Interdit") == 0


# Publishing


def test_a_post_without_its_draft_makes_it_first(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.unprepared("D’un coup")
    published = channel.publish(post)
    assert channel.find(post, since=world.now()) == published
    assert world.count_visible("D’un coup") == 1


def test_publishing_twice_changes_nothing(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.post("Une fois")
    assert channel.publish(post) == channel.publish(post)
    assert len(world.simulator.ledger.published("Une fois")) == 1


def test_a_post_carries_the_date_of_the_call(world: WordPressWorld) -> None:
    post = world.post("À l’heure")
    world.simulator.clock.advance(timedelta(days=3))
    channel = world.channel()
    again = channel.read_again([channel.publish(post).remote_id])
    (found,) = again.values()
    assert abs(found.created_at - world.now()) < timedelta(minutes=1)


def test_a_site_that_wants_an_approval_says_so(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.post("À valider")
    world.set_up(holds_posts=True)
    with pytest.raises(PolicyBlocked):
        channel.publish(post)
    assert channel.find(post, since=world.now()) is None


@pytest.mark.parametrize(
    "answer",
    [{}, {"id": 1}, {"id": 1, "status": "publish"}, {"id": 1, "status": "draft", "link": "x"}, []],
)
def test_an_answer_that_proves_nothing_is_a_doubt(world: WordPressWorld, answer: Any) -> None:
    post = world.post("Sorti ?")
    world.answer_once("publish", answer)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_a_draft_that_is_gone_is_not_found(world: WordPressWorld) -> None:
    post = world.post("Parti")
    world.act("erase_post", id=post.prepared)
    with pytest.raises(NotFound):
        world.channel().publish(post)


# Looking up


def test_a_post_is_found_by_its_name_alone(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.post("Par son nom")
    published = channel.publish(post)
    assert channel.find(replace(post, prepared=""), since=world.now()) == published


def test_a_name_that_the_site_had_to_number_is_recognized(world: WordPressWorld) -> None:
    channel, post = world.channel(), world.unprepared("Deux brouillons")
    first = channel.prepare(post, progress=MemoryProgress())
    state = world.simulator.state
    twin = replace(state.posts[int(first)], id=state.new_id())
    state.posts[twin.id] = twin  # a late answer made a second draft
    world.act("publish_post", id=first)
    world.act("erase_post", id=first)
    state.set_status(twin, "publish")
    twin.slug = f"{twin.slug}-2"
    found = channel.find(post, since=world.now())
    assert found is not None
    assert found.remote_id == f"post-{twin.id}"


@pytest.mark.parametrize("seconds", [3600, 1])
def test_a_post_that_a_colleague_scheduled_is_neither_out_nor_absent(
    world: WordPressWorld, seconds: int
) -> None:
    channel, post = world.channel(), world.post("Programmé là-bas")
    world.act("schedule_post", id=post.prepared, seconds=seconds)
    world.simulator.clock.advance(timedelta(seconds=60))  # one is late: nobody visited
    with pytest.raises(NetworkUnavailable):
        channel.find(post, since=world.now())
    world.simulator.clock.advance(timedelta(hours=2))
    world.act("visit")
    assert channel.find(post, since=world.now()) is not None


@pytest.mark.parametrize("keeps_handle", [True, False])
def test_what_a_colleague_threw_away_is_not_said_to_be_absent(
    world: WordPressWorld, keeps_handle: bool
) -> None:
    channel, post = world.channel(), world.post("Vu puis retiré")
    channel.publish(post)
    world.act("trash_post", id=post.prepared)
    with pytest.raises(NetworkUnavailable):
        channel.find(post if keeps_handle else replace(post, prepared=""), since=world.now())


# Answers


def test_the_same_answer_twice_is_known_to_the_site(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    theirs = world.stranger_replies(ours, "Bonjour")
    answer = world.post('L\'été, "bientôt"...', reply_to=world.reply_to(theirs))
    published = channel.publish(answer)
    with pytest.raises(DuplicateContent):
        channel.publish(answer)
    assert channel.find(answer, since=world.now()) == published


def test_an_author_s_answer_is_found_by_what_everybody_sees(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    theirs = world.stranger_replies(ours, "Bonjour")
    answer = world.post('L\'été, "bientôt"...\n\nÀ vous', reply_to=world.reply_to(theirs))
    world.set_up(role="author")
    published = channel.publish(answer)
    assert channel.find(answer, since=world.now()) == published


def test_a_colleague_s_same_words_are_not_ours(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    world.act("colleague_replies", parent_id=ours, text="Merci")
    answer = world.post("Merci", reply_to=world.reply_to(ours))
    assert channel.find(answer, since=world.now()) is None


def test_an_answer_without_context_finds_its_post(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    theirs = world.stranger_replies(ours, "Bonjour")
    target = replace(world.reply_to(theirs), context={})
    answer = channel.publish(world.post("Bonjour à vous", reply_to=target))
    assert world.parent_of(answer.remote_id) == theirs


def test_an_answer_to_what_is_gone_is_refused(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    theirs = world.stranger_replies(ours, "Bonjour")
    answer = world.post("Trop tard", reply_to=replace(world.reply_to(theirs), context={}))
    world.stranger_deletes(theirs)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(answer)
    assert caught.value.field == "reply_to"
    assert channel.find(answer, since=world.now()) is None


def test_an_answer_under_a_post_in_the_trash_is_refused(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    answer = world.post("Trop tard", reply_to=world.reply_to(ours))
    world.act("trash_post", id=ours)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(answer)
    assert caught.value.field == "reply_to"


def test_a_comment_bears_no_picture_and_has_an_end(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    picture = upload(channel, small_image("Four"))
    for field, more in (("media", {"media": (picture,)}), ("text", {"text": "é" * 40_000})):
        content: dict[str, Any] = {"text": "Deux", "reply_to": world.reply_to(ours), **more}
        answer = world.unprepared(**content)
        with pytest.raises(ContentRefused) as caught:
            channel.publish(answer)
        assert caught.value.field == field


def test_a_site_slows_an_author_down(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    target = world.reply_to(ours)
    world.set_up(role="author")
    channel.publish(world.post("Premier", reply_to=target))
    with pytest.raises(RateLimited) as caught:
        channel.publish(world.post("Second", reply_to=target))
    assert caught.value.retry_after_seconds == 15


# Pictures


def test_a_file_that_was_handed_over_is_not_handed_over_twice(world: WordPressWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("describe", Fault(FaultKind.ERROR_BEFORE))
    with pytest.raises(NetworkUnavailable):
        channel.upload(small_image("Four"), progress=progress)
    uploaded = channel.upload(small_image("Four"), progress=progress)
    assert uploaded.handle == progress.kept
    (medium,) = world.simulator.state.media.values()
    assert medium.alt_text == "Four"


def test_a_file_of_a_sort_that_sites_refuse_is_refused(world: WordPressWorld) -> None:
    picture = replace(small_image("Logo"), media_type="image/svg+xml")
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), picture)
    assert caught.value.field == "media"


def test_a_file_too_heavy_for_the_web_server_is_refused(world: WordPressWorld) -> None:
    world.set_up(body_bytes_max=20)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("Lourde"))
    assert caught.value.field == "media"


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/gif", "image/webp"])
def test_a_file_bears_the_ending_of_what_it_holds(world: WordPressWorld, media_type: str) -> None:
    picture = replace(small_image("Four"), media_type=media_type)
    assert upload(world.channel(), picture).handle


def test_a_post_is_not_made_without_its_picture(world: WordPressWorld) -> None:
    channel = world.channel()
    picture = upload(channel, small_image("Four"))
    world.simulator.state.media.clear()
    with pytest.raises(ContentRefused) as caught:
        channel.prepare(world.unprepared("Sans", media=(picture,)), progress=MemoryProgress())
    assert caught.value.field == "media"


def test_a_picture_that_somebody_tidied_away_is_told(world: WordPressWorld) -> None:
    channel = world.channel()
    picture = upload(channel, small_image("Four"))
    world.simulator.state.media.clear()
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(picture)
    assert caught.value.field == "media"


# Changing and taking away


def test_an_edit_keeps_pictures_and_title(world: WordPressWorld) -> None:
    channel = world.channel()
    pictures = tuple(upload(channel, small_image(alt)) for alt in ("Une", "Deux"))
    ours = channel.publish(world.post("Avant", title="Le titre", media=pictures)).remote_id
    channel.edit(ours, world.unprepared("Après", title=""))
    post = world.held(ours)
    assert isinstance(post, Post)
    assert (post.title, world.text_of(ours)) == ("Le titre", "Après")
    assert world.alt_texts_of(ours) == ["Une", "Deux"]


def test_an_edit_may_bring_other_pictures_and_another_title(world: WordPressWorld) -> None:
    channel = world.channel()
    before, after = (upload(channel, small_image(alt)) for alt in ("Avant", "Après"))
    ours = channel.publish(world.post("Texte", media=(before,))).remote_id
    channel.edit(ours, world.unprepared("Texte", title="Autre", media=(after,)))
    post = world.held(ours)
    assert isinstance(post, Post)
    assert (post.title, world.alt_texts_of(ours)) == ("Autre", ["Après"])


def test_an_answer_is_edited_and_taken_away(world: WordPressWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un")).remote_id
    answer = channel.publish(world.post("Deux", reply_to=world.reply_to(ours))).remote_id
    assert channel.edit(answer, world.unprepared("Trois <3")).remote_id == answer
    assert world.text_of(answer) == "Trois <3"
    for _ in range(2):
        channel.delete(answer)
    assert channel.read_again([answer]) == {answer: None}


def test_a_site_without_a_trash_deletes_at_once(world: WordPressWorld) -> None:
    world.set_up(keeps_trash=False)
    channel = world.channel()
    ours = channel.publish(world.post("Éphémère")).remote_id
    channel.delete(ours)
    assert channel.read_again([ours]) == {ours: None}


@pytest.mark.parametrize("remote_id", ["", "12", "post-", "post-x", "page-5", "post-5/../6"])
def test_an_id_that_no_site_gave_is_not_found(world: WordPressWorld, remote_id: str) -> None:
    with pytest.raises(NotFound):
        world.channel().delete(remote_id)


# What a draft lacks


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("Texte", title="Titre"), None),
        (Draft("Texte"), ProblemCode.TITLE_MISSING),
        (Draft("Texte", title="a" * 201), ProblemCode.TITLE_TOO_LONG),
        (Draft("Texte", is_answer=True), None),
        (Draft("Texte", title="Titre", format=PostFormat.STORY), ProblemCode.FORMAT_UNKNOWN),
        (
            Draft(
                "Texte",
                is_answer=True,
                media=(DraftMedia(MediaKind.IMAGE, "image/jpeg", 1, 1, 1),),
            ),
            ProblemCode.MEDIA_MIXED,
        ),
    ],
)
def test_what_a_site_would_not_take_is_told_while_writing(
    world: WordPressWorld, draft: Draft, code: ProblemCode | None
) -> None:
    found = world.network.problems(draft, limits=LIMITS)
    assert [one.code for one in found] == ([code] if code else [])
