from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.company import actions as company_actions
from beffroi.core.clock import utc_now
from beffroi.inbox import keeping
from beffroi.inbox.automation import writing
from beffroi.inbox.filters import Filters
from beffroi.inbox.models import AutomaticAnswer, Conversation, Nudge, Rule, RuleAct
from beffroi.inbox.tests.automation.ruling import Ruled, crowd
from beffroi.inbox.tests.browsing import browser_of, shown, undo_of
from beffroi.inbox.tests.desk import NOUR, Desk, said, settle
from beffroi.networks.contracts import IncomingFeedback
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db

RULES = "/inbox/rules/"
ODD = (
    "<script>alert(1)</script>",
    "‮DROP TABLE rules; --",
    "مخبز النور",
    "👩‍👩‍👧‍👦 Émilie & Œuvre {prenom}",
    "%(name)s %s {0}",
    "a" * 60,
)


@pytest.fixture
def claire(world: World, desk: Desk) -> Client:
    desk.clock.set(utc_now())  # as pages read it
    return browser_of(world.claire)


def fresh(remote_id: str, text: str = "Ouvert lundi ?", **more: Any) -> IncomingFeedback:
    """Return something that was said just now, as pages read the clock."""
    return said(remote_id, text, **({"created_at": utc_now()} | more))


def plain(page: str) -> str:
    """Return a page without marks around names."""
    return re.sub(r"</?bdi[^>]*>", "", page)


