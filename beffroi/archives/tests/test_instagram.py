from __future__ import annotations

from datetime import UTC, date, datetime

from beffroi.archives.readers.items import HistoryCount, HistoryPost, PostKind
from beffroi.archives.tests.exports import Content, Seen, instagram, zipped


def test_an_export_gives_posts_stories_reels_comments_and_counters() -> None:
    seen = Seen(zipped(instagram()))
    posts = [item for item in seen.items if isinstance(item, HistoryPost)]
    assert seen.networks == {"instagram"}
    assert [(post.kind, post.text) for post in posts] == [
        (PostKind.POST, "Brioche du dimanche, déjà prête 🥐"),
        (PostKind.POST, "La galette est là"),
        (PostKind.STORY, ""),
        (PostKind.VIDEO, "Pétrir à la main"),
        (PostKind.COMMENT, "Merci à vous !"),
    ]
    assert posts[0].written_at == datetime(2024, 6, 10, 6, 13, 20, tzinfo=UTC)
    counts = [item for item in seen.items if isinstance(item, HistoryCount)]
    assert [(count.metric, count.value) for count in counts] == [("likes", 1234), ("comments", 12)]
    assert {count.post_id for count in counts} == {posts[0].remote_id}
    assert counts[0].counted_on == date(2024, 6, 10)
    assert seen.media == 1
    assert seen.listed == {}


def test_the_name_of_who_was_answered_is_not_kept() -> None:
    assert "julien" not in str(Seen(zipped(instagram())).items)


def test_the_same_export_gives_the_same_ids_and_no_two_posts_share_one() -> None:
    first, second = (
        [item.remote_id for item in Seen(zipped(instagram())).items if hasattr(item, "remote_id")]
        for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)


def test_an_older_layout_with_other_lists_is_read() -> None:
    entry = {"title": "", "string_list_data": [{"value": "Bonjour", "timestamp": 1600000000}]}
    seen = Seen(zipped({"comments/post_comments.json": {"comments_media_comments": [entry]}}))
    assert seen.texts == ["Bonjour"]


def test_what_is_unknown_is_listed() -> None:
    members: dict[str, Content] = {
        "followers.json": [{"string_list_data": [{"value": "julien"}]}],
        "notes.txt": "x",
    }
    assert Seen(zipped(members)).listed == {"followers.json": "unknown", "notes.txt": "unknown"}
