from __future__ import annotations

from datetime import UTC, datetime

import pytest

from beffroi.archives.containers.limits import Budget
from beffroi.archives.readers import plain
from beffroi.archives.readers.items import HistoryCount, HistoryFeedback, HistoryPost
from beffroi.archives.readers.texts import clean, moment, repaired, whole
from beffroi.archives.tests.exports import INSTAGRAM_POSTS, Seen, as_bytes, zipped

PLAIN = """beffroi,date,texte,identifiant,adresse,auteur,étoiles,réponse,compteur,valeur,publication
publication,2024-05-01 10:00,"Fermé, bonne fête",p1,https://exemple.fr/p1,,,,,,
avis,2024-05-02,"Très bon pain",a1,,Julien R.,5,Merci !,,,
avis,2024-05-03,,a2,,,3,,,,
compteur,2024-05-04,,,,,,,Mentions J’aime,1 234,p1
inconnu,2024-05-05,?,,,,,,,,
"""


def test_our_own_table_gives_posts_feedback_and_counters() -> None:
    post, good, silent, count = Seen(PLAIN.encode(), name="a.csv").items
    assert isinstance(post, HistoryPost)
    assert (post.remote_id, post.url) == ("p1", "https://exemple.fr/p1")
    assert isinstance(good, HistoryFeedback)
    assert (good.author_name, good.stars, good.answer) == ("Julien R.", 5, "Merci !")
    assert (silent.stars, silent.text) == (3, "")
    assert isinstance(count, HistoryCount)
    assert (count.value, count.post_id) == (1234, "p1")


def test_rows_of_our_own_table_of_which_nothing_is_kept_are_told_by_their_numbers() -> None:
    rows = ["beffroi,date,texte,compteur,valeur", "recette,2024-05-01,Brioche,,", ""]
    rows += ["avis,hier,Bon,,", "post,,Pain,,", "compteur,2024-05-01,,abonnés,beaucoup"]
    rows += ["avis,2024-05-01,,,", "post,2024-05-01,Galette,,", *["?,,,,"] * 20]
    seen = Seen("\n".join(rows).encode(), name="a.csv")
    assert seen.texts == ["Galette"]
    told = {p.value: (r.count, r.first) for p, r in seen.members[0].left_out.items()}
    assert told == {
        "kind": (21, [2, *range(9, 18)]),
        "date": (2, [4, 5]),
        "empty": (2, [6, 7]),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_save_it(encoding: str, separator: str) -> None:
    text = separator.join(("Beffroi", "Date", "Texte")) + "\r\n"
    text += separator.join(("publication", "2024-05-01", "Déjà l’été")) + "\r\n"
    assert Seen(text.encode(encoding), name="a.csv").texts == ["Déjà l’été"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (as_bytes(INSTAGRAM_POSTS)[:-5], "damaged"),
        (b'[{"media": [{"uri": "a"}]}, ' + b"[" * 100_000, "too_deep"),
        (b'[{"media": [{"uri": "a"}]}, {"media": [' + b"1," * 600_000 + b"1]}]", "too_long"),
        (b'[{"media": [{"uri": "a", "title": "\xff\xfe"}]}]', "damaged"),
        (b'beffroi,date,texte\npublication,2024-05-01,"' + b"x" * 3_000_000, "too_long"),
        (b'beffroi,date,texte\npublication,2024-05-01,"' + b"x\n" * 300_000, "damaged"),
        (b"\x00\x01\x02" * 5_000, "unknown"),
        (b"", "unknown"),
    ],
)
def test_a_bad_file_is_listed_with_its_reason(content: bytes, reason: str) -> None:
    seen = Seen(zipped({"bad.json": content, "good.json": INSTAGRAM_POSTS}))
    assert seen.listed == {"bad.json": reason}
    assert "La galette est là" in seen.texts


_REVIEWS = "Reviewer,Rating,Comment,Date\n"
_BEN, _CLEO = "Ben,4,Bien,2024-01-02\n", 'Cléo,3,"Bof, quoi",2024-01-03\n'


