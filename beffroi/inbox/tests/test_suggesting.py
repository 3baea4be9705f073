from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.company import crisis
from beffroi.company.models import Company
from beffroi.company.queries import crisis_of
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, escalations, rules, suggesting
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.tests.browsing import browser_of, shown
from beffroi.inbox.tests.desk import NOUR, Desk, later, make_channel, said, settle
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.suggestions.cases import Case
from beffroi.suggestions.situations import Intent, Source
from beffroi.suggestions.tests.injections import EVERY
from beffroi.workspaces.models import User
from tests.world import World, introduce

pytestmark = pytest.mark.django_db

QUESTION = "Bonjour, quels sont vos horaires ?"
HOSTILE = (
    "<script>alert(1)</script>",
    "</textarea></form><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ request.user.password }} {% debug %}",
    "\u202etxt.exe \u2066{hours}\u2069 [mot de passe]",
    "{fact:tout} [a|b] {company}",
)


@pytest.fixture
def claire(world: World) -> Client:
    return browser_of(world.claire)


@pytest.fixture
def talk(desk: Desk, world: World) -> Conversation:
    """Odile asks when we open; the bakery has said all of itself."""
    introduce(world, now=desk.clock())
    desk.hear(said(text=QUESTION))
    return desk.conversation()


def offered(talk: Conversation, desk: Desk, *, writer: User) -> suggesting.Offer:
    talk = Conversation.objects.select_related("channel", "workspace").get(pk=talk.pk)
    target = actions.last_feedback(talk)
    assert target is not None
    reader = User.objects.get(pk=writer.pk)
    holding = suggesting.holding_of(talk)
    message = suggesting.asked(talk, target, writer=reader, now=desk.clock(), holding=holding)
    return suggesting.offer(talk, message, language="en")


def keys(found: suggesting.Offer) -> list[str]:
    return [one.key for one in found.suggestions]


