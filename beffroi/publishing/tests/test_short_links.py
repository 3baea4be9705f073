"""The short links of posts: what leaves, what is kept, and from where a visit came."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery
from beffroi.links.actions import short_address
from beffroi.links.models import Link
from beffroi.links.own import placeholder
from beffroi.networks.contracts import PostFormat
from beffroi.publishing import actions, checks, short_links
from beffroi.publishing.drafts import PostDraft, current_draft
from beffroi.publishing.models import Post, VariantLink
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import (
    TOMORROW,
    Desk,
    deliveries_of,
    draft_of,
    make_channel,
    publish,
    texts_of,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "https://martin.example/peres"
OFFER = "https://martin.example/offre"
TEXT = f"La boîte Paris-Brest\nRéservez ici : {PAGE}."


@pytest.fixture(autouse=True)
def public(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://beffroi.example.org"


def linked(text: str, channels: list[Channel], **values: Any) -> PostDraft:
    values.setdefault("has_short_links", True)
    return draft_of(text, channels, at=TOMORROW, **values)


def shorts(post: Post) -> list[str]:
    """Return the short addresses of a post, by channel and place."""
    rows = VariantLink.objects.filter(variant__post=post).order_by("variant__channel", "pk")
    return [short_address(row.link) for row in rows.select_related("link")]


def change(post: Post, desk: Desk, draft: PostDraft) -> None:
    actions.change_post(post, actor=desk.author, may_approve=True, draft=draft, now=desk.clock())


@pytest.mark.parametrize(
    ("url", "possible"),
    [
        ("https://beffroi.example.org", True),
        ("http://beffroi.example.org", False),
        ("https://127.0.0.1:8000", False),
        ("https://93.184.215.14", False),
        ("https://beffroi.local", False),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_they_are_possible_where_everybody_can_follow_them(
    settings: Settings, url: str, *, possible: bool
) -> None:
    settings.PUBLIC_URL = url
    assert short_links.are_possible() is possible


def test_each_channel_says_an_address_of_its_own(desk: Desk, both: list[Channel]) -> None:
    post = desk.schedule(linked(TEXT, both))
    first, second = shorts(post)
    assert first != second
    assert texts_of(post) == [TEXT.replace(PAGE, first), TEXT.replace(PAGE, second)]
    assert post.text == TEXT


def test_a_link_tells_the_shop_whence_its_visitors_come(desk: Desk, bluesky: Channel) -> None:
    post = desk.schedule(linked(TEXT, [bluesky]))
    link = Link.objects.get()
    target = urlsplit(link.target)
    assert f"{target.scheme}://{target.netloc}{target.path}" == PAGE
    assert parse_qs(target.query) == {
        "utm_source": ["bluesky"],
        "utm_medium": ["social"],
        "utm_campaign": [f"la-boite-paris-brest-{post.pk}"],
        "utm_content": [link.code],
    }


def test_an_address_that_is_said_twice_has_one_link(desk: Desk, bluesky: Channel) -> None:
    text = f"{PAGE} et https://MARTIN.example/peres, puis {OFFER}"
    post = desk.schedule(linked(text, [bluesky]))
    page, offer = shorts(post)
    assert texts_of(post) == [f"{page} et {page}, puis {offer}"]


def test_a_post_that_does_not_want_them_leaves_as_it_is_written(
    desk: Desk, both: list[Channel]
) -> None:
    for wish in (False, None):
        post = desk.schedule(linked(TEXT, both, has_short_links=wish))
        assert texts_of(post) == [TEXT, TEXT]
    assert not Link.objects.exists()


def test_where_they_are_not_possible_a_post_leaves_as_it_is_written(
    desk: Desk, both: list[Channel], settings: Settings
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert texts_of(desk.schedule(linked(TEXT, both))) == [TEXT, TEXT]
    assert not Link.objects.exists()


def test_a_draft_and_one_that_waits_make_no_link(desk: Desk, both: list[Channel]) -> None:
    desk.write(linked(TEXT, both))
    desk.submit(linked(TEXT, both))
    assert not Link.objects.exists()


def test_a_post_that_is_scheduled_again_keeps_its_links(desk: Desk, both: list[Channel]) -> None:
    post = desk.schedule(linked(TEXT, both))
    before, texts = shorts(post), texts_of(post)
    actions.send_back(post, actor=desk.author, now=desk.clock())
    actions.schedule_post(post, actor=desk.author, now=desk.clock())
    assert (shorts(post), texts_of(post)) == (before, texts)


def test_what_is_changed_after_scheduling_leaves_with_its_links(
    desk: Desk, bluesky: Channel
) -> None:
    post = desk.schedule(linked(f"Ici : {PAGE}", [bluesky]))
    (page,) = shorts(post)
    change(post, desk, linked(f"Là : {OFFER}", [bluesky]))
    kept, offer = shorts(post)
    assert kept == page  # it leads on, though nothing says it any more
    assert texts_of(post) == [f"Là : {offer}"]
    change(post, desk, linked(f"De retour : {PAGE}", [bluesky]))
    assert texts_of(post) == [f"De retour : {page}"]
    change(post, desk, linked(f"Nu : {PAGE}", [bluesky], has_short_links=False))
    assert texts_of(post) == [f"Nu : {PAGE}"]
    assert shorts(post) == [page, offer]


def test_the_words_of_one_channel_alone_have_their_links(desk: Desk, both: list[Channel]) -> None:
    own = {both[1].pk: f"Pouet {OFFER}"}
    post = desk.schedule(linked(TEXT, both, own_texts=own))
    page, offer = shorts(post)
    assert texts_of(post) == [TEXT.replace(PAGE, page), f"Pouet {offer}"]


def test_the_first_comment_shares_the_links_of_its_channel(desk: Desk, bluesky: Channel) -> None:
    draft = linked(TEXT, [bluesky], first_comment=f"Encore : {PAGE} et {OFFER}")
    post = desk.schedule(draft)
    page, offer = shorts(post)
    comment = from_json(Delivery.objects.exclude(follows=None).get().content)
    assert comment.text == f"Encore : {page} et {offer}"
    assert comment.fingerprint == ""
    change(post, desk, draft)
    assert Delivery.objects.exclude(follows=None).count() == 1  # nothing of it changed


def test_a_story_without_words_makes_no_link(desk: Desk, world: World, clock: FrozenClock) -> None:
    channel = make_channel(world.atelier, "instagram", now=clock(), origin="http://127.0.0.1:1")
    stories = {channel.pk: PostFormat.STORY}
    picture = [(desk.picture(), "Un pain")]
    post = desk.write(linked(TEXT, [channel], formats=stories, files=picture))
    variant = post.variants.get()
    version = checks.version_of(variant)
    assert version.is_wordless
    said = short_links.leaving(variant, "", "", now=clock())
    assert (said.text, said.fingerprint) == ("", "")
    assert not Link.objects.exists()


def test_a_post_is_known_again_by_its_own_address(desk: Desk, both: list[Channel]) -> None:
    post = desk.schedule(linked(f"{OFFER} {PAGE}", both))
    marks = [from_json(row.content).fingerprint for row in deliveries_of(post)]
    assert marks == shorts(post)[::2]
    other = desk.schedule(linked(f"{OFFER} {PAGE}", both))
    assert not set(marks) & {from_json(row.content).fingerprint for row in deliveries_of(other)}
    plain = desk.schedule(linked("Bonjour https://beffroi.example.org/l/abcdefg", both))
    assert [from_json(row.content).fingerprint for row in deliveries_of(plain)] == ["", ""]


def test_the_length_that_counts_is_that_of_what_leaves(desk: Desk, bluesky: Channel) -> None:
    filler = "a" * (300 - len(placeholder()) - 1)
    long = f"{PAGE}?{'x' * 250}"
    post = desk.schedule(linked(f"{filler} {long}", [bluesky]))
    assert len(texts_of(post)[0]) == 300
    with pytest.raises(actions.CannotSchedule) as caught:
        desk.schedule(linked(f"{filler}b {long}", [bluesky]))
    assert [one.excess for one in caught.value.findings] == [1]
    with pytest.raises(actions.CannotSchedule):
        desk.schedule(linked(f"{filler} {long}", [bluesky], has_short_links=False))


def test_an_approver_is_told_of_the_length_that_leaves(
    desk: Desk, bluesky: Channel, enter: Enter
) -> None:
    post = desk.submit(linked(f"{PAGE}?{'x' * 400}", [bluesky]))
    assert "too many" not in enter("ines").get(f"/posts/{post.pk}/").content.decode()


def change_or_schedule(post: Post, desk: Desk, draft: PostDraft) -> None:
    with transaction.atomic():
        if post.stage == "scheduled":
            change(post, desk, draft)
        else:
            actions.schedule_post(post, actor=desk.author, now=desk.clock())


class Died(BaseException):
    """What no code catches: as good as a process that ends."""


@pytest.mark.parametrize("step", ["create_delivery", "revise"])
def test_who_dies_between_the_links_and_the_plan_leaves_nothing_behind(
    desk: Desk, both: list[Channel], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    post = desk.write(linked(TEXT, both))
    if step == "revise":
        actions.schedule_post(post, actor=desk.author, now=desk.clock())
        post.refresh_from_db()
    before = (Link.objects.count(), VariantLink.objects.count(), texts_of(post))
    real, calls = getattr(delivery_actions, step), []

    def die_at_the_second(*args: object, **values: object) -> object:
        calls.append(Link.objects.count())
        if len(calls) == 2:
            raise Died
        return real(*args, **values)

    monkeypatch.setattr(delivery_actions, step, die_at_the_second)
    with pytest.raises(Died):
        change_or_schedule(post, desk, linked(f"Là : {OFFER}", both))
    assert calls[-1] > before[0]  # the links were there already
    post.refresh_from_db()
    assert (Link.objects.count(), VariantLink.objects.count(), texts_of(post)) == before
    assert post.stage == ("scheduled" if step == "revise" else "draft")


def test_a_variant_has_one_link_to_a_page(desk: Desk, bluesky: Channel) -> None:
    desk.schedule(linked(TEXT, [bluesky]))
    row = VariantLink.objects.get()
    other = Link.objects.create(
        workspace=desk.workspace,
        code="abcdefg",
        target=PAGE,
        first_host="martin.example",
        made_at=desk.clock(),
        changed_at=desk.clock(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        VariantLink.objects.create(variant=row.variant, address=PAGE, link=other)


def test_a_copy_has_links_of_its_own(desk: Desk, both: list[Channel]) -> None:
    post = desk.schedule(linked(TEXT, both))
    copy = actions.copy_post(post, actor=desk.author, now=desk.clock())
    assert copy.has_short_links is True
    change(copy, desk, linked(TEXT, both))
    actions.schedule_post(copy, actor=desk.author, now=desk.clock())
    assert not set(shorts(copy)) & set(shorts(post))


def test_what_a_link_belonged_to_goes_and_the_link_leads_on(
    desk: Desk, both: list[Channel]
) -> None:
    post = desk.schedule(linked(TEXT, both))
    change(post, desk, linked(TEXT, both[:1]))
    assert (VariantLink.objects.count(), Link.objects.count()) == (1, 2)
    post.delete()
    assert (VariantLink.objects.count(), Link.objects.count()) == (0, 2)
    desk.schedule(linked(TEXT, both))
    desk.workspace.links.all().delete()
    assert not VariantLink.objects.exists()


def test_a_link_tells_its_post_its_channel_and_its_delivery(
    desk: Desk, both: list[Channel], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = desk.schedule(linked(f"{PAGE} {OFFER}", both))
    ids = set(Link.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        told = short_links.origin_of({*ids, 999_999})
    assert set(told) == ids
    by_channel = {row.channel_id: row.pk for row in deliveries_of(post)}
    assert {(one.post_id, one.channel_id, one.delivery_id) for one in told.values()} == {
        (post.pk, channel, delivery) for channel, delivery in by_channel.items()
    }
    actions.send_back(post, actor=desk.author, now=desk.clock())
    assert {one.delivery_id for one in short_links.origin_of(ids).values()} == {None}
    assert short_links.origin_of([]) == {}


def test_a_new_post_wants_them_as_the_last_one_did(
    desk: Desk, both: list[Channel], world: World, settings: Settings
) -> None:
    assert short_links.are_wanted(world.atelier)
    desk.write(linked(TEXT, both, has_short_links=False))
    assert not short_links.are_wanted(world.atelier)
    assert short_links.are_wanted(world.garage)
    desk.write(linked(TEXT, both, has_short_links=True))
    desk.write(linked(TEXT, both, has_short_links=None))  # nobody was asked
    assert short_links.are_wanted(world.atelier)
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert not short_links.are_wanted(world.atelier)


def test_a_wish_is_kept_where_nobody_could_be_asked(desk: Desk, both: list[Channel]) -> None:
    post = desk.write(linked(TEXT, both))
    change(post, desk, linked("Autre chose", both, has_short_links=None))
    post.refresh_from_db()
    assert post.has_short_links is True
    assert current_draft(post).has_short_links is True


def test_the_page_of_a_post_shows_where_its_links_lead(
    desk: Desk, both: list[Channel], enter: Enter
) -> None:
    post = desk.schedule(linked(TEXT, both))
    publish(post)
    page = enter("ines").get(f"/posts/{post.pk}/").content.decode()
    for short in shorts(post):
        assert page.count(short.removeprefix("https://")) == 1
    assert page.count("martin.example/peres") >= 3
    change_of_mind = desk.schedule(linked("Bonjour", both))
    assert "/l/" not in enter("lucas").get(f"/posts/{change_of_mind.pk}/").content.decode()


def test_the_day_in_the_calendar_shows_where_a_link_leads(
    desk: Desk, both: list[Channel], enter: Enter
) -> None:
    post = desk.schedule(linked(TEXT, both))
    page = enter("ines").get("/calendar/?day=2026-09-15").content.decode()
    first, second = (short.removeprefix("https://") for short in shorts(post))
    assert first in page
    assert second not in page
