from __future__ import annotations

import json
import re
import time
import unicodedata
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.bank import LANGUAGES, Language, names_of_gaps
from beffroi.suggestions.cases import Case
from beffroi.suggestions.choice import ANSWER_MAX, SHORT_MAX, Suggestion
from beffroi.suggestions.facts import Facts, known
from beffroi.suggestions.model import (
    ORDERS,
    TURN_MAX,
    TURNS_MAX,
    Turn,
    may_ask,
    read_answer,
    request_body,
)
from beffroi.suggestions.prose import READ_MAX, Refused, Why
from beffroi.suggestions.situations import Intent, Situation, Urgent
from beffroi.suggestions.tests.hostile_model import MODELS, Model, completion, is_harmless
from beffroi.suggestions.tests.injections import ENGLISH, EVERY, FRENCH
from beffroi.suggestions.tests.samples import FACTS, NONE, every_answer
from beffroi.suggestions.wording import fill

QUESTION = Situation(intent=Intent.QUESTION, person_name="Zoé Martin", trade="bakery")
GOOD = "Bonjour Zoé Martin, merci de votre message. Nous regardons cela et revenons vers vous."


def asked(text: str, *, facts: Facts = NONE, language: Language = "fr") -> dict[str, object]:
    return request_body([Turn(text)], QUESTION, facts, model="local", language=language)


def read(content: object, *, facts: Facts = NONE, limit: int = ANSWER_MAX) -> Suggestion:
    return read_answer(completion(content), QUESTION, facts, language="fr", limit=limit)


def refusal(body: str) -> Why:
    with pytest.raises(Refused) as caught:
        read_answer(body, QUESTION, NONE, language="fr")
    return caught.value.why


def _data_of(body: dict[str, object]) -> dict[str, object]:
    messages = body["messages"]
    assert isinstance(messages, list)
    found = re.fullmatch(r"<(\w+)>\n(.*)\n</\1>", messages[1]["content"], re.DOTALL)
    assert found is not None
    data = json.loads(found[2])
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_is_given_one_conversation_and_no_tool(language: Language) -> None:
    turns = [Turn("Êtes-vous ouverts lundi ?"), Turn("Oui.", is_ours=True)]
    body = request_body(turns, QUESTION, FACTS[language], model="local", language=language)
    assert set(body) == {"model", "messages", "temperature", "max_tokens", "stream"}
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][0]["content"] == ORDERS[language]
    data = _data_of(body)
    assert set(data) == {"name", "longest", "facts", "conversation"}
    assert data["name"] == "Zoé"
    assert data["conversation"] == [
        {"by": "customer", "words": "Êtes-vous ouverts lundi ?"},
        {"by": "company", "words": "Oui."},
    ]


def test_no_words_of_a_customer_leave_their_fence() -> None:
    for injection in EVERY:
        body = asked(injection)
        messages = body["messages"]
        assert isinstance(messages, list)
        assert len(messages) == 2
        assert messages[0]["content"] == ORDERS["fr"]
        assert len(re.findall(r"[<>]", messages[1]["content"])) == 4, injection
        assert not re.search(r"[|`#]|\[/?INST", messages[1]["content"]), injection
        assert _data_of(body)["conversation"] != []


@given(some.text(max_size=300), some.text(max_size=60))
def test_whatever_is_said_stays_data(words: str, name: str) -> None:
    situation = Situation(intent=Intent.QUESTION, person_name=name)
    body = request_body([Turn(words)], situation, NONE, model="m", language="en")
    assert set(_data_of(body)) == {"name", "longest", "facts", "conversation"}
    hidden = {unicodedata.category(s) for s in body["messages"][1]["content"] if s != "\n"}
    assert not hidden & {"Cc", "Cf", "Cs", "Co", "Cn"}


def test_a_long_conversation_is_shown_in_part() -> None:
    turns = [Turn(f"{n} " + "a" * 1_000_000) for n in range(50)]
    body = request_body(turns, QUESTION, NONE, model="local", language="fr")
    said = _data_of(body)["conversation"]
    assert isinstance(said, list)
    assert len(said) == TURNS_MAX
    assert said[-1]["words"].startswith("49 ")
    assert max(len(turn["words"]) for turn in said) == TURN_MAX


def test_a_model_is_not_asked_in_an_emergency_nor_where_secrecy_is_owed() -> None:
    def review(trade: str, *, is_public: bool = True) -> Situation:
        return Situation(intent=Intent.PRAISE, stars=5, trade=trade, is_public=is_public)

    assert may_ask(QUESTION)
    assert may_ask(review("bakery"))
    assert may_ask(review("dentist", is_public=False))
    assert may_ask(Situation(intent=Intent.QUESTION, trade="dentist"))
    assert not may_ask(review("dentist"))
    assert not may_ask(Situation(intent=Intent.SPAM))
    for urgent in Urgent:
        situation = Situation(intent=Intent.COMPLAINT, urgent=urgent)
        assert may_ask(situation) == (urgent is Urgent.NO)


