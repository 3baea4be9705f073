"""Feeds as they are found: four formats, many encodings, and every fault that feeds have."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from beffroi.networks.feeds.documents import ITEMS_MAX, Feed, NotAFeed
from beffroi.networks.feeds.reading import parse_feed

URL = "https://a.fr/blog/feed.xml"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Le &lt;b&gt;Journal&lt;/b&gt;</title><link>https://a.fr/</link>
<description/><ttl>30</ttl>
<image><title>Autre titre</title><link>https://img.fr/</link></image>
<atom:link rel="self" href="https://a.fr/feed.xml"/><atom:link href="https://hub.fr/" rel="hub"/>
<item><guid isPermaLink="false">x1</guid><link>https://a.fr/1</link>
<title>Titre &amp;amp; suite</title>
<itunes:title>Faux</itunes:title><media:title>Faux</media:title><dc:creator>Zoé</dc:creator>
<pubDate>Sun, 22 Nov 2026 09:00:00 +0100</pubDate><description>court</description>
<content:encoded><![CDATA[<p>é &nbsp;long</p><script>x</script>]]></content:encoded></item>
<item><guid>https://a.fr/2</guid><title>Sans lien</title><author>zoe@a.fr (Zoé)</author></item>
<item><link>3?a=1&amp;b=2</link><description>&lt;p&gt;un&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM_TOPIC = "https://b.fr/x/atom.xml"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.fr/x/">
<title type="text">Le &lt;b&gt;</title>
<link href="https://b.fr/"/><link rel="self" href="atom.xml"/>
<entry><id>urn:1</id><title type="html">Un &lt;i&gt;titre&lt;/i&gt;</title>
<link rel="edit" href="e"/><link href="../1"/>
<updated>2026-11-22T10:00:00Z</updated><published>2026-11-22T09:00:00+01:00</published>
<author><name>Zoé</name><uri>https://z.fr</uri></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>un &lt; deux</p><p>trois</p></div></content></entry>
<entry><id>urn:2</id><title>1 &lt;b&gt; 2</title><link href="javascript:alert(1)"/>
<summary>texte &amp;amp;</summary></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://c.fr/"><title>RDF</title><link>https://c.fr/</link>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>2</sy:updateFrequency><items><rdf:Seq/></items></channel>
<item rdf:about="https://c.fr/1"><title>Un</title><link>https://c.fr/1</link>
<dc:date>2026-11-22T08:00:00Z</dc:date></item>
</rdf:RDF>"""

JSON_FEED = """{"version":"https://jsonfeed.org/version/1.1","title":"J","feed_url":"https://d.fr/feed.json",
"hubs":[{"type":"WebSub","url":"https://hub.fr/"}],"items":[
{"id":"x1","url":"https://d.fr/1","content_text":"é","date_published":"2026-11-22T09:00:00+01:00"},
{"id":2,"external_url":"https://e.fr/","title":"T","content_html":"<p>un</p><p>deux</p>",
"authors":[{"name":"Zoé"}]},
"x",{"author":{"name":"Ancien"},"summary":"résumé","authors":[5]}]}"""


def read(text: str | bytes, *, media_type: str = "") -> Feed:
    content = text.encode() if isinstance(text, str) else text
    return parse_feed(content, media_type=media_type, url=URL)


def test_rss_is_read() -> None:
    feed = read(RSS)
    assert (feed.title, feed.url, feed.ttl_minutes) == ("Le Journal", "https://a.fr/", 30)
    assert (feed.hub, feed.topic) == ("https://hub.fr/", "https://a.fr/feed.xml")
    one, two, three = feed.entries
    assert (one.id, one.url, one.title) == ("x1", "https://a.fr/1", "Titre & suite")
    assert (one.body, one.author, one.published_at) == ("é \u00a0long", "Zoé", AT)
    assert (two.id, two.url, two.body) == ("https://a.fr/2", "https://a.fr/2", "")
    assert (three.id, three.url, three.body) == ("", "https://a.fr/blog/3?a=1&b=2", "un")


