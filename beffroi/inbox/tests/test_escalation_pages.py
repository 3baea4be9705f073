from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.company import crisis
from beffroi.company.crisis import Details
from beffroi.inbox import escalation_log, escalations
from beffroi.inbox.models import Conversation, Escalation, EscalationNotice, Nudge
from beffroi.inbox.tests.browsing import INBOX, browser_of, rows_of, shown, undo_of
from beffroi.inbox.tests.desk import NOUR, Desk, said
from beffroi.inbox.tests.test_escalations import ILL
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db
JOURNAL = "/inbox/alerts/"
HOLDING = "Bonjour, nous cherchons et nous vous le dirons ici."


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said("f1", "Bonjour, quel est le prix de la tradition ?"))
    return desk.conversation()


@pytest.fixture
def karim(world: World) -> Client:
    return browser_of(world.karim)


@pytest.fixture
def ready(world: World, desk: Desk) -> None:
    """The crisis file holds a lawyer, an adviser, and a holding message."""
    for details in (
        Details("Me Vasseur", "Avocat", "03 53 01 90 10", "vasseur@example.com"),
        Details("Paul Roux", "Conseil", "03 53 01 42 18", ""),
    ):
        crisis.add_contact(world.atelier, details=details, actor=world.claire, now=desk.clock())
    crisis.say_holding_message(world.atelier, text=HOLDING, actor=world.claire, now=desk.clock())


def alert_page(talk: Conversation) -> str:
    return reverse("conversation_alert", args=[talk.pk])