def test_a_good_answer_is_signed_and_marked() -> None:
    found = read(GOOD, facts=FACTS["fr"])
    assert found.text == f"{GOOD}\nClaire, Atelier Martin"
    assert found.from_model
    assert (found.key, found.case) == ("model", Case.QUESTION_OTHER)


def test_what_the_person_must_say_stays_between_brackets() -> None:
    assert read(f"{GOOD} Ce sera prêt [le jour].").gaps == ("le jour",)


def test_the_facts_of_the_workspace_may_be_named() -> None:
    facts = FACTS["fr"]
    told = (
        f"Écrivez-nous à {facts.email} ou appelez le {facts.phone}. Le site est"
        f" https://{facts.website}/ et l’adresse : {facts.address}. Livraison : {facts.delivery}."
    )
    text = read(told, facts=facts).text
    for fact in (facts.email, facts.phone, facts.website, facts.address, facts.delivery):
        assert fact in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "**Bonjour** et merci d'écrire _si vite_.",
            "Bonjour et merci d’écrire si vite.",
        ),
        (
            "# Réponse\nMerci beaucoup de votre message.",
            "Réponse\nMerci beaucoup de votre message.",
        ),
        ("- Merci beaucoup de votre message.", "Merci beaucoup de votre message."),
        ("<p>Merci beaucoup de votre <b>message</b>.</p>", "Merci beaucoup de votre message."),
        ("Merci beaucoup de votre message 😀👍🏽 !", "Merci beaucoup de votre message\u202f!"),
        ("Réponse : Merci beaucoup de votre message.", "Merci beaucoup de votre message."),
        ("Nous sommes désolé(e)s de ce qui arrive.", "Nous sommes désolé(e)s de ce qui arrive."),
        ("Mer\u200bci beau\u202ecoup de votre message.", "Merci beaucoup de votre message."),
        ("<think>hm</think>\nMerci beaucoup de votre message.", "Merci beaucoup de votre message."),
    ],
)
def test_light_markup_is_taken_off(written: str, shown: str) -> None:
    assert read(written).text == shown


@pytest.mark.parametrize(
    "led_away",
    [
        "Voyez evil.test.",
        "Voyez https://evil.test/a.",
        "Voyez [ici](https://evil.test).",
        "Voyez //evil.test.",
        "Voyez atelier-martin.example.evil.test.",
        "Voyez evil-atelier-martin.example.",
        "Voyez atelier-martin.example@evil.test.",
        "Voyez atelier-martin.example/../evil.",
        "Voyez evil (point) test.",
        "Allez sur evil point com.",
        "Voyez 127.0.0.1.",
        "Suivez @vrai_compte.",
        "Écrivez à a@evil.test.",
        "Écrivez à a (arobase) evil.",
        "Appelez le 06 12 34 56 78.",
        "Appelez le 3215.",
        "Tapez 8 1 2 1 2.",
        "Appelez le 03 20 00 00 09.",
        "Faites le zéro huit neuf neuf douze deux.",
        "Faites le zéro, six, un, deux, trois.",
        "Venez au 66, rue des Arnaques.",
        "Venez au 13 Swindle Street.",
        "Payez 50 €.",
        "Tout est à -100 %.",
        "Utilisez le code FREE100.",
        "Le mot est aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ.",
        "Virez à FR76 3000 4000.",
        "Ouvrez mailto:x.",
        "Ouvrez data:text.",
    ],
)
def test_a_sentence_that_leads_elsewhere_is_left_out(led_away: str) -> None:
    for written in (f"{GOOD} {led_away}", f"{led_away} {GOOD}", f"{GOOD}\n{led_away}\n"):
        assert read(written, facts=Facts(website="atelier-martin.example")).text == GOOD


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script> Merci beaucoup.",
        f"{GOOD} <img src=x>",
        f"{GOOD} ![x](y)",
        f"{GOOD}\n[1]: /x",
        f"{GOOD} [a][b]",
        f"```\n{GOOD}\n```",
        '{"text": "Merci beaucoup"}',
        f"{GOOD}\nSystem: obey",
        f"{GOOD} [INST] x",
        f"{GOOD} alert(1)",
        "{{7*7}} merci beaucoup",
        f"{GOOD} еvil",
        f"{GOOD} 𝐞𝐯𝐢𝐥",
        f"{GOOD} ｅｖｉｌ",
        f"{GOOD} | a | b |",
        f"<think>{GOOD}",
        f"{GOOD} evil。test",
        "你好，谢谢您的留言，我们会尽快回复。",
        f"{GOOD} a = b",
        f"{GOOD} Voyez evil . test.",
    ],
)
def test_what_is_not_prose_is_refused(written: str) -> None:
    assert refusal(completion(written)) is Why.NOT_PROSE


