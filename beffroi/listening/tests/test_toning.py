from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.listening import toning
from beffroi.listening.models import Mention, Watch
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from tests.world import World

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
_TO_CHECK = "/listening/mentions/?tone=check"


@pytest.fixture
def brand(world: World) -> Watch:
    return make_watch(world.atelier, "atelier martin", now=NOW)


def tones() -> list[tuple[str, bool]]:
    return list(Mention.objects.order_by("pk").values_list("tone", "wants_check"))


def test_a_tone_is_said_for_all_that_say_the_same_and_can_be_undone(
    world: World, brand: Watch
) -> None:
    first = speak(world.atelier, brand, at=NOW, tone="positive", wants_check=True)
    speak(world.atelier, brand, at=NOW, tone="neutral", wants_check=True, first=first)
    speak(world.atelier, brand, at=NOW, tone="positive", first=first)
    speak(world.atelier, brand, at=NOW, tone="positive", wants_check=True)
    before = tones()
    assert toning.say(first, "negative", actor=world.claire, now=NOW) == 2
    said = ("negative", False)
    assert tones() == [said, said, ("positive", False), ("positive", True)]
    assert toning.take_back(first, actor=world.claire, now=NOW) == 2
    assert tones() == before
    assert toning.take_back(first, actor=world.claire, now=NOW) == 0


def test_an_undo_leaves_what_was_understood_anew_since(world: World, brand: Watch) -> None:
    row = speak(world.atelier, brand, at=NOW, tone="positive", wants_check=True)
    toning.say(row, "negative", actor=world.claire, now=NOW)
    Mention.objects.update(tone="neutral")  # its author wrote something else
    assert toning.take_back(row, actor=world.claire, now=NOW) == 0
    assert tones() == [("neutral", False)]


@pytest.mark.parametrize(
    ("tone", "is_unsure"), [("furious", True), ("", True), ("negative", False)]
)
def test_what_is_no_tone_or_is_known_already_is_refused(
    world: World, brand: Watch, tone: str, is_unsure: bool
) -> None:
    row = speak(world.atelier, brand, at=NOW, tone="positive", wants_check=is_unsure)
    with pytest.raises(toning.NoTone):
        toning.say(row, tone, actor=world.claire, now=NOW)
    assert tones() == [("positive", is_unsure)]


def test_the_list_to_check_asks_for_each_tone(world: World, browse: Browse, brand: Watch) -> None:
    now = utc_now()
    row = speak(world.atelier, brand, at=now - timedelta(hours=1), wants_check=True)
    client, there = browse(world.claire), reverse("mention_tone", args=[row.pk])
    shown = text(client.get(_TO_CHECK))
    assert shown.count(f'action="{there}"') == 1
    assert all(f'name="tone" value="{one}"' in shown for one in ("positive", "neutral", "negative"))
    answer = client.post(there, {"tone": "positive", "back": _TO_CHECK}, follow=True)
    assert answer.redirect_chain[-1][0] == _TO_CHECK
    undo = reverse("mention_tone_undo", args=[row.pk])
    assert f'action="{undo}"' in text(answer)
    assert there not in text(client.get("/listening/mentions/"))
    assert there in text(client.post(undo, follow=True))


def test_who_may_not_answer_and_who_is_elsewhere_says_no_tone(
    world: World, browse: Browse, brand: Watch
) -> None:
    theirs = make_watch(world.flowers, "fleurs", now=NOW)
    row = speak(world.flowers, theirs, at=NOW, wants_check=True)
    for name in ("mention_tone", "mention_tone_undo"):
        assert browse(world.claire).post(reverse(name, args=[row.pk])).status_code == 404