def proof_of(page: str) -> str:
    found = re.search(r'name="tried" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def typed(**more: Any) -> dict[str, Any]:
    return {"name": "Devis", "action": ["settle", ""], "words": "devis", "words_are": "any"} | more


class TestWriting:
    def test_one_is_written_tried_and_switched_on(
        self, claire: Client, ruled: Ruled, desk: Desk
    ) -> None:
        desk.hear(fresh("f1", "Un devis ?"), fresh("f2", "Merci", author=NOUR))
        response = claire.post(f"{RULES}new/", typed(), follow=True)
        rule = Rule.objects.get()
        assert response.redirect_chain == [(f"{RULES}{rule.pk}/trial/", 302)]
        page = plain(shown(response))
        assert "Here is what it would have done." in page
        switch = f"{RULES}{rule.pk}/switch/"
        asked = {"do": "on", "tried": proof_of(page)}
        page = plain(shown(claire.post(switch, asked, follow=True)))
        assert "The rule is on" in page
        assert "Holds “devis”" in page
        assert "→ Mark as done" in page
        ruled.run("f1", "f2")
        page = plain(shown(claire.get(RULES)))
        assert "Acted 1 time" in page
        page = plain(shown(claire.post(switch, {"do": "off"}, follow=True)))
        assert "The rule is off." in page

    def test_without_having_seen_the_trial_of_this_version_it_stays_off(
        self, claire: Client, ruled: Ruled
    ) -> None:
        rule, other = ruled.off("A", "settle"), ruled.off("B", "settle")
        trial, switch = f"{RULES}{rule.pk}/trial/", f"{RULES}{rule.pk}/switch/"
        seen = proof_of(shown(claire.get(trial)))
        elsewhere = proof_of(shown(claire.get(f"{RULES}{other.pk}/trial/")))
        claire.post(f"{RULES}{rule.pk}/", typed(name="A", words="autre"))
        for proof in ("", "x", elsewhere, seen):
            page = shown(claire.post(switch, {"do": "on", "tried": proof}, follow=True))
            assert "The rule changed since it was tried" in page
        assert not Rule.objects.filter(on_version__isnull=False).exists()

    def test_what_is_refused_stays_in_the_form(self, claire: Client, ruled: Ruled) -> None:
        label = ruled.label()
        asked = typed(name="", kind="review", stars="1,2", action=[f"label:{label.pk}"], stops="on")
        response = claire.post(f"{RULES}new/", asked)
        page = shown(response)
        assert response.status_code == 422
        assert "Give it a name first." in page
        assert re.search(r'<option value="review"[^>]* selected', page)
        assert re.search(r'<option value="1,2"[^>]* selected', page)
        assert f'<option value="label:{label.pk}" selected>' in page
        assert ">devis</textarea>" in page
        assert re.search(r'name="stops" checked', page)

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"action": ["", ""]}, "Choose at least one thing"),
            ({"action": ["burn:1"]}, "Choose at least one thing"),
            ({"action": ["settle", "aside:monday"]}, "contradict each other"),
            ({"action": ["give:999999"]}, "may not answer here"),
            ({"words": "!!!"}, "This is no word: “!!!”"),
            ({"words": "x" * 5000}, "This is too long"),
            ({"assignee": "me"}, "“Me” is nobody to a rule"),
        ],
    )
    def test_what_makes_no_sense_is_said_and_nothing_is_kept(
        self, claire: Client, more: dict[str, Any], sentence: str
    ) -> None:
        assert sentence in shown(claire.post(f"{RULES}new/", typed(**more)))
        assert not Rule.objects.exists()

    @pytest.mark.parametrize("odd", ODD)
    def test_whatever_people_type_as_name_and_words_is_kept_and_shown_as_text(
        self, claire: Client, odd: str
    ) -> None:
        response = claire.post(
            f"{RULES}new/", typed(name=odd, words=odd.replace("--", "")), follow=True
        )
        assert response.status_code == 200
        assert Rule.objects.get().name == odd.strip()[:60]
        for page in (RULES, f"{RULES}{Rule.objects.get().pk}/", response.redirect_chain[0][0]):
            assert b"<script>alert" not in claire.get(page).content

    def test_one_without_any_condition_is_kept_with_a_warning(self, claire: Client) -> None:
        page = shown(claire.post(f"{RULES}new/", typed(words=""), follow=True))
        assert "This rule has no condition: it acts on everything that arrives." in page

    def test_every_filter_that_something_new_may_meet_is_offered(self, claire: Client) -> None:
        page = shown(claire.get(f"{RULES}new/"))
        fields = set(re.findall(r'id="filter_(\w+)"', page))
        from_list = set(re.findall(r'id="filter_(\w+)"', shown(claire.get("/inbox/views/"))))
        old = {"late", "waiting", "troubled", "escalated"}
        assert fields == from_list - {"status", "order"} - old
        assert 'value="me"' not in page

    def test_one_that_asks_for_more_shows_it(self, claire: Client, ruled: Ruled) -> None:
        row = ruled.off("Tard", f"give:{ruled.world.karim.pk}", filters=Filters(late=True))
        page = shown(claire.get(f"{RULES}{row.pk}/"))
        assert 'id="filter_late"' in page
        assert "<details open>" in page

    def test_it_is_deleted_and_taken_back_off(self, claire: Client, ruled: Ruled) -> None:
        rule = ruled.on("A", "settle")
        page = shown(claire.post(f"{RULES}{rule.pk}/", {"do": "delete"}, follow=True))
        assert "No rule yet" in page
        assert "The rule is back, and off." in shown(claire.post(undo_of(page), follow=True))
        assert not Rule.objects.get().is_on

    def test_they_are_moved_with_buttons(self, claire: Client, ruled: Ruled) -> None:
        first, second = ruled.off("Un", "settle"), ruled.off("Deux", "settle")
        claire.post(f"{RULES}{second.pk}/place/", {"do": "up"})
        page = plain(shown(claire.get(RULES)))
        assert page.index("<b>Deux</b>") < page.index("<b>Un</b>")
        claire.post(f"{RULES}{second.pk}/place/", {"do": "down"})
        claire.post(f"{RULES}{first.pk}/place/", {"do": "sideways"})
        page = plain(shown(claire.get(RULES)))
        assert page.index("<b>Un</b>") < page.index("<b>Deux</b>")