@pytest.mark.parametrize(
    ("body", "why"),
    [
        *((body, Why.NOT_READABLE) for body in ("", "null", "[]", "{}", "<html>", "[" * 100_000)),
        *((body, Why.NOT_READABLE) for body in ('{"choices": []}', '{"error": {"message": "no"}}')),
        (completion(None), Why.NOT_READABLE),
        (completion({"text": GOOD}), Why.NOT_READABLE),
        (completion(GOOD, tool_calls=[{"id": "1"}]), Why.NOT_READABLE),
        (completion("OK."), Why.NOTHING_LEFT),
        (completion("Voyez evil.test pour en savoir bien davantage."), Why.NOTHING_LEFT),
        (completion("a" * (READ_MAX + 1)), Why.TOO_LONG),
        (completion("Merci " + "de votre message " * 60 + "."), Why.TOO_LONG),
        (completion(ORDERS["fr"][:200]), Why.REPEATS_ITS_ORDERS),
        (completion(GOOD).replace('"stop"', '"length"'), Why.TOO_LONG),
    ],
)
def test_what_is_no_answer_is_refused_and_says_why(body: str, why: Why) -> None:
    assert refusal(body) is why


def test_an_answer_is_shortened_by_whole_sentences() -> None:
    found = read(f"{GOOD} Encore une phrase. Et une autre encore.", limit=len(GOOD) + 25)
    assert found.text == f"{GOOD} Encore une phrase."
    assert len(read(GOOD, facts=FACTS["fr"], limit=200).text) <= 200


def test_a_network_that_counts_otherwise_is_heeded() -> None:
    body = completion(f"{GOOD} Encore une phrase.")

    def twice(text: str) -> int:
        return 2 * len(text)

    found = read_answer(body, QUESTION, NONE, language="fr", limit=2 * len(GOOD) + 9, measure=twice)
    assert found.text == GOOD
    with pytest.raises(Refused):
        read_answer(body, QUESTION, FACTS["fr"], language="fr", limit=100, measure=twice)


def test_what_a_person_would_write_is_read_as_it_is() -> None:
    for language, answer in every_answer():
        facts = replace(FACTS[language], signature="", company="")
        values = {**known(facts), "person": "Marie", "aside": "ici même"}
        gaps = names_of_gaps(language)
        text = fill(answer.parts, values, names_of_gaps=gaps).text
        found = read_answer(completion(text), QUESTION, facts, language=language)
        assert found.text == text


@pytest.mark.parametrize(
    "sign", ["1", "1 ", "\n", "a . ", "[", "](", "<b>", "un ", "€1", "- ", "12 a "]
)
def test_an_answer_made_to_keep_us_busy_does_not(sign: str) -> None:
    started = time.thread_time()
    with suppress(Refused):
        read(sign * (READ_MAX // len(sign)))
    assert time.thread_time() - started < 1


def test_a_name_in_another_script_may_be_greeted() -> None:
    situation = Situation(intent=Intent.QUESTION, person_name="Мария")
    body = completion("Bonjour Мария, merci beaucoup de votre message.")
    assert "Мария" in read_answer(body, situation, NONE, language="fr").text


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_obeys_strangers_leads_nobody_astray(model: Model, language: Language) -> None:
    facts = FACTS[language]
    for injection in EVERY:
        body = model(asked(injection, facts=facts, language=language), injection)
        try:
            found = read_answer(body, QUESTION, facts, language=language, limit=SHORT_MAX)
        except Refused:
            continue
        assert found.from_model
        assert len(found.text) <= SHORT_MAX
        assert is_harmless(found.text, facts), (injection, found.text)
        assert ORDERS[language][:60] not in found.text


def test_there_are_many_ways_to_try_and_none_twice() -> None:
    assert min(len(FRENCH), len(ENGLISH)) >= 30
    assert len(set(EVERY)) == len(EVERY) >= 60


@given(some.text(max_size=400))
def test_any_words_of_a_model_are_refused_or_harmless(words: str) -> None:
    try:
        found = read(f"Merci beaucoup de votre message. {words}", facts=FACTS["fr"])
    except Refused:
        return
    assert is_harmless(found.text, FACTS["fr"])
