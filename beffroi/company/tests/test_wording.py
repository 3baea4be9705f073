from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from beffroi.company import clauses, wording
from beffroi.company.clauses import Wishes
from beffroi.company.fields import region_choices
from beffroi.company.hours_text import hours_of, times_of
from beffroi.company.public_holidays import REGIONS, holidays_of, next_holidays
from beffroi.company.queries import Facts
from beffroi.company.rules import Calendar, Delay, Hours, Kind, Measure, Promise, open_days
from beffroi.company.trades import NAMES
from beffroi.suggestions.families import family_of
from beffroi.workspaces.models import Workspace


def week(*days: str) -> Hours:
    return hours_of([times_of(day) for day in days])


SPECIAL = Calendar(
    zone=Workspace().zone,
    hours=week("", *["7h-13h, 15h-19h"] * 4, "7h-19h", "0h-24h"),
    region="FR",
)


@pytest.mark.parametrize(
    ("day", "is_weekly", "french", "english"),
    [
        (
            date(2026, 9, 18),
            False,
            "aujourd’hui vendredi, nous sommes ouverts de 7 h à 13 h et de 15 h à 19 h",
            "today, Friday, we are open from 7:00 to 13:00 and from 15:00 to 19:00",
        ),
        (
            date(2026, 9, 19),
            False,
            "demain samedi, nous sommes ouverts de 7 h à 19 h",
            "tomorrow, Saturday, we are open from 7:00 to 19:00",
        ),
        (
            date(2026, 12, 25),
            False,
            "le vendredi 25 décembre, nous sommes fermés",
            "on Friday 25 December we are closed",
        ),
        (
            date(2026, 11, 1),
            True,
            "le dimanche, nous sommes ouverts jour et nuit",
            "on Sundays we are open around the clock",
        ),
        (date(2026, 9, 21), True, "le lundi, nous sommes fermés", "on Mondays we are closed"),
    ],
)
def test_a_day_is_said_as_one_answers_a_question(
    day: date, *, is_weekly: bool, french: str, english: str
) -> None:
    def said(language: str, calendar: Calendar = SPECIAL) -> str:
        return wording.day_in_sentence(
            day,
            calendar=calendar,
            today=date(2026, 9, 18),
            is_weekly=is_weekly,
            language=language,
        ).replace("\u00a0", " ")

    assert (said("fr"), said("en")) == (french, english)
    assert said("fr", Calendar(zone=SPECIAL.zone)) == ""


@pytest.mark.parametrize(
    ("hours", "french", "english"),
    [
        (
            week("", *["9h-19h"] * 5, ""),
            "du mardi au samedi de 9 h à 19 h",
            "Tuesday to Saturday from 9:00 to 19:00",
        ),
        (
            week("", *["7h-13h, 15h-19h"] * 4, "7h30-19h", ""),
            "du mardi au vendredi de 7 h à 13 h et de 15 h à 19 h, le samedi de 7 h 30 à 19 h",
            "Tuesday to Friday from 7:00 to 13:00 and from 15:00 to 19:00,"
            " on Saturday from 7:30 to 19:00",
        ),
        (
            week(*["9h-17h"] * 3, "", "9h-17h", "", ""),
            "du lundi au mercredi et le vendredi de 9 h à 17 h",
            "Monday to Wednesday and on Friday from 9:00 to 17:00",
        ),
        (week(*["24h/24"] * 7), "tous les jours jour et nuit", "every day around the clock"),
        (
            week(*[""] * 5, "19h-2h", ""),
            "le samedi de 19 h à 2 h",
            "on Saturday from 19:00 to 2:00",
        ),
        (Hours(), "", ""),
        (None, "", ""),
    ],
)
def test_a_week_is_said_as_one_says_it(hours: Hours | None, french: str, english: str) -> None:
    said = wording.hours_in_words(hours, language="fr").replace("\u00a0", " ")
    assert said == french
    assert wording.hours_in_words(hours, language="en") == english


@pytest.mark.parametrize(
    ("delay", "french", "english"),
    [
        (Delay(60), "1 heure d’ouverture", "1 opening hour"),
        (Delay(24 * 60), "24 heures d’ouverture", "24 opening hours"),
        (Delay(30), "30 minutes d’ouverture", "30 minutes of opening time"),
        (Delay(48 * 60, Measure.CLOCK), "48 heures", "48 hours"),
        (Delay(5 * 24 * 60, Measure.CLOCK), "5 jours", "5 days"),
        (Delay(90, Measure.CLOCK), "90 minutes", "90 minutes"),
        (
            open_days(1),
            "le jour d’ouverture suivant",
            "the next open day",
        ),
        (
            open_days(2),
            "2 jours d’ouverture",
            "2 open days",
        ),
    ],
)
def test_a_delay_is_said_with_its_measure(delay: Delay, french: str, english: str) -> None:
    with translation.override("fr"):
        assert wording.delay_in_words(delay) == french
    with translation.override("en"):
        assert wording.delay_in_words(delay) == english


def test_days_are_said_with_the_french_first_of_a_month() -> None:
    with translation.override("fr"):
        assert wording.day_in_words(date(2027, 8, 1)) == "1er août 2027"
        assert wording.day_in_words(date(2027, 8, 2)) == "2 août 2027"
    with translation.override("en"):
        assert wording.day_in_words(date(2027, 8, 1)) == "1 August 2027"


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_holidays_with_a_name_in_both_languages(region: str) -> None:
    for year in (2026, 2027):
        french, english = holidays_of(region, year), holidays_of(region, year, language="en")
        assert len(french) == len(english) >= 5
        assert [one.key for one in french] == [one.key for one in english]
        assert all(one.name and one.key for one in (*french, *english))


