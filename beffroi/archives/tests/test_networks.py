from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, date, datetime
from typing import Any

import pytest

from beffroi.archives.readers import bluesky
from beffroi.archives.readers.all import READERS
from beffroi.archives.readers.items import HistoryCount, HistoryFeedback, HistoryPost, PostKind
from beffroi.archives.tests.exports import Content, Seen, mojibake, tarred, zipped
from beffroi.archives.tests.repository import repository


def kinds(seen: Seen) -> list[tuple[PostKind, str]]:
    return [(item.kind, item.text) for item in seen.items if isinstance(item, HistoryPost)]


def counts(seen: Seen) -> list[tuple[str, int]]:
    return [(item.metric, item.value) for item in seen.items if isinstance(item, HistoryCount)]


FACEBOOK: dict[str, Content] = {
    "this_profile's_activity_across_facebook/posts/profile_posts_1.json": [
        {
            "timestamp": 1714557600,
            "data": [{"post": mojibake("Fermé le 1er mai")}, {"update_timestamp": 1714557601}],
            "title": "Atelier Martin tagged Julien Renard.",
        },
        {
            "timestamp": 1714657600,
            "attachments": [
                {"data": [{"media": {"uri": "posts/media/a.jpg", "description": "Le four"}}]}
            ],
        },
        {
            "timestamp": 1714757600,
            "attachments": [{"data": [{"external_context": {"url": "https://exemple.fr/menu"}}]}],
        },
    ],
    "posts/your_videos.json": {
        "videos_v2": [{"uri": "v.mp4", "creation_timestamp": 1714857600, "title": "Pétrin"}]
    },
    "comments_and_reactions/comments.json": {
        "comments_v2": [
            {
                "timestamp": 1714957600,
                "data": [{"comment": {"timestamp": 1714957600, "comment": "Merci"}}],
                "title": "Atelier Martin replied to Julien Renard's comment.",
            }
        ]
    },
    "messages/inbox/julien/message_1.json": {
        "participants": [{"name": "Julien Renard"}],
        "messages": [{"sender_name": "Julien Renard", "content": "Secret"}],
    },
}


def test_facebook_gives_posts_videos_and_our_comments_and_nobody_elses_name() -> None:
    seen = Seen(zipped(FACEBOOK))
    assert kinds(seen) == [
        (PostKind.POST, "Fermé le 1er mai"),
        (PostKind.POST, "Le four"),
        (PostKind.POST, ""),
        (PostKind.VIDEO, "Pétrin"),
        (PostKind.COMMENT, "Merci"),
    ]
    assert seen.networks == {"facebook"}
    assert "Julien" not in str(seen.items)
    assert list(seen.listed.values()) == ["unknown"]


LINKEDIN: dict[str, Content] = {
    "Shares.csv": "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\r\n"
    '2024-05-01 10:00:00,https://www.linkedin.com/feed/update/1,"Première ligne""\n""Seconde",'
    ",,MEMBER_NETWORK\r\n",
    "Comments.csv": "Date,Link,Message\n2024-05-02 10:00:00,https://www.linkedin.com/2,Bravo\n",
    "Connections.csv": "Notes:\n"
    '"When exporting your connection data, you may notice missing addresses."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Julien,Renard,https://www.linkedin.com/in/julien,j@example.com,X,Y,03 May 2024\n"
    "Léa,Bonnet,https://www.linkedin.com/in/lea,,X,Y,21 May 2024\n"
    "Odile,Roy,https://www.linkedin.com/in/odile,,X,Y,01 Jun 2024\n",
    "messages.csv": "CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n1,Julien,Claire,2024,,Secret\n",
}


def test_linkedin_gives_our_words_and_a_counter_and_no_member() -> None:
    seen = Seen(zipped(LINKEDIN))
    assert kinds(seen) == [
        (PostKind.POST, "Première ligne\nSeconde"),
        (PostKind.COMMENT, "Bravo"),
    ]
    assert counts(seen) == [("connections_gained", 2), ("connections_gained", 1)]
    assert not any(isinstance(item, HistoryFeedback) for item in seen.items)
    for name in ("Julien", "Renard", "Léa", "Odile", "Secret", "example.com"):
        assert name not in str(seen.items)
    assert seen.listed == {"messages.csv": "unknown"}


