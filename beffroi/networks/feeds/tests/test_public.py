"""Any public feed, read for those who listen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beffroi.networks.declarations import SourceKind, Through
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    RateLimited,
    ReadersRefused,
    SourceGone,
    UnexpectedResponse,
)
from beffroi.networks.feeds.documents import Feed
from beffroi.networks.feeds.reading import parse_feed
from beffroi.networks.feeds.tests.world import FeedsWorld
from beffroi.networks.listening import PublicPage, PublicReader, SourceSubscriber

_KINDS = ("rss", "rdf", "atom", "json")


def _listen(world: FeedsWorld, state: str = "", *, address: str = "/feed.xml") -> PublicPage:
    whole = address if "://" in address else f"{world.simulator.origin}{address}"
    return world.network.read_public(SourceKind.FEED, whole, state=state)


def _titles(page: PublicPage) -> list[str]:
    return [post.text for post in page.posts]


def test_feeds_are_read_by_the_network_as_such(world: FeedsWorld) -> None:
    assert isinstance(world.network, PublicReader)
    declared = world.network.declaration.listening
    assert dict(declared.sources) == {SourceKind.FEED: Through.NETWORK}
    with pytest.raises(ContentRefused):
        world.network.read_public(SourceKind.SEARCH, "pain", state="")


@pytest.mark.parametrize("kind", _KINDS)
def test_an_article_is_a_post_that_is_quoted_briefly(world: FeedsWorld, kind: str) -> None:
    world.set_up(kind=kind, language="fr-FR")
    at = world.now().replace(microsecond=0)
    world.write("Un pain", "<p>Le début.</p>" + "<p>La suite.</p>" * 50 + "<p>La fin.</p>")
    page = _listen(world)
    (post,) = page.posts
    assert post.text.startswith("Un pain\n\nLe début. La suite.")
    assert len(post.text) <= len("Un pain\n\n") + 300
    assert post.whole.endswith("La fin.")
    assert (post.network, post.language) == ("feeds", "fr-FR")
    assert post.url == f"{world.simulator.origin}/1"
    assert post.author.display_name == "Zoé"
    assert abs(post.written_at - at) <= timedelta(seconds=1)
    assert page.title == "Le Journal du quartier"


def test_nothing_of_a_whole_article_shows_in_a_log(world: FeedsWorld) -> None:
    world.write("Un pain", "<p>La fin.</p>")
    assert "whole" not in repr(_listen(world).posts[0])


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("marks", ["etag", "modified", "both", "none"])
def test_only_what_is_new_comes_again(world: FeedsWorld, kind: str, marks: str) -> None:
    world.set_up(kind=kind, marks=marks)
    world.write("Un")
    world.let_time_pass()
    first = _listen(world)
    world.let_time_pass()
    again = _listen(world, first.state)
    world.let_time_pass()
    world.write("Deux")
    last = _listen(world, again.state)
    assert [_titles(page) for page in (first, again, last)] == [["Un"], [], ["Deux"]]


def test_a_person_may_have_it_read_before_it_wants_to_be(world: FeedsWorld) -> None:
    world.set_up(ttl=600)
    first = _listen(world)
    assert first.next_in == timedelta(minutes=600)
    world.write("Tout de suite")
    assert _titles(_listen(world, first.state)) == ["Tout de suite"]


def test_it_says_how_long_it_wants_to_be_left_alone(world: FeedsWorld) -> None:
    assert _listen(world).next_in == timedelta(minutes=15)
    world.set_up(max_age=7200)
    first = _listen(world)
    assert first.next_in == timedelta(hours=2)
    assert _listen(world, first.state).next_in == timedelta(hours=2)


def test_it_says_in_which_hours_it_wants_to_be_left_alone(world: FeedsWorld) -> None:
    world.set_up(skip_hours=(23, 24, 3))
    first = _listen(world)
    assert first.skip_hours == (0, 3, 23)
    assert _listen(world, first.state).skip_hours == (0, 3, 23)


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("<hour>3</hour><hour>4</hour>", (3, 4)),
        (" <hour> 3 </hour>\n<hour>03</hour>", (3,)),
        ("<hour>25</hour><hour>-1</hour><hour>x</hour><hour>300</hour>", ()),
        ("".join(f"<hour>{hour}</hour>" for hour in range(24)), ()),
        ("", ()),
    ],
)
def test_only_hours_of_a_day_are_believed(told: str, hours: tuple[int, ...]) -> None:
    text = f"<rss><channel><title>T</title><skipHours>{told}</skipHours></channel></rss>"
    feed = parse_feed(text.encode(), media_type="", url="https://a.fr/feed.xml")
    assert feed.skip_hours == hours


def test_changed_words_are_the_same_post_edited(world: FeedsWorld) -> None:
    written = world.write("Avant", "Texte")
    first = _listen(world)
    world.act("edit", id=written, title="Après")
    (post,) = _listen(world, first.state).posts
    assert post.remote_id == first.posts[0].remote_id
    assert post.edited_at is not None
    assert post.text == "Après\n\nTexte"


@pytest.mark.parametrize("dates", ["future", "none", "absurd"])
def test_no_date_of_a_feed_lies_in_the_future(world: FeedsWorld, dates: str) -> None:
    world.set_up(dates=dates)
    world.write("Un")
    (post,) = _listen(world).posts
    assert post.written_at <= world.now()
    assert world.now() - post.written_at < timedelta(minutes=1)


# Names of articles


def test_numbers_of_two_feeds_are_told_apart(world: FeedsWorld) -> None:
    world.write("Un")
    here, there = _listen(world), _listen(world, address="/feed.xml?of=elsewhere")
    assert here.posts[0].remote_id != there.posts[0].remote_id
    assert "elsewhere" not in there.posts[0].remote_id


def test_an_address_is_the_same_article_in_each_feed_of_its_site(world: FeedsWorld) -> None:
    world.set_up(ids="none")
    world.write("Un")
    here, there = _listen(world), _listen(world, address="/feed.xml?of=elsewhere")
    assert here.posts[0].remote_id == there.posts[0].remote_id == f"{world.simulator.origin}/1"


def test_no_feed_speaks_for_the_articles_of_another_site(world: FeedsWorld) -> None:
    body = (
        '<rss version="2.0"><channel><title>t</title>'
        "<item><guid>https://journal.example/1</guid><title>Faux</title></item>"
        "<item><guid>http://[</guid><title>Cassé</title></item></channel></rss>"
    )
    world.answer_once(body)
    ids = [post.remote_id for post in _listen(world).posts]
    assert "https://journal.example/1" not in ids
    assert len(set(ids)) == 2


def test_shared_ids_are_told_apart_and_long_ones_shortened(world: FeedsWorld) -> None:
    world.set_up(ids="one")
    world.write("Un")
    world.write("Deux")
    assert len({post.remote_id for post in _listen(world).posts}) == 2
    items = f"<item><guid>tag:{'é' * 800}</guid><title>Long</title></item>"
    world.answer_once(f'<rss version="2.0"><channel>{items}</channel></rss>')
    assert len(_listen(world).posts[0].remote_id) < 100


# Where it is


def test_a_page_leads_to_its_feed(world: FeedsWorld) -> None:
    world.write("Un")
    page = _listen(world, address="/")
    assert (_titles(page), page.moved_to) == (["Un"], f"{world.simulator.origin}/feed.xml")
    assert _listen(world, page.state, address="/").posts == ()


def test_a_move_is_believed_once_it_was_told_often(world: FeedsWorld) -> None:
    world.write("Un")
    page = _listen(world)
    world.set_up(moves=(301,), marks="none")
    told = []
    for _ in range(3):
        world.let_time_pass()
        page = _listen(world, page.state)
        told.append(page.moved_to)
    assert told == ["", "", f"{world.simulator.origin}/moved/1"]
    assert _listen(world, page.state, address="/moved/1").moved_to == ""


def test_a_page_in_the_place_of_a_known_feed_is_searched_once(world: FeedsWorld) -> None:
    world.write("Un")
    page = _listen(world)
    world.set_up(fault="page", names_its_feed=False)
    calls = world.simulator.calls["feed"]
    silent = _listen(world, page.state)
    assert silent.posts == ()
    searched = world.simulator.calls["feed"] - calls
    with pytest.raises(UnexpectedResponse):
        _listen(world, silent.state)
    assert world.simulator.calls["feed"] - calls == searched + 1
    world.set_up(fault="")
    world.write("Deux")
    assert not json.loads(_listen(world, silent.state).state)["sought"]


def test_where_it_was_not_and_is_again_nothing_is_lost(world: FeedsWorld) -> None:
    world.write("Un")
    page = _listen(world)
    world.set_up(status=404)
    with pytest.raises(NotFound):
        _listen(world, page.state)
    world.set_up(status=200)
    world.write("Deux")
    assert _titles(_listen(world, page.state)) == ["Deux"]


@pytest.mark.parametrize(
    ("setup", "kind"),
    [
        ({"status": 410}, SourceGone),
        ({"status": 404}, NotFound),
        ({"status": 403}, ReadersRefused),
        ({"status": 500}, NetworkUnavailable),
        ({"status": 429, "retry_after": "90"}, RateLimited),
        ({"status": 503, "retry_after": "90"}, RateLimited),
        ({"fault": "empty"}, UnexpectedResponse),
        ({"fault": "bomb"}, UnexpectedResponse),
        ({"fault": "gzip_bomb"}, UnexpectedResponse),
        ({"fault": "inside"}, ContentRefused),
    ],
)
def test_what_a_known_feed_refuses_has_its_name(
    world: FeedsWorld, setup: dict[str, object], kind: type[NetworkError]
) -> None:
    world.write("Un")
    page = _listen(world)
    world.set_up(**setup)
    with pytest.raises(kind) as caught:
        _listen(world, page.state)
    assert getattr(caught.value, "retry_after_seconds", 90) == 90


@pytest.mark.parametrize(
    "address", ["", "ftp://a.fr/", "http://", "pas une adresse", "http://a.fr/" + "a" * 1000]
)
def test_what_is_no_address_is_refused(world: FeedsWorld, address: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.network.read_public(SourceKind.FEED, address, state="")
    assert caught.value.field == "address"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/feed", "http://169.254.169.254/latest"])
def test_nothing_inside_the_machine_is_read(world: FeedsWorld, address: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.network.read_public(SourceKind.FEED, address, state="")
    assert "AddressRefused" in caught.value.detail


@pytest.mark.parametrize("state", ["{", "[]", "null", '{"seen": 1}'])
def test_a_state_that_is_not_ours_is_an_error_with_a_name(world: FeedsWorld, state: str) -> None:
    with pytest.raises(UnexpectedResponse):
        _listen(world, state)


# Rights and languages


def test_a_publisher_that_reserves_mining_is_quoted_by_its_titles(world: FeedsWorld) -> None:
    world.set_up(reserves_mining=True)
    world.write("Un titre", "<p>Un article.</p>")
    (post,) = _listen(world).posts
    assert (post.text, post.whole) == ("Un titre", "Un titre")


@pytest.mark.parametrize(
    ("told", "tag"), [("fr", "fr"), ("en_US", "en-US"), ("<b>", ""), ("français, oui", "")]
)
def test_a_language_that_is_none_is_not_believed(world: FeedsWorld, told: str, tag: str) -> None:
    world.set_up(language=told)
    world.write("Un")
    assert _listen(world).posts[0].language == tag


def test_what_is_said_of_a_video_stands_in_its_group() -> None:
    written = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>Chaîne</title><entry>'
        "<id>yt:video:abc</id><title>Le four</title><media:group><media:title>Le four</media:title>"
        "<media:description>Pains au levain</media:description></media:group></entry></feed>"
    )
    feed: Feed = parse_feed(written.encode(), media_type="", url="https://www.youtube.com/feeds/")
    (entry,) = feed.entries
    assert (entry.id, entry.title, entry.body) == ("yt:video:abc", "Le four", "Pains au levain")


def test_the_language_of_one_entry_is_not_the_feed_s() -> None:
    written = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>'
        '<entry xml:lang="de"><id>a:1</id><title xml:lang="de">Brot</title></entry></feed>'
    )
    feed = parse_feed(written.encode(), media_type="", url="https://a.fr/")
    assert feed.language == ""


# Hubs


def test_the_hub_of_a_feed_is_agreed_on_by_what_was_read(world: FeedsWorld) -> None:
    assert isinstance(world.network, SourceSubscriber)
    world.set_up(has_hub=True)
    page = _listen(world)
    agreed = world.network.agree_on(page.state, None)
    assert agreed is not None
    assert (agreed.origin, agreed.client_id) == (
        f"{world.simulator.origin}/hub",
        world.simulator.topic,
    )
    assert agreed.client_secret not in page.state
    again = _listen(world, page.state)
    assert world.network.agree_on(again.state, agreed) == agreed
    callback = "https://beffroi.test/told/Xy12/"
    world.network.subscribe_to(agreed, callback_url=callback)
    assert world.simulator.hub.asked[callback].mode == "subscribe"
    world.network.subscribe_to(world.network.part_from(agreed), callback_url=callback)
    assert world.simulator.hub.asked[callback].mode == "unsubscribe"


@pytest.mark.parametrize("hub", ["", "http://hub.test/", f"https://hub.test/{'x' * 2000}"])
def test_a_hub_that_cannot_be_asked_is_none(world: FeedsWorld, hub: str) -> None:
    link = f'<atom:link rel="hub" href="{hub}"/>'
    feed = f'<rss version="2.0"><channel><title>T</title>{link}</channel></rss>'
    world.answer_once(feed)
    assert world.network.agree_on(_listen(world).state, None) is None


def test_before_a_source_was_read_no_hub_is_known(world: FeedsWorld) -> None:
    assert world.network.agree_on("", None) is None
