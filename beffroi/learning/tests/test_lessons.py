"""What every lesson keeps to, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import resolve, reverse

from beffroi.learning import marks, reading
from beffroi.learning.gestures import GESTURES
from beffroi.learning.reading import (
    FOLDER,
    LANGUAGES,
    WORDS_MAX,
    BadLesson,
    Language,
    Lesson,
    Words,
    lessons,
)
from beffroi.learning.rules import PathKey
from scripts import typography

each_lesson = pytest.mark.parametrize("name", lessons())
each_text = pytest.mark.parametrize(
    ("name", "language"), [(name, one) for name in lessons() for one in LANGUAGES]
)
_SHAPE = re.compile(r"</?(?:h2|ol|ul|li|p)>")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LINE_MARK = re.compile(r"^(?:#+ |> |\d+\. |- \[[ x]\] |- )")


def _words(name: str, language: Language) -> Words:
    return lessons()[name].words[language]


def _lines(words: Words) -> Iterator[str]:
    yield from (words.title, words.promise, words.keep, words.go, *words.sources)
    for part in (words.know, words.never, words.exercise):
        for line in part.splitlines():
            yield marks.to_plain(_LINE_MARK.sub("", line))
    for question in words.questions:
        yield from (question.asked, *question.choices, question.why)


def test_there_are_lessons_enough_and_each_folder_is_in_the_contents() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert set(lessons()) == folders
    assert len(folders) >= 24


@each_lesson
def test_a_lesson_is_the_same_in_both_languages(name: str) -> None:
    french, english = _words(name, "fr"), _words(name, "en")
    shapes = [
        [_SHAPE.findall(part) for part in (one.know_html, one.never_html, one.exercise_html)]
        for one in (french, english)
    ]
    assert shapes[0] == shapes[1]
    assert [one.right for one in french.questions] == [one.right for one in english.questions]
    assert len(french.sources) == len(english.sources)


@each_text
def test_a_lesson_takes_five_minutes_at_most(name: str, language: Language) -> None:
    assert _words(name, language).word_count <= WORDS_MAX
    assert lessons()[name].minutes <= 5


@each_text
def test_a_lesson_says_where_it_comes_from_and_of_which_year(name: str, language: Language) -> None:
    words = _words(name, language)
    assert words.sources
    assert [one for one in words.sources if not _YEAR.search(one)] == []


@each_text
def test_a_lesson_has_an_example_of_a_trade(name: str, language: Language) -> None:
    known = _words(name, language).know
    example = {"fr": "exemple", "en": "example"}[language]
    assert example in known or "Trois histoires" in known


@each_text
def test_a_lesson_has_three_questions_with_three_choices_that_differ(
    name: str, language: Language
) -> None:
    for question in _words(name, language).questions:
        assert len(set(question.choices)) == 3
        assert question.why.endswith((".", "!", "?"))


def test_right_answers_do_not_stand_at_one_place() -> None:
    places = [place for lesson in lessons().values() for place in lesson.right_answers]
    assert all(0.2 < places.count(place) / len(places) < 0.5 for place in range(3))


@each_text
def test_a_lesson_is_punctuated_as_its_language_is(name: str, language: Language) -> None:
    lines = [line for line in _lines(_words(name, language)) if line]
    faults = {line: list(typography.faults(line, language=language)) for line in lines}
    assert {line: found for line, found in faults.items() if found} == {}


@each_text
def test_a_lesson_about_the_law_says_that_it_is_no_advice(name: str, language: Language) -> None:
    words = _words(name, language)
    says_law = "Québec" in words.know
    said = {"fr": "pas un conseil juridique", "en": "not legal advice"}[language]
    is_calendar = name in {"year-calendar", "tracked-links"}
    assert not says_law or said in words.know or is_calendar


@each_lesson
def test_its_exercise_is_on_a_page_that_says_who_may_enter(name: str) -> None:
    lesson = lessons()[name]
    assert hasattr(resolve(reverse(lesson.page)).func, "policy")
    assert lesson.gesture == "" or lesson.gesture in GESTURES


def test_each_gesture_belongs_to_a_lesson() -> None:
    assert {lesson.gesture for lesson in lessons().values()} - {""} == set(GESTURES)


def test_each_role_has_a_path() -> None:
    roles = [role for lesson in lessons().values() for role in lesson.roles]
    assert all(roles.count(key) >= 4 for key in PathKey)


def test_a_lesson_in_another_language_is_shown_in_english() -> None:
    lesson = lessons()["alt-text"]
    assert lesson.in_language("fr-ca") is lesson.words["fr"]
    assert lesson.in_language("de") is lesson.words["en"]


def _file(lesson: Lesson) -> str:
    return (FOLDER / lesson.name / "en.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("+++\ntitle", "title"),
        ("# never\n", ""),
        ("- [x]", "- [ ]"),
        ("- [ ]", "- [x]"),
        ("\n> ", "\n"),
        ("\n## Which description", "\nWhich description"),
    ],
)
def test_a_file_that_is_no_lesson_is_refused(good: str, bad: str) -> None:
    text = _file(lessons()["alt-text"])
    assert good in text
    with pytest.raises(BadLesson):
        reading.read(text.replace(good, bad, 1))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="x">',
        "[a](javascript:alert(1))",
        "![a](https://example.com/a.png)",
        "<https://example.com>",
        "`code`",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "&lt;b&gt;",
    ],
)
def test_marks_that_lessons_do_not_have_stay_text(text: str) -> None:
    shown = marks.to_html(text)
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}


def test_marks_of_lessons_become_elements() -> None:
    shown = marks.to_html("## A\n\n1. **b**\n2. *c*\n\n- d")
    assert set(re.findall(r"<(\w+)", shown)) == {"h2", "ol", "li", "strong", "em", "ul"}
    assert marks.to_plain("## A\n\n1. **b** and *c*") == "A\n\n1. b and c"