def tweet(number: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "tweet": {
            "id_str": str(number),
            "full_text": text,
            "created_at": "Wed May 01 10:00:00 +0000 2024",
            "favorite_count": "12",
            "retweet_count": "3",
            **more,
        }
    }


def test_x_gives_posts_answers_and_reposts_without_the_words_of_others() -> None:
    tweets = [
        tweet(1, "Pain &amp; brioche"),
        tweet(2, "RT @julien: mon avis"),
        tweet(3, "@julien merci", in_reply_to_status_id_str="9"),
    ]
    script = f"window.YTD.tweets.part0 = {json.dumps(tweets)}"
    deleted = f"window.YTD.deleted_tweets.part0 = {json.dumps([tweet(4, 'oups')])}"
    seen = Seen(zipped({"data/tweets.js": "\ufeff" + script, "data/deleted-tweets.js": deleted}))
    assert kinds(seen) == [
        (PostKind.POST, "Pain & brioche"),
        (PostKind.REPOST, ""),
        (PostKind.COMMENT, "@julien merci"),
    ]
    assert counts(seen) == [("likes", 12), ("reposts", 3)] * 2
    assert seen.items[0].url == "https://x.com/i/web/status/1"
    assert seen.listed == {"data/deleted-tweets.js": "unknown"}


def test_a_reference_that_is_no_sign_loses_no_post_of_x() -> None:
    tweets = [tweet(1, "Pain &#" + "9" * 5_000 + ";")]
    script = f"window.YTD.tweets.part0 = {json.dumps(tweets)}"
    assert kinds(Seen(zipped({"data/tweets.js": script}))) == [(PostKind.POST, "Pain \ufffd")]


def test_youtube_gives_public_videos_posts_and_comments_in_french_folders() -> None:
    base = "Takeout/YouTube et YouTube Music"
    seen = Seen(
        zipped(
            {
                f"{base}/métadonnées vidéo/vidéos.csv": "Video ID,Video Title (Original),"
                "Video Description (Original),Privacy,Video Publish Timestamp\n"
                "abc,Le levain,En dix minutes,Public,2024-05-01T10:00:00+00:00\n"
                "def,Essai,,Private,2024-05-01T10:00:00+00:00\n",
                f"{base}/commentaires/commentaires.csv": "Comment ID,Channel ID,"
                "Comment create timestamp,Price,Parent comment ID,Post ID,Video ID,Comment text\n"
                'c1,UC1,2024-05-02T10:00:00Z,0,,,abc,"{""text"":""Merci ""},{""text"":""Léa""}"\n'
                'c2,UC1,2024-05-02T10:00:00Z,0,,,abc,"{""takeoutSegments"":[{""text"":""Oui""}]}"\n',
                f"{base}/posts/posts.csv": "Post ID,Post Text,Post Create Timestamp\n"
                "Ug1,Bientôt un direct,2024-05-03T10:00:00Z\n",
            }
        )
    )
    assert kinds(seen) == [
        (PostKind.VIDEO, "Le levain\n\nEn dix minutes"),
        (PostKind.COMMENT, "Merci Léa"),
        (PostKind.COMMENT, "Oui"),
        (PostKind.POST, "Bientôt un direct"),
    ]
    assert seen.items[0].url == "https://www.youtube.com/watch?v=abc"


def activity(kind: str, number: int, said: Any, to: str) -> dict[str, Any]:
    return {
        "id": f"https://m.example/{number}/activity",
        "type": kind,
        "actor": "https://m.example/users/atelier",
        "published": "2024-05-01T10:00:00Z",
        "to": [to],
        "cc": [],
        "object": said,
    }


