"""The composer over HTTP, without JavaScript."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.media.models import MediaFile
from beffroi.networks import registry
from beffroi.publishing import actions
from beffroi.publishing.forms import TEXT_MAX
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, new_post, page
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import (
    Desk,
    deliveries_of,
    draft_of,
    encoded,
    settle,
    texts_of,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]

# The main path


def test_a_post_is_written_approved_and_planned_without_javascript(
    karim: Client, enter: Enter, both: list[Channel]
) -> None:
    composer = new_post(karim, "Fournée de 7 h")
    composer.press("preview", files=[("pain.png", encoded())])
    described = next(name for name in composer.fields if name.startswith("alt_text_"))
    composer.fill(**{described: "Un pain", f"own_text_{both[1].pk}": "Fournée, sur Mastodon"})
    answer = composer.press("submit")
    post = Post.objects.get()
    assert (answer.status_code, post.stage) == (302, "submitted")
    ines = enter("ines")
    asked = page(ines.get(f"/posts/{post.pk}/"))
    assert "Fournée de 7 h" in asked
    assert "Fournée, sur Mastodon" in asked
    assert 'alt="Un pain"' in asked
    ines.post(f"/posts/{post.pk}/approval/", {"version": post.version})
    assert texts_of(post) == ["Fournée de 7 h", "Fournée, sur Mastodon"]


def test_whoever_may_approve_plans_in_one_go(claire: Client, both: list[Channel]) -> None:
    answer = new_post(claire).press("schedule")
    assert answer.headers["Location"] == "/calendar/?day=2026-09-15#day-2026-09-15"
    assert texts_of(Post.objects.get()) == ["Bonjour", "Bonjour"]


def test_taking_a_planned_post_back_says_that_it_will_not_leave(
    claire: Client, scheduled: Post
) -> None:
    answer = Composer(claire, f"/posts/{scheduled.pk}/").press("draft")
    assert "It will not leave: it is a draft again." in page(claire.get(answer.headers["Location"]))
    assert deliveries_of(scheduled) == []


def test_who_may_not_approve_only_asks_even_with_a_forged_button(
    karim: Client, both: list[Channel]
) -> None:
    new_post(karim).press("schedule")
    assert Post.objects.get().stage == "submitted"


def test_each_channel_has_a_counter_of_its_own(karim: Client, both: list[Channel]) -> None:
    composer = new_post(karim, "é" * 10)
    composer.press("preview")
    assert "10 of 300" in composer.page
    assert "10 of 500" in composer.page


def test_the_composer_comes_back_as_it_was_left(karim: Client, both: list[Channel]) -> None:
    composer = new_post(karim, "Bonjour,\n\n  <b>les amis</b> & co")
    composer.fill(channels=[str(both[1].pk)], content_warning="Gluten", visibility="private")
    answer = composer.press("draft")
    kept = Composer(karim, answer.headers["Location"])
    same = {name: kept.fields[name] for name in composer.fields if name in kept.fields}
    ours = {"text", "day", "hour", "channels", "content_warning", "visibility", "language"}
    assert {name: same[name] for name in ours} == {name: composer.fields[name] for name in ours}


def test_a_scheduled_post_is_changed_until_it_leaves(claire: Client, scheduled: Post) -> None:
    composer = Composer(claire, f"/posts/{scheduled.pk}/")
    composer.fill(text="Bonsoir")
    composer.press("schedule")
    assert texts_of(scheduled) == ["Bonsoir", "Bonsoir"]


def test_a_scheduled_post_is_cancelled_until_it_leaves(claire: Client, scheduled: Post) -> None:
    Composer(claire, f"/posts/{scheduled.pk}/").press("draft")
    scheduled.refresh_from_db()
    assert (scheduled.stage, deliveries_of(scheduled)) == ("draft", [])


def test_a_version_for_one_channel_starts_from_the_common_text(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim, "a" * 320)
    composer.press(f"adapt:{both[0].pk}")
    assert composer.fields[f"own_text_{both[0].pk}"] == ["a" * 320]
    composer.fill(**{f"own_text_{both[0].pk}": "court"})
    composer.press("submit")
    assert Post.objects.get().stage == "submitted"


def test_buttons_that_rework_the_page_keep_nothing_and_lose_nothing(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim)
    composer.press("preview", files=[("pain.png", encoded())])
    composer.press(f"drop:{both[0].pk}")
    assert composer.fields["channels"] == [str(both[1].pk)]
    composer.press(f"remove:{composer.fields['file'][0]}")
    assert "file" not in composer.fields
    assert composer.fields["text"] == ["Bonjour"]
    assert not Post.objects.exists()


# Refusals: nothing typed is lost, and the sentence says what to do


def test_an_over_long_text_is_kept_and_the_excess_told_for_each_network(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim, "a" * 512)
    assert composer.press("submit").status_code == 422
    assert "Bluesky will not take this text: 212 characters too many." in composer.page
    assert "Mastodon will not take this text: 12 characters too many." in composer.page
    assert "Your text is saved. It cannot leave yet." in composer.page
    assert composer.fields["text"] == ["a" * 512]
    assert Post.objects.get().text == "a" * 512


@pytest.mark.parametrize("key", registry.keys())
def test_a_text_as_long_as_any_network_takes_is_kept(
    karim: Client, both: list[Channel], key: str
) -> None:
    longest = gateway.network(key).declaration.limits.text_max
    composer = new_post(karim, "a" * longest)
    composer.press("draft")
    assert len("".join(post.text for post in Post.objects.all())) == longest


def test_a_text_beyond_all_networks_is_not_kept_but_stays_on_the_page(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim, "a" * (TEXT_MAX + 1))
    assert composer.press("draft").status_code == 422
    assert "Not saved yet" in composer.page
    assert "At most 100,201 characters; there are 100,202." in composer.page
    assert composer.fields["text"] == ["a" * (TEXT_MAX + 1)]
    assert not Post.objects.exists()


def test_what_was_scheduled_stays_when_its_change_could_not_leave(
    claire: Client, scheduled: Post
) -> None:
    composer = Composer(claire, f"/posts/{scheduled.pk}/")
    composer.fill(text="a" * 400)
    assert composer.press("schedule").status_code == 422
    assert "Nothing was changed: what was scheduled stays as it was." in composer.page
    assert composer.fields["text"] == ["a" * 400]
    assert texts_of(scheduled) == ["Bonjour", "Bonjour"]


def test_a_missing_description_is_asked_for_at_its_picture(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim)
    composer.press("preview", files=[("pain.png", encoded())])
    assert composer.press("submit").status_code == 422
    assert "Describe picture 1 for those who do not see it, or remove it." in composer.page
    described = f"id_alt_text_{composer.fields['file'][0]}"
    assert f'href="#{described}"' in composer.page
    assert f'id="{described}_error"' in composer.page


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ("2026-02-30", "10:00", "Write the day like 2026-06-19."),
        ("demain", "10:00", "Write the day like 2026-06-19."),
        ("9999-12-31", "10:00", "Choose a day in this century."),
        ("0001-01-01", "00:00", "Choose a day in this century."),
        ("2026-09-15", "25:00", "Write the time like 8:00."),
        ("2026-09-15", "", "A date needs both a day and a time."),
        ("", "10:00", "A date needs both a day and a time."),
        ("2026-09-15", "\0", "Write the time like 8:00."),
    ],
)
def test_a_bad_date_is_refused_with_what_was_typed(
    karim: Client, both: list[Channel], day: str, hour: str, sentence: str
) -> None:
    composer = new_post(karim)
    composer.fill(day=day, hour=hour)
    assert composer.press("draft").status_code == 422
    assert sentence in composer.page
    assert composer.fields["text"] == ["Bonjour"]


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2026-09-14T09:00", "This moment is past. Choose another."),
        ("T", "Choose a day and a time."),
    ],
)
def test_no_date_or_a_past_one_cannot_be_planned(
    karim: Client, both: list[Channel], at: str, sentence: str
) -> None:
    composer = new_post(karim, at=at)
    assert composer.press("submit").status_code == 422
    assert sentence in composer.page
    assert Post.objects.get().stage == "draft"


def test_a_time_that_comes_twice_is_asked_and_both_can_be_chosen(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim, at="2026-10-25T02:30")
    assert composer.press("submit").status_code == 422
    assert "comes twice. Choose which one you mean." in composer.page
    assert "UTC+2" in composer.page
    assert "UTC+1" in composer.page
    composer.fill(second="true")
    assert composer.press("submit").status_code == 302
    post = Post.objects.get()
    assert post.planned_at is not None
    assert post.planned_at.isoformat() == "2026-10-25T01:30:00+00:00"
    again = Composer(karim, f"/posts/{post.pk}/")
    assert (again.fields["hour"], again.fields["second"]) == (["02:30"], ["true"])


def test_a_time_that_does_not_exist_is_moved_and_that_is_said(
    claire: Client, both: list[Channel]
) -> None:
    answer = new_post(claire, at="2027-03-28T02:30").press("schedule")
    told = page(claire.get(answer.headers["Location"]))
    assert "on that day 2:30 does not exist. The post leaves at 3:30." in told
    assert {item.due_at.isoformat() for item in deliveries_of(Post.objects.get())} == {
        "2027-03-28T01:30:00+00:00"
    }


def test_somebody_elses_change_is_shown_and_nothing_typed_is_lost(
    claire: Client, submitted: Post, world: World, clock: FrozenClock
) -> None:
    composer = Composer(claire, f"/posts/{submitted.pk}/")
    actions.change_post(
        submitted,
        actor=world.karim,
        may_approve=False,
        draft=draft_of("Le texte de Karim", []),
        now=clock(),
    )
    composer.fill(text="Le texte de Claire")
    assert composer.press("draft").status_code == 409
    assert "Le texte de Karim" in composer.page
    assert composer.fields["text"] == ["Le texte de Claire"]
    submitted.refresh_from_db()
    assert submitted.text == "Le texte de Karim"
    composer.press("draft")
    submitted.refresh_from_db()
    assert submitted.text == "Le texte de Claire"


def test_the_page_of_a_new_post_sent_again_later_overwrites_nothing_unseen(
    karim: Client, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    composer = new_post(karim)
    composer.press("draft")
    post = Post.objects.get()
    actions.change_to_draft(post, actor=world.claire, draft=draft_of("De Claire", []), now=clock())
    composer.fill(text="De Karim")
    assert composer.press("draft").status_code == 409
    post.refresh_from_db()
    assert post.text == "De Claire"


def test_what_was_typed_for_a_post_that_left_becomes_a_new_one(
    claire: Client, scheduled: Post
) -> None:
    composer = Composer(claire, f"/posts/{scheduled.pk}/")
    for delivery in deliveries_of(scheduled):
        settle(delivery, status="sending")
    composer.fill(text="Bonsoir")
    assert composer.press("schedule").status_code == 409
    assert "Part of this post has already left" in composer.page
    composer.press("draft")
    assert Post.objects.exclude(pk=scheduled.pk).get().text == "Bonsoir"
    assert texts_of(scheduled) == ["Bonjour", "Bonjour"]


def test_what_was_typed_for_a_deleted_draft_becomes_a_new_one(
    karim: Client, desk: Desk, clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Bonjour", []))
    composer = Composer(karim, f"/posts/{post.pk}/")
    actions.delete_post(post, actor=desk.author, now=clock())
    composer.fill(text="Bonsoir")
    assert composer.press("draft").status_code == 409
    assert "This draft was deleted meanwhile." in composer.page
    composer.press("draft")
    assert Post.objects.exclude(pk=post.pk).get().text == "Bonsoir"


def test_a_channel_disconnected_meanwhile_is_named(karim: Client, both: list[Channel]) -> None:
    composer = new_post(karim)
    Channel.objects.filter(pk=both[0].pk).update(status="disconnected", lost_at=utc_now())
    assert composer.press("submit").status_code == 422
    assert "Bluesky is no longer connected." in composer.page
    assert composer.fields["text"] == ["Bonjour"]


HTML = b"<html><script>alert(1)</script></html>"


# With htmx, fragments


def test_counts_come_as_fragments_while_one_types(karim: Client, both: list[Channel]) -> None:
    sent = {"text": "a" * 301, "channels": [str(both[0].pk)], "day": "2026-10-25", "hour": "02:30"}
    told = page(karim.post("/posts/counts/", sent))
    assert "301 of 300" in told
    assert "1 character too many" in told
    assert "comes twice" in told
    assert "<html" not in told
    told = page(karim.post("/posts/counts/", sent | {"text": "a" * 1500}))
    assert "1,500 of 300" in told
    assert "1,200 characters too many" in told
    assert not Post.objects.exists()


def test_pictures_come_as_fragments_with_their_field(karim: Client, both: list[Channel]) -> None:
    told = page(karim.post("/posts/files/", {"upload": io.BytesIO(encoded())}))
    assert f'name="alt_text_{MediaFile.objects.get().pk}"' in told
    refused = page(karim.post("/posts/files/", {"upload": io.BytesIO(HTML)}))
    assert "cannot be read" in refused
