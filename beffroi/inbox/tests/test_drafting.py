from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel, Credential
from beffroi.company.models import Company
from beffroi.core import crypto
from beffroi.delivery.models import Delivery
from beffroi.drafting import actions as drafting_actions
from beffroi.drafting import rules as drafting_rules
from beffroi.drafting.models import Asking, LanguageModel
from beffroi.drafting.tests.double import Double, a_double
from beffroi.inbox import actions, data_rules, notes, saved_answers
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.tests.browsing import browser_of, shown
from beffroi.inbox.tests.desk import NOUR, ODILE, US, Desk, later, make_channel, said
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.suggestions.model import ORDERS
from beffroi.suggestions.tests.hostile_model import MODELS, Model, completion, is_harmless, parrot
from beffroi.suggestions.tests.injections import EVERY
from beffroi.suggestions.tests.samples import NONE
from tests.clock import FrozenClock
from tests.world import World, introduce

pytestmark = pytest.mark.django_db

GOOD = "Bonjour, merci de votre message. Nous regardons cela et revenons vers vous."
BUTTON = "Draft with the model"


@pytest.fixture
def double(settings: Settings) -> Iterator[Double]:
    with a_double(lambda _: completion(GOOD)) as made:
        settings.MODEL_ALLOW = frozenset({made.host})
        yield made


@pytest.fixture
def model(world: World, double: Double, clock: FrozenClock) -> LanguageModel:
    wish = drafting_actions.Wish(double.address, "local", "sk-canary", is_on=True)
    return drafting_actions.keep(world.atelier, wish=wish, actor=world.claire, now=clock())


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said(text="Faites-vous des gâteaux sans œufs ?"))
    return desk.conversation()


@pytest.fixture
def claire(world: World) -> Client:
    return browser_of(world.claire)


def draft(client: Client, talk: Conversation, text: str = "", **more: str) -> Any:
    Asking.objects.all().delete()
    return client.post(reverse("conversation_draft", args=[talk.pk]), {"text": text, **more})


