from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.bluesky import adapter
from beffroi.networks.bluesky.records import PostId
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.contract_tests import small_image, upload
from beffroi.networks.contracts import (
    ChannelMetric,
    DailyCount,
    HeldBytes,
    LinkCard,
    OutgoingMedia,
    ReplyTarget,
)
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.simulation_crowd import Crowd
from beffroi.networks.simulation_faults import Fault, FaultKind


def answer(world: BlueskyWorld, route: str, body: object, *, status: int = 200) -> None:
    fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=json.dumps(body))
    world.simulator.faults.add(route, fault)


# Publishing


def test_an_id_that_is_taken_is_in_doubt_and_then_found(world: BlueskyWorld) -> None:
    channel, post, since = world.channel(), world.post("Déjà là"), world.now()
    published = channel.publish(post)
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    assert channel.find(post, since=since) == published
    assert world.count_visible("Déjà là") == 1


def test_publishing_needs_no_app_view(world: BlueskyWorld) -> None:
    world.simulator.has_app_view = False
    channel, since = world.channel(), world.now()
    images = (upload(channel, small_image("Un four")),)
    post = world.post("Sans vue, merci @lea-durand.test", media=images)
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    channel.delete(published.remote_id)
    with pytest.raises(NetworkUnavailable):
        channel.read_feedback(None)


def test_a_mention_becomes_the_account_behind_the_handle(world: BlueskyWorld) -> None:
    published = world.channel().publish(world.post("Merci @lea-durand.test et @inconnu.test !"))
    (facet,) = world.record(published.remote_id)["facets"]
    assert facet["features"][0]["did"] == world.simulator.other.did
    assert facet["index"] == {"byteStart": 6, "byteEnd": 22}


@pytest.mark.parametrize("kind", [FaultKind.ERROR_BEFORE, FaultKind.HANG, FaultKind.HTML_BEFORE])
def test_a_post_does_not_wait_for_a_mention(
    world: BlueskyWorld, kind: FaultKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "_LOOKUP_SECONDS", 0.3)
    world.simulator.faults.add("resolveHandle", Fault(kind))
    published = world.channel().publish(world.post("Merci @lea-durand.test"))
    assert "facets" not in world.record(published.remote_id)


def test_many_mentions_wait_no_longer_than_one(
    world: BlueskyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "_LOOKUP_SECONDS", 0.3)
    world.simulator.faults.add("resolveHandle", Fault(FaultKind.HANG, times=20))
    world.channel().publish(world.post(" ".join(f"@nom{n}.test" for n in range(20))))
    assert world.simulator.faults.waiting()["resolveHandle"] == ["hang"] * 19


def test_links_and_hashtags_live(world: BlueskyWorld) -> None:
    published = world.channel().publish(world.post("🥐 https://exemple.fr/pain #pain"))
    kinds = [f["features"][0]["$type"] for f in world.record(published.remote_id)["facets"]]
    assert kinds == ["app.bsky.richtext.facet#link", "app.bsky.richtext.facet#tag"]


def test_a_link_card_language_and_date_arrive(world: BlueskyWorld) -> None:
    card = LinkCard("https://exemple.fr", "Titre", "Texte")
    post = world.post("Avec carte", link_card=card)
    record = world.record(world.channel().publish(post).remote_id)
    assert record["embed"]["external"]["title"] == "Titre"
    assert record["langs"] == ["fr"]
    assert record["createdAt"].startswith(f"{post.written_at:%Y-%m-%dT%H:%M}")


