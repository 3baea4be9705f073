from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.matching import folding, terms
from beffroi.matching.common import counted
from beffroi.matching.folding import cased, fold, has_other_letters
from beffroi.matching.hanging import TooWide
from beffroi.matching.index import Index, check
from beffroi.matching.queries import Near, Query, Unsearchable

WORDS = [
    *("martin", "atelier", "boulangerie", "pain", "grève"),
    *("Noël", "œuf", "l'été", "grand-place", "café"),
    *("cafés", "CAFÉ", "beffroi", "douai", "#pain"),
    *("#beffroi", "@martin", "@martin.bsky.social", "baguette", "croissant"),
    *("croissants", "marché", "привет", "мир", "こんにちは"),
    *("パン屋", "北京", "été", "e\u0301te\u0301", "straße"),
    *("🥐", "#cafépain", "#grandplace", "Martin™", "C#"),
]


def test_a_word_is_found_whatever_its_case_and_accents() -> None:
    index = Index([Query(1, any_of=("Éléphant",)), Query(2, any_of=("œuvre",))])
    assert set(index.match("un ELEPHANT")) == {1}
    assert set(index.match("L’OEUVRE de l'éléphant")) == {1, 2}
    assert not index.match("des elephanteaux")


def test_words_in_a_row_are_found_in_that_order_alone() -> None:
    index = Index([Query(1, any_of=("atelier martin",))])
    assert index.match("à l'atelier Martin !")
    assert index.match("l'Atelier-Martin")
    assert index.match("vu #AtelierMartin hier")
    assert not index.match("martin et son atelier")
    assert not index.match("l'atelier martinez")


def test_a_tag_and_a_handle_are_found_as_such() -> None:
    tags = Index([Query(1, any_of=("#douai",)), Query(2, any_of=("@martin.bsky.social",))])
    assert set(tags.match("#Douai c'est beau")) == {1}
    assert not tags.match("Douai c'est beau")
    assert set(tags.match("merci @martin.bsky.social")) == {2}
    assert not tags.match("martin.bsky.social")


def test_a_word_is_found_in_a_tag_and_not_in_a_handle() -> None:
    index = Index([Query(1, any_of=("martin",))])
    assert index.match("#martin")
    assert not index.match("@martin")


def test_a_row_is_found_as_a_tag_whatever_else_is_looked_for() -> None:
    index = Index([Query(1, any_of=("pain", "grand pain")), Query(2, any_of=("grand pain",))])
    assert set(index.match("vive le #GrandPain")) == {1, 2}


def test_a_letter_folds_the_same_whatever_stands_beside_it() -> None:
    index = Index([Query(1, any_of=("martin",))])
    assert index.match("Martin™ super")
    assert index.match("Martin™ au cœur de Łódź")
    assert Index([Query(1, any_of=("dʼatelier",))]).match("la porte d'atelier")


def test_a_sharp_in_a_row_is_no_sign_to_look_for() -> None:
    index = Index([Query(1, any_of=("développeur C#",)), Query(2, any_of=("beffroi # douai",))])
    assert set(index.match("un developpeur C# à Douai")) == {1}
    assert set(index.match("le beffroi, Douai")) == {2}


def test_tags_near_words_are_tags() -> None:
    index = Index([Query(1, near=(Near("#soldes", "martin"),))])
    assert index.match("#soldes chez Martin")
    assert not index.match("soldes chez Martin")


def test_a_pair_in_a_long_text_is_found() -> None:
    index = Index([Query(1, near=(Near("pain", "grève", words_between=0),))])
    assert not index.match("pain le " * 2500 + "le grève " * 2500)
    assert index.match("pain le " * 2500 + "pain grève")


PAIR = st.sampled_from(["pain", "grand pain", "pain douai", "martin", "#pain"])


@given(PAIR, PAIR, st.integers(0, 4), st.lists(st.sampled_from(WORDS[:12]), max_size=12))
def test_pairs_are_as_near_as_counting_says(
    first: str, second: str, between: int, said: list[str]
) -> None:
    def spans(term: str) -> list[tuple[int, int]]:
        parts = fold(term).split()
        words = fold(" ".join(said)).split()
        names = [(word, word.removeprefix(b"#")) for word in words]
        return [
            (at, at + len(parts))
            for at in range(len(words) - len(parts) + 1)
            if all(part in name for part, name in zip(parts, names[at:], strict=False))
        ]

    # Two words in a row may be said as one tag too.
    ones, others = (
        [*spans(term), *(spans("#" + term.replace(" ", "")) if " " in term else [])]
        for term in (first, second)
    )
    wanted = any(0 <= max(a, c) - min(b, d) <= between for a, b in ones for c, d in others)
    index = Index([Query(1, near=(Near(first, second, between),))])
    assert bool(index.match(" ".join(said))) is wanted


def test_names_of_two_letters_may_be_looked_for_together() -> None:
    index = Index([Query(1, any_of=("LG", "HP", "BP", "3M", "GE"))])
    assert index.match("une imprimante HP")


def test_a_common_clause_leaves_the_work_to_another() -> None:
    index = Index([Query(1, all_of=("le", "abonnement"))])
    assert index.match("le prix de l'abonnement")