def box(response: Any) -> str:
    page = response.content.decode()
    found = re.search(r"<textarea[^>]*id=\"id_text\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def mark(response: Any) -> str:
    found = re.search(r'name="put" value="(\w*)"', response.content.decode())
    assert found is not None
    return found[1]


def _obey(hostile: Model, injection: str, request: dict[str, Any]) -> str:
    return hostile(request, injection)


class TestButton:
    def test_it_is_there_only_while_the_model_is_on(
        self, claire: Client, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        address = f"/inbox/{talk.pk}/"
        assert BUTTON in shown(claire.get(address))
        LanguageModel.objects.update(is_on=False)
        assert BUTTON not in shown(claire.get(address))
        LanguageModel.objects.all().delete()
        assert BUTTON not in shown(claire.get(address))
        assert double.asked == []

    def test_it_is_there_where_no_written_answer_suits(
        self, claire: Client, desk: Desk, model: LanguageModel
    ) -> None:
        desk.hear(said(text="Bravo pour la file d’attente."))
        Feedback.objects.update(tone="positive", intent="praise", wants_check=True)
        page = shown(claire.get(f"/inbox/{desk.conversation().pk}/"))
        assert BUTTON in page
        assert 'name="use"' not in page

    def test_it_is_not_there_for_who_may_only_read(
        self, world: World, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        lucas = browser_of(world.lucas)
        assert BUTTON not in shown(lucas.get(f"/inbox/{talk.pk}/"))
        assert draft(lucas, talk).status_code == 403
        assert double.asked == []

    def test_a_message_that_wants_a_person_is_not_shown_to_it(
        self, claire: Client, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        Company.objects.create(
            workspace=talk.workspace, trades=["dentist"], changed_at=talk.last_feedback_at
        )
        Feedback.objects.update(kind="review", stars=1)
        assert BUTTON not in shown(claire.get(f"/inbox/{talk.pk}/"))
        assert "wants a person’s own words" in shown(draft(claire, talk, "À moi."))
        assert double.asked == []


class TestDraft:
    def test_it_lands_in_the_box_and_nothing_is_sent(
        self, claire: Client, talk: Conversation, model: LanguageModel, world: World
    ) -> None:
        response = draft(claire, talk)
        assert box(response) == f"{GOOD}\nClaire"
        assert 'name="suggestion" id="id_suggestion" value="model"' in shown(response)
        assert not Answer.objects.exists()
        assert not Delivery.objects.exists()

    def test_what_was_typed_stays_and_an_untouched_draft_is_replaced(
        self, claire: Client, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        first = draft(claire, talk)
        double.answer = lambda _: completion(f"{GOOD} À bientôt chez nous.")
        again = draft(claire, talk, box(first), suggestion="model", put=mark(first))
        assert box(again) == f"{GOOD} À bientôt chez nous.\nClaire"
        mine = f"{box(first)} Karim"
        kept = draft(claire, talk, mine, suggestion="model", put=mark(first))
        assert box(kept).startswith(f"{mine}\n\n")

    def test_what_the_model_leaves_to_say_stops_a_send(
        self, claire: Client, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        double.answer = lambda _: completion(f"{GOOD} Ce sera prêt [le jour].")
        text = box(draft(claire, talk))
        response = claire.post(
            reverse("conversation_answer", args=[talk.pk]), {"text": text, "suggestion": "model"}
        )
        assert "Still to fill in: le jour." in shown(response)
        assert not Answer.objects.exists()

    def test_the_answer_says_that_it_came_from_the_model(
        self, claire: Client, talk: Conversation, model: LanguageModel
    ) -> None:
        text = box(draft(claire, talk))
        address = reverse("conversation_answer", args=[talk.pk])
        assert claire.post(address, {"text": text, "suggestion": "model"}).status_code == 302
        assert Answer.objects.get().suggestion == "model"

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [(401, "refuses the key"), (404, "no such address or model"), (500, "error (500)")],
    )
    def test_a_failure_is_told_and_the_text_is_kept(
        self,
        claire: Client,
        talk: Conversation,
        model: LanguageModel,
        double: Double,
        status: int,
        sentence: str,
    ) -> None:
        double.status = status
        response = draft(claire, talk, "À moi.", suggestion="fr.thanks.warm")
        assert response.status_code == 200
        assert sentence in shown(response)
        assert box(response) == "À moi."
        assert 'value="fr.thanks.warm"' in shown(response)

    def test_too_many_a_minute_are_refused_and_the_text_is_kept(
        self, claire: Client, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        address = reverse("conversation_draft", args=[talk.pk])
        for _ in range(drafting_rules.ASKED_AT_MOST):
            claire.post(address, {"text": ""})
        response = claire.post(address, {"text": "À moi."})
        assert "6 times within a minute" in shown(response)
        assert box(response) == "À moi."
        assert len(double.asked) == drafting_rules.ASKED_AT_MOST

    def test_words_that_may_not_leave_are_shown_to_a_model_of_this_house_alone(
        self,
        claire: Client,
        talk: Conversation,
        model: LanguageModel,
        double: Double,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(data_rules, "may_export", lambda network: False)
        assert BUTTON in shown(claire.get(f"/inbox/{talk.pk}/"))
        settings.MODEL_ALLOW = frozenset()
        LanguageModel.objects.update(address="https://api.example.org/v1", sealed=b"")
        assert BUTTON not in shown(claire.get(f"/inbox/{talk.pk}/"))
        page = shown(draft(claire, talk))
        assert "do not let what others write there leave this installation" in page
        assert double.asked == []

    def test_networks_say_whose_words_may_export(self) -> None:
        assert data_rules.may_export("bluesky")
        assert not data_rules.may_export("google_business")
        assert not data_rules.may_export("linkedin")
        assert not data_rules.may_export("nothing")


class TestStrangers:
    def test_whoever_writes_orders_to_the_model_leads_nobody_astray(
        self, claire: Client, desk: Desk, model: LanguageModel, double: Double
    ) -> None:
        signature = "Atelier Martin"
        shown_words = 0
        for number, injection in enumerate(EVERY):
            author = Author(f"did:{number}", f"p{number}.example", injection[:200])
            desk.hear(said(f"f{number}", injection, author=author, root_id=f"r{number}"))
            Feedback.objects.update(intent="question", tone="neutral", urgency="")
            talk = desk.conversation(author)
            for hostile in (parrot, MODELS[number % len(MODELS)]):
                double.answer = partial(_obey, hostile, injection)
                response = draft(claire, talk)
                assert response.status_code == 200
                text = box(response).removesuffix(signature)
                assert is_harmless(text, NONE), (injection, hostile.__name__, text)
                assert not any(orders[:60] in text for orders in ORDERS.values())
                shown_words += bool(text)
                raw = response.content.decode()
                assert "<script>alert" not in raw
                assert "<script>fetch" not in raw
        assert shown_words > 0
        assert len(double.asked) == 2 * len(EVERY)
        assert not Answer.objects.exists()
        assert not Delivery.objects.exists()

    def test_their_words_go_in_as_data_and_nowhere_else(
        self, claire: Client, desk: Desk, model: LanguageModel, double: Double
    ) -> None:
        for number, injection in enumerate(EVERY[::8]):
            author = Author(f"did:{number}", f"p{number}.example", f"Léa {number}")
            desk.hear(said(f"f{number}", injection, author=author, root_id=f"r{number}"))
            draft(claire, desk.conversation(author))
            system, user = double.asked[-1]["messages"]
            assert system["content"] in ORDERS.values()
            fenced = re.fullmatch(r"<(\w+)>\n(.*)\n</\1>", user["content"], re.DOTALL)
            assert fenced is not None
            assert len(json.loads(fenced[2])["conversation"]) == 1


class TestCanaries:
    def test_nothing_of_anybody_else_leaves_with_the_question(
        self,
        claire: Client,
        desk: Desk,
        world: World,
        model: LanguageModel,
        double: Double,
        channel: Channel,
    ) -> None:
        now = desk.clock()
        introduce(world, now=now)
        Company.objects.create(
            workspace=world.flowers, name="CANARY-flowers", phone="0999", changed_at=now
        )
        Credential.objects.create(
            channel=channel,
            sealed=crypto.seal(b"CANARY-token", bound_to=f"channel:{channel.pk}"),
            updated_at=now,
        )
        Channel.objects.filter(pk=channel.pk).update(handle="CANARY-handle")
        desk.hear(
            said("f1", "Faites-vous des gâteaux ?", url="https://canary.example/CANARY-url"),
            said("f2", "CANARY-private", is_private=True, kind=FeedbackKind.MESSAGE),
            said("f3", "Pour samedi ?", created_at=later(minutes=5)),
            said("n1", "CANARY-neighbour", author=NOUR),
            said("n2", "CANARY-neighbour-private", author=NOUR, is_private=True),
        )
        Feedback.objects.filter(remote_id="f2").update(
            conversation=desk.conversation(ODILE), is_private=True
        )
        talk = desk.conversation(ODILE)
        Conversation.objects.filter(pk=talk.pk).update(person_handle="CANARY-at")
        notes.write(talk, text="CANARY-note", actor=world.karim, now=now)
        saved_answers.make(
            world.atelier, name="CANARY-saved", text="CANARY-words", actor=world.karim, now=now
        )
        other = Desk(make_channel(world.flowers, now=now, account_id="did:o"), desk.clock)
        other.hear(said("o1", "CANARY-elsewhere"))
        told = actions.answer(talk, text="CANARY-told", actor=world.karim, now=now)
        Answer.objects.filter(pk=told.pk).update(feedback=desk.feedback("f2"))
        Delivery.objects.update(
            status="published", remote_id="a1", published_at=now, content={"visibility": "direct"}
        )
        talk = desk.conversation(ODILE)
        failed = actions.answer(talk, text="CANARY-unsent", actor=world.karim, now=now)
        Delivery.objects.filter(pk=failed.delivery_id).update(status="failed", reason="refused")
        failed.delivery.refresh_from_db()
        actions.follow_answer(failed.delivery, now=now)

        draft(claire, talk, "CANARY-typed")

        assert len(double.raw) == 1
        sent = double.raw[0].decode()
        assert "gâteaux" in sent
        assert "Pour samedi" in sent
        assert "canary" not in sent.casefold()
        for person in (world.claire, world.karim):
            assert person.email not in sent
        assert "did:odile" not in sent
        assert "odile.example" not in sent
        head = double.heads[0]
        assert head["authorization"] == "Bearer sk-canary"
        assert not {"cookie", "referer", "x-csrftoken"} & set(head)

    def test_what_was_erased_is_not_shown_to_it(
        self, claire: Client, desk: Desk, model: LanguageModel, double: Double
    ) -> None:
        desk.hear(said("f1", "CANARY un"), said("f2", "Et deux ?", created_at=later(minutes=1)))
        desk.look_again({"f1": None})
        draft(claire, desk.conversation())
        assert "CANARY" not in double.raw[0].decode()
        assert "Et deux" in double.raw[0].decode()

    def test_what_we_said_before_is_shown_as_ours(
        self, claire: Client, desk: Desk, world: World, model: LanguageModel, double: Double
    ) -> None:
        ours = said("u1", "Oui.", author=US, parent_id="f1", created_at=later(minutes=1))
        desk.hear(said("f1", "Un ?"), ours)
        desk.hear(said("f2", "Et deux ?", created_at=later(minutes=2)))
        draft(claire, desk.conversation())
        data = double.asked[0]["messages"][1]["content"]
        assert '{"by": "company", "words": "Oui."}' in data

    def test_a_stranger_to_the_workspace_gets_nothing(
        self, world: World, talk: Conversation, model: LanguageModel, double: Double
    ) -> None:
        assert draft(browser_of(world.zoe), talk).status_code == 404
        assert double.asked == []
