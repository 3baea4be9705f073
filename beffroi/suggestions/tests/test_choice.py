from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.bank import LANGUAGES, Language
from beffroi.suggestions.cases import ANSWERED, ESCALATED, Case, cases_for
from beffroi.suggestions.choice import ANSWER_MAX, SUGGESTIONS_MAX, Suggestion, suggest
from beffroi.suggestions.facts import NAMES, Facts
from beffroi.suggestions.families import TRADES
from beffroi.suggestions.situations import (
    Aspect,
    Intent,
    Sign,
    Situation,
    Source,
    Topic,
    Trait,
    Urgent,
)
from beffroi.suggestions.tests.samples import FACTS, NONE, messages_of, situation_of
from beffroi.suggestions.tests.test_cases import SITUATIONS
from beffroi.suggestions.tests.test_names import HOSTILE
from beffroi.suggestions.wording import still_to_fill

ASKS_HOURS = Situation(intent=Intent.QUESTION, topics=frozenset({Topic.HOURS}), trade="bakery")
BAD_REVIEW = Situation(
    intent=Intent.COMPLAINT,
    stars=1,
    aspects={Aspect.WELCOME: Sign.MINUS},
    source=Source.REVIEW,
    person_name="Marie Dupont",
    trade="restaurant",
)


def test_a_question_is_answered_with_what_the_workspace_says_of_itself() -> None:
    first, *_ = suggest(ASKS_HOURS, FACTS["fr"], language="fr")
    assert first.case is Case.QUESTION_HOURS
    assert FACTS["fr"].hours in first.text
    assert first.missing == ()
    assert first.text.endswith("Claire, Atelier Martin")


def test_the_company_signs_where_nobody_does() -> None:
    first, *_ = suggest(ASKS_HOURS, Facts(company="Atelier Martin"), language="fr")
    assert first.text.endswith("\nAtelier Martin")
    assert "signature" not in first.missing


def test_what_the_workspace_does_not_say_is_named() -> None:
    suggestions = suggest(ASKS_HOURS, NONE, language="fr")
    assert {"hours", "signature"} <= {name for one in suggestions for name in one.missing}
    assert all(set(one.missing) <= set(NAMES) for one in suggestions)


def test_an_answer_that_lacks_a_fact_comes_after_those_that_do_not() -> None:
    facts = Facts(signature="Claire", hours="le mardi")
    of_case = suggest(ASKS_HOURS, facts, language="fr", case=Case.QUESTION_HOURS)
    lacking = [len(one.missing) for one in of_case]
    assert lacking == sorted(lacking)
    assert lacking[0] == 0
    assert lacking[-1] > 0


def test_a_bad_review_can_be_answered_in_more_than_one_sense() -> None:
    cases = [one.case for one in suggest(BAD_REVIEW, FACTS["fr"], language="fr")]
    assert cases == [
        *(Case.FOUNDED_WELCOME, Case.FOUNDED_WELCOME, Case.FOUNDED_OTHER),
        *(Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW),
    ]


def test_a_review_of_several_faults_is_answered_on_each() -> None:
    aspects = {Aspect.PRODUCT: Sign.MINUS, Aspect.DELAY: Sign.MINUS, Aspect.PRICE: Sign.PLUS}
    situation = Situation(intent=Intent.COMPLAINT, stars=1, aspects=aspects)
    cases = [one.case for one in suggest(situation, FACTS["fr"], language="fr")]
    assert cases == [
        *(Case.FOUNDED_PRODUCT, Case.FOUNDED_DELAY, Case.FOUNDED_OTHER),
        *(Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW),
    ]


def test_those_who_owe_no_secrecy_are_offered_warmer_words_first() -> None:
    traits = frozenset({Trait.DETAILED})
    warm = Situation(intent=Intent.PRAISE, stars=5, trade="bakery", traits=traits)
    found = suggest(warm, FACTS["fr"], language="fr")
    names = {one.key.rpartition(".")[2] for one in found}
    assert names == {
        *("good-table", "detail-named", "worth-the-effort", "word-of-mouth", "such-a-review"),
    }


def names_of(situation: Situation, facts: Facts = FACTS["fr"]) -> list[str]:
    return [one.key.rpartition(".")[2] for one in suggest(situation, facts, language="fr")]


def test_a_day_that_is_named_is_answered_and_not_the_week() -> None:
    tomorrow = replace(ASKS_HOURS, traits=frozenset({Trait.DAY}))
    for one in suggest(tomorrow, FACTS["fr"], language="fr", case=Case.QUESTION_HOURS):
        assert FACTS["fr"].day_hours in one.text
    unknown = replace(FACTS["fr"], day_hours="")
    for one in suggest(tomorrow, unknown, language="fr", case=Case.QUESTION_HOURS):
        assert "ouvert ou fermé, et l’heure" in one.gaps


def test_who_said_how_many_they_are_is_not_asked_again() -> None:
    plan = Situation(intent=Intent.LEAD, trade="bakery", traits=frozenset({Trait.COUNT}))
    assert "order-ahead" not in names_of(plan)
    assert {"which-day", "all-said"} & set(names_of(plan))
    dated = replace(plan, traits=frozenset({Trait.COUNT, Trait.DAY}))
    assert not {"order-ahead", "which-day", "how-many"} & set(names_of(dated))