def note(number: int, words: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"https://m.example/{number}",
        "type": "Note",
        "content": words,
        "published": "2024-05-01T10:00:00Z",
        "url": f"https://m.example/@atelier/{number}",
        "likes": {"type": "Collection", "totalItems": 4},
        **more,
    }


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_mastodon_gives_posts_and_boosts_and_no_private_message(pack: Any) -> None:
    public = "https://www.w3.org/ns/activitystreams#Public"
    outbox = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": 4,
        "orderedItems": [
            activity("Create", 1, note(1, "<p>Pain<br>chaud</p><p>&eacute;t&eacute;</p>"), public),
            activity("Create", 2, note(2, "<p>Secret</p>"), "https://m.example/users/julien"),
            activity("Announce", 3, "https://other.example/9", public),
            activity("Create", 4, note(4, "Oui", inReplyTo="https://o.example/1"), public),
        ],
    }
    seen = Seen(pack({"outbox.json": outbox, "actor.json": {"type": "Person"}}))
    assert kinds(seen) == [
        (PostKind.POST, "Pain\nchaud\n\nété"),
        (PostKind.REPOST, ""),
        (PostKind.COMMENT, "Oui"),
    ]
    assert counts(seen) == [("likes", 4)] * 2
    assert seen.listed == {"actor.json": "unknown"}


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Pain <![if !IE]> chaud</p>", "Pain chaud"),
        ("Prix <![ 3 ]", "Prix <![ 3 ]"),
        ("<!" * 11_000, "<!" * 10_000),
    ],
    ids=["declaration", "opened", "endless"],
)
@pytest.mark.timeout(5)
def test_mastodon_gives_the_words_of_any_html(html: str, words: str) -> None:
    outbox = {"orderedItems": [activity("Create", 1, note(1, html), "as:Public")]}
    assert Seen(zipped({"outbox.json": outbox})).texts[0] == words


def test_an_address_that_is_too_long_to_keep_is_left_out() -> None:
    table = "Comment ID,Comment create timestamp,Video ID,Comment text\n"
    row = f"c1,2024-05-02T10:00:00Z,{'v' * 2000},Merci\n"
    (comment,) = Seen((table + row).encode(), name="a.csv").items
    assert (comment.text, comment.url) == ("Merci", "")
    (bread,) = Seen(repository(RECORDS, did="did:web:" + "a" * 900), name="a.car").items[:1]
    assert len(bread.url) <= 1000


def post(text: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2024-05-01T10:00:00.000Z",
        **more,
    }


RECORDS = {
    "app.bsky.feed.like/3a": {"$type": "app.bsky.feed.like", "subject": {"uri": "at://x"}},
    "app.bsky.feed.post/3k1": post("Bonjour à tous 🥖"),
    "app.bsky.feed.post/3k2": post("Merci", reply={"root": {"uri": "at://x", "cid": "b"}}),
    "app.bsky.graph.follow/3z": {"$type": "app.bsky.graph.follow", "subject": "did:plc:julien"},
}


def test_bluesky_gives_posts_by_their_keys() -> None:
    for archive in (repository(RECORDS), zipped({"repo.car": repository(RECORDS)})):
        seen = Seen(archive, name="repo.car")
        assert kinds(seen) == [(PostKind.POST, "Bonjour à tous 🥖"), (PostKind.COMMENT, "Merci")]
        assert seen.items[0].url == "https://bsky.app/profile/did:plc:atelier/post/3k1"
        assert seen.items[0].written_at == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_a_repository_that_is_cut_or_changed_gives_what_is_whole_and_says_so() -> None:
    whole = repository(RECORDS)
    for length in range(60, len(whole) - 1, 13):
        assert set(Seen(whole[:length], name="a.car").listed.values()) <= {"cut_short", "unknown"}
    changed = whole.replace(b"Merci", b"Merde")
    assert Seen(changed, name="a.car").listed == {"a.car": "damaged"}


@pytest.mark.parametrize("key", ["k\0", "clé", "k" * 600])
def test_a_repository_with_a_key_that_is_none_gives_the_rest_and_says_so(key: str) -> None:
    bad = {f"app.bsky.feed.post/z{key}": post("Non")}
    seen = Seen(repository({**RECORDS, **bad}), name="a.car")
    assert seen.listed == {"a.car": "damaged"}
    assert "Non" not in seen.texts


