from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import pytest

from beffroi.suggestions import bank, wording
from beffroi.suggestions.bank import LANGUAGES, Answer, Language
from beffroi.suggestions.cases import ANSWERED, TELLS_OF_CLIENTS, Case
from beffroi.suggestions.choice import ANSWER_MAX, SHORT_MAX
from beffroi.suggestions.facts import NAMES, Facts, known
from beffroi.suggestions.families import DISCREET, TRADES, family_of
from beffroi.suggestions.tests.samples import FACTS, NONE, every_answer, messages_of
from beffroi.suggestions.wording import BY_PERSON
from scripts import typography

ALL = list(every_answer())
FREQUENT = (
    *(Case.QUESTION_HOURS, Case.QUESTION_PRICE, Case.QUESTION_AVAILABILITY, Case.QUESTION_OTHER),
    *(Case.QUESTION_BOOKING, Case.THANKS, Case.FIVE_STARS_TEXT, Case.FIVE_STARS_BARE),
    *(Case.VAGUE_COMPLAINT, Case.LEAD, Case.QUOTE),
)
ALWAYS_PUBLIC = {Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW, Case.FOUR_STARS, Case.TROLL}
ASIDE: dict[Language, str] = {"fr": "ici même", "en": "right here"}
EVERY_TRADE = [trade for trades in TRADES.values() for trade in trades]

#: What no answer says: incentives, threats, sarcasm, blame, “tu”, the words of call centres.
FORBIDDEN: dict[Language, str] = {
    "fr": r"modifie[rz]|retire[rz] votre avis|change[rz] votre|en échange d|bon d.achat|remise"
    r"|réduction|cadeau|offert|avocat|tribunal|plainte|poursuites|diffam\w*|calomni\w*"
    r"|menteur|mentez|mensonge|visiblement|manifestement|soi-disant|comme par hasard"
    r"|tu|toi|ton|ta|tes|te|n’hésitez pas|suite à votre|commande n|numéro de commande"
    r"|bonne nouvelle|il n’en reste|nous ne recrutons pas|est avertie?|à jour|sans difficulté"
    r"|garantie légale|bien entendu|nous sommes au regret|désagréments occasionnés|mot de passe"
    r"|iban|carte bancaire",
    "en": r"change your review|remove your review|delete your|update your rating|in return"
    r"|voucher|discount|gift|freebie|lawyer|court|sue|libel\w*|slander\w*|defam\w*|liar|lying"
    r"|obviously|clearly|so-called|don.t hesitate|do not hesitate|any inconvenience|order number"
    r"|good news|sold out|we are not hiring|has been told|up to date|statutory"
    r"|valued customer|password|credit card",
}


def filled(answer: Answer, language: Language, facts: Facts, person: str = "") -> str:
    values = {**known(facts), wording.ASIDE: ASIDE[language]}
    values |= {"person": person} if person else {}
    gaps = bank.names_of_gaps(language)
    return wording.fill(answer.parts, values, names_of_gaps=gaps).text