def test_an_answer_far_down_keeps_the_root(world: BlueskyWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Racine")).remote_id
    first = world.stranger_replies(ours, "Un")
    second = world.stranger_replies(first, "Deux")
    again = channel.read_again([second])[second]
    target = ReplyTarget(second, again.author.handle, again.reply_context)
    published = channel.publish(world.post("Trois", reply_to=target))
    reply = world.record(published.remote_id)["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (ours, second)


def test_a_confirmation_of_another_record_is_in_doubt(world: BlueskyWorld) -> None:
    channel = world.channel()
    bodies: list[object] = [{"uri": "at://did:plc:x/app.bsky.feed.post/1"}, {}, []]
    for body in bodies:
        answer(world, "createRecord", body)
        with pytest.raises(OutcomeUnknown):
            channel.publish(world.post("Étrange"))


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ('Invalid language (got "x") at $.record.langs[0]', "language"),
        ('Missing required key "root" at $.record.reply', "reply_to"),
        ("array too big (maximum 4, got 5) at $.record.embed.images", "media"),
        ("Record/embed/images must not have more than 4 elements", "media"),  # older servers
        ("Something else", "text"),
    ],
)
def test_a_refusal_names_what_to_change(world: BlueskyWorld, message: str, field: str) -> None:
    answer(world, "createRecord", {"error": "InvalidRequest", "message": message}, status=400)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Non"))
    assert (caught.value.field, caught.value.limit) == (field, None)
    assert message not in caught.value.detail


def test_a_picture_too_heavy_is_refused_when_the_post_is_made(world: BlueskyWorld) -> None:
    channel = world.channel()
    heavy = OutgoingMedia(HeldBytes(bytes(2_000_001)), "image/png", 2, 1, "Lourd")
    image = upload(channel, heavy)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Lourd", media=(image,)))
    assert caught.value.field == "media"


def test_an_upload_that_fails_on_a_bad_token_renews_it(world: BlueskyWorld) -> None:
    world.simulator.expire_access()
    with pytest.raises(NetworkUnavailable):
        upload(world.channel(), small_image("Un four"))
    assert upload(world.channel(), small_image("Un four")).handle
    assert world.keeper.renewals == 1


@pytest.mark.parametrize("error", ["BlobTooLarge", "InvalidMimeType", "InvalidRequest"])
def test_a_refused_upload_names_the_picture(world: BlueskyWorld, error: str) -> None:
    answer(world, "uploadBlob", {"error": error}, status=400)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("Non"))
    assert (caught.value.field, caught.value.limit) == ("media", 2_000_000)


def test_an_upload_without_its_blob_is_unexpected(world: BlueskyWorld) -> None:
    answer(world, "uploadBlob", {"blob": None})
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_image("Non"))


def test_spent_points_tell_when_there_will_be_more(world: BlueskyWorld) -> None:
    world.simulator.clock.freeze()
    world.simulator.world.write_points[world.simulator.ours.did] = [(world.now(), 4999)]
    with pytest.raises(RateLimited) as caught:
        world.channel().publish(world.post("Trop"))
    assert 3500 < caught.value.retry_after_seconds <= 3602
    world.simulator.clock.advance(timedelta(hours=1, seconds=1))
    world.channel().publish(world.post("Trop"))
    assert world.count_visible("Trop") == 1


# Looking up and deleting


def test_an_unknown_call_proves_no_absence(world: BlueskyWorld) -> None:
    channel, post = world.channel(), world.post("Là")
    channel.publish(post)
    answer(world, "getRecord", {"error": "XRPCNotSupported"}, status=404)
    with pytest.raises(NotFound):
        channel.find(post, since=world.now())


def test_an_unknown_account_proves_no_absence(world: BlueskyWorld) -> None:
    body = {"error": "InvalidRequest", "message": "Could not find repo"}
    answer(world, "getRecord", body, status=400)
    with pytest.raises(ContentRefused):
        world.channel().find(world.post("Là"), since=world.now())