@pytest.mark.parametrize("region", REGIONS)
def test_holidays_keep_their_keys_from_year_to_year(region: str) -> None:
    known = [{one.key for one in holidays_of(region, year)} for year in range(2026, 2031)]
    ever = set().union(*known)
    assert not any("(" in key for key in ever), "a day that is moved is the same holiday"
    # In three cantons Saint Stephen's Day counts only where it makes a long week-end.
    assert all(ever - keys <= {"Saint-Étienne"} for keys in known)


def test_the_next_holidays_are_each_named_once_from_today_on() -> None:
    coming = next_holidays("FR", today=date(2026, 11, 2), language="fr")
    assert [one.key for one in coming][:3] == ["Armistice", "Noël", "Jour de l'an"]
    assert coming[2].name == "Jour de l’an"
    assert len(coming) == 11
    assert next_holidays("", today=date(2026, 11, 2), language="fr") == ()


def test_every_trade_that_can_be_chosen_has_answers_of_its_family() -> None:
    assert {trade for trade in NAMES if family_of(trade) is None} == set()


def bare_facts() -> Facts:
    return Facts(name="Chez Zoé", calendar=Calendar(zone=Workspace().zone))


def words(text: clauses.Text) -> str:
    parts = [
        part
        for clause in text.clauses
        for part in (clause.title, *clause.sentences, *clause.points, *clause.after)
    ]
    return "\n".join([text.title, *parts]).replace("\u00a0", " ")


def test_a_charter_is_whole_even_when_nothing_is_known() -> None:
    text = clauses.text_of(bare_facts(), promise=Promise(), wishes=Wishes(language="en"))
    said = words(text)
    assert [clause.key for clause in text.clauses] == [
        *("open", "afterwards", "deleted", "told", "exclusion"),
        *("who", "emergencies", "contest", "privacy"),
    ]
    for part in ("Chez Zoé", "within 24 hours", "private message to our page", "112", "racist"):
        assert part in said
    for unknown in ("night", "opening", "outside these hours", "and when"):
        assert unknown not in said
    assert clauses.missing(bare_facts()) == ["hours", "contact"]


def test_a_charter_is_filled_from_what_is_known() -> None:
    calendar = Calendar(zone=Workspace().zone, hours=week("", *["9h-19h"] * 5, ""))
    facts = Facts(
        name="Chez Zoé",
        calendar=calendar,
        address="2, rue des Lilas\n62300 Lens",
        phone="03 53 01 00 00",
        email="zoe@fleurs-zoe.example",
    )
    wishes = Wishes(moderator="Zoé", own_words="Pas de fleurs coupées.\n\nMerci.")
    said = words(clauses.text_of(facts, promise=Promise(), wishes=wishes))
    for part in (
        "lues et modérées par Zoé",
        "du mardi au samedi de 9 h à 19 h",
        "au plus tard à la fin de notre prochain jour d’ouverture",
        "appelez le 03 53 01 00 00",
        "zoe@fleurs-zoe.example",
        "Chez Zoé, 2, rue des Lilas, 62300 Lens",
        "Pas de fleurs coupées.",
        "Merci.",
    ):
        assert part in said
    assert clauses.missing(facts) == []


@pytest.mark.parametrize(
    ("delay", "sentence"),
    [
        (open_days(1), "by the end of the next day on which we are open."),
        (open_days(3), "within 3 days on which we are open."),
        (Delay(4 * 60), "within 4 opening hours."),
        (Delay(48 * 60, Measure.CLOCK), "within 48 hours."),
    ],
)
def test_a_charter_says_the_delay_as_it_is_counted(delay: Delay, sentence: str) -> None:
    facts = Facts("Chez Zoé", Calendar(zone=Workspace().zone, hours=week(*["9h-19h"] * 7)))
    promise = Promise({Kind.OTHER: delay})
    text = clauses.text_of(facts, promise=promise, wishes=Wishes(language="en"))
    assert f"We do our best to give a first answer {sentence}" in words(text)


def test_only_clauses_that_a_charter_can_do_without_are_left_out() -> None:
    every = frozenset({"open", "afterwards", "deleted", "told", "who", "contest", "privacy"})
    text = clauses.text_of(bare_facts(), promise=Promise(), wishes=Wishes(left_out=every))
    assert [clause.key for clause in text.clauses] == [
        *("deleted", "exclusion", "who", "emergencies", "contest"),
    ]


def test_a_charter_is_kept_and_read_back_word_for_word() -> None:
    text = clauses.text_of(bare_facts(), promise=Promise(), wishes=Wishes())
    assert clauses.from_json(clauses.to_json(text)) == text.clauses


def test_places_are_grouped_by_country_and_sorted_as_the_reader_reads() -> None:
    with translation.override("fr"):
        choices = region_choices()[2:]
    named = {label: group for label, group in choices if isinstance(group, list)}
    assert list(named) == ["Canada", "France", "Suisse"]
    whole = [label for _, label in choices if isinstance(label, str)]
    assert whole == ["Belgique", "Luxembourg", "Monaco"]
    cantons = [label for _, label in named["Suisse"]]
    assert cantons[:2] == ["Appenzell Rhodes-Extérieures", "Appenzell Rhodes-Intérieures"]
    assert cantons[-2:] == ["Zoug", "Zurich"]
    assert named["France"][0] == ("FR", "France")


def test_every_place_with_holidays_can_be_chosen() -> None:
    keys = [
        one
        for key, label in region_choices()
        for one in ([key] if isinstance(label, str) else [place for place, _ in label])
    ]
    assert sorted(keys[2:]) == sorted(REGIONS)


def test_holidays_are_spelt_as_we_spell() -> None:
    named = {one.name for one in holidays_of("FR", 2027, language="en")}
    assert "Labour Day" in named
