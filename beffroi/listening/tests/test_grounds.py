from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.listening import ground_forms, grounds, notice, record, weighing
from beffroi.listening.grounds import InUse, Weighed
from beffroi.listening.models import Ground
from beffroi.listening.rules import LegalGround, Purpose
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_watch
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World, introduce

WEIGHED = Weighed(
    purposes=(Purpose.ANSWER, Purpose.REPUTATION),
    balancing={key: f"Réponse {key}" for key in weighing.KEYS},
    contact="vie-privee@atelier-martin.example",
    kept_for_months=6,
)


def weigh(world: World, clock: FrozenClock, weighed: Weighed = WEIGHED) -> Ground:
    return grounds.weigh(world.atelier, weighed, actor=world.claire, now=clock())


def sent(**more: object) -> dict[str, object]:
    return {
        "purposes": ["answer", "reputation", "market"],
        "kept_for_months": "12",
        "contact": "bonjour@atelier-martin.example",
        "is_accepted": "on",
        **{
            f"balance_{key}": "Oui, et voici pourquoi : nous avons pesé tout cela avec soin."
            for key in weighing.KEYS
        },
        **more,
    }


def test_it_is_written_already_but_for_the_reading(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    introduce(world, now=clock())
    shown = text(browse(world.claire).get(reverse("listening_ground")))
    assert "bonjour@atelier-martin.example" in shown
    assert "Atelier Martin wants to answer people" in shown
    assert 'value="12" selected' in shown


def test_accepted_it_bears_who_and_when_and_leads_to_the_first_watch(
    world: World, browse: Browse
) -> None:
    claire = browse(world.claire)
    answer = claire.post(reverse("listening_ground"), sent())
    assert answer.headers["Location"] == reverse("watch_new")
    ground = Ground.objects.get()
    assert (ground.weighed_by, ground.kept_for_months) == (world.claire, 12)
    assert "Claire Martin" in text(claire.get(reverse("listening_balancing")))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_accepted": ""}, "Somebody must read and accept it"),
        ({"contact": ""}, "say whom they write to"),
        ({"contact": "zoe"}, "Nobody can write to that"),
        ({"contact": "Zoé Martin, à la boutique"}, "Nobody can write to that"),
        ({"balance_effects": " "}, "This question wants an answer of yours"),
        ({"kept_for_months": "240"}, "240"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    world: World, browse: Browse, more: dict[str, object], said: str
) -> None:
    answer = browse(world.claire).post(
        reverse("listening_ground"), sent(balance_interest="À notre façon.", **more)
    )
    assert answer.status_code == 422
    assert said in text(answer)
    assert "À notre façon." in text(answer)
    assert not Ground.objects.exists()


def test_a_purpose_of_a_watch_stays(world: World, clock: FrozenClock, browse: Browse) -> None:
    weigh(world, clock)
    make_watch(world.atelier, "levain", now=clock())
    with pytest.raises(InUse):
        weigh(world, clock, replace(WEIGHED, purposes=(Purpose.ANSWER,)))
    answer = browse(world.claire).post(reverse("listening_ground"), sent(purposes=["answer"]))
    assert "Watches are there for “To be warned”" in text(answer)


def test_weighed_again_it_keeps_its_address(world: World, clock: FrozenClock) -> None:
    first = weigh(world, clock)
    clock.advance(days=366)
    assert grounds.is_stale(first, now=clock())
    again = weigh(world, clock)
    assert again.address == first.address
    assert not grounds.is_stale(again, now=clock())


def test_only_those_who_manage_the_company_weigh(world: World, browse: Browse) -> None:
    assert browse(world.karim).get(reverse("listening_ground")).status_code == 403
    shown = text(browse(world.karim).get(reverse("watches")))
    assert "An owner or a manager first weighs" in shown


def test_the_record_holds_each_watch(world: World, clock: FrozenClock, browse: Browse) -> None:
    ground = weigh(world, clock)
    make_watch(world.atelier, "cancer", now=clock(), name="Ligue", none_of=("horoscope",))
    make_watch(world.atelier, "levain", now=clock(), name="Levain")
    claire = browse(world.claire)
    content = json.loads(claire.get(reverse("listening_record_file")).content)
    assert [one["name"] for one in content["watches"]] == ["Levain", "Ligue"]
    assert content["watches"][1]["article_9"] == ["health"]
    assert content["watches"][1]["looks_for"] == "(cancer) AND NOT (horoscope)"
    assert content["weighed_by"] == "Claire Martin"
    assert content["kept_for"][1] == "Words: 6 months"
    assert "name the account on Bluesky" in content["kept_for"][2]
    shown = text(claire.get(reverse("listening_record")))
    assert "Ligue" in shown
    assert "Touches: health" in shown
    assert record.of(ground, now=clock()).as_json().startswith("{")


@pytest.mark.parametrize(("language", "said"), [("fr", "Vos droits"), ("en", "Your rights")])
def test_anybody_reads_the_notice_in_two_languages(
    world: World, clock: FrozenClock, language: str, said: str
) -> None:
    ground = weigh(world, clock)
    make_watch(world.atelier, "un secret de fabrique", now=clock(), networks=("bluesky",))
    address = reverse("listening_notice", args=[ground.address])
    answer = Client().get(address, headers={"Accept-Language": "de"}, data={"language": language})
    shown = text(answer)
    assert said in shown
    assert "vie-privee@atelier-martin.example" in shown
    assert "Bluesky" in shown
    assert "YouTube" not in shown
    assert "un secret" not in shown
    assert "Claire" not in shown
    assert answer.headers["Content-Language"] == language
    assert not answer.cookies


def test_the_notice_speaks_the_language_of_who_reads(world: World, clock: FrozenClock) -> None:
    address = reverse("listening_notice", args=[weigh(world, clock).address])
    assert "Your rights" in text(Client().get(address, headers={"Accept-Language": "en"}))
    assert "Vos droits" in text(Client().get(address, headers={"Accept-Language": "fr"}))


def test_there_is_no_notice_where_nothing_is_read(world: World, clock: FrozenClock) -> None:
    assert Client().get(reverse("listening_notice", args=["nobody"])).status_code == 404
    ground = weigh(world, clock)
    type(world.atelier).objects.update(closed_at=clock())
    assert Client().get(reverse("listening_notice", args=[ground.address])).status_code == 404


def test_no_public_page_claims_a_consent_that_nobody_gave(
    world: World, clock: FrozenClock, browse: Browse
) -> None:
    ground = weigh(world, clock)
    Ground.objects.update(legal_ground=LegalGround.CONSENT.value)
    ground.refresh_from_db()
    said = notice.text_of(ground, language="en")
    assert "This rests on our legitimate interest" in str(said.clauses)
    claire = browse(world.claire)
    for name in ("watches", "listening_ground"):
        assert "nobody is asked for theirs" in text(claire.get(reverse(name)))
    claire.post(reverse("listening_ground"), sent(legal_ground="consent"))
    assert Ground.objects.get().legal_ground == "legitimate_interest"
    assert "nobody is asked for theirs" not in text(claire.get(reverse("watches")))


@pytest.mark.parametrize(
    "contact",
    [
        "bonjour@atelier-martin.example",
        "Zoé, 03 27 00 00 00",
        "12 rue de Paris, 59500 Douai",
        "https://atelier-martin.example/contact",
    ],
)
def test_one_can_write_or_call(contact: str) -> None:
    assert ground_forms.is_reachable(contact)


def test_an_answer_of_one_word_is_kept_with_a_warning(world: World, browse: Browse) -> None:
    answer = browse(world.claire).post(
        reverse("listening_ground"), sent(balance_effects="ok"), follow=True
    )
    assert Ground.objects.get().balancing["effects"] == "ok"
    assert "Very short: “What could it do to them?”" in text(answer)


def test_a_reader_sees_what_was_weighed(world: World, clock: FrozenClock, browse: Browse) -> None:
    weigh(world, clock)
    reader = browse(world.member(Role.READER))
    for name in ("listening_balancing", "listening_record", "listening_record_file", "watches"):
        assert reader.get(reverse(name)).status_code == 200
