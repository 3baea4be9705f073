from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

NOW = datetime(2026, 6, 16, 7, 12, tzinfo=UTC)
EVIL = "<script>\"'&"


@dataclass
class Part:
    text: str
    is_found: bool = False


@dataclass
class Label:
    name: str = "Devis"
    tone: str = "bronze"


@dataclass
class Row:
    id: int = 7
    name: str = "Léa Bonnet"
    network: str = "bluesky"
    excerpt: str = "Du pain ?"
    found: tuple[Part, ...] = ()
    at: datetime = NOW - timedelta(hours=3)
    is_private: bool = False
    waiting_since: datetime | None = None
    answer_state: str = ""
    is_troubled: bool = False
    stars: int | None = None
    tone: str = ""
    intent: str = ""
    urgency: str = ""
    wants_check: bool = False
    due_at: datetime | None = None
    escalated_at: datetime | None = None
    assignee: str = ""
    writer: str = ""
    labels: tuple[Label, ...] = ()


def draw(*rows: Row, options: str = "") -> str:
    source = "{% load messages %}{% message_rows rows base query " + options + " %}"
    around = {"rows": rows, "base": "/inbox/", "query": "?q=a&b", "now": NOW}
    with translation.override("en"):
        return Template(source).render(Context({**around, "zone": ZoneInfo("Europe/Paris")}))


def test_a_message_says_who_where_when_and_what() -> None:
    drawn = draw(Row())
    assert '<a class="msg" href="/inbox/7/?q=a&amp;b">' in drawn
    assert words_of(drawn) == ["LB", "Léa Bonnet", "Bluesky", "3 h ago", "Du pain ?"]


def test_what_strangers_wrote_is_escaped() -> None:
    row = Row(name=EVIL, excerpt=EVIL, assignee=EVIL, writer=EVIL, labels=(Label(EVIL),))
    drawn = draw(row, options='form="sweep"')
    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;&quot;&#x27;&amp;") == 6


def test_what_was_looked_for_is_marked_in_the_place_of_the_first_words() -> None:
    drawn = draw(Row(found=(Part("Un "), Part("pain", is_found=True), Part(" ?"))))
    assert "<bdi>Un <mark>pain</mark> ?</bdi>" in drawn
    assert "Du pain" not in drawn


def test_what_is_marked_is_escaped_too() -> None:
    drawn = draw(Row(found=(Part(EVIL), Part(EVIL, is_found=True))))
    assert "<script>" not in drawn
    assert "<mark>&lt;script&gt;&quot;&#x27;&amp;</mark>" in drawn


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row(is_private=True), ["Private"]),
        (Row(escalated_at=NOW), ["Crisis team alerted"]),
        (Row(waiting_since=NOW), ["Waits for you"]),
        (Row(waiting_since=NOW, is_private=True), ["Private", "Waits for you"]),
        (Row(answer_state="published"), ["Answered"]),
        (Row(answer_state="published", waiting_since=NOW), ["Waits for you"]),
        (Row(answer_state="scheduled"), []),
        (Row(is_troubled=True, waiting_since=NOW), ["Answer to look at"]),
        (Row(assignee="Karim", writer="Claire"), ["Claire answers…", "Karim"]),
        (Row(labels=(Label(), Label("Urgent", "bad"))), ["Devis", "Urgent"]),
        (Row(stars=2, waiting_since=NOW), ["★★☆☆☆", "2 of 5 stars", "Waits for you"]),
    ],
)
def test_a_message_says_what_it_asks_for(row: Row, words: list[str]) -> None:
    tags = draw(row).split('<span class="tags">')[1]
    assert [part for part in re.split("<[^>]+>", tags) if part.strip()] == words


def test_whoever_took_everything_back_has_no_name_left() -> None:
    assert "<b>Erased</b>" in draw(Row(name="", excerpt=""))


def test_the_open_one_is_marked_and_the_first_of_more_takes_the_focus() -> None:
    drawn = draw(Row(id=7), Row(id=8), options="current=8 has_focus=True").split("</li>")
    assert ("aria-current" in drawn[0], "autofocus" in drawn[0]) == (False, True)
    assert ("aria-current" in drawn[1], "autofocus" in drawn[1]) == (True, False)


def test_each_can_be_chosen_where_a_form_asks_for_it() -> None:
    assert "checkbox" not in draw(Row())
    drawn = draw(Row(), options='form="sweep"')
    assert 'name="chosen" value="7" form="sweep" aria-label="Choose what Léa Bonnet wrote"' in drawn


def test_who_waits_is_said_what_they_want_in_what_tone_and_by_when() -> None:
    row = Row(
        waiting_since=NOW, intent="complaint", tone="negative", due_at=NOW + timedelta(hours=2)
    )
    assert words_of(draw(row))[5:] == ["before 11:12", "Complaint", "Negative"]


def test_what_is_not_sure_wants_a_look() -> None:
    row = Row(waiting_since=NOW, intent="praise", tone="positive", wants_check=True)
    assert words_of(draw(row))[5:] == ["Thanks", "Tone to check"]


def test_what_is_urgent_says_why_and_that_it_is_late() -> None:
    row = Row(waiting_since=NOW, intent="complaint", tone="negative", urgency="health", due_at=NOW)
    assert words_of(draw(row))[5:] == ["late", "Health", "Complaint", "Negative"]


@pytest.mark.parametrize("tone", ["positive", "neutral"])
def test_praise_is_late_without_alarm(tone: str) -> None:
    drawn = draw(Row(waiting_since=NOW, intent="praise", tone=tone, due_at=NOW))
    assert words_of(drawn)[5] == "when you can"
    assert "t-bad" not in drawn


@pytest.mark.parametrize(
    "more",
    [
        {"tone": "negative"},
        {"wants_check": True},
        {"urgency": "health"},
        {"escalated_at": NOW},
        {"intent": "question"},
    ],
)
def test_what_may_be_more_than_praise_is_late(more: dict[str, Any]) -> None:
    praise = Row(intent="praise", tone="positive", waiting_since=NOW, due_at=NOW)
    assert words_of(draw(replace(praise, **more)))[5] == "late"


def test_praise_says_by_when_until_then() -> None:
    due_at = NOW + timedelta(hours=2)
    row = Row(waiting_since=NOW, intent="praise", tone="positive", due_at=due_at)
    assert words_of(draw(row))[5] == "before 11:12"


def test_what_is_settled_says_nothing_of_it() -> None:
    assert words_of(draw(Row(intent="complaint", tone="negative", due_at=NOW)))[5:] == []


def words_of(drawn: str) -> list[str]:
    return [part.strip() for part in re.split("<[^>]+>", drawn) if part.strip()]