def looks(answer: Answer, language: Language) -> list[str]:
    """Return an answer with all facts and with none, with a name and without."""
    return [
        filled(answer, language, facts, person)
        for facts in (FACTS[language], NONE)
        for person in ("Marie", "")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_answers_in_each_language(language: Language) -> None:
    assert len([answer for of, answer in ALL if of == language]) >= 120


def test_every_file_belongs_to_a_case() -> None:
    expected = {f"{case.value}.toml" for case in ANSWERED} | {"_gaps.toml", "_advice.toml"}
    for language in LANGUAGES:
        folder = Path(bank.__file__).parent / "bank" / language
        assert {path.name for path in folder.iterdir()} == expected


def test_every_key_is_its_own() -> None:
    assert [key for key, times in Counter(a.key for _, a in ALL).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_words_for_its_absence(language: Language) -> None:
    assert set(bank.names_of_gaps(language)) == set(NAMES)


def test_every_answer_can_be_read_at_once_with_all_facts_or_none() -> None:
    too_long = [
        answer.key
        for language, answer in ALL
        if any(len(text) > ANSWER_MAX for text in looks(answer, language))
    ]
    assert too_long == []


def test_every_answer_is_punctuated_as_its_language() -> None:
    faults = {
        text: found
        for language, answer in ALL
        for text in looks(answer, language)
        if (found := list(typography.faults(text.replace("\n", "¶"), language=language)))
    }
    assert faults == {}


def test_nothing_is_left_askew_where_a_fact_or_a_name_is_absent() -> None:
    askew = re.compile(
        r" [.,]|,,|\.\.|^[,.]|\{|\}|\||  | \n|\n\n|:\.|, ?\.|[,:]$|(?:Merci|Thank you), (?:de|for)"
    )
    found = [t for language, a in ALL for t in looks(a, language) if askew.search(t)]
    assert found == []


def test_nobody_else_is_said_to_owe_secrecy() -> None:
    secret = re.compile(r"secret|discrets|discrétion|confidential|secrecy")
    found = [
        answer.key
        for language, answer in ALL
        if not answer.families or set(answer.families) - DISCREET
        if any(secret.search(text) for text in looks(answer, language))
    ]
    assert found == []


def test_every_sentence_begins_with_a_capital() -> None:
    small = re.compile(r"(?:^|[.!?] )[a-zàâéèêîôœ]")
    found = [t for language, a in ALL for t in looks(a, language) if small.search(t)]
    assert found == []


def test_no_answer_says_what_one_never_says() -> None:
    found = {
        answer.key: word.group()
        for language, answer in ALL
        for text in looks(answer, language)
        if (word := re.search(rf"\b(?:{FORBIDDEN[language]})\b", text.lower()))
    }
    assert found == {}


def test_nobody_apologises_for_what_was_not_checked() -> None:
    sorry = re.compile(r"excuses(?!\.)|désolé|pardon|navré|apolog|sorry", re.IGNORECASE)
    found = [
        answer.key
        for language, answer in ALL
        if BY_PERSON not in {slot.name for slot in wording.slots(answer.parts)}
        if any(sorry.search(text) for text in looks(answer, language))
    ]
    assert found == []


def test_who_writes_in_private_is_not_told_to_do_so() -> None:
    elsewhere = re.compile(
        r"message privé|en privé|cette page|in private|private message|this page"
    )
    found = [
        answer.key
        for language, answer in ALL
        if answer.is_public is not True and answer.case not in ALWAYS_PUBLIC
        if any(elsewhere.search(text) for text in looks(answer, language))
    ]
    assert found == []


def test_every_answer_greets_by_name_once_and_is_signed() -> None:
    for _, answer in ALL:
        names = [slot.name for slot in wording.slots(answer.parts)]
        assert names.count("signature") == 1, answer.key
        assert names.count("person") <= 1, answer.key
        assert isinstance(answer.parts[-1], wording.Slot), answer.key
    without = [a.key for _, a in ALL if "person" not in {s.name for s in wording.slots(a.parts)}]
    assert {key.split(".")[1] for key in without} <= {"false_review"}


def test_nothing_is_elided_before_a_name_that_is_not_known() -> None:
    source = re.compile(r"\b(?:de|que|le|d’|l’) ?$")
    for _, answer in ALL:
        for before, after in zip(answer.parts, answer.parts[1:], strict=False):
            is_name = isinstance(after, wording.Slot) and after.name in {"company", "person"}
            assert not (is_name and isinstance(before, str) and source.search(before)), answer.key


def _opening(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower())[:5])


def test_answers_to_the_same_case_do_not_look_alike() -> None:
    alike = []
    for (one_language, one), (other_language, other) in combinations(ALL, 2):
        if one_language != other_language or one.case is not other.case:
            continue
        texts = [filled(answer, one_language, NONE) for answer in (one, other)]
        if _opening(texts[0]) == _opening(texts[1]):
            alike.append((one.key, other.key))
    assert alike == []


def _triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"\[[^\]]*\]", "", text).lower())
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def test_no_two_answers_of_a_language_share_much_of_their_words() -> None:
    for language in LANGUAGES:
        said = [(a.key, _triples(filled(a, language, NONE))) for of, a in ALL if of == language]
        alike = [
            (key, other)
            for (key, words), (other, others) in combinations(said, 2)
            if len(words & others) > max(2, 0.3 * min(len(words), len(others)))
        ]
        assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_public", [True, False])
def test_every_trade_finds_an_answer_to_every_case(is_public: bool, language: Language) -> None:
    lacking = [
        (case, trade)
        for case in ANSWERED
        for trade in (*EVERY_TRADE, "lighthouse_keeper")
        if len(_unconditional(case, language, trade, is_public=is_public))
        < (3 if case in FREQUENT else 2)
    ]
    assert lacking == []


def _unconditional(case: Case, language: Language, trade: str, *, is_public: bool) -> list[Answer]:
    return [
        answer
        for answer in bank.answers(case, language=language)
        if answer.suits_trade(trade, is_public=is_public)
        and answer.is_public in {None, is_public}
        and not (answer.aspects or answer.when or answer.needs or answer.stars)
        and answer.has_text is answer.has_fault is answer.is_later is None
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_has_an_answer_that_fits_the_shorter_networks(language: Language) -> None:
    for case, trade in product(ANSWERED, ("bakery", "dentist")):
        answers = _unconditional(case, language, trade, is_public=True)
        texts = [filled(answer, language, FACTS[language], "Marie") for answer in answers]
        assert any(len(text) <= SHORT_MAX for text in texts), case


def test_those_who_owe_secrecy_never_speak_of_a_visit() -> None:
    tells = re.compile(
        r"votre (?:visite|passage|venue|achat|commande|séjour)|à bientôt|revoir|revenez"
        r"|votre confiance"
        r"|your (?:visit|purchase|order|stay)|come back|see you|your trust|trusting us"
    )
    found = [
        answer.key
        for language, answer in ALL
        if answer.case in TELLS_OF_CLIENTS and answer.is_discreet
        for text in looks(answer, language)
        if tells.search(text.lower())
    ]
    assert found == []


def test_only_what_tells_nothing_is_said_for_those_who_owe_secrecy() -> None:
    for _, answer in ALL:
        if answer.case in TELLS_OF_CLIENTS and not answer.is_discreet:
            assert not set(answer.families) & DISCREET, answer.key


def test_every_trade_of_a_family_is_one_that_messages_were_written_to() -> None:
    trades = {row["trade"] for language in LANGUAGES for row in messages_of(language)}
    assert len(set(EVERY_TRADE)) == len(EVERY_TRADE) == 56
    assert set(EVERY_TRADE) <= trades
    assert family_of("lighthouse_keeper") is None