def test_only_our_own_posts_can_be_taken_away(world: BlueskyWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    for remote_id in (theirs, "nonsense", PostId("did:plc:x", "1").uri):
        with pytest.raises(NotFound):
            world.channel().delete(remote_id)
    assert theirs in world.simulator.world.posts


# Feedback


def test_a_quote_counts_as_a_mention(world: BlueskyWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Citez-nous")).remote_id
    quote = world.stranger("quote", remote_id=ours, text="À lire")
    page = channel.read_feedback(None)
    assert [(item.remote_id, item.kind.value) for item in page.items] == [(quote, "mention")]


def test_pages_full_of_likes_are_walked_through(world: BlueskyWorld) -> None:
    channel = world.channel()
    world.small_pages(1)
    first = channel.publish(world.post("Aimez")).remote_id
    theirs = world.stranger_replies(first, "Oui")
    for n in range(3):
        world.let_time_pass()
        liked = channel.publish(world.post(f"Aimez {n}")).remote_id
        world.stranger("like", remote_id=liked)
    page, pages = channel.read_feedback(None), 1
    while page.has_more:
        assert page.items == ()
        page, pages = channel.read_feedback(page.cursor), pages + 1
    assert [item.remote_id for item in page.items] == [theirs]
    assert pages == 4


def test_a_reply_indexed_late_is_found_below_those_in_time(world: BlueskyWorld) -> None:
    channel, simulator = world.channel(), world.simulator
    simulator.clock.freeze()
    ours = channel.publish(world.post("Écrivez")).remote_id
    simulator.index_delay = timedelta(hours=1)
    late = world.stranger_replies(ours, "Parti tôt, arrivé tard")
    simulator.index_delay = timedelta(0)
    simulator.clock.advance(timedelta(minutes=30))
    soon = world.stranger_replies(ours, "À l’heure")
    page = channel.read_feedback(None)
    assert [item.remote_id for item in page.items] == [soon]
    simulator.clock.advance(timedelta(minutes=45))
    page = channel.read_feedback(page.cursor)
    assert [item.remote_id for item in page.items] == [late, soon]  # the last one comes again


def test_what_was_read_does_not_come_again_once_the_overlap_is_past(world: BlueskyWorld) -> None:
    channel, simulator = world.channel(), world.simulator
    simulator.clock.freeze()
    ours = channel.publish(world.post("Écrivez")).remote_id
    world.stranger_replies(ours, "Un")
    simulator.clock.advance(timedelta(minutes=3))
    world.stranger_replies(ours, "Deux")
    page = channel.read_feedback(None)
    assert [item.text for item in page.items] == ["Un", "Deux"]
    assert [item.text for item in channel.read_feedback(page.cursor).items] == ["Deux"]


def test_the_first_reading_leaves_old_things_alone(world: BlueskyWorld) -> None:
    ours = world.channel().publish(world.post("Vieux")).remote_id
    world.stranger_replies(ours, "Il y a longtemps")
    world.simulator.clock.advance(timedelta(days=31))
    page = world.channel().read_feedback(None)
    assert page.items == ()
    assert not page.has_more


@pytest.mark.parametrize("created_at", ["2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_a_date_that_an_author_invents_loses_nothing(world: BlueskyWorld, created_at: str) -> None:
    channel = world.channel()
    world.small_pages(1)
    ours = channel.publish(world.post("Écrivez")).remote_id
    before = world.stranger_replies(ours, "Avant")
    odd = world.stranger("reply", parent_id=ours, text="Ailleurs", created_at=created_at)
    after = world.stranger_replies(ours, "Après")
    seen, cursor, has_more = set(), None, True
    while has_more:
        page = channel.read_feedback(cursor)
        seen |= {item.remote_id for item in page.items}
        assert all(item.created_at <= world.now() for item in page.items)
        cursor, has_more = page.cursor, page.has_more
    assert seen == {before, odd, after}


def test_a_clock_far_ahead_on_the_server_does_not_end_the_reading(world: BlueskyWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Écrivez")).remote_id
    theirs = world.stranger_replies(ours, "Du futur")
    body: dict[str, Any] = {
        "notifications": [
            {
                "uri": theirs,
                "cid": "bafy",
                "author": {"did": world.simulator.other.did, "handle": "lea-durand.test"},
                "reason": "reply",
                "record": world.record(theirs),
                "indexedAt": "2999-01-01T00:00:00Z",
            }
        ]
    }
    answer(world, "listNotifications", body)
    page = channel.read_feedback(None)
    later = world.stranger_replies(ours, "Du présent")
    items = channel.read_feedback(page.cursor).items
    assert later in {item.remote_id for item in items}


@pytest.mark.parametrize("status", [400, 502])
def test_a_cursor_that_the_server_forgot_loses_nothing(world: BlueskyWorld, status: int) -> None:
    channel = world.channel()
    world.small_pages(1)
    ours = channel.publish(world.post("Écrivez")).remote_id
    expected = {world.stranger_replies(ours, f"Réponse {n}") for n in range(3)}
    page = channel.read_feedback(None)
    assert page.has_more
    answer(world, "listNotifications", {"error": "InvalidRequest"}, status=status)
    page = channel.read_feedback(page.cursor)
    assert not page.has_more  # no busy loop with a server that never knows its cursors
    seen, has_more = set(), True
    while has_more:
        page = channel.read_feedback(page.cursor)
        seen |= {item.remote_id for item in page.items}
        has_more = page.has_more
    assert seen == expected


def test_a_refusal_without_a_cursor_is_told(world: BlueskyWorld) -> None:
    answer(world, "listNotifications", {"error": "InvalidRequest"}, status=400)
    with pytest.raises(ContentRefused):
        world.channel().read_feedback(None)


def test_a_clock_that_went_back_reads_again_rather_than_nothing(world: BlueskyWorld) -> None:
    channel = world.channel()
    world.simulator.clock.advance(timedelta(days=2))
    ours = channel.publish(world.post("Écrivez")).remote_id
    world.stranger_replies(ours, "Demain")
    cursor = channel.read_feedback(None).cursor
    world.simulator.clock.reset()
    theirs = world.stranger_mentions("Aujourd’hui ")
    items = channel.read_feedback(cursor).items
    assert theirs in {item.remote_id for item in items}


MALFORMED: list[object] = [
    "no object",
    {},
    {"reason": "reply", "indexedAt": "2026-11-22T09:00:00Z"},
    {"reason": "reply", "indexedAt": "never", "uri": "at://did:plc:a/app.bsky.feed.post/1"},
    {
        "reason": "reply",
        "indexedAt": "2026-11-22T09:00:00Z",
        "uri": "javascript:alert(1)",
        "cid": "bafy",
        "author": {"did": "did:plc:a"},
        "record": {"$type": "app.bsky.feed.post", "text": "x"},
    },
    {
        "reason": "mention",
        "indexedAt": "2026-11-22T09:00:00Z",
        "uri": "at://did:plc:a/app.bsky.feed.post/1",
        "cid": "bafy",
        "author": {"did": "did:plc:a"},
        "record": {"$type": "app.bsky.feed.like"},
    },
]


def test_a_malformed_notification_does_not_hide_the_others(
    world: BlueskyWorld, caplog: pytest.LogCaptureFixture
) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Écrivez")).remote_id
    theirs = world.stranger_replies(ours, "Bien formé, et privé")
    good = {
        "uri": theirs,
        "cid": "bafy",
        "author": {"handle": "lea-durand.test"},
        "reason": "reply",
        "record": world.record(theirs),
        "indexedAt": world.now().isoformat(),
    }
    answer(world, "listNotifications", {"notifications": [*MALFORMED, good]})
    assert [item.remote_id for item in channel.read_feedback(None).items] == [theirs]
    assert "passed over" in caplog.text
    assert "privé" not in caplog.text


@pytest.mark.parametrize("notifications", [None, {}, "x", []])
def test_a_page_without_a_list_is_an_empty_page(world: BlueskyWorld, notifications: object) -> None:
    answer(world, "listNotifications", {"notifications": notifications, "cursor": 12})
    page = world.channel().read_feedback(None)
    assert (page.items, page.has_more) == ((), False)


def test_a_record_full_of_nonsense_is_read_for_what_it_is(world: BlueskyWorld) -> None:
    view = {
        "uri": PostId(world.simulator.other.did, "3n2").uri,
        "cid": "bafy",
        "author": {"handle": 12},
        "record": {"$type": "app.bsky.feed.post", "text": 12, "createdAt": [], "reply": "x"},
        "indexedAt": "2026-11-22T09:00:00Z",
    }
    answer(world, "getPosts", {"posts": [view]})
    again = world.channel().read_again([str(view["uri"])])[str(view["uri"])]
    assert again is not None
    assert (again.text, again.author.handle, again.parent_id) == ("", "", None)
    assert again.created_at.isoformat() == "2026-11-22T09:00:00+00:00"


def test_a_post_that_is_hidden_from_us_is_not_taken_for_deleted(world: BlueskyWorld) -> None:
    theirs = world.stranger_mentions("Je vous bloque ")
    answer(world, "getPosts", {"posts": []})
    hidden = {"thread": {"$type": "app.bsky.feed.defs#blockedPost", "blocked": True}}
    answer(world, "getPostThread", hidden)
    assert world.channel().read_again([theirs]) == {}


def test_a_post_told_as_not_found_is_deleted(world: BlueskyWorld) -> None:
    theirs = world.stranger_mentions("Bientôt parti ")
    answer(world, "getPosts", {"posts": []})
    answer(world, "getPostThread", {"thread": {"uri": theirs, "notFound": True}})
    assert world.channel().read_again([theirs]) == {theirs: None}


def test_a_thread_hidden_from_us_is_not_found(world: BlueskyWorld) -> None:
    answer(world, "getPostThread", {"thread": {"blocked": True}})
    with pytest.raises(NotFound):
        world.channel().read_thread(PostId("did:plc:a", "1").uri)


def test_a_thread_with_holes_is_read_around_them(world: BlueskyWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Fil")).remote_id
    first = world.stranger_replies(ours, "Un")
    second = world.stranger_replies(first, "Deux")
    world.stranger_deletes(first)
    assert second not in {item.remote_id for item in channel.read_thread(ours)}
    third = world.stranger_replies(ours, "Trois")
    assert [item.remote_id for item in channel.read_thread(ours)] == [third]


def test_many_posts_are_asked_in_parts(world: BlueskyWorld) -> None:
    channel = world.channel()
    remote_ids = [channel.publish(world.post(f"Post {n}")).remote_id for n in range(27)]
    assert set(channel.read_counters([*remote_ids, *remote_ids, "nonsense"])) == set(remote_ids)
    assert world.simulator.calls["getPosts"] == 2


def test_how_many_follow_us_is_told_of_today_alone(world: BlueskyWorld) -> None:
    channel, today = world.channel(), world.now().date()
    week = today - timedelta(days=7)
    world.simulator.world.crowds[world.simulator.ours.did] = Crowd(480, since=world.now())
    told = DailyCount(ChannelMetric.FOLLOWERS, today, 480)
    assert list(channel.read_channel_counters(week, today)) == [told]
    assert list(channel.read_channel_counters(week, today - timedelta(days=1))) == []
    answer(world, "getProfile", {"did": "did:plc:us"})
    assert list(channel.read_channel_counters(today, today)) == []


def test_a_crowd_reacts_by_itself_as_time_goes_by(world: BlueskyWorld) -> None:
    simulator = world.simulator
    simulator.world.crowds[simulator.ours.did] = Crowd(600, since=world.now())
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    simulator.clock.advance(timedelta(days=1))
    young = channel.read_counters([ours])[ours]
    simulator.clock.advance(timedelta(days=6))
    old = channel.read_counters([ours])[ours]
    assert 0 < (young.likes or 0) <= (old.likes or 0) < 600
    assert 0 < (old.shares or 0) < (old.likes or 0)


@pytest.mark.parametrize("value", [None, -1, "3", True, 2**70, 1.5])
def test_a_counter_that_is_no_count_is_unknown(world: BlueskyWorld, value: object) -> None:
    ours = world.channel().publish(world.post("Comptez")).remote_id
    answer(world, "getPosts", {"posts": [{"uri": ours, "likeCount": value, "replyCount": 3}]})
    counters = world.channel().read_counters([ours])[ours]
    assert (counters.likes, counters.replies, counters.quotes) == (None, 3, None)
