from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.inbox import data_rules
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import queries
from beffroi.listening.models import Gap, Mention, Source, Stream, Surplus, Watch
from beffroi.listening.room import listing, overview
from beffroi.listening.room.filters import Filters, Period
from beffroi.listening.room.health import health
from beffroi.listening.sought import Sought
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import many, speak
from tests.world import World

OVERVIEW, LIST = "/listening/", "/listening/mentions/"
_MONTHS = timedelta(days=90)


@pytest.fixture
def brand(world: World) -> Watch:
    return make_watch(world.atelier, "atelier martin", now=utc_now() - _MONTHS, name="Atelier")


def test_a_room_without_a_watch_teaches_what_one_is(world: World, browse: Browse) -> None:
    for page in (OVERVIEW, LIST):
        assert "Nobody is listening yet" in text(browse(world.claire).get(page))


def test_the_overview_says_how_much_and_in_what_tone(
    world: World, browse: Browse, brand: Watch
) -> None:
    for days in range(29):
        day = utc_now().astimezone(world.atelier.zone).date() - timedelta(days=days)
        at = datetime.combine(day, time(12), tzinfo=world.atelier.zone)
        speak(world.atelier, brand, at=at, tone="positive" if days % 4 else "negative")
        speak(world.atelier, brand, at=at, tone="negative", wants_check=days == 3)
    shown = text(browse(world.claire).get(OVERVIEW))
    assert "As a rule: 2 a day" in shown
    assert "56 mentions in 28 days, 2 today" in shown
    # 21 are positive and 34 negative, of 55; one is to be checked.
    assert "Balance of tones: <b>−24</b> (−48 to +2), of 55 mentions with a tone" in shown
    assert "negative ones are 49% to 73% of them. 1 is to be checked." in shown
    assert "Nobody to compare with yet" in shown


def test_seven_days_are_the_same_everywhere(world: World, brand: Watch) -> None:
    now = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
    midnight = datetime(2026, 6, 10, 0, 0, tzinfo=world.atelier.zone)
    speak(world.atelier, brand, at=midnight)
    speak(world.atelier, brand, at=midnight - timedelta(minutes=1))
    [line] = overview.week_of_watches(world.atelier, [brand], now=now)
    [row] = queries.rows_of(world.atelier, now=now)
    listed = listing.chosen(world.atelier, Filters(period=Period.WEEK), now=now)
    assert (line.tone.total, row.count, listed.count()) == (1, 1, 1)


def test_few_mentions_have_no_balance(world: World, browse: Browse, brand: Watch) -> None:
    speak(world.atelier, brand, at=utc_now(), tone="negative")
    shown = text(browse(world.claire).get(OVERVIEW))
    assert "too few to tell, 1 mention has a tone and 30 are needed." in shown
    assert "Too few to tell" in shown
    assert "As a rule" not in shown.split("</figure>")[0].split('class="key"')[0]


