"""The pages of posts besides the composer, and what is decided there."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels import actions as channel_actions
from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.publishing import actions
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, page
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import (
    TOMORROW_UTC,
    Desk,
    deliveries_of,
    draft_of,
    publish,
    settle,
)
from beffroi.workspaces.rules import Permission, Role, may
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]


def follow(client: Client, path: str, **sent: object) -> str:
    """Press a button of a page and read where it leads."""
    return page(client.post(path, sent, follow=True))


# Who may do what


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may_do_and_no_more(
    submitted: Post, world: World, role: Role
) -> None:
    client = Client()
    client.force_login(world.member(role))
    writes, approves = may(role, Permission.WRITE_POSTS), may(role, Permission.APPROVE_POSTS)
    post_page = page(client.get(f"/posts/{submitted.pk}/"))
    assert ('id="composer"' in post_page) == writes
    assert (f"/posts/{submitted.pk}/approval/" in post_page) == (approves and not writes)
    day = page(client.get("/calendar/?day=2026-09-15"))
    assert (f"/posts/{submitted.pk}/date/" in day) == writes
    assert (f"/posts/{submitted.pk}/approval/" in day) == approves
    assert ("/posts/new/" in page(client.get("/posts/"))) == writes


@pytest.mark.parametrize("role", [Role.APPROVER, Role.READER, Role.CLIENT])
def test_who_may_not_write_changes_nothing(submitted: Post, world: World, role: Role) -> None:
    client = Client()
    client.force_login(world.member(role))
    assert client.post(f"/posts/{submitted.pk}/", {"text": "x"}).status_code == 405
    for address in ("deletion", "restoration", "copy", "date"):
        assert client.post(f"/posts/{submitted.pk}/{address}/").status_code == 403
    assert Post.objects.get().text == "Bonjour"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER])
def test_who_may_not_approve_neither_says_yes_nor_no(
    submitted: Post, world: World, role: Role
) -> None:
    client = Client()
    client.force_login(world.member(role))
    for address in ("approval", "withdrawal"):
        sent = {"version": submitted.version}
        assert client.post(f"/posts/{submitted.pk}/{address}/", sent).status_code == 403


def test_a_stranger_finds_no_post(submitted: Post, enter: Enter) -> None:
    assert enter("zoe").get(f"/posts/{submitted.pk}/").status_code == 404


# Deciding


def test_a_yes_says_when_it_leaves(submitted: Post, enter: Enter) -> None:
    told = follow(enter("ines"), f"/posts/{submitted.pk}/approval/", version=submitted.version)
    assert "Approved: it leaves on its date." in told
    assert "It leaves" in told


@pytest.mark.parametrize("version", ["", "0", "9" * 5000, "-1", "x", "１", "\0"])
def test_a_yes_without_the_version_that_was_read_is_none(
    submitted: Post, enter: Enter, version: str
) -> None:
    told = follow(enter("ines"), f"/posts/{submitted.pk}/approval/", version=version)
    assert "The post was changed since you opened it. Read it again, then decide." in told
    assert deliveries_of(submitted) == []


def test_a_no_makes_it_a_draft_again(submitted: Post, enter: Enter) -> None:
    ines = enter("ines")
    assert f"/posts/{submitted.pk}/withdrawal/" in page(ines.get(f"/posts/{submitted.pk}/"))
    told = follow(ines, f"/posts/{submitted.pk}/withdrawal/")
    assert "It is a draft again: nothing will leave." in told


def test_a_no_that_comes_too_late_says_so(scheduled: Post, enter: Enter) -> None:
    publish(scheduled)
    told = follow(enter("ines"), f"/posts/{scheduled.pk}/withdrawal/")
    assert "Part of this post has already left" in told


def test_what_could_not_leave_is_said_before_anybody_says_yes(
    submitted: Post, both: list[Channel], world: World, enter: Enter, clock: FrozenClock
) -> None:
    channel_actions.disconnect(channel=both[1], actor=world.claire, now=clock())
    clock.advance(days=2)
    ines = enter("ines")
    told = page(ines.get(f"/posts/{submitted.pk}/"))
    assert "Mastodon is no longer connected." in told
    assert "This moment is past." in told
    assert f"/posts/{submitted.pk}/approval/" not in told
    told = follow(ines, f"/posts/{submitted.pk}/approval/", version=submitted.version)
    assert "Mastodon is no longer connected." in told


def test_a_deleted_draft_can_be_taken_back_from_the_list(desk: Desk, karim: Client) -> None:
    post = desk.write(draft_of("Brouillon perdu", []))
    told = follow(karim, f"/posts/{post.pk}/deletion/")
    assert "The draft is deleted." in told
    assert f"/posts/{post.pk}/restoration/" in told
    assert "One deleted draft" in told
    assert "The draft is back, as it was." in follow(karim, f"/posts/{post.pk}/restoration/")


def test_only_drafts_are_deleted_and_only_deleted_ones_restored(
    scheduled: Post, karim: Client
) -> None:
    told = follow(karim, f"/posts/{scheduled.pk}/deletion/")
    assert "Only a draft can be deleted." in told
    told = follow(karim, f"/posts/{scheduled.pk}/restoration/")
    assert "This post was not deleted: nothing was changed." in told


def test_a_copy_is_a_new_draft(scheduled: Post, karim: Client) -> None:
    publish(scheduled)
    told = follow(karim, f"/posts/{scheduled.pk}/copy/")
    assert "Here is a copy. Change it, then give it a date." in told
    assert Post.objects.exclude(pk=scheduled.pk).get().stage == "draft"


# Moving


def test_a_post_is_moved_from_the_calendar(scheduled: Post, claire: Client) -> None:
    told = follow(claire, f"/posts/{scheduled.pk}/date/", day="2026-09-20", hour="08:00")
    assert "The post has a new date." in told
    assert 'id="day-2026-09-20"' in told


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ("2026-10-25", "02:30", "on that day 2:30 comes twice. The post has the first"),
        ("2027-03-28", "02:30", "on that day 2:30 does not exist. The post leaves at 3:30."),
    ],
)
def test_a_move_into_a_night_of_change_says_what_it_does(
    scheduled: Post, claire: Client, day: str, hour: str, sentence: str
) -> None:
    assert sentence in follow(claire, f"/posts/{scheduled.pk}/date/", day=day, hour=hour)


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ("2026-09-01", "08:00", "This moment is past."),
        ("2026-02-30", "08:00", "Write the day like 2026-06-19."),
        ("", "", "This field is required."),
        ("9999-12-31", "23:59", "Choose a day in this century."),
    ],
)
def test_a_move_that_cannot_be_says_why_at_the_post(
    scheduled: Post, claire: Client, day: str, hour: str, sentence: str
) -> None:
    answer = claire.post(f"/posts/{scheduled.pk}/date/", {"day": day, "hour": hour})
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert {item.due_at for item in deliveries_of(scheduled)} == {TOMORROW_UTC}


def test_a_move_that_comes_too_late_says_so(scheduled: Post, claire: Client) -> None:
    publish(scheduled)
    told = follow(claire, f"/posts/{scheduled.pk}/date/", day="2026-09-20", hour="08:00")
    assert "Part of this post has already left" in told


# Reading


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/?month=2026-13",
        "/calendar/?month=0001-01",
        "/calendar/?month=%00",
        "/calendar/?month=2000-01",
        "/calendar/?month=2099-12",
        "/calendar/?day=2026-02-30",
        "/calendar/?day=9999-12-31",
        "/calendar/?day=2099-12-31",
        "/calendar/?state=nowhere",
        "/calendar/?day=2026-09-15&month=2026-01",
        "/posts/?before=x",
        "/posts/?before=~",
        "/posts/?before=2026-09-15T08:00:00%2B00:00~99999999999999999999999",
        "/posts/?before=0001-01-01T00:00:00%2B14:00~1",
        "/posts/?before=9999-12-31T23:59:59-14:00~1",
        "/posts/?before=2026-09-15T08:00:00~1",
        "/posts/new/?day=x",
        "/posts/new/?day=2026-02-30",
    ],
)
def test_an_address_written_by_hand_shows_a_page(
    karim: Client, scheduled: Post, address: str
) -> None:
    assert karim.get(address, follow=True).status_code == 200


def test_a_day_shows_its_posts_in_the_zone_of_the_workspace(
    scheduled: Post, world: World, claire: Client
) -> None:
    world.atelier.time_zone = "Pacific/Noumea"
    world.atelier.save()
    told = page(claire.get("/calendar/?day=2026-09-15"))
    assert "19:00" in told
    assert "Times are those of Noumea." in told


def test_a_state_chosen_leaves_the_others_out(scheduled: Post, desk: Desk, claire: Client) -> None:
    desk.write(draft_of("Un brouillon", [], at="2026-09-16T08:00"))
    month = re.compile(r'<ol class="month">.*?</ol>', re.S)
    found = month.search(page(claire.get("/calendar/?month=2026-09&state=scheduled")))
    assert found is not None
    assert "Bonjour" in found[0]
    assert "Un brouillon" not in found[0]


@pytest.mark.parametrize(
    ("status", "values", "sentence"),
    [
        ("scheduled", {"first_attempt_at": None}, "It leaves"),
        ("sending", {}, "Sent, and not confirmed yet"),
        ("leased", {"first_attempt_at": None}, "On its way to Bluesky."),
        ("ask_human", {}, "We cannot prove whether Bluesky took it."),
        ("held", {}, "Held back: it was to leave"),
        ("cancelled", {}, "Given up: it does not leave for this channel."),
        ("failed", {"reason": "needs_review"}, "must first approve your developer app"),
        ("failed", {"reason": "blocked"}, "restricts what this account may publish"),
        ("failed", {"reason": "duplicate"}, "the very same text is there already"),
        (
            "failed",
            {"reason": "refused", "refused_field": "text", "refused_limit": 300},
            "Bluesky refused the text: it takes 300 characters at most.",
        ),
        ("failed", {"reason": "refused", "refused_field": "media"}, "refused the files"),
        ("failed", {"reason": "refused", "refused_field": "title"}, "Bluesky refused the title."),
    ],
)
def test_what_became_of_each_channel_is_said_in_a_sentence(
    scheduled: Post, enter: Enter, status: str, values: dict[str, object], sentence: str
) -> None:
    settle(deliveries_of(scheduled)[0], status=status, **values)
    assert sentence in page(enter("lucas").get(f"/posts/{scheduled.pk}/"))


def test_published_is_said_with_the_networks_proof_or_a_persons_word(
    scheduled: Post, world: World, enter: Enter
) -> None:
    publish(scheduled)
    last = deliveries_of(scheduled)[1]
    settle(last, remote_id="", confirmed_by_person=True, confirmed_by=world.ines)
    told = page(enter("lucas").get(f"/posts/{scheduled.pk}/"))
    assert "Published, confirmed by Bluesky" in told
    assert "Published, seen by Inès Lambert. Mastodon itself has not confirmed it." in told
    assert f'href="{deliveries_of(scheduled)[0].remote_url}"' in told


def test_an_address_that_a_network_gave_is_only_linked_to_the_web(
    scheduled: Post, enter: Enter
) -> None:
    publish(scheduled)
    Delivery.objects.update(remote_url="javascript:alert(1)")
    assert "javascript:" not in page(enter("lucas").get(f"/posts/{scheduled.pk}/"))


def test_the_composer_of_a_post_held_back_says_so(scheduled: Post, claire: Client) -> None:
    for delivery in deliveries_of(scheduled):
        settle(delivery, status="held", first_attempt_at=None)
    assert "It was held back" in page(claire.get(f"/posts/{scheduled.pk}/"))


def test_empty_pages_teach_and_lead_to_the_first_post(karim: Client, enter: Enter) -> None:
    for address in ("/calendar/", "/posts/"):
        told = page(karim.get(address))
        assert "Your month is still blank" in told
        assert "Write the first post" in told
        assert "Write the first post" not in page(enter("lucas").get(address))
    assert "No channel is connected yet." in page(karim.get("/posts/new/", follow=True))


def test_old_posts_come_page_by_page_each_once(
    desk: Desk, mastodon: Channel, karim: Client, clock: FrozenClock
) -> None:
    for number in range(55):
        desk.schedule(draft_of(f"Post {number:02}", [mastodon], at="2026-09-14T10:00"))
    clock.advance(days=1)
    seen: list[str] = []
    address: str | None = "/posts/"
    while address:
        told = page(karim.get(address))
        seen += re.findall(r"<b[^>]*>(Post \d\d)\s*</b>", told)
        older = re.search(r'href="(\?before=[^"]+)"', told)
        address = f"/posts/{older[1]}" if older else None
    assert sorted(seen) == [f"Post {number:02}" for number in range(55)]


def test_a_deleted_draft_says_how_long_it_can_be_taken_back(
    desk: Desk, enter: Enter, clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Bonjour", []))
    actions.delete_post(post, actor=desk.author, now=clock())
    assert "It can be taken back for 30 days" in page(enter("karim").get(f"/posts/{post.pk}/"))


def test_a_new_post_has_an_address_that_leads_to_what_it_became(karim: Client) -> None:
    asked = karim.get("/posts/new/?day=2026-09-15")
    address = asked.headers["Location"]
    assert address.startswith("/posts/new/?day=2026-09-15&key=")
    composer = Composer(karim, address)
    composer.fill(text="Bonjour", hour="10:00")
    composer.press("draft")
    made = Post.objects.get()
    assert str(made.form_key) in address
    assert karim.get(address).headers["Location"] == reverse("post", args=[made.pk])
