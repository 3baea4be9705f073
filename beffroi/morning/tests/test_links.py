"""Links that act once, after one confirmation, as the mail told."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.morning import posting
from beffroi.morning.models import ActLink
from beffroi.morning.tests.conftest import Mailed, links_in
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from beffroi.workspaces.models import Membership
from tests.clock import FrozenClock
from tests.world import World

_SHOWN = re.compile(r'name="shown" value="(\w*)"')


@pytest.fixture
def anybody() -> Client:
    """A browser without an account, which checks forms as a real one is checked."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def post(world: World, bluesky: Channel, clock: FrozenClock) -> Post:
    return morning.post(bluesky, author=world.ines, now=clock())


def stage(post: Post) -> str:
    post.refresh_from_db()
    return post.stage


def test_a_look_changes_nothing_and_a_yes_plans_the_post(
    world: World, post: Post, mailed: Mailed, anybody: Client
) -> None:
    [path] = links_in(mailed())
    looks = [anybody.get(path) for _ in range(3)]
    assert all(post.text.splitlines()[1] in look.content.decode() for look in looks)
    assert {look["Cache-Control"] for look in looks} == {"no-store"}
    assert stage(post) == "submitted"
    done = anybody.post(path, {"deed": "approve", "shown": ""})
    assert (done.status_code, stage(post)) == (200, "scheduled")
    assert "Approved: it leaves on its date." in done.content.decode()
    assert "sessionid" not in anybody.cookies
    assert post.approvals.get().approver == world.claire
    told = AuditEntry.objects.get(action="mail_link.followed")
    assert (told.actor_id, told.subject, told.detail) == (
        *(world.claire.pk, f"approve:{post.pk}"),
        {"deed": "approve"},
    )


def test_a_link_acts_once(post: Post, mailed: Mailed, anybody: Client) -> None:
    [path] = links_in(mailed())
    anybody.post(path, {"deed": "send_back"})
    assert stage(post) == "draft"
    Post.objects.update(stage="submitted")
    again = anybody.post(path, {"deed": "approve"})
    assert (again.status_code, stage(post)) == (410, "submitted")
    assert "You sent this post back as a draft" in again.content.decode()


def test_a_post_that_changed_is_not_approved_unread(
    post: Post, mailed: Mailed, anybody: Client
) -> None:
    [path] = links_in(mailed())
    Post.objects.filter(pk=post.pk).update(version=post.version + 1)
    refused = anybody.post(path, {"deed": "approve"})
    assert (refused.status_code, stage(post)) == (410, "submitted")
    assert "It changed since the mail left" in refused.content.decode()


@pytest.mark.parametrize("what", ["left", "demoted", "inactive", "closed"])
def test_whoever_may_no_longer_decides_no_longer(
    world: World, post: Post, mailed: Mailed, anybody: Client, what: str
) -> None:
    [path] = links_in(mailed())
    Membership.objects.filter(user=world.ines).update(role="owner")  # an owner must stay
    mine = Membership.objects.filter(user=world.claire, workspace=world.atelier)
    if what == "left":
        mine.delete()
    elif what == "demoted":
        mine.update(role="reader")
    elif what == "inactive":
        world.claire.is_active = False
        world.claire.save()
    else:
        world.atelier.closed_at = world.atelier.created_at
        world.atelier.save()
    refused = anybody.post(path, {"deed": "approve"})
    assert (refused.status_code, stage(post)) == (410, "submitted")


def test_an_old_link_and_a_wrong_one_do_nothing(
    post: Post, mailed: Mailed, anybody: Client, clock: FrozenClock
) -> None:
    [path] = links_in(mailed())
    ActLink.objects.update(expires_at=clock() - timedelta(seconds=1))
    assert anybody.post(path, {"deed": "approve"}).status_code == 410
    wrong = path[:-3] + "xx/"
    for other in (wrong, "/morning/x/", f"/morning/{'a' * 300}/", "/morning/%00/"):
        assert anybody.get(other).status_code == 404
    for other in ("x%00", "a" * 300):
        assert anybody.post(f"/morning/stop/{other}/").status_code == 404
    assert stage(post) == "submitted"