def test_atom_is_read() -> None:
    feed = read(ATOM)
    assert (feed.title, feed.url, feed.topic) == ("Le <b>", "https://b.fr/", ATOM_TOPIC)
    one, two = feed.entries
    assert (one.id, one.url, one.title) == ("urn:1", "https://b.fr/1", "Un titre")
    assert (one.body, one.author, one.published_at) == ("un < deux\n\ntrois", "Zoé", AT)
    assert one.updated_at == AT.replace(hour=10)
    assert (two.title, two.url, two.body) == ("1 <b> 2", "", "texte &amp;")


def test_rss_1_is_read() -> None:
    feed = read(RDF)
    assert (feed.title, feed.url, feed.ttl_minutes) == ("RDF", "https://c.fr/", 30)
    assert [(one.url, one.title, one.published_at) for one in feed.entries] == [
        ("https://c.fr/1", "Un", AT)
    ]


def test_json_feed_is_read() -> None:
    feed = read(JSON_FEED)
    assert (feed.title, feed.hub, feed.topic) == ("J", "https://hub.fr/", "https://d.fr/feed.json")
    one, two, three = feed.entries
    assert (one.id, one.url, one.body, one.published_at) == ("x1", "https://d.fr/1", "é", AT)
    assert (two.id, two.url, two.body, two.author) == ("2", "https://e.fr/", "un\n\ndeux", "Zoé")
    assert (three.body, three.author) == ("résumé", "")


def test_any_prefix_may_stand_for_atom() -> None:
    feed = read(
        '<n:feed xmlns:n="http://www.w3.org/2005/Atom"><n:title>T</n:title>'
        "<n:entry><n:id>1</n:id><n:title>Un</n:title></n:entry></n:feed>"
    )
    assert (feed.title, [one.title for one in feed.entries]) == ("T", ["Un"])


# Encodings


def rss(title: str, *, encoding: str = "") -> str:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return f"{declared}<rss><channel><title>{title}</title></channel></rss>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (rss("Été").encode(), ""),
        (b"\xef\xbb\xbf" + rss("Été", encoding="iso-8859-1").encode(), ""),
        (rss("Été", encoding="iso-8859-1").encode("latin-1"), ""),
        (rss("Été", encoding="utf-8").encode("latin-1"), ""),
        (rss("Été").encode("cp1252"), ""),
        (rss("Été").encode("latin-1"), "text/xml; charset=ISO-8859-1"),
        (rss("Été", encoding="utf-8").encode("latin-1"), 'text/xml; charset="iso-8859-1"'),
        (b"\xff\xfe" + rss("Été").encode("utf-16-le"), ""),
        (b"\xfe\xff" + rss("Été").encode("utf-16-be"), ""),
        (rss("Été", encoding="klingon").encode(), "text/xml; charset=zip"),
        (rss("Été", encoding="punycode").encode(), ""),
        (b" \n\t" + rss("Été", encoding="utf-8").encode(), ""),
        (rss("Été", encoding="utf-8").replace("Été", "\x00É\x08té\x0b").encode(), ""),
        (rss("&Eacute;t&#233;").encode(), ""),
    ],
)
def test_accents_survive_whatever_a_feed_says_of_itself(content: bytes, media_type: str) -> None:
    assert read(content, media_type=media_type).title == "Été"


# Faults


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("<rss><channel><item><title>A & B</title></item></channel></rss>", ["A & B"]),
        ("<rss><channel><item><title>A &nbsp;B</title></item></channel></rss>", ["A B"]),
        ("<rss><channel><item><title>A &x B</title></item></channel></rss>", ["A &x B"]),
        ("<rss><channel><item><title>A &xyz; B</title></item></channel></rss>", ["A &xyz; B"]),
        ("<rss><channel><item><title>A &LT; & B</title></item></channel></rss>", ["A < & B"]),
        (
            "<rss><channel><item><title>A</title></item><item><title>B</title></item><item>",
            ["A", "B"],
        ),
        ("<rss><channel><item><title>A</title></item><b></c></channel></rss>", ["A"]),
        ("<rss><channel><item><dc:x>1</dc:x><title>A</title></item></channel></rss>", ["A"]),
        ('<!DOCTYPE rss PUBLIC "-//N//DTD" "http://x/rss.dtd"><rss><channel/></rss>', []),
        ("<rss/>", []),
        ("<rss><item><title>A</title></item></rss>", ["A"]),
        ("<rss><channel><item><item><title>A</title></item></item></channel></rss>", [""]),
    ],
)
def test_a_broken_feed_gives_what_can_be_saved(text: str, titles: list[str]) -> None:
    assert [" ".join(one.title.split()) for one in read(text).entries] == titles


