from __future__ import annotations

import re

import pytest

from beffroi.suggestions.advice import Advice, Course, advice_on, advise
from beffroi.suggestions.bank import LANGUAGES, Language
from beffroi.suggestions.cases import ESCALATED, Case
from beffroi.suggestions.situations import Aspect, Intent, Sign, Situation, Urgent
from scripts import typography

FOUNDED = [case for case in Case if case.value.startswith("founded_")]
DIFFICULT = [
    *FOUNDED,
    *(Case.VAGUE_COMPLAINT, Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW, Case.INSULT, Case.TROLL),
    *(Case.SPAM, Case.AFTER_SALES, Case.LATE_DELIVERY, Case.PRESS, *sorted(ESCALATED, key=str)),
]


def advised(case: Case, language: Language) -> Advice:
    advice = advice_on(case, language=language)
    assert advice is not None
    return advice


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_difficult_case_has_a_few_sentences(language: Language) -> None:
    for case in DIFFICULT:
        sentences = advised(case, language).sentences
        assert 3 <= len(sentences) <= 6
        assert all(len(sentence) <= 140 for sentence in sentences)
        assert all(re.match(r"[A-ZÀÉÊ].*[.?]$", sentence) for sentence in sentences)
        faults = [f for one in sentences for f in typography.faults(one, language=language)]
        assert faults == []


def test_what_is_not_difficult_needs_no_advice() -> None:
    easy = [case for case in Case if case not in DIFFICULT]
    assert [case for case in easy if advice_on(case, language="fr") is not None] == []


def test_both_languages_advise_the_same() -> None:
    for case in DIFFICULT:
        _is_the_same(advised(case, "fr"), advised(case, "en"))


def _is_the_same(fr: Advice, en: Advice) -> None:
    assert (fr.course, fr.to_crisis, fr.may_be_hidden) == (
        en.course,
        en.to_crisis,
        en.may_be_hidden,
    )
    assert len(fr.sentences) == len(en.sentences)


def test_only_emergencies_go_to_the_crisis_file_at_once() -> None:
    assert {case for case in DIFFICULT if advised(case, "fr").to_crisis} == ESCALATED
    assert {advised(case, "fr").course for case in ESCALATED} == {Course.HOLD}


def test_only_spam_is_met_with_silence() -> None:
    silent = [case for case in DIFFICULT if advised(case, "fr").course is Course.SAY_NOTHING]
    assert silent == [Case.SPAM]


def test_criticism_is_never_among_what_may_be_hidden() -> None:
    hidden = {case for case in DIFFICULT if advised(case, "fr").may_be_hidden}
    assert hidden == {Case.FALSE_REVIEW, Case.INSULT, Case.TROLL, Case.SPAM}


def test_advice_follows_the_message() -> None:
    praise = Situation(intent=Intent.PRAISE, stars=5)
    complaint = Situation(intent=Intent.COMPLAINT, aspects={Aspect.PRICE: Sign.MINUS})
    leak = Situation(intent=Intent.QUESTION, urgent=Urgent.DATA)
    assert advise(praise, language="fr") is None
    found = [advise(one, language="fr") for one in (complaint, leak)]
    assert [one.case for one in found if one] == [Case.FOUNDED_PRICE, Case.DATA_LEAK]