def test_after_a_restore_no_link_acts(
    post: Post, mailed: Mailed, anybody: Client, clock: FrozenClock
) -> None:
    [path] = links_in(mailed())
    posting.stop_all(clock())
    assert anybody.post(path, {"deed": "approve"}).status_code == 404
    assert stage(post) == "submitted"


@pytest.mark.parametrize(
    ("deed", "status"), [("", 200), ("approve ", 200), ("\0", 200), ("answer", 410)]
)
def test_a_deed_that_is_not_offered_is_not_done(
    post: Post, mailed: Mailed, anybody: Client, deed: str, status: int
) -> None:
    [path] = links_in(mailed())
    assert anybody.post(path, {"deed": deed}).status_code == status
    assert stage(post) == "submitted"
    assert ActLink.objects.get().used_at is None


def test_a_post_whose_date_passed_meanwhile_says_so(
    post: Post, mailed: Mailed, anybody: Client, clock: FrozenClock
) -> None:
    [path] = links_in(mailed())
    Post.objects.filter(pk=post.pk).update(planned_at=clock() - timedelta(minutes=1))
    page = anybody.get(path).content.decode()
    assert "Its date is past" in page
    assert 'value="approve"' not in page


def test_a_proposed_answer_is_published_as_it_was_read(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed, anybody: Client
) -> None:
    morning.praised(bluesky, now=clock())
    [path] = links_in(mailed())
    page = anybody.get(path).content.decode()
    mark = _SHOWN.findall(page)[0]
    other = anybody.post(path, {"deed": "answer", "shown": "0" * 64})
    assert (other.status_code, Answer.objects.count()) == (422, 0)
    done = anybody.post(path, {"deed": "answer", "shown": mark})
    answer = Answer.objects.get()
    assert (done.status_code, answer.author) == (200, world.claire)
    assert answer.text.splitlines()[0] in unescape(page)
    assert answer.suggestion


def test_what_they_said_meanwhile_comes_first(
    bluesky: Channel, clock: FrozenClock, mailed: Mailed, anybody: Client
) -> None:
    morning.praised(bluesky, now=clock())
    [path] = links_in(mailed())
    mark = _SHOWN.findall(anybody.get(path).content.decode())[0]
    more = Feedback.objects.get()
    more.pk, more.remote_id, more.text = None, "more", "En fait, non."
    more.written_at = clock()
    more.save()
    refused = anybody.post(path, {"deed": "answer", "shown": mark})
    assert (refused.status_code, Answer.objects.count()) == (410, 0)


def test_a_conversation_is_settled_without_an_answer(
    bluesky: Channel, clock: FrozenClock, mailed: Mailed, anybody: Client
) -> None:
    morning.conversation(bluesky, now=clock())
    [path] = links_in(mailed())
    assert anybody.post(path, {"deed": "settle"}).status_code == 200
    assert Conversation.objects.get().status == "done"


@pytest.mark.parametrize(("deed", "status"), [("release", "scheduled"), ("give_up", "cancelled")])
def test_what_was_held_back_leaves_or_is_given_up(
    bluesky: Channel, clock: FrozenClock, mailed: Mailed, anybody: Client, deed: str, status: str
) -> None:
    row = morning.delivery(bluesky, now=clock(), status="held")
    [path] = links_in(mailed())
    assert "On cherche notre apprenti" in anybody.get(path).content.decode()
    assert anybody.post(path, {"deed": deed}).status_code == 200
    assert Delivery.objects.get(pk=row.pk).status == status


def test_what_became_of_a_doubtful_one_is_seen_on_its_page_alone(
    bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.delivery(bluesky, now=clock())
    assert links_in(mailed()) == []