def test_a_language_is_its_first_part() -> None:
    index = Index([Query(1, any_of=("martin",), languages=frozenset({"fr-FR"}))])
    assert index.match("martin", language="fr")
    assert index.match("martin", language="FR-ca")
    assert not index.match("martin", language="frr")


def test_what_is_in_no_known_language_is_in_any() -> None:
    index = Index([Query(1, any_of=("martin",), languages=frozenset({"fr"}))])
    assert index.match("martin", language="")


def test_terms_of_other_scripts_stand_near_nothing() -> None:
    with pytest.raises(Unsearchable):
        check(Query(1, near=(Near("北京", "martin"),)))


def test_all_and_none_are_kept() -> None:
    index = Index([Query(1, any_of=("pain", "baguette"), all_of=("douai",), none_of=("grève",))])
    assert index.match("baguette à Douai")
    assert not index.match("baguette à Lille")
    assert not index.match("pain à Douai, la Greve continue")


@pytest.mark.parametrize(
    "text", ["martin vend un petit pain", "martin #grandplace", "martin #petitpain", "martin, мир"]
)
def test_each_of_several_excluded_phrases_counts(text: str) -> None:
    none_of = ("grand place", "petit pain", "мир")
    index = Index([Query(1, any_of=("martin",), none_of=none_of)])
    assert index.match("martin vend un petit croissant")
    assert not index.match(text)


def test_a_term_without_a_word_is_found_nowhere() -> None:
    index = Index([Query(1, any_of=("pain",), all_of=("🥐",))])
    assert len(index) == 1
    assert not index.match("pain 🥐")


def test_two_words_near_each_other() -> None:
    index = Index([Query(1, near=(Near("martin", "boulangerie", words_between=2),))])
    assert index.match("la boulangerie de chez Martin")
    assert index.match("Martin, boulangerie")
    assert not index.match("la boulangerie où travaille le vieux Martin")


def test_languages_and_sources_are_kept() -> None:
    index = Index(
        [Query(1, any_of=("martin",), languages=frozenset({"fr"}), sources=frozenset({"bluesky"}))]
    )
    assert index.match("martin", language="fr", source="bluesky")
    assert not index.match("martin", language="en", source="bluesky")
    assert not index.match("martin", language="fr", source="feed")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("croissant", "des croissants"),
        ("croissants", "un croissant"),
        ("gâteau", "les gâteaux"),
        ("cheval", "des chevaux"),
        ("croissant chaud", "des croissants chauds"),
        ("tartes maison", "une tarte maison"),
        ("boulangerie", "la boulagerie du coin"),
        ("boulangerie", "la boulnagerie"),
        ("boulangerie", "la boulangeriie"),
    ],
)
def test_variants_are_found_on_request(written: str, text: str) -> None:
    assert Index([Query(1, any_of=(written,), with_variants=True)]).match(text)
    assert not Index([Query(1, any_of=(written,))]).match(text)


@pytest.mark.parametrize(
    ("written", "text", "is_found"),
    [
        ("Москва", "в МОСКВА сегодня", True),
        ("Москва", "москвавед", False),
        ("北京", "我在北京工作", True),
        ("パン", "ﾊﾟﾝが好き", True),
        ("القاهرة", "في القاهرة", True),
        ("빵", "빵집에서", True),
    ],
)
def test_other_scripts_are_found(written: str, text: str, is_found: bool) -> None:
    assert bool(Index([Query(1, any_of=(written,))]).match(text)) is is_found


@pytest.mark.parametrize(
    "query",
    [
        Query(1),
        Query(1, any_of=("le",)),
        Query(1, any_of=("martin", "the")),
        Query(1, any_of=("!!!",)),
        Query(1, none_of=("martin",)),
        Query(1, all_of=("de la", "et")),
    ],
)
def test_what_would_match_nearly_all_is_refused(query: Query) -> None:
    with pytest.raises(TooWide):
        check(query)
    beside = Query(2, any_of=("martin",))
    index = Index([query, beside])
    assert index.left_out == {1: TooWide}
    assert len(index) == 1
    assert set(index.match("martin")) == {2}


TERM = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TERMS = st.lists(TERM, max_size=3).map(tuple)


@given(st.lists(st.tuples(TERMS, TERMS, TERMS, st.booleans()), max_size=8), st.data())
def test_the_index_finds_what_holding_each_text_against_each_watch_finds(
    written: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool]],
    data: st.DataObject,
) -> None:
    queries = []
    for key, (any_of, all_of, none_of, varied) in enumerate(written):
        query = Query(key, any_of, all_of, none_of, with_variants=varied)
        if len(Index([query])):
            queries.append(query)
    together = Index(queries)
    for text in [data.draw(text_about(query)) for query in queries for _ in range(2)]:
        alone = {query.key for query in queries if Index([query]).match(text)}
        assert set(together.match(text)) == alone
        naive = {query.key for query in queries if not query.with_variants and holds(query, text)}
        assert {key for key in alone if not queries_by(queries)[key].with_variants} == naive