class TestAlerting:
    def test_what_is_urgent_shows_the_button_with_the_reason(
        self, karim: Client, desk: Desk
    ) -> None:
        desk.hear(said("f1", ILL))
        page = shown(karim.get(f"{INBOX}{desk.conversation().pk}/"))
        assert "This may go further than an answer: Health." in page
        assert 'value="Health"' in shown(karim.get(alert_page(desk.conversation())))

    def test_without_a_mail_server_both_pages_say_whom_to_call_and_promise_no_mail(
        self, karim: Client, talk: Conversation, ready: None, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        before = shown(karim.get(alert_page(talk)))
        after = shown(karim.post(alert_page(talk), {"why": ""}, follow=True))
        for page in (before, after):
            assert page.count("to be called:") == 2
            assert "e-mail within a minute" not in page
            assert "the e-mail leaves soon" not in page

    def test_others_have_it_in_their_menu(self, karim: Client, talk: Conversation) -> None:
        page = shown(karim.get(f"{INBOX}{talk.pk}/"))
        assert "This may go further" not in page
        menu = page.split('id="more-menu"')[1].split("</details>")[0]
        assert f'href="{alert_page(talk)}"' in menu

    def test_who_would_be_told_is_said_before(
        self, karim: Client, talk: Conversation, ready: None
    ) -> None:
        page = shown(karim.get(alert_page(talk)))
        for name in ("Claire Martin", "Sophie Carlier", "Me Vasseur", "Paul Roux"):
            assert name in page
        assert 'href="tel:0353014218"' in page
        assert not Escalation.objects.exists()

    def test_one_click_shows_the_way_and_can_be_undone(
        self, karim: Client, talk: Conversation, ready: None
    ) -> None:
        page = shown(karim.post(alert_page(talk), {"why": "Un <b>clou</b>"}, follow=True))
        assert "Crisis team alerted by Karim Benali" in page
        assert "Un <b>clou</b>" in page  # as text: `shown` unescapes
        assert page.count('<li class="note">') >= 3
        for number in range(1, 8):
            assert f"<b>{number}. " in page
        assert "Me Vasseur" in page
        assert "the e-mail leaves soon" in page
        assert 'href="tel:0353014218"' in page
        assert f'data-suggestion="{HOLDING}"' in page.split('id="steps"')[1]
        assert "Alert the crisis team" not in page
        page = shown(karim.post(undo_of(page), follow=True))
        assert "Crisis team alerted by" not in page
        page = shown(karim.post(undo_of(page), follow=True))
        assert "The alert is open again." in page
        assert "Crisis team alerted by Karim Benali" in page

    def test_the_holding_message_is_put_in_the_box_without_script(
        self, karim: Client, talk: Conversation, ready: None
    ) -> None:
        karim.post(alert_page(talk), {"why": ""})
        page = shown(karim.get(f"{INBOX}{talk.pk}/"))
        address = reverse("conversation_suggestion", args=[talk.pk])
        assert f'form="reply" name="use" value="holding" formaction="{address}"' in page
        put = shown(karim.post(address, {"use": "holding", "text": "Julien,"}))
        assert f">Julien,\n\n{HOLDING}</textarea>" in put
        assert not talk.answers.exists()

    def test_nothing_but_the_holding_message_is_offered_and_a_sentence_says_why(
        self, karim: Client, talk: Conversation, ready: None
    ) -> None:
        before = shown(karim.get(f"{INBOX}{talk.pk}/"))
        assert 'value="fr.question_price' in before
        karim.post(alert_page(talk), {"why": ""})
        page = shown(karim.get(f"{INBOX}{talk.pk}/"))
        assert "only the holding message is offered until it is settled" in page
        offers = page.split('id="suggestions"')[1].split("</ul>")[0]
        assert re.findall(r'name="use" value="([^"]+)"', offers) == ["holding"]
        address = reverse("conversation_suggestion", args=[talk.pk])
        old = shown(karim.post(address, {"use": "fr.question_price.clear-figure", "text": "Oui"}))
        assert "This suggestion no longer suits the conversation." in old
        karim.post(reverse("escalation_close", args=[Escalation.objects.get().pk]))
        assert 'value="fr.question_price' in shown(karim.get(f"{INBOX}{talk.pk}/"))

    def test_without_a_holding_message_a_sentence_tells_what_to_say(
        self, world: World, talk: Conversation, karim: Client
    ) -> None:
        karim.post(alert_page(talk), {"why": ""})
        page = shown(karim.get(f"{INBOX}{talk.pk}/"))
        assert "data-suggestion" not in page
        assert "no answer is suggested until it is settled" in page
        assert "Prepare a holding message" not in page
        assert "Prepare a holding message" in shown(
            browser_of(world.claire).get(f"{INBOX}{talk.pk}/")
        )

    def test_a_reason_that_is_too_long_comes_back(self, karim: Client, talk: Conversation) -> None:
        response = karim.post(alert_page(talk), {"why": "mot " * 80})
        assert response.status_code == 422
        assert "mot mot" in shown(response)
        assert not Escalation.objects.exists()

    def test_one_that_is_open_leads_to_the_conversation(
        self, karim: Client, talk: Conversation
    ) -> None:
        karim.post(alert_page(talk), {"why": "Un clou"})
        assert karim.get(alert_page(talk)).status_code == 302
        karim.post(alert_page(talk), {"why": "Deux"})
        assert Escalation.objects.get().why == "Un clou"

    def test_what_a_colleague_alerted_meanwhile_is_not_ones_own_to_undo(
        self, world: World, karim: Client, talk: Conversation
    ) -> None:
        browser_of(world.claire).post(alert_page(talk), {"why": "Un clou"})
        page = shown(karim.post(alert_page(talk), {"why": "Deux clients"}, follow=True))
        assert "Your reason stands in the internal notes." in page
        assert "Un clou" in page
        assert "Deux clients" in page.split('id="notes"')[1]
        assert (
            reverse("escalation_close", args=[Escalation.objects.get().pk])
            not in (page.split('id="toasts"')[1].split("</section>")[0])
        )

    def test_what_is_gone_is_said(self, karim: Client, desk: Desk, talk: Conversation) -> None:
        desk.look_again({"f1": None})
        page = shown(karim.post(alert_page(talk), {"why": "Un clou"}, follow=True))
        assert "nobody was told" in page
        assert not Escalation.objects.exists()

    def test_alone_one_is_told_so(self, world: World, desk: Desk, talk: Conversation) -> None:
        User.objects.exclude(pk=world.claire.pk).update(is_active=False)
        claire = browser_of(world.claire)
        assert "Nobody but you can be told yet." in shown(claire.get(alert_page(talk)))
        page = shown(claire.post(alert_page(talk), {"why": ""}, follow=True))
        assert "the crisis file is empty" in page

    def test_readers_see_it_and_neither_raise_nor_settle_it(
        self, world: World, desk: Desk, talk: Conversation, ready: None
    ) -> None:
        row = escalations.alert(talk, why="Un clou", actor=world.karim, now=desk.clock())
        reader = browser_of(world.member(Role.READER))
        page = shown(reader.get(f"{INBOX}{talk.pk}/"))
        assert "Crisis team alerted by Karim Benali" in page
        assert "It is settled" not in page
        assert "data-suggestion" not in page
        assert reader.post(alert_page(talk)).status_code == 403
        assert reader.post(reverse("escalation_close", args=[row.pk])).status_code == 403

    def test_a_mail_that_did_not_leave_says_whom_to_call(
        self, karim: Client, desk: Desk, talk: Conversation, ready: None
    ) -> None:
        karim.post(alert_page(talk), {"why": ""})
        notice = EscalationNotice.objects.get(way="mail")
        escalations.give_up(notice.pk, now=desk.clock())
        page = shown(karim.get(f"{INBOX}{talk.pk}/"))
        assert "the e-mail did not leave" in page
        assert 'href="tel:0353019010"' in page


class TestLists:
    def test_the_list_says_it_and_puts_it_first(
        self, karim: Client, desk: Desk, talk: Conversation
    ) -> None:
        desk.hear(said("f2", ILL, author=NOUR))
        karim.post(alert_page(talk), {"why": ""})
        page = shown(karim.get(INBOX))
        assert rows_of(page) == ["Odile Garnier", "Nour Haddad"]
        assert page.count("Crisis team alerted") == 1
        page = shown(karim.get(f"{INBOX}?escalated=1"))
        assert rows_of(page) == ["Odile Garnier"]
        form = shown(karim.get(reverse("inbox_views") + "?escalated=1"))
        assert 'name="escalated"' in form

    def test_todays_first_card_is_the_alert_until_it_was_seen(
        self, world: World, karim: Client, desk: Desk, talk: Conversation
    ) -> None:
        desk.hear(said("f2", ILL, author=NOUR))
        karim.post(alert_page(talk), {"why": "Un clou"})
        claire = browser_of(world.claire)
        page = shown(claire.get("/"))
        front = page.split('id="front"')[1].split("</article>")[0]
        assert "Karim Benali alerts you to what Odile Garnier wrote" in front
        assert "Un clou" in front
        assert f'href="{INBOX}{talk.pk}/"' in front
        assert "alerts you to" not in shown(karim.get("/"))
        seen = Nudge.objects.get(user=world.claire)
        claire.post(reverse("inbox_nudge", args=[seen.pk]))
        assert "alerts you to" not in shown(claire.get("/"))

    def test_without_an_alert_the_pages_cost_what_they_did(
        self, karim: Client, desk: Desk, talk: Conversation, ready: None
    ) -> None:
        def queries() -> int:
            karim.get(f"{INBOX}{talk.pk}/")
            with CaptureQueriesContext(connection) as captured:
                karim.get(f"{INBOX}{talk.pk}/")
            return sum(
                any(name in query["sql"] for name in ("escalation", "crisis"))
                and "FROM" in query["sql"]
                and "escalated_at" not in query["sql"]
                for query in captured
            )

        assert queries() == 0
        karim.post(alert_page(talk), {"why": ""})
        assert queries() == 4


class TestJournal:
    @pytest.fixture
    def three(self, world: World, desk: Desk, talk: Conversation) -> list[Escalation]:
        """Two were settled, of an hour and of two; a third is open."""
        made = []
        for hours in (1, 2, 0):
            row = escalations.alert(talk, why="Un clou", actor=world.karim, now=desk.clock())
            desk.clock.advance(hours=hours)
            if hours:
                escalations.close(row, actor=world.claire, now=desk.clock())
                desk.clock.advance(minutes=1)
            made.append(row)
        return made

    def test_it_is_reached_from_the_menu_and_teaches_when_empty(self, karim: Client) -> None:
        menu = shown(karim.get(reverse("inbox")))
        assert f'href="{JOURNAL}"' in menu
        assert "No alert yet" in shown(karim.get(JOURNAL))

    def test_open_ones_come_first_then_the_newest(
        self, karim: Client, three: list[Escalation]
    ) -> None:
        page = shown(karim.get(JOURNAL))
        places = [page.index(f"alert {row.pk}") for row in three]
        assert places[2] < places[1] < places[0]
        assert "Un clou" not in page
        assert "Odile" not in page
        assert page.count("settled by Claire Martin") == 2

    def test_a_network_that_was_taken_out_breaks_neither_page_nor_table(
        self, karim: Client, desk: Desk, three: list[Escalation]
    ) -> None:
        gone = Channel.objects.filter(pk=desk.channel.pk)
        gone.update(network="old_square", status="disconnected")
        assert "Old Square" in shown(karim.get(JOURNAL))
        assert "Old Square" in "".join(
            escalation_log.as_csv(three[0].workspace, now=desk.clock(), link=str)
        )

    def test_older_ones_are_on_the_next_page(
        self,
        karim: Client,
        three: list[Escalation],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(escalation_log, "PAGE_SIZE", 1)
        page = shown(karim.get(JOURNAL))
        assert f"alert {three[0].pk}" not in page
        address = page.split('href="?after=')[1].split('"')[0]
        older = shown(karim.get(f"{JOURNAL}?after={address}"))
        assert f"alert {three[0].pk}" in older
        assert f"alert {three[2].pk}" not in older
        assert karim.get(f"{JOURNAL}?after=nothing").status_code == 200

    def test_the_table_holds_no_word_of_people(
        self, world: World, karim: Client, three: list[Escalation]
    ) -> None:
        response = karim.get(f"{JOURNAL}export/")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert [row["Minutes"] for row in rows] == ["", "120", "60"]
        assert {row["Alerted by"] for row in rows} == {"Karim Benali"}
        assert {row["Settled by"] for row in rows} == {"", "Claire Martin"}
        assert rows[0]["Conversation"].endswith(f"?to=/inbox/{three[0].conversation_id}/")
        assert "clou" not in text
        assert "Odile" not in text

    def test_a_name_is_no_formula_and_french_tables_open_with_semicolons(
        self, world: World, three: list[Escalation]
    ) -> None:
        client = browser_of(world.karim)
        User.objects.filter(pk=world.karim.pk).update(name="=1+1", language="fr")
        response = client.get(f"{JOURNAL}export/")
        text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert ";'=1+1;" in text

    def test_others_see_nothing_of_it(self, world: World, three: list[Escalation]) -> None:
        zoe = browser_of(world.zoe)
        assert "No alert yet" in shown(zoe.get(JOURNAL))
        assert zoe.post(reverse("escalation_close", args=[three[2].pk])).status_code == 404
        assert Escalation.objects.filter(closed_at=None).count() == 1

    def test_a_page_costs_the_same_however_many_there_are(
        self, world: World, karim: Client, desk: Desk, three: list[Escalation]
    ) -> None:
        def queries() -> int:
            karim.get(JOURNAL)
            with CaptureQueriesContext(connection) as captured:
                karim.get(JOURNAL)
            return len(captured)

        few = queries()
        Escalation.objects.bulk_create(
            Escalation(
                workspace=world.atelier,
                conversation_id=three[0].conversation_id,
                raised_by=world.karim,
                raised_at=desk.clock() - timedelta(days=number),
                closed_at=desk.clock(),
                closed_by=world.claire,
            )
            for number in range(20)
        )
        assert queries() == few