@pytest.mark.parametrize("opened", ['Anna,5,"Super,2024-01-01\n', 'Anna,"5,Super,2024-01-01\n'])
@pytest.mark.parametrize(
    "after", [_BEN, _CLEO, _BEN + _CLEO, _CLEO + _BEN, _BEN * 9000 + _CLEO, ""]
)
def test_a_mark_that_is_never_closed_swallows_no_row(opened: str, after: str) -> None:
    seen = Seen((_REVIEWS + _BEN + opened + after).encode(), name="a.csv")
    known = {"Ben": (4, "Bien"), "Anna": (5, "Super"), "Cléo": (3, "Bof, quoi")}
    names = [line.split(",")[0] for line in (_BEN + opened + after).splitlines()]
    found = [(item.author_name, (item.stars, item.text)) for item in seen.items]
    assert found == [(name, known[name]) for name in names]
    assert all(item.written_at for item in seen.items)
    assert seen.listed == {}


def test_a_mark_that_is_open_to_the_end_of_texts_of_many_lines_is_told() -> None:
    table = _REVIEWS + _BEN + 'Anna,5,"Super\n\nVraiment\n'
    seen = Seen(table.encode(), name="a.csv")
    assert seen.texts == ["Bien", "Super\n\nVraiment"]
    assert seen.listed == {"a.csv": "unclosed"}


@pytest.mark.parametrize("text", ["Un\ndeux, trois", 'Il dit ""bonjour""\net part, ravi, loin'])
def test_texts_of_several_lines_stay_one_text(text: str) -> None:
    table = f'{_REVIEWS}Anna,5,"{text}",2024-01-01\n{_BEN}'
    seen = Seen(table.encode(), name="a.csv")
    assert [item.author_name for item in seen.items] == ["Anna", "Ben"]
    assert seen.listed == {}


def test_a_stray_nul_hides_no_table() -> None:
    table = _REVIEWS + _BEN.replace("Bien", "Bi\0en") + _CLEO * 3000 + _BEN.replace("en", "\0en")
    seen = Seen(table.encode(), name="a.csv")
    assert len(seen.items) == 3002
    assert {seen.texts[0], seen.texts[-1]} == {"Bien"}


def test_an_endless_text_is_refused_before_it_fills_the_memory() -> None:
    # Not a bomb by its ratio: every second byte is another one.
    endless = b'[{"media": [{"uri": "' + bytes(97 + (i * i) % 23 for i in range(40_000)) * 120
    assert Seen(endless, name="posts.json").listed == {"posts.json": "too_long"}


def test_a_row_without_end_is_refused_before_it_fills_the_memory() -> None:
    # Each line is a short one, and opens the quotes of the next.
    lines = b"".join(b'%04d\n","' % (number % 9973) for number in range(900_000))
    table = b'beffroi,date,text\npost,2024-01-01,"' + lines
    budget = Budget()
    assert Seen(zipped({"a.csv": table}), budget=budget).listed == {"a.csv": "too_long"}
    assert budget.spent_bytes < 5_000_000 < len(table)


def test_what_no_reader_foresaw_costs_one_file_and_is_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "private words"

    def unforeseen(_: object) -> str:
        raise ArithmeticError(words)

    monkeypatch.setattr(plain, "identifier", unforeseen)
    seen = Seen(zipped({"a.csv": PLAIN, "b.json": INSTAGRAM_POSTS}))
    assert seen.listed == {"a.csv": "damaged"}
    assert "La galette est là" in seen.texts
    assert "ArithmeticError" in caplog.text
    assert words not in caplog.text


@pytest.mark.parametrize(
    "written",
    [
        1714557600,
        1714557600000,
        "1714557600",
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00:00.123456789Z",
        "2024-05-01T12:00:00+02:00",
        "2024-05-01 10:00:00",
        "2024-05-01 10:00:00 UTC",
        "Wed May 01 10:00:00 +0000 2024",
        "01/05/2024 10:00",
        "Wed, 01 May 2024 10:00:00 GMT",
    ],
)
def test_an_instant_is_read_however_it_is_written(written: object) -> None:
    found = moment(written)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2024, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["", "hier", None, 0, -5, 10**30, 10**400, 1e300, float("nan"), "0001-01-01", [], {}, "9" * 40],
)
def test_what_is_no_instant_is_unknown(written: object) -> None:
    assert moment(written) is None


def test_texts_are_repaired_and_made_fit_to_keep() -> None:
    assert repaired("dÃ©jÃ\xa0") == "déjà"
    assert repaired("déjà") == "déjà"
    assert clean("a\0b\ud83c\udf1e\ud800") == "ab🌞�"
    assert clean(None) == clean(3) == ""
    assert [whole(v) for v in ("1 234", "1,234", 5, 5.0, "--", None, True, -1)] == [
        *(1234, 1234, 5, 5),
        *(None, None, None, None),
    ]