def test_the_ends_of_many_keys_do_not_multiply_an_endless_beginning() -> None:
    start = "app.bsky.feed.post/" + "a" * 50_000
    archive = repository({f"{start}{number:02}": post("x") for number in range(80)})
    tracemalloc.start()
    try:
        assert Seen(archive, name="a.car").listed == {"a.car": "damaged"}
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_repository_of_too_many_posts_is_read_as_far_as_memory_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bluesky, "_POSTS_MAX", 1)
    seen = Seen(repository(RECORDS), name="a.car")
    assert seen.listed == {"a.car": "too_long"}
    assert len(seen.texts) == 2


def test_google_gives_reviews_and_our_answers() -> None:
    reviews = {
        "reviews": [
            {
                "name": "accounts/1/locations/2/reviews/r1",
                "reviewer": {"displayName": "Julien Renard"},
                "starRating": "FIVE",
                "comment": "Très bon pain",
                "createTime": "2024-05-01T10:00:00.123456789Z",
                "reviewReply": {"comment": "Merci !", "updateTime": "2024-05-02T10:00:00Z"},
            },
            {"reviewer": {"isAnonymous": True}, "starRating": "TWO", "createTime": "2024-05-03Z"},
        ]
    }
    first, second = Seen(zipped({"Takeout/Fiche/avis.json": reviews})).items
    assert (first.remote_id, first.author_name, first.stars) == ("r1", "Julien Renard", 5)
    assert (first.answer, first.answered_at.day) == ("Merci !", 2)
    assert (second.stars, second.text, second.author_name) == (2, "", "")
    table = "Nom;Note;Avis;Date de l’avis;Réponse\nLéa;4/5;Bien;01/05/2024;Merci\n"
    row = Seen(table.encode("cp1252"), name="avis.csv").only()
    assert isinstance(row, HistoryFeedback)
    assert (row.author_name, row.stars, row.answer) == ("Léa", 4, "Merci")


def test_trustpilot_gives_reviews() -> None:
    table = (
        "Review Id,Review Created (UTC),Review Username,Review Title,Review Content,Review Stars,"
        "Company Reply Date (UTC)\n"
        "66a1,2024-05-01 10:00:00,Sam,Parfait !,Livraison rapide,5,2024-05-02 09:00:00\n"
        "66a2,2024-05-01 10:00:00,Max,Livraison…,Livraison lente,1,\n"
    )
    first, second = Seen(table.encode(), name="reviews.csv").items
    assert (first.text, first.stars) == ("Parfait !\n\nLivraison rapide", 5)
    assert first.answered_at == datetime(2024, 5, 2, 9, tzinfo=UTC)
    assert (second.text, second.author_name) == ("Livraison lente", "Max")


def test_every_reader_says_what_it_knows_and_where_that_was_learnt() -> None:
    assert len({reader.network for reader in READERS}) == len(READERS) == 10
    for reader in READERS:
        assert reader.layouts
        for layout in reader.layouts:
            assert layout.name
            assert layout.source
            assert date(2018, 1, 1) < layout.seen_on < date(2027, 1, 1)


def test_values_of_the_wrong_type_never_stop_a_reader() -> None:
    strange: list[Any] = [None, 1, "x", [], {}, [[]], {"a": 1}]
    for value in strange:
        members: dict[str, Content] = {
            "f.json": [{"data": [{"post": value}], "timestamp": value, "attachments": value}],
            "i.json": [{"media": [{"uri": value, "creation_timestamp": value}], "title": value}],
            "s.json": {"ig_stories": [{"uri": value}, value]},
            "x.json": [{"tweet": {"id_str": value, "full_text": value, "created_at": value}}],
            "m.json": {"orderedItems": [{"object": value, "type": "Create", "to": value}]},
            "g.json": {"reviews": [{"starRating": value, "reviewer": value, "comment": value}]},
            "y.json": [{"contentDetails": {"videoId": value}, "snippet": value}],
            "n.json": {"organic_insights_posts": [{"string_map_data": value}]},
        }
        Seen(zipped(members))