class TestTelling:
    def test_one_that_rests_says_why(
        self, claire: Client, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        rule = ruled.on("A", f"label:{label.pk}", filters=Filters(label=label.pk))
        keeping.put_away(label, kind="label", actor=world.claire, now=desk.clock())
        page = shown(claire.get(RULES))
        assert "Rests" in page
        assert "The label that it puts on was deleted. Choose another one." in page
        assert "It looks for a label that was deleted. Change that condition." in page
        trial = shown(claire.get(f"{RULES}{rule.pk}/trial/"))
        assert 'value="on"' not in trial

    def test_the_trial_says_which_rule_comes_first(
        self, claire: Client, ruled: Ruled, desk: Desk, world: World
    ) -> None:
        now = desk.clock()
        desk.hear(
            fresh("f1", "Un devis", created_at=now),
            fresh("f2", "Merci", author=NOUR, created_at=now),
        )
        ruled.on("Avant", f"give:{world.karim.pk}", words="devis", stops=True)
        rule = ruled.off("Après", f"give:{world.claire.pk}")
        page = plain(shown(claire.get(f"{RULES}{rule.pk}/trial/")))
        assert "It comes first and stops there: this rule does not see them." in page
        assert "The rule “Avant” comes first" in page
        assert f'href="/inbox/{desk.conversation().pk}/"' in page

    def test_the_conversation_tells_what_a_rule_did_and_undoes_it(
        self, claire: Client, ruled: Ruled, desk: Desk
    ) -> None:
        label = ruled.label()
        ruled.on("Devis", f"label:{label.pk}")
        ruled.arrive(fresh("f1", "Un devis"))
        talk = f"/inbox/{desk.conversation().pk}/"
        assert "Labelled by the rule “Devis”" in plain(shown(claire.get(talk)))
        act = RuleAct.objects.get()
        response = claire.post(f"{RULES}acts/{act.pk}/undo/", follow=True)
        assert response.redirect_chain == [(talk, 302)]
        page = plain(shown(response))
        assert "What the rule did here is undone." in page
        assert "undone by Claire Martin" in page
        page = shown(claire.post(f"{RULES}acts/{act.pk}/undo/", follow=True))
        assert "This was undone already." in page

    def test_the_journal_counts_and_pages(self, claire: Client, ruled: Ruled, desk: Desk) -> None:
        rule = ruled.on("Devis", "settle")
        ruled.arrive(*crowd(30, created_at=utc_now()))
        page = plain(shown(claire.get(f"{RULES}{rule.pk}/journal/")))
        assert "It acted 30 times" in page
        assert page.count("/undo/") == 25
        found = re.search(r'href="(\?after=[^"]+)"', page)
        assert found is not None
        rest = shown(claire.get(f"{RULES}{rule.pk}/journal/{found[1]}"))
        assert rest.count("/undo/") == 5
        assert claire.get(f"{RULES}{rule.pk}/journal/?after=x").status_code == 200

    def test_who_is_told_by_a_rule_finds_a_card_on_their_day(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("Presse", f"notify:{world.karim.pk}")
        ruled.arrive(fresh("f1"))
        nudge = Nudge.objects.get()
        page = shown(browser_of(world.karim).get(f"/?card=nudge-{nudge.pk}"))
        assert "The rule “Presse” tells you of what Odile Garnier wrote" in page


class TestAutomaticAnswers:
    @pytest.mark.parametrize("kind", ["hours", "thanks"])
    def test_each_is_off_until_its_own_switch(
        self, claire: Client, world: World, desk: Desk, kind: str
    ) -> None:
        week = [[(480, 1080)]] * 7
        company_actions.say_hours(world.atelier, week=week, actor=world.claire, now=desk.clock())
        address = f"{RULES}{kind}/"
        text = "Fermé\nVraiment"
        asked = {"text": text, "reach": "all", "stars_from": "5"}
        assert "The words are kept." in shown(claire.post(address, asked, follow=True))
        assert not AutomaticAnswer.objects.get().is_on
        page = shown(claire.post(address, asked | {"do": "on"}, follow=True))
        assert "It is on: from now on it leaves by itself." in page
        row = AutomaticAnswer.objects.get()
        assert (row.reach, row.stars_from, row.is_on) == ("all", 5, True)
        page = shown(claire.post(address, {"do": "off"}, follow=True))
        assert "It is off" in page
        assert not AutomaticAnswer.objects.get().is_on

    def test_without_opening_hours_it_says_where_to_fill_them_in(self, claire: Client) -> None:
        page = shown(claire.post(f"{RULES}hours/", {"text": "Fermé", "do": "on"}))
        assert "Your opening hours are not known yet." in page
        assert ">Fermé</textarea>" in page
        assert 'href="/workspace/company/hours/"' in page

    @pytest.mark.parametrize("text", ["", "Merci", "Merci {prenom}\nB", "x" * 501 + "\nB"])
    def test_what_could_not_be_said_is_refused_and_stays_in_the_form(
        self, claire: Client, text: str
    ) -> None:
        response = claire.post(f"{RULES}thanks/", {"text": text, "do": "on"})
        assert response.status_code == 422
        assert f">{text}</textarea>" in shown(response)
        assert not AutomaticAnswer.objects.exists()

    def test_an_editor_sees_that_they_exist_and_sets_neither(self, world: World) -> None:
        editor = browser_of(world.member(Role.EDITOR))
        assert "An owner or a manager sets them." in shown(editor.get(RULES))
        assert editor.get(f"{RULES}hours/").status_code == 403


class TestAccess:
    def test_a_reader_has_no_rules(self, world: World) -> None:
        assert browser_of(world.member(Role.READER)).get(RULES).status_code == 403

    def test_those_of_others_are_not_there(self, world: World, ruled: Ruled, desk: Desk) -> None:
        rule = ruled.on("A", "settle")
        ruled.arrive(fresh("f1"))
        zoe = browser_of(world.zoe)
        for path in ("", "trial/", "journal/"):
            assert zoe.get(f"{RULES}{rule.pk}/{path}").status_code == 404
        act = RuleAct.objects.get()
        assert zoe.post(f"{RULES}acts/{act.pk}/undo/").status_code == 404
        assert Conversation.objects.get().status == "done"


class TestCost:
    def test_the_list_takes_as_many_queries_for_ten_rules_as_for_two(
        self, claire: Client, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        numbers = []
        for more in (2, 8):
            for n in range(more):
                label = ruled.label(f"L{more}{n}")
                filters = Filters(label=label.pk, channel=desk.channel.pk, assignee=world.karim.pk)
                ruled.on(f"R{more}{n}", f"label:{label.pk}", filters=filters)
            claire.get(RULES)
            with CaptureQueriesContext(connection) as captured:
                claire.get(RULES)
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 18

    def test_a_conversation_that_met_no_rule_costs_no_more(
        self, claire: Client, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("A", "settle", words="devis")
        ruled.arrive(fresh("f1", "Un devis"), fresh("f2", "Merci", author=NOUR))
        settle(desk.conversation(NOUR), actor=world.claire, now=desk.clock())
        numbers = []
        for row in (desk.conversation(), desk.conversation(NOUR)):
            claire.get(f"/inbox/{row.pk}/")
            with CaptureQueriesContext(connection) as captured:
                claire.get(f"/inbox/{row.pk}/")
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] + 1


def test_a_rule_off_can_be_moved_tried_and_changed_however_often(
    claire: Client, ruled: Ruled, world: World, desk: Desk
) -> None:
    rule = ruled.off("A", "settle")
    for number in range(3):
        draft = ruled.draft("A", "settle", words=f"mot{number}")
        writing.change(rule, draft, actor=world.claire, now=desk.clock())
        assert claire.get(f"{RULES}{rule.pk}/trial/").status_code == 200
    rule.refresh_from_db()
    assert rule.version == 4


@pytest.mark.parametrize("page", ["new/", "hours/", "thanks/"])
def test_a_page_is_read_or_posted_to_and_nothing_else(claire: Client, page: str) -> None:
    assert claire.put(f"{RULES}{page}").status_code == 405
    assert claire.get(f"{RULES}{page}").status_code == 200