def test_what_was_not_kept_is_counted_and_said(world: World, browse: Browse, brand: Watch) -> None:
    hour = (utc_now() - timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    Surplus.objects.create(watch=brand, hour=hour, missed=1234)
    shown = text(browse(world.claire).get(OVERVIEW))
    assert "At least 1234 more mentions were counted and not kept." in shown
    assert "Counted, not kept" in shown


def test_shares_of_voice_say_of_whom_and_where(world: World, browse: Browse, brand: Watch) -> None:
    rival = make_watch(world.atelier, "delattre", now=utc_now() - _MONTHS, subject="competitor")
    for watch, count in ((brand, 3), (rival, 1)):
        for _ in range(count):
            speak(world.atelier, watch, at=utc_now() - timedelta(days=1))
    shown = text(browse(world.claire).get(OVERVIEW))
    assert "<b>75%</b>" in shown
    assert "<b>25%</b>" in shown
    assert "4 mentions, 28 days, among 2 that you follow: <b>too few to conclude</b>" in shown
    assert "Of the tracked set and connected sources only" in shown


def test_only_the_time_is_compared_in_which_all_were_heard(world: World, brand: Watch) -> None:
    now = utc_now()
    rival = make_watch(world.atelier, "delattre", now=now - timedelta(days=2), subject="competitor")
    speak(world.atelier, brand, at=now - timedelta(days=3))
    for watch in (brand, rival):
        speak(world.atelier, watch, at=now - timedelta(days=1))
    found = overview.voice(world.atelier, [brand, rival], now=now)
    assert found is not None
    assert (found.since, found.total) == (rival.made_at, 2)


def test_what_was_said_before_the_first_watch_is_unknown(world: World, browse: Browse) -> None:
    now = utc_now()
    fresh = make_watch(world.atelier, "atelier martin", now=now)
    hour = now.astimezone(world.atelier.zone)
    shown = text(browse(world.claire).get(OVERVIEW))
    assert "Nothing was said in 28 days" not in shown
    assert f"Listened to since today at {hour.hour}:{hour.minute:02}" in re.sub(
        "<[^>]+>", "", shown
    )
    assert "What was said before is not known." in shown
    seen = overview.overview(overview.scope_of(world.atelier, [fresh]), [fresh], now=now)
    assert [line.total for line in seen.days.lines] == ["—"] * 27 + ["0"]
    listed = re.sub("<[^>]+>", "", text(browse(world.claire).get("/listening/watches/")))
    assert "0 mentions since today at" in " ".join(listed.split())


def test_the_table_holds_the_days_of_the_picture(world: World, brand: Watch) -> None:
    now = utc_now()
    speak(world.atelier, brand, at=now, tone="negative")
    speak(world.atelier, brand, at=now - timedelta(days=2), wants_check=True)
    seen = overview.overview(overview.scope_of(world.atelier, [brand]), [brand], now=now)
    assert seen.days.heads == ("Positif", "Neutre", "Négatif", "À vérifier")
    assert len(seen.days.lines) == len(seen.volume.days) == 28
    assert seen.days.lines[-1].numbers == ("0", "0", "1", "0")
    assert seen.days.lines[-3].numbers == ("0", "0", "0", "1")


def test_the_health_line_says_what_is_read_and_when(
    world: World, browse: Browse, brand: Watch
) -> None:
    assert "Nothing is read yet." in text(browse(world.claire).get(OVERVIEW))
    now = utc_now()
    Stream.objects.create(network="bluesky", read_at=now)
    feed = Source.objects.create(
        workspace=world.atelier, kind="feed", network="feeds", subject="https://a.example/f",
        name="A", added_at=now, failures=1,
    )  # fmt: skip
    Source.objects.create(
        workspace=world.flowers, kind="feed", network="feeds", subject="https://b.example/f",
        name="B", added_at=now,
    )  # fmt: skip
    at = now.astimezone(world.atelier.zone)
    said = "1 network heard as it happens, 1 source read now and then, last read"
    shown = " ".join(text(browse(world.claire).get(OVERVIEW)).split())
    assert said in shown
    assert f"{at.hour}:{at.minute:02}" in shown
    assert "1 does not answer" in shown
    feed.delete()
    Stream.objects.update(read_at=now - timedelta(hours=2))
    assert "1 network, last read" in text(browse(world.claire).get(OVERVIEW))


def test_only_streams_that_are_read_for_the_workspace_count(world: World, brand: Watch) -> None:
    now = utc_now()
    gone = make_channel(world.atelier, "mastodon", now=now)
    for stream in (
        Stream(network="bluesky", read_at=now),
        Stream(network="bluesky", recording="a file", failures=2),
        Stream(network="mastodon", channel=gone, failures=2),
    ):
        stream.save()
    found = health(world.atelier, now=now)
    assert (found.streams, found.failing) == (2, 1)
    Channel.objects.filter(pk=gone.pk).update(status=Channel.Status.DISCONNECTED)
    found = health(world.atelier, now=now)
    assert (found.streams, found.failing) == (1, 0)
    Watch.objects.update(query=Sought(any_of=("martin",), networks=("mastodon",)).stored())
    assert health(world.atelier, now=now).streams == 0


def test_what_a_stream_missed_is_said_under_the_picture(
    world: World, browse: Browse, brand: Watch
) -> None:
    now = utc_now()
    for days, recording in ((2, ""), (40, ""), (3, "a file")):
        stream, _made = Stream.objects.get_or_create(network="bluesky", recording=recording)
        began = now - timedelta(days=days)
        Gap.objects.create(stream=stream, began_at=began, ended_at=began + timedelta(hours=3))
    shown = text(browse(world.claire).get(OVERVIEW))
    assert shown.count("It is unknown, not silence.") == 1
    assert "On Bluesky, what was said from" in shown


def test_one_watch_alone_is_shown_when_it_is_asked_for(
    world: World, browse: Browse, brand: Watch
) -> None:
    other = make_watch(world.atelier, "levain", now=utc_now() - _MONTHS, subject="topic")
    speak(world.atelier, other, at=utc_now(), text="Levain du jour")
    client = browse(world.claire)
    assert "Levain du jour" not in text(client.get(OVERVIEW))
    assert "<mark>Levain</mark> du jour" in text(client.get(f"{OVERVIEW}?watch={other.pk}"))
    elsewhere = make_watch(world.flowers, "fleurs", now=utc_now())
    speak(world.flowers, elsewhere, at=utc_now(), text="Chez Zoé")
    assert "Chez Zoé" not in text(client.get(f"{OVERVIEW}?watch={elsewhere.pk}"))


@pytest.mark.parametrize("page", [OVERVIEW, LIST])
def test_pages_ask_as_much_for_many_mentions_as_for_few(
    world: World,
    browse: Browse,
    brand: Watch,
    page: str,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rival = make_watch(world.atelier, "delattre", now=utc_now() - _MONTHS, subject="competitor")
    client = browse(world.claire)
    texts = ("Le pain du matin", "Une brioche dorée", "La file du samedi")
    many(world.atelier, brand, rival, now=utc_now(), number=60, texts=texts)
    client.get(page)
    with django_assert_max_num_queries(35) as asked:
        client.get(page)
    many(world.atelier, brand, now=utc_now(), number=300, texts=texts)
    with django_assert_num_queries(len(asked)):
        client.get(page)


def test_a_mention_leads_to_its_original_and_nowhere_unsafe(
    world: World, browse: Browse, brand: Watch
) -> None:
    speak(world.atelier, brand, at=utc_now(), text="Vu <b>Atelier Martin</b>")
    bad = speak(world.atelier, brand, at=utc_now())
    Mention.objects.filter(pk=bad.pk).update(url="javascript:alert(1)")
    shown = browse(world.lucas).get(LIST).content.decode()
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert "javascript:" not in shown
    assert "Vu &lt;b&gt;<mark>Atelier Martin</mark>&lt;/b&gt;" in shown


def test_setting_aside_can_be_undone(world: World, browse: Browse, brand: Watch) -> None:
    row = speak(world.atelier, brand, at=utc_now(), text="Homonyme")
    client = browse(world.karim)
    back = f"{LIST}?tone=neutral"
    answer = client.post(reverse("mention_set_aside", args=[row.pk]), {"back": back}, follow=True)
    assert answer.redirect_chain[-1][0] == back
    undo = reverse("mention_take_back", args=[row.pk])
    assert f'action="{undo}"' in text(answer)
    assert "Homonyme" not in text(answer)
    assert "Homonyme" in text(client.get(f"{LIST}?aside=1"))
    client.post(undo)
    assert "Homonyme" in text(client.get(LIST))


def test_nobody_is_sent_elsewhere(world: World, browse: Browse, brand: Watch) -> None:
    row = speak(world.atelier, brand, at=utc_now())
    for back in ("https://evil.example/", "//evil.example", "/account/", "/listening/../x\\"):
        answer = browse(world.karim).post(
            reverse("mention_set_aside", args=[row.pk]), {"back": back}
        )
        assert answer["Location"].startswith("/listening/")


def test_a_mention_is_brought_into_the_inbox_or_says_why_not(
    world: World, browse: Browse, brand: Watch
) -> None:
    row = speak(world.atelier, brand, at=utc_now())
    client = browse(world.claire)
    bring = reverse("mention_bring_in", args=[row.pk])
    assert bring not in text(client.get(LIST))
    assert "No channel of yours can answer on Bluesky." in text(client.post(bring, follow=True))
    make_channel(world.atelier, "bluesky", now=utc_now())
    assert bring in text(client.get(LIST))
    assert "It is asked for through" in text(client.post(bring, follow=True))
    row.refresh_from_db()
    assert row.brought_in_at is not None
    assert bring not in text(client.get(LIST))


def test_a_mention_starts_a_post_and_keeps_nothing_yet(
    world: World, browse: Browse, brand: Watch
) -> None:
    speak(world.atelier, brand, at=utc_now(), text="Ouvrez le lundi !")
    client = browse(world.karim)
    shown = text(client.get(LIST))
    assert "Make a post of it" in shown
    assert "Make a post of it" not in text(browse(world.lucas).get(LIST))
    composer = client.post(reverse("post_new"), {"text": "“Ouvrez le lundi !”"})
    assert composer.status_code == 200
    assert "“Ouvrez le lundi !”" in text(composer)
    assert world.atelier.posts.count() == 0


def test_the_table_holds_what_may_leave_and_no_names(
    world: World, browse: Browse, brand: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(world.atelier, brand, at=utc_now(), text="=SUM(A1)", who="odile", likes=3)
    speak(world.atelier, brand, at=utc_now() - timedelta(hours=1), network="mastodon")
    speak(world.atelier, brand, at=utc_now(), set_aside_at=utc_now(), text="Aside")
    allowed = data_rules.may_export
    monkeypatch.setattr(data_rules, "may_export", lambda key: key != "mastodon" and allowed(key))
    answer = browse(world.lucas).get(reverse("mentions_export"))
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(table.splitlines()))
    assert len(rows) == 2
    assert rows[1][1:5] == ["Bluesky", "'=SUM(A1)", "fr", "Neutral"]
    assert rows[1][6:9] == ["3", "", ""]
    assert "Odile" not in table


def test_what_belongs_to_others_is_not_found(world: World, browse: Browse) -> None:
    theirs = make_watch(world.flowers, "fleurs", now=utc_now())
    row = speak(world.flowers, theirs, at=utc_now())
    for name in ("mention_set_aside", "mention_take_back", "mention_bring_in"):
        assert browse(world.claire).post(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.set_aside_at is None
