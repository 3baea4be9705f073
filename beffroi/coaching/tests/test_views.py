"""The barometer as people open it, answer it, share it."""

from __future__ import annotations

import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from beffroi.coaching import showing
from beffroi.coaching.models import FEELING, CohortMember, Declared, Share
from beffroi.coaching.words import names
from beffroi.coaching.words.asking import GROUPS, QUESTIONS
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.populations import KEYS
from beffroi.strategy.barometer.rules import measure, parts_of
from beffroi.strategy.barometer.tests.makers import FULL
from beffroi.workspaces.models import Workspace
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def text_of(client: Client, name: str = "barometer", *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def say(client: Client, **choices: int) -> None:
    data = {f"said-{Dimension[name].value}": str(choice) for name, choice in choices.items()}
    assert client.post(reverse("barometer_answers"), data).status_code == 302


def say_all(client: Client, choice: int) -> None:
    """Answer ten questions: enough for a level."""
    say(client, **{one.name: choice for one in Dimension})


def test_every_part_has_its_words_and_a_sentence_for_what_it_was_read_from() -> None:
    for one in Dimension:
        for part in parts_of(one, FULL):
            words = names.PARTS[one, part.key]
            named = set(re.findall(r"%\((\w+)\)s", str(words.read)))
            assert named <= {name for name, _value in part.inputs}
            assert showing.read_of(one, part)
            assert reverse(words.url_name)
    assert len(names.PARTS) == sum(len(parts_of(one, Facts())) for one in Dimension)
    assert set(names.BELONGS) == set(KEYS)


def test_every_dimension_is_asked_about_with_four_choices() -> None:
    assert set(QUESTIONS) == {*Dimension, FEELING}
    assert {len(QUESTIONS[one].choices) for one in Dimension} == {4}


def test_a_new_workspace_is_told_that_nothing_is_known(claire: Client, world: World) -> None:
    page = text_of(claire)
    assert "Nothing is known yet" in page
    assert "never counts it as zero" in page
    assert page.count('class="dim"') == 10


def test_the_hour_of_the_measure_is_the_workspaces(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    Workspace.objects.filter(pk=world.atelier.pk).update(time_zone="Pacific/Noumea")
    there = clock().astimezone(ZoneInfo("Pacific/Noumea"))
    assert f"{there.hour}:{there.minute:02}" in text_of(claire)


def test_as_many_questions_are_asked_as_the_page_says(claire: Client) -> None:
    page = text_of(claire, "barometer_answers")
    assert "Eleven questions" in page
    assert page.count("<fieldset") == 11


def test_the_page_shows_level_parts_and_studies(claire: Client) -> None:
    say_all(claire, 2)
    page = text_of(claire)
    assert "Confidence 50%" in page
    assert "Weeks with a publication" in page
    assert "Not known: it counts neither for you nor against you." in page
    assert "according to Satmetrix, 2012, world, n = 1,180, declared; an old figure" in page
    assert "The study itself says: 60%." in page
    assert "better than" not in page.lower()


def test_answers_are_kept_with_who_gave_them(claire: Client, world: World) -> None:
    say(claire, ACTIVITY=3)
    row = Declared.objects.get()
    assert (row.workspace, row.question, row.choice) == (world.atelier, 3, 3)
    assert row.answered_by == world.claire
    page = text_of(claire, "barometer_answers")
    assert "by Claire Martin" in page
    assert re.search(r'name="said-3" value="3"[^>]*checked', page)


def test_answers_are_kept_part_by_part_and_one_goes_on_where_one_was(
    claire: Client, world: World
) -> None:
    page = text_of(claire, "barometer_answers")
    assert "Answers kept: 0 of 11." in page
    assert page.count('name="after"') == len(GROUPS) - 1
    sent = {f"said-{number}": "" for number in range(1, 11)}
    address = reverse("barometer_answers")
    first = claire.post(address, sent | {"said-1": "2", "said-9": "1", "after": "group-2"})
    assert first["Location"] == f"{address}#group-2"
    said = dict(Declared.objects.values_list("question", "choice"))
    assert said == {1: 2, 9: 1}  # what was ticked below as well
    page = text_of(claire, "barometer_answers")
    assert "Answers kept: 2 of 11." in page
    assert "Kept: 1 of 4" in page
    assert f'href="{address}#group-1"' in text_of(claire)
    say(claire, PRESENCE=1, ACTIVITY=1, MEANS=1)
    assert Declared.objects.count() == 5  # what was not sent stays
    assert f'href="{address}#group-2"' in text_of(claire)
    assert "Go on with the questions" in text_of(claire)


def test_what_is_answered_no_longer_is_taken_back(claire: Client) -> None:
    say(claire, ACTIVITY=3)
    claire.post(reverse("barometer_answers"), {"said-3": ""})
    assert not Declared.objects.exists()


@pytest.mark.parametrize("after", ["", "group-9", "//example.com", "share"])
def test_a_part_that_is_none_leads_to_the_barometer(claire: Client, after: str) -> None:
    sent = {"said-3": "1", "after": after}
    assert claire.post(reverse("barometer_answers"), sent)["Location"] == reverse("barometer")


def test_every_question_is_in_one_part() -> None:
    assert [question for one in GROUPS for question in one.questions] == list(QUESTIONS)


def test_a_choice_that_does_not_exist_is_refused(claire: Client) -> None:
    response = claire.post(reverse("barometer_answers"), {"said-1": "9"})
    assert response.status_code == 422
    assert not Declared.objects.exists()


def test_whoever_may_not_change_it_sees_it_without_the_forms(
    claire: Client, browse: Browse, world: World
) -> None:
    say_all(claire, 3)
    page = text_of(browse(world.lucas))
    assert "Your level" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    for name in ("barometer_keep", "barometer_share", "barometer_cohort_join"):
        assert browse(world.lucas).post(reverse(name)).status_code == 403


def test_what_is_shared_has_levels_and_none_of_the_figures(claire: Client, world: World) -> None:
    say_all(claire, 2)
    claire.post(reverse("barometer_share"))
    token = Share.objects.get().token
    response = Client().get(reverse("public_barometer", args=[token]))
    page = response.content.decode()
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in page
    assert "Atelier Martin" in page
    assert "Weeks with a publication" not in page
    assert "Set-Cookie" not in response
    claire.post(reverse("barometer_withdraw"))
    gone = Client().get(reverse("public_barometer", args=[token]))
    assert gone.status_code == 410
    assert "Atelier Martin" not in gone.content.decode()


def test_an_address_that_nobody_made_leads_nowhere(world: World) -> None:
    assert Client().get(reverse("public_barometer", args=["x" * 32])).status_code == 404


def test_a_barometer_of_a_closed_workspace_is_gone(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    say_all(claire, 3)
    claire.post(reverse("barometer_share"))
    Workspace.objects.filter(pk=world.atelier.pk).update(closed_at=clock())
    token = Share.objects.get().token
    assert Client().get(reverse("public_barometer", args=[token])).status_code == 404


def test_history_is_drawn_from_two_states_on(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    say_all(claire, 1)
    claire.post(reverse("barometer_keep"))
    assert "Since the beginning" not in text_of(claire), "two of a day are one"
    clock.advance(days=1)
    claire.post(reverse("barometer_keep"))
    assert "From 30 on 09/14/2026 to 30 on 09/15/2026." in text_of(claire)


def test_taking_part_is_asked_and_taken_back(claire: Client, world: World) -> None:
    say(claire, ACTIVITY=1)
    assert "you see nobody’s" in text_of(claire)
    claire.post(reverse("barometer_cohort_join"))
    assert CohortMember.objects.get().workspace == world.atelier
    assert "Fewer than 10 others do" in text_of(claire)
    claire.post(reverse("barometer_cohort_leave"))
    assert not CohortMember.objects.exists()


def test_the_sheet_of_paper_is_one_page(claire: Client) -> None:
    say_all(claire, 2)
    response = claire.get(reverse("barometer_pdf"))
    assert response.status_code == 200
    reader = PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) == 1
    assert "Strategy and goals" in reader.pages[0].extract_text()
    assert "atelier-martin-2026-09-14.pdf" in response["Content-Disposition"]


def test_capped_levels_say_which_dimension_holds_them() -> None:
    weak = measure(Facts(), {**dict.fromkeys(Dimension, 3), Dimension.ACTIVITY: 0})
    with translation.override("en"):
        said = showing.summary(weak)
    assert said.held.endswith("hold the level at “Present”: Activity.")
    assert said.next == ""