def text_about(query: Query) -> st.SearchStrategy[str]:
    """Make a text of what a query looks for and, often, of what it excludes, with other words."""
    wanted = st.sampled_from(query.any_of or ("",))
    never = st.sampled_from(("", *query.none_of))
    others = st.lists(st.sampled_from([*WORDS, "le", "de", "!", ",", "\n"]), max_size=4)
    parts = st.tuples(wanted, *map(st.just, query.all_of), never, others.map(" ".join))
    return parts.flatmap(st.permutations).map(" ".join)


def queries_by(queries: list[Query]) -> dict[int, Query]:
    return {query.key: query for query in queries}


def holds(query: Query, text: str) -> bool:
    """Say by regular expressions alone whether a text is what a watch looks for."""
    return (
        (not query.any_of or any(stands(term, text) for term in query.any_of))
        and all(stands(term, text) for term in query.all_of)
        and not any(stands(term, text) for term in query.none_of)
    )


def stands(term: str, text: str) -> bool:
    term, text = folded(term), folded(text)
    if re.search("[\u0400-\u04ff]", term):
        return re.search(rf"(?<![^\W_]){re.escape(term.strip())}(?![^\W_])", text) is not None
    if re.search("[\u3040-\u9fff]", term):
        return term.strip() in text
    words = re.findall("[#@]?\\w+", term)
    if len(words) > 1 or "#" in term.replace(words[0] if words else "", ""):
        words = re.findall("@?\\w+", term)
    if not words:
        return False
    if len(words) > 1:
        tag = "#" + "".join(words) if all(word.isalnum() for word in words) else ""
        row = "[^\\w@]+".join(map(re.escape, words))
        tagged = re.search(rf"{re.escape(tag)}(?!\w)", text) if tag else None
        return tagged is not None or re.search(rf"(?<![\w@]){row}(?!\w)", text) is not None
    return (
        re.search(
            rf"(?<![\w@#]){'' if words[0][0] in '#@' else '#?'}{re.escape(words[0])}(?!\w)", text
        )
        is not None
    )


def folded(text: str) -> str:
    text = text.replace("™", " ").replace("œ", "oe").casefold().replace("ss", "ß")
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


ALPHABETS = st.sampled_from([*"абв", *"αβγ", *"東京都カ", *"ابج", *"aé", " ", "-", "!"])
NAME = st.lists(ALPHABETS, min_size=1, max_size=4).map("".join)


@given(st.lists(NAME, min_size=1, max_size=8), st.lists(ALPHABETS, max_size=20).map("".join))
def test_names_in_other_scripts_are_found_as_holding_each_against_the_text_finds(
    names: list[str], text: str
) -> None:
    others = {key: name for key, name in enumerate(names) if has_other_letters(name)}
    index = Index([Query(key, any_of=(name,)) for key, name in others.items()])
    wanted = {key for key, name in others.items() if terms.stands(cased(name).strip(), cased(text))}
    assert set(index.match(text)) == wanted


def test_letters_in_fancy_dress_are_plain_ones() -> None:
    assert Index([Query(1, any_of=("𝓜artin",))]).match("chez Martin")


def test_a_second_word_may_be_one_of_several() -> None:
    beside = ("pain", "four", "grand moulin")
    index = Index([Query(key, any_of=("martin",), beside=beside) for key in range(3)])
    assert set(index.match("le pain de Martin")) == {0, 1, 2}
    assert set(index.match("Martin, au Grand-Moulin")) == {0, 1, 2}
    assert not index.match("Martin, au moulin grand")
    assert not index.match("Martin")


def test_very_many_watches_on_one_word_are_each_found() -> None:
    index = Index([Query(key, any_of=("martin",)) for key in range(1_000)])
    assert set(index.match("chez Martin")) == set(range(1_000))


def test_what_most_texts_have_by_counting_is_left_out() -> None:
    texts = ["el perro", "el gato です", *["autre chose"] * 8]
    queries = [Query(1, any_of=("perro",)), Query(2, any_of=("el",)), Query(3, any_of=("です",))]
    index = Index([*queries, Query(4, any_of=("gato", "perro"))], frequency=counted(texts * 9))
    assert index.left_out == {1: TooWide, 2: TooWide, 3: TooWide, 4: TooWide}
    index = Index(queries, frequency=counted([*texts, *["rien"] * 90]))
    assert not index.left_out


def test_what_is_usual_folds_alike_both_ways() -> None:
    for sign in map(chr, (*range(0xD800), *range(0xE000, 0x20000))):
        if not folding.find_unusual(sign):
            assert folding.fold_usual(sign) == folding.fold_unusual(sign)
            assert not has_other_letters(cased(sign))


def test_many_watches_on_the_same_words_are_each_found() -> None:
    chance = random.Random(4)
    words = [f"mot{place}" for place in range(60)]
    queries = [Query(key, all_of=tuple(chance.sample(words, 2))) for key in range(500)]
    index = Index(queries)
    for _ in range(50):
        said = set(chance.sample(words, 12))
        wanted = {query.key for query in queries if said.issuperset(query.all_of)}
        assert set(index.match(" ".join(sorted(said)))) == wanted