def box(response: Any) -> str:
    page = response.content.decode()
    found = re.search(r"<textarea[^>]*id=\"id_text\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def use(client: Client, talk: Conversation, key: str, text: str = "", **more: str) -> Any:
    address = reverse("conversation_suggestion", args=[talk.pk])
    return client.post(address, {"use": key, "text": text, **more})


class TestOffer:
    def test_a_question_about_hours_is_answered_with_the_hours_that_we_gave(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        found = offered(talk, desk, writer=world.claire)
        assert 3 <= len(found.suggestions) <= 5
        assert found.suggestions[0].case is Case.QUESTION_HOURS
        known = suggesting.asked(
            desk.conversation(), desk.feedback(), writer=world.claire, now=desk.clock()
        )
        assert known.facts.hours != ""
        assert known.facts.hours in found.suggestions[0].text
        assert "Odile" in found.suggestions[0].text
        assert "Garnier" not in "".join(one.text for one in found.suggestions)
        assert found.advice is None

    def test_the_hours_of_the_day_that_is_named_are_said_and_not_the_week(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", "Vous ouvrez à quelle heure demain ?", author=NOUR))
        row = desk.conversation(NOUR)
        for one in offered(row, desk, writer=world.claire).suggestions[:2]:
            assert "demain mardi, nous sommes ouverts de 7\u00a0h à 13\u00a0h" in one.text
        known = suggesting.asked(
            row, desk.feedback("n1"), writer=world.claire, now=later(hours=1, days=3)
        )
        assert known.facts.day_hours == ""  # it is over

    def test_what_is_written_in_french_is_in_no_english_answer(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", "Do you deliver?", author=NOUR))
        row = desk.conversation(NOUR)
        english = suggesting.asked(row, desk.feedback("n1"), writer=world.claire, now=desk.clock())
        facts = english.facts
        assert {facts.delivery, facts.booking, facts.returns, facts.coming} == {""}
        assert facts.address != ""
        assert any(one.gaps for one in offered(row, desk, writer=world.claire).suggestions)
        french = suggesting.asked(talk, desk.feedback(), writer=world.claire, now=desk.clock())
        assert "Livraison gratuite" in french.facts.delivery

    def test_whoever_writes_signs_unless_the_company_chose_one_name(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        def signed() -> set[str]:
            found = offered(talk, desk, writer=world.karim)
            return {one.text.rpartition("\n")[2] for one in found.suggestions}

        assert signed() == {"Claire"}
        Company.objects.update(signature="")
        assert signed() == {"Karim"}

    def test_while_the_crisis_team_is_alerted_only_the_holding_message_is_offered(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        escalations.alert(talk, why="", actor=world.claire, now=desk.clock())
        found = offered(talk, desk, writer=world.claire)
        assert found.is_held
        assert [one.key for one in found.suggestions] == ["holding"]
        assert found.suggestions[0].text == crisis_of(world.atelier).holding_message
        crisis.say_holding_message(world.atelier, text="", actor=world.claire, now=desk.clock())
        found = offered(talk, desk, writer=world.claire)
        assert (found.is_held, found.suggestions) == (True, ())

    def test_who_writes_in_english_is_answered_in_english(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", "What time do you open on Sunday?", author=NOUR))
        found = offered(desk.conversation(NOUR), desk, writer=world.claire)
        assert all(key.startswith("en.question_hours") for key in keys(found)[:2])

    def test_what_is_not_understood_is_offered_nothing(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", "Bravo pour la file d’attente, record battu.", author=NOUR))
        Feedback.objects.filter(remote_id="n1").update(intent="", tone="", wants_check=False)
        assert offered(desk.conversation(NOUR), desk, writer=world.claire) == suggesting.Offer()

    def test_nobody_is_thanked_for_what_may_be_irony_until_somebody_looked(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("n1", "Bravo pour la file d’attente, record battu.", author=NOUR))
        row = Feedback.objects.filter(remote_id="n1")
        row.update(intent="praise", tone="positive", wants_check=True)
        assert not offered(desk.conversation(NOUR), desk, writer=world.claire).suggestions
        row.update(wants_check=False)
        found = offered(desk.conversation(NOUR), desk, writer=world.claire)
        assert found.suggestions[0].case is Case.THANKS

    def test_a_bad_review_comes_with_what_to_think_of_first(self, desk: Desk, world: World) -> None:
        review = said(text="Vingt minutes d’attente.", kind=FeedbackKind.REVIEW, stars=1)
        desk.hear(review)
        found = offered(desk.conversation(), desk, writer=world.claire)
        assert found.suggestions
        assert found.advice is not None
        assert found.advice.case is Case.FOUNDED_DELAY

    def test_a_company_that_said_nothing_still_gets_suggestions_to_complete(
        self, desk: Desk, world: World
    ) -> None:
        desk.hear(said(text="Quels sont vos tarifs ?"))
        found = offered(desk.conversation(), desk, writer=world.claire)
        assert found.suggestions
        assert not Company.objects.exists()

    def test_the_next_ones_vary_under_the_same_post_and_never_run_out(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        first = keys(offered(talk, desk, writer=world.claire))[0]
        actions.answer(talk, text="Oui", actor=world.karim, now=desk.clock(), suggestion=first)
        desk.hear(said("n1", QUESTION, author=NOUR))
        after = keys(offered(desk.conversation(NOUR), desk, writer=world.claire))
        assert first not in after[:2]
        for number in range(12):
            author = Author(f"did:{number}", f"p{number}.example", f"Personne {number}")
            desk.hear(said(f"p{number}", QUESTION, author=author))
            row = desk.conversation(author)
            key = keys(offered(row, desk, writer=world.claire))[0]
            actions.answer(row, text="Oui", actor=world.karim, now=desk.clock(), suggestion=key)
        desk.hear(said("n2", QUESTION, author=NOUR, created_at=later(minutes=9)))
        assert len(keys(offered(desk.conversation(NOUR), desk, writer=world.claire))) >= 3
        used = Answer.objects.order_by("id").values_list("suggestion", flat=True)
        assert len(set(used)) > 2

    def test_another_workspace_has_no_part_in_what_was_used(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        before = keys(offered(talk, desk, writer=world.claire))
        elsewhere = make_channel(world.flowers, now=desk.clock(), account_id="did:other")
        other = Desk(elsewhere, desk.clock)
        other.hear(said("o1", QUESTION))
        actions.answer(
            other.conversation(),
            text="Oui",
            actor=world.claire,
            now=desk.clock(),
            suggestion=before[0],
        )
        assert keys(offered(talk, desk, writer=world.claire)) == before

    def test_labels_of_what_reads_messages_count_before_words(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        feedback = desk.feedback()
        for name, value in (("intent", "complaint"), ("tone", "negative"), ("urgency", "health")):
            setattr(feedback, name, value)
        message = suggesting.asked(talk, feedback, writer=world.claire, now=desk.clock())
        assert message.situation.intent is Intent.COMPLAINT
        found = suggesting.offer(talk, message, language="fr")
        assert {one.case for one in found.suggestions} == {Case.DANGER_HEALTH}
        assert all(one.is_escalated for one in found.suggestions)

    @pytest.mark.parametrize(
        ("kind", "source"),
        [
            (FeedbackKind.REPLY, Source.COMMENT),
            (FeedbackKind.MENTION, Source.MENTION),
            (FeedbackKind.MESSAGE, Source.MESSAGE),
            (FeedbackKind.REVIEW, Source.REVIEW),
        ],
    )
    def test_how_the_words_came_is_told(
        self, desk: Desk, world: World, kind: FeedbackKind, source: Source
    ) -> None:
        desk.hear(said(kind=kind, is_private=kind is FeedbackKind.MESSAGE))
        talk = desk.conversation()
        message = suggesting.asked(talk, desk.feedback(), writer=world.claire, now=desk.clock())
        assert message.situation.source is source
        assert message.situation.is_public == (kind is not FeedbackKind.MESSAGE)

    def test_a_closed_door_is_known_only_where_hours_are(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        def is_open() -> bool | None:
            row = Conversation.objects.select_related("workspace__company").get(pk=talk.pk)
            feedback = desk.feedback()
            message = suggesting.asked(row, feedback, writer=world.claire, now=desk.clock())
            return message.situation.is_open_now

        assert is_open() is False  # a Monday
        Company.objects.update(week=None)
        assert is_open() is None

    def test_no_suggestion_is_longer_than_its_network_takes(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        message = suggesting.asked(talk, desk.feedback(), writer=world.claire, now=desk.clock())
        short = replace(message, limit=120)
        for one in suggesting.offer(talk, short, language="fr").suggestions:
            assert message.measure(one.text) <= 120

    def test_each_that_is_offered_can_be_named_and_nothing_else(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        message = suggesting.asked(talk, desk.feedback(), writer=world.claire, now=desk.clock())
        for one in suggesting.offer(talk, message, language="fr").suggestions:
            assert suggesting.named(message, one.key) == one
        for key in ("", "model", "fr.thanks.warm", "fr.question_hours.nothing", "../../etc"):
            assert suggesting.named(message, key) is None


class TestBox:
    def test_the_page_offers_them_before_the_box(self, claire: Client, talk: Conversation) -> None:
        page = shown(claire.get(f"/inbox/{talk.pk}/"))
        assert page.index("Suggested answers") < page.index('id="id_text"')
        assert page.count('name="use"') >= 3
        assert "Before you answer" not in page

    def test_a_click_puts_it_into_the_box_and_sends_nothing(
        self, claire: Client, talk: Conversation, desk: Desk, world: World
    ) -> None:
        chosen = offered(talk, desk, writer=world.claire).suggestions[0]
        response = use(claire, talk, chosen.key)
        assert response.status_code == 200
        assert box(response) == chosen.text
        assert f'name="suggestion" id="id_suggestion" value="{chosen.key}"' in shown(response)
        assert not Answer.objects.exists()
        assert not Delivery.objects.exists()

    def test_what_was_typed_stays_and_an_untouched_suggestion_is_replaced(
        self, claire: Client, talk: Conversation, desk: Desk, world: World
    ) -> None:
        first, second, *_ = offered(talk, desk, writer=world.claire).suggestions
        assert box(use(claire, talk, first.key, "À moi.")) == f"À moi.\n\n{first.text}"
        replaced = use(claire, talk, second.key, first.text, suggestion=first.key)
        assert box(replaced) == second.text
        changed = use(claire, talk, second.key, f"{first.text} !", suggestion=first.key)
        assert box(changed) == f"{first.text} !\n\n{second.text}"

    def test_one_that_no_longer_suits_keeps_what_was_typed_and_says_so(
        self, claire: Client, talk: Conversation
    ) -> None:
        response = use(claire, talk, "fr.nothing.at-all", "À moi.")
        assert box(response) == "À moi."
        assert "no longer suits" in shown(response)

    def test_the_key_is_kept_with_the_answer(self, claire: Client, talk: Conversation) -> None:
        address = reverse("conversation_answer", args=[talk.pk])
        claire.post(address, {"text": "Oui !", "suggestion": "fr.question_hours.here-they-are"})
        assert Answer.objects.get().suggestion == "fr.question_hours.here-they-are"

    @pytest.mark.parametrize("key", ["<b>", "x" * 500, "fr.question_hours", "de.a.b"])
    def test_a_key_that_is_none_stops_nobody(
        self, claire: Client, talk: Conversation, key: str
    ) -> None:
        address = reverse("conversation_answer", args=[talk.pk])
        assert claire.post(address, {"text": "Oui !", "suggestion": key}).status_code == 302
        assert Answer.objects.get().suggestion == ""

    def test_what_is_left_between_brackets_stops_it_and_the_text_is_kept(
        self, claire: Client, talk: Conversation
    ) -> None:
        text = "Oui, à [l’heure d’ouverture] ! Appelez le [votre téléphone]."
        address = reverse("conversation_answer", args=[talk.pk])
        response = claire.post(
            address, {"text": text, "suggestion": "fr.question_hours.call-before"}
        )
        assert response.status_code == 422
        assert box(response) == text
        page = shown(response)
        assert "Still to fill in: l’heure d’ouverture, votre téléphone." in page
        assert 'value="fr.question_hours.call-before"' in page
        assert not Answer.objects.exists()
        filled = text.replace("[", "").replace("]", "")
        assert claire.post(address, {"text": filled}).status_code == 302

    def test_it_is_named_while_one_types(self, claire: Client, talk: Conversation) -> None:
        address = reverse("conversation_count", args=[talk.pk])
        said_so = shown(claire.post(address, {"text": "Le [jour]"}))
        assert "Still to fill in: jour" in said_so
        assert 'hx-swap-oob="true"' in said_so
        assert "Still to fill in" not in shown(claire.post(address, {"text": "Le lundi"}))

    def test_brackets_without_words_stop_nobody(self) -> None:
        assert rules.gaps_in("Oui [] [ ] :-] et [le\n jour] [le jour]") == ("le jour",)

    def test_a_refused_answer_comes_back_with_its_suggestion_to_be_mended(
        self, claire: Client, talk: Conversation, desk: Desk, world: World
    ) -> None:
        key = "fr.question_hours.here-they-are"
        answer = actions.answer(
            talk, text="Oui !", actor=world.karim, now=desk.clock(), suggestion=key
        )
        Delivery.objects.update(status="failed", reason="refused", refused_field="text")
        answer.delivery.refresh_from_db()
        actions.follow_answer(answer.delivery, now=desk.clock())
        page = claire.get(f"/inbox/{talk.pk}/")
        assert box(page) == "Oui !"
        assert "This answer did not leave." in shown(page)
        assert f'value="{key}"' in shown(page)
        seen = re.search(r'name="seen" value="(\d+)"', shown(page))
        assert seen is not None
        address = reverse("conversation_answer", args=[talk.pk])
        mended = {"text": "Oui, à 7 h.", "seen": seen[1], "suggestion": key}
        assert claire.post(address, mended).status_code == 302
        assert [row.text for row in Answer.objects.order_by("id")] == ["Oui !", "Oui, à 7 h."]

    def test_nothing_is_offered_where_nobody_can_answer(
        self, claire: Client, talk: Conversation, desk: Desk, world: World
    ) -> None:
        address = f"/inbox/{talk.pk}/"
        assert 'name="use"' not in shown(browser_of(world.lucas).get(address))
        assert (
            browser_of(world.lucas)
            .post(reverse("conversation_suggestion", args=[talk.pk]), {"use": "x"})
            .status_code
            == 403
        )
        Channel.objects.update(status="needs_reconnection", lost_at=desk.clock())
        assert 'name="use"' not in shown(claire.get(address))
        Channel.objects.update(status="connected", lost_at=None)
        settle(talk, actor=world.claire, now=desk.clock())
        assert 'name="use"' not in shown(claire.get(address))

    @pytest.mark.parametrize("words", [*HOSTILE, *EVERY[::7]])
    def test_what_strangers_write_or_call_themselves_stays_text(
        self,
        claire: Client,
        desk: Desk,
        world: World,
        words: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        # Whoever writes "today" is answered for the day on which the page is asked for.
        monkeypatch.setattr("beffroi.inbox.views.suggestions.utc_now", desk.clock)
        introduce(world, now=desk.clock())
        author = Author("did:evil", "evil.example", words[:250])
        desk.hear(said(text=f"{words} Vous ouvrez à quelle heure ?", author=author))
        Feedback.objects.update(intent="question", tone="neutral", urgency="", wants_check=False)
        talk = desk.conversation(author)
        found = offered(talk, desk, writer=world.claire).suggestions
        assert found
        for one in found:
            assert words[:30] not in one.text
            assert "mot de passe" not in one.text
            response = use(claire, talk, one.key, words)
            raw = response.content.decode()
            assert "<script>alert" not in raw
            assert "<img src=x" not in raw
            assert "<svg onload" not in raw
            assert raw.count('id="id_text"') == 1
            assert box(response) == f"{words}\n\n{one.text}"

    @pytest.mark.parametrize("fact", HOSTILE)
    def test_what_we_say_of_ourselves_is_never_read_as_notation(
        self, claire: Client, desk: Desk, world: World, fact: str
    ) -> None:
        introduce(world, now=desk.clock())
        Company.objects.update(name=fact[:100], signature=fact[:40], phone=fact[:30])
        desk.hear(said(text=QUESTION))
        talk = desk.conversation()
        for one in offered(talk, desk, writer=world.claire).suggestions:
            assert "[mot de passe]" not in one.text
            raw = use(claire, talk, one.key).content.decode()
            assert "<script>alert" not in raw
            assert "<img src=x" not in raw


def test_hours_are_said_in_the_language_of_the_answer(desk: Desk, world: World) -> None:
    introduce(world, now=desk.clock())
    desk.hear(said(text=QUESTION), said("n1", "When are you open?", author=NOUR))

    def hours(remote_id: str) -> str:
        feedback = desk.feedback(remote_id)
        talk = feedback.conversation
        return suggesting.asked(talk, feedback, writer=world.claire, now=desk.clock()).facts.hours

    assert "samedi" in hours("f1")
    assert "Saturday" in hours("n1")