def test_an_ampersand_in_cdata_is_left_alone() -> None:
    link = "<![CDATA[https://a.fr/?x=1&y=2]]>"
    feed = read(
        f"<rss><channel><item><link>{link}</link><title>A & B</title></item></channel></rss>"
    )
    assert feed.entries[0].url == "https://a.fr/?x=1&y=2"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "bonjour",
        "<!doctype html><html><head><title>x</title></head></html>",
        "<html>",
        "<svg/>",
        "<?xml version='1.0'?>",
        "<rss",
        "<rss><channel><item>",
        "{}",
        "{",
        '{"version": 1}',
        "[]",
        "<channel><item/></channel>",
        '<!DOCTYPE rss [<!ENTITY a "x">]><rss><channel><title>&a;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]><rss/>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss/>',
        "<rss>" + "<a>" * 200 + "</a>" * 200 + "</rss>",
    ],
)
def test_what_is_no_feed_or_no_safe_one_has_a_name(text: str) -> None:
    with pytest.raises(NotAFeed):
        read(text)


HOSTILE = {
    "brackets": "<" * 2_000_000,
    "items": "<rss><channel>" + "<item>" * 300_000,
    "whole items": "<rss><channel>"
    + "<item><title>x</title></item>" * 100_000
    + "</channel></rss>",
    "cdata": "<rss><channel><item><title>" + "<![CDATA[" * 200_000,
    "ampersands": "<rss><channel><item><title>" + "&" * 2_000_000,
    "comments": "<rss><channel><description>"
    + "&lt;!--" * 300_000
    + "</description></channel></rss>",
    "open tags": "<rss><channel><description>"
    + "&lt;a " * 300_000
    + "</description></channel></rss>",
    "doctypes": "<!DOCTYPE rss [" + '<!ENTITY a "x">\n' * 100_000 + "]><rss/>",
    "attributes": "<rss " + "".join(f'a{n}="1" ' for n in range(100_000)) + "/>",
    "long text": "<rss><channel><title>" + "é" * 2_000_000 + "</title></channel></rss>",
    "spaces": "<rss><channel><item><pubDate>"
    + " " * 2_000_000
    + "</pubDate></item></channel></rss>",
    "bomb": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(10))
    + "]><rss><channel><title>&a9;</title></channel></rss>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_feed_is_soon_done_with(name: str) -> None:
    began = time.process_time()
    try:
        feed = read(HOSTILE[name])
        assert len(feed.entries) <= ITEMS_MAX
    except NotAFeed:
        pass
    assert time.process_time() - began < 5


def test_a_base_that_is_no_address_counts_for_nothing() -> None:
    feed = parse_feed(
        ATOM.replace('https://b.fr/x/"', 'http://[x"').encode(), media_type="", url=URL
    )
    assert (feed.url, feed.topic) == ("https://b.fr/", "https://a.fr/blog/atom.xml")


@pytest.mark.parametrize("told", ["http://[x", "http://a.fr:port/"])
def test_a_link_that_is_no_address_is_none(told: str) -> None:
    for text in (
        RSS.replace("https://a.fr/<", f"{told}<"),
        JSON_FEED.replace("https://d.fr/1", told),
    ):
        feed = parse_feed(text.encode(), media_type="", url=URL)
        assert not (feed.url and feed.entries[0].url)
