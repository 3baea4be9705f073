from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import translation

from beffroi.web import rooms
from beffroi.web.errors import EXPLANATIONS, FORM_EXPIRED
from beffroi.web.rooms import RoomLink
from beffroi.web.states import NETWORK_NAMES, POST_STATES
from beffroi.web.templatetags import beffroi as tags

SPRITE = (Path(__file__).parents[1] / "static" / "web" / "icons.svg").read_text()
NOW = datetime(2026, 6, 16, 7, 12, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    around = {"now": NOW, "zone": ZoneInfo("Europe/Paris"), **context}
    with translation.override("fr"):
        return Template("{% load beffroi times %}" + source).render(Context(around))


def test_every_icon_named_in_code_is_in_the_sprite() -> None:
    named = {look.icon for look in POST_STATES.values()}
    named |= {room.icon for room in (*rooms.ROOMS, *rooms.PLACES)}
    named |= {error.icon for error in (*EXPLANATIONS.values(), FORM_EXPIRED)}
    assert {name for name in named if f'id="i-{name}"' not in SPRITE} == set()
    assert {key for key in NETWORK_NAMES if f'id="n-{key}"' not in SPRITE} == set()


@pytest.mark.parametrize(
    ("handle", "drawn"),
    [
        ("@julien.example", "@julien.<wbr>example"),
        ("@atelier-martin.bsky.social", "@atelier-<wbr>martin.<wbr>bsky.<wbr>social"),
        ("@zoe@mastodon.social", "@zoe<wbr>@mastodon.<wbr>social"),
        ("M. Dupont", "M. Dupont"),
        ("<b>.x</b>", "&lt;b&gt;.x&lt;/b&gt;"),
    ],
)
def test_a_long_handle_goes_on_after_a_dot_or_a_dash(handle: str, drawn: str) -> None:
    assert render("{{ handle|parted }}", handle=handle) == drawn


def test_an_icon_is_hidden_from_readers() -> None:
    assert render('{% icon "send" "t-ok" %}') == (
        '<svg class="i t-ok" aria-hidden="true">'
        '<use href="/static/web/icons.svg#i-send"></use></svg>'
    )


def test_a_network_mark_says_its_name_unless_it_stands_beside_it() -> None:
    assert '<span class="vh">Mastodon</span>' in render('{% network "mastodon" %}')
    assert "Mastodon" not in render('{% network "mastodon" named=False %}')


@pytest.mark.parametrize("state", POST_STATES)
def test_a_state_is_an_icon_and_a_word(state: str) -> None:
    badge = render("{% post_state state %}", state=state)
    assert "<use " in badge
    assert re.sub(r"<[^>]*>", "", badge).strip()


def test_what_people_wrote_is_escaped_everywhere() -> None:
    evil = '<img src=x onerror=alert(1)>"'
    sources = [
        "{% badge evil %}",
        "{% button evil %}",
        "{% button evil href=evil %}",
        "{% avatar evil %}",
        "{% empty 'inbox' evil %}{{ evil }}{% endempty %}",
        "{% panel %}{{ evil }}{% endpanel %}",
        "{% progress 1 2 evil %}",
        "{{ evil|network_name }}",
    ]
    for source in sources:
        assert "<img" not in render(source, evil=evil), source


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Claire Martin", "CM"),
        ("Jean-Marc de La Tour", "JT"),
        ("claire@atelier.example", "C"),
        ("", "?"),
        ("  ", "?"),
        ("🥖", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert tags.initials(name) == letters


def test_a_panel_with_an_icon_has_its_tone() -> None:
    panel = render('{% panel "bronze" "lightbulb" %}<p>Oui</p>{% endpanel %}')
    assert panel.startswith('<div class="panel bronze note"><svg class="i t-bronze"')
    assert "<p>Oui</p>" in panel


def test_the_unknown_is_a_dash_and_never_a_zero() -> None:
    assert (
        render("{{ nothing|dash }} {{ none|dash }} {{ zero|dash }}", none=None, zero=0) == "— — 0"
    )


def test_only_good_news_is_a_toast() -> None:
    messages = [Message(levels.SUCCESS, "yes"), Message(levels.ERROR, "no")]
    assert [str(message) for message in tags.passing(messages)] == ["yes"]
    assert [str(message) for message in tags.lasting(messages)] == ["no"]
    assert tags.passing(None) == tags.lasting(None) == []


def test_a_time_carries_its_full_date() -> None:
    moment = datetime(2026, 6, 16, 4, 12, tzinfo=UTC)
    assert render("{% ago moment %}", moment=moment) == (
        '<time datetime="2026-06-16T04:12:00+00:00" title="mardi 16 juin à 6:12">'
        "il y a 3\N{NO-BREAK SPACE}h</time>"
    )
    assert ">6:12<" in render("{% hour moment %}", moment=moment)
    assert ">mardi 16 juin<" in render("{% day moment %}", moment=moment)


class Sample(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme sur la vitrine.")
    agreed = forms.BooleanField(label="D’accord", required=False)
    where = forms.ChoiceField(
        label="Où", choices=[("a", "Ici"), ("b", "Là")], widget=forms.RadioSelect, required=False
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_an_error_is_tied_to_its_field_and_listed_with_a_link() -> None:
    html = render("{% form_fields form %}", form=Sample({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert '<a href="#id_name">Nom</a>' in html
    assert "autofocus" in html


def test_a_form_at_rest_has_hints_and_no_errors() -> None:
    html = render("{% form_fields form %}", form=Sample())
    assert 'id="id_name_helptext">Comme sur la vitrine.' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "aria-invalid" not in html
    assert "autofocus" not in html
    assert 'type="hidden" name="secret"' in html


def test_a_group_of_choices_is_a_fieldset() -> None:
    html = render("{% field form.where %}", form=Sample())
    assert "<fieldset" in html
    assert html.count('<label class="chip">') == 2
    assert "(facultatif)" in html


def test_the_ring_says_its_minutes() -> None:
    html = render("{% dial 4 9 %}")
    assert 'aria-label="4\N{NO-BREAK SPACE}minutes faites sur 15, environ 9 devant vous"' in html
    assert html.count("<path") == 15


def test_an_entry_of_the_navigation_says_where_one_is_and_how_much_waits() -> None:
    quiet = RoomLink("answer", "/inbox/", "A <b>", "sun", "", 0)
    assert render("{% room_link room %}", room=quiet).startswith('<a href="/inbox/"><svg')
    assert "A &lt;b&gt;</a>" in render("{% room_link room %}", room=quiet)
    busy = replace(quiet, current="page", count=3)
    drawn = render("{% room_link room %}", room=busy)
    assert '<a href="/inbox/" aria-current="page">' in drawn
    assert '<span class="count">3<span class="vh"> ' in drawn


@pytest.mark.parametrize(
    ("size_bytes", "written"),
    [
        (0, "1 kB"),
        (999, "1 kB"),
        (87_900, "88 kB"),
        (1_000_000, "1.0 MB"),
        (9_940_000, "9.9 MB"),
        (20_000_000, "20 MB"),
        (1_250_000_000, "1.2 GB"),
    ],
)
def test_a_weight_is_written_in_the_units_of_limits(size_bytes: int, written: str) -> None:
    with translation.override("en"):
        assert tags.weight(size_bytes) == written


def test_a_text_to_copy_keeps_its_button_from_those_who_have_no_script() -> None:
    drawn = render(
        '{% load sharing %}{% to_copy "x" "Adresse" text rows=2 hint="Ici" %}', text="<b>"
    )
    assert ">&lt;b&gt;</textarea>" in drawn
    assert '<p class="cluster" hidden><button' in drawn
    assert 'aria-describedby="x-hint"' in drawn


def test_stars_are_said_in_words() -> None:
    assert "1 étoile sur 5" in tags_in_french(1)
    assert "2 étoiles sur 5" in tags_in_french(2)


def tags_in_french(number: int) -> str:
    return render("{% stars number %}", number=number)