def test_where_we_are_is_said_only_to_whom_we_spoke_before() -> None:
    first = Situation(intent=Intent.COMPLAINT, topics=frozenset({Topic.AFTER_SALES}))
    assert "where-we-are" not in names_of(first)
    again = suggest(
        replace(first, was_answered=True), FACTS["fr"], language="fr", case=Case.AFTER_SALES
    )
    assert "fr.after_sales.where-we-are" in {one.key for one in again}


def test_nobody_who_writes_in_private_is_sent_to_say_it_elsewhere() -> None:
    private = Situation(intent=Intent.COMPLAINT, is_public=False)
    for one in suggest(private, FACTS["fr"], language="fr"):
        assert "message privé" not in one.text
        assert FACTS["fr"].email not in one.text


def test_a_dentist_never_tells_that_somebody_is_a_patient() -> None:
    praise = Situation(intent=Intent.PRAISE, stars=5, trade="dentist")
    keys = {one.key.rpartition(".")[2] for one in suggest(praise, NONE, language="fr")}
    assert keys == {"discreet-joy", "careful-reading", "team-proud"}


def test_what_somebody_else_was_answered_is_not_offered_again() -> None:
    used: list[str] = []
    while found := suggest(BAD_REVIEW, FACTS["fr"], language="fr", used=used):
        assert not {one.key for one in found} & set(used)
        used.append(found[0].key)
    assert len(used) > 10


def test_neighbours_are_not_answered_alike() -> None:
    firsts = {
        suggest(
            Situation(intent=Intent.PRAISE, stars=5, has_text=False, person_name=name),
            NONE,
            language="fr",
        )[0].key
        for name in ("Marie", "Paul", "Zoé", "Ahmed", "Inès", "Luc", "Jeanne", "Omar")
    }
    assert len(firsts) >= 3


def test_a_network_that_takes_less_is_offered_less() -> None:
    for suggestion in suggest(BAD_REVIEW, FACTS["fr"], language="fr", limit=180):
        assert len(suggestion.text) <= 180
        assert suggestion.is_short
    assert suggest(BAD_REVIEW, FACTS["fr"], language="fr", limit=10) == ()
    assert suggest(BAD_REVIEW, FACTS["fr"], language="fr", measure=lambda _: 601) == ()


def test_spam_is_not_answered() -> None:
    assert suggest(Situation(intent=Intent.SPAM), FACTS["fr"], language="fr") == ()


@pytest.mark.parametrize("urgent", [one for one in Urgent if one is not Urgent.NO])
def test_an_emergency_only_gains_time_and_others_are_told(urgent: Urgent) -> None:
    found = suggest(Situation(intent=Intent.QUESTION, urgent=urgent), NONE, language="fr")
    assert found
    assert {one.is_escalated for one in found} == {urgent is not Urgent.PRESS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_calls_themselves_oddly_is_greeted_without_a_name(language: Language) -> None:
    nameless = {
        one.key: one.text
        for case in cases_for(BAD_REVIEW)
        for one in _all_of(case, replace(BAD_REVIEW, person_name=""), language)
    }
    for name in HOSTILE:
        odd = replace(BAD_REVIEW, person_name=name)
        for one in suggest(odd, FACTS[language], language=language):
            assert one.text == nameless[one.key], name


def _all_of(case: Case, situation: Situation, language: Language) -> Iterator[Suggestion]:
    used: list[str] = []
    while found := suggest(situation, FACTS[language], language=language, case=case, used=used):
        used += [one.key for one in found]
        yield from found


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_as_companies_receive_them_find_their_answers(language: Language) -> None:
    for row in messages_of(language)[::9]:
        situation = situation_of(row)
        found = suggest(situation, FACTS[language], language=language)
        is_silent = cases_for(situation)[0] in {Case.SPAM, Case.SMALL_TALK}
        assert (found == ()) == is_silent, row["text"]
        assert is_silent or len(found) >= 2, row["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_is_offered_something_in_every_case(language: Language) -> None:
    trades = [*(trades[0] for trades in TRADES.values()), "", "<script>"]
    for case, trade, facts in product(ANSWERED, trades, (FACTS[language], NONE)):
        situation = Situation(intent=Intent.OTHER, trade=trade)
        assert suggest(situation, facts, language=language, case=case), (case, trade)


def _check(suggestion: Suggestion, *, language: Language) -> None:
    assert suggestion.key.startswith(f"{language}.{suggestion.case.value}.")
    assert 0 < len(suggestion.text) <= ANSWER_MAX
    assert still_to_fill(suggestion.text) == suggestion.gaps
    assert not set(suggestion.text) & set("{}\r\t\x00")
    assert not suggestion.from_model
    assert suggestion.is_escalated == (suggestion.case in ESCALATED)


@given(SITUATIONS, some.sampled_from(LANGUAGES), some.builds(Facts))
def test_whatever_happens_suggestions_are_few_whole_and_the_same_again(
    situation: Situation, language: Language, facts: Facts
) -> None:
    found = suggest(situation, facts, language=language)
    assert found == suggest(situation, facts, language=language)
    assert len(found) <= SUGGESTIONS_MAX
    assert len({one.key for one in found}) == len(found)
    for suggestion in found:
        _check(suggestion, language=language)


@given(some.text(max_size=200), some.text(max_size=400), some.sampled_from(LANGUAGES))
def test_strange_names_and_facts_never_break_an_answer(
    name: str, fact: str, language: Language
) -> None:
    situation = Situation(intent=Intent.LEAD, person_name=name, is_open_now=False)
    facts = Facts(**dict.fromkeys(NAMES, fact))
    for suggestion in suggest(situation, facts, language=language):
        _check(suggestion, language=language)
