"""The room of lessons as people meet it."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags

from beffroi.company.models import Charter
from beffroi.core.models import AuditEntry
from beffroi.learning import actions, queries
from beffroi.learning.models import Study
from beffroi.learning.reading import Lesson, lessons
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import page
from beffroi.workspaces.models import Membership, User, Workspace
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/learning/"
ALT = "/learning/alt-text/"


def alt_text() -> Lesson:
    return lessons()["alt-text"]


def right(lesson: Lesson) -> dict[str, str]:
    return {f"question-{place}": str(one) for place, one in enumerate(lesson.right_answers)}


def wrong(lesson: Lesson) -> dict[str, str]:
    answers = lesson.right_answers
    return {f"question-{place}": str((one + 1) % 3) for place, one in enumerate(answers)}


def study(user: User, name: str, workspace: Workspace, clock: FrozenClock) -> None:
    lesson = lessons()[name]
    choices = dict(enumerate(lesson.right_answers))
    actions.answer(workspace, user=user, lesson=lesson, choices=choices, now=clock())


def test_nothing_is_kept_of_whoever_only_looks(karim: Client) -> None:
    shown = page(karim.get(ALT))
    assert "Describe a picture to those who do not see it" in shown
    assert "Three questions" in shown
    assert not Study.objects.exists()


def test_the_lesson_is_in_the_language_of_the_person(world: World, karim: Client) -> None:
    User.objects.update(language="fr")
    assert "Décrire une photo pour qui ne la voit pas" in page(karim.get(ALT))


def test_the_place_is_kept(karim: Client) -> None:
    assert "I have read it, go on" in page(karim.get(ALT))
    karim.post(f"{ALT}reading/")
    karim.post(f"{ALT}reading/")
    assert "I have read it, go on" not in page(karim.get(ALT))
    assert "Begun" in page(karim.get(HOME))


def test_one_question_may_be_answered_and_the_rest_left(karim: Client) -> None:
    lesson = alt_text()
    karim.post(f"{ALT}answers/", {"question-1": str(lesson.right_answers[1])})
    shown = page(karim.get(ALT))
    assert "1 of 3 answered" in shown
    assert "That is it." in shown
    why = lesson.words["en"].questions
    assert why[1].why in shown
    assert why[0].why not in shown


def test_three_right_answers_make_it_done(karim: Client, clock: FrozenClock) -> None:
    karim.post(f"{ALT}answers/", right(alt_text()))
    shown = page(karim.get(ALT))
    assert "Done: 3 right answers of 3." in shown
    assert Study.objects.get().done_at == clock()


def test_one_right_answer_of_three_asks_to_read_it_again(karim: Client) -> None:
    answers = wrong(alt_text()) | {"question-0": right(alt_text())["question-0"]}
    karim.post(f"{ALT}answers/", answers)
    assert "1 right answer of 3: to be read again." in page(karim.get(ALT))
    assert "To be read again" in page(karim.get(HOME))


def test_an_answer_stays_as_it_was_first_given(karim: Client) -> None:
    karim.post(f"{ALT}answers/", {"question-0": wrong(alt_text())["question-0"]})
    karim.post(f"{ALT}answers/", {"question-0": right(alt_text())["question-0"]})
    assert "Not quite." in page(karim.get(ALT))


def test_a_choice_that_does_not_exist_is_refused(karim: Client) -> None:
    for sent in ("3", "-1", "x", "1" * 30):
        assert karim.post(f"{ALT}answers/", {"question-0": sent}).status_code == 422
    assert not Study.objects.exists()


def test_beginning_anew_forgets_all_of_it(karim: Client) -> None:
    karim.post(f"{ALT}answers/", right(alt_text()))
    shown = page(karim.post(f"{ALT}again/", follow=True))
    assert "Your answers to this lesson are forgotten." in shown
    assert not Study.objects.exists()


def test_the_exercise_is_done_by_ones_own_word(karim: Client) -> None:
    karim.post(f"{ALT}exercise/")
    assert "Exercise done" in page(karim.get(ALT))


def test_what_was_done_today_counts_before_the_lesson_is_begun(
    world: World, karim: Client, clock: FrozenClock
) -> None:
    path = f"{HOME}first-line/"
    assert "Exercise done" not in page(karim.get(path))
    post = Post.objects.create(
        workspace=world.atelier,
        author=world.karim,
        text="32 €, huit parts",
        created_at=clock() - timedelta(hours=3),
        changed_at=clock() - timedelta(hours=3),
    )
    assert "Exercise done" in page(karim.get(path))
    Post.objects.filter(pk=post.pk).update(changed_at=clock() - timedelta(days=2))
    assert "Exercise done" not in page(karim.get(path))


def test_a_role_that_may_not_enter_the_page_is_not_led_there(world: World, karim: Client) -> None:
    assert "Write a post with a picture" in page(karim.get(ALT))
    lucas = Client()
    lucas.force_login(world.lucas)
    assert "That page is not open to your role" in page(lucas.get(ALT))


def test_what_the_company_did_is_not_told_as_ones_own(world: World, clock: FrozenClock) -> None:
    lucas = Client()
    lucas.force_login(world.lucas)
    path = f"{HOME}moderation-charter/"
    assert "That page is not open to your role" in page(lucas.get(path))
    Charter.objects.create(
        workspace=world.atelier, address="atelier", is_public=True, changed_at=clock()
    )
    shown = page(lucas.get(path))
    assert "It is done at your company" in shown
    assert "You did it" not in shown
    assert "That page is not open to your role" not in shown


def test_colleagues_see_nobodys_answers(world: World, karim: Client, claire: Client) -> None:
    karim.post(f"{ALT}answers/", wrong(alt_text()))
    shown = page(claire.get(ALT))
    assert "0 of 3 answered" in shown
    assert "(your answer)" not in strip_tags(shown)
    assert "To be read again" not in page(claire.get(HOME))


def test_those_who_manage_see_how_many_and_others_only_the_sum(
    world: World, karim: Client, claire: Client, clock: FrozenClock
) -> None:
    study(world.karim, "alt-text", world.atelier, clock)
    study(world.karim, "first-line", world.atelier, clock)
    study(world.claire, "alt-text", world.atelier, clock)
    shown = page(claire.get(HOME))
    told = [
        " ".join(strip_tags(one).split()) for one in re.findall(r"<dd>.*?</dd>", shown, re.DOTALL)
    ]
    assert sorted(told) == sorted(["1, in 4 min", "not yet", "2, in 8 min", *["not yet"] * 3])
    others = page(karim.get(HOME))
    assert "in 8 min" not in others
    assert queries.lessons_done(world.atelier) == 2


def test_who_left_is_counted_no_more(world: World, clock: FrozenClock) -> None:
    study(world.karim, "alt-text", world.atelier, clock)
    assert queries.lessons_done(world.atelier) == 1
    Membership.objects.filter(user=world.karim).delete()
    assert queries.lessons_done(world.atelier) == 0


def test_a_lesson_that_no_longer_exists_is_counted_nowhere(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    Study.objects.create(
        workspace=world.atelier,
        user=world.claire,
        lesson="gone",
        begun_at=clock(),
        first_answer=0,
        second_answer=0,
        third_answer=0,
        done_at=clock(),
    )
    assert queries.lessons_done(world.atelier) == 0
    assert claire.get(HOME).status_code == 200


def test_learning_leaves_no_line_in_the_trail(karim: Client) -> None:
    before = AuditEntry.objects.count()
    for act in ("reading/", "exercise/", "again/"):
        karim.post(f"{ALT}{act}")
    karim.post(f"{ALT}answers/", right(alt_text()))
    assert AuditEntry.objects.count() == before


def test_the_lesson_comes_by_mail_to_oneself_alone(world: World, karim: Client) -> None:
    shown = page(karim.post(f"{ALT}mail/", {"to": "zoe@example.com"}, follow=True))
    assert "The lesson is on its way to karim@atelier-martin.example." in shown
    (sent,) = mail.outbox
    assert sent.to == [world.karim.email]
    assert sent.subject == "Describe a picture to those who do not see it"
    assert "**" not in sent.body
    assert "/learning/alt-text/" in sent.body
    assert isinstance(sent, mail.EmailMultiAlternatives)
    (html,) = [part for part, kind in sent.alternatives if kind == "text/html"]
    assert "<li><strong>Imagine a call.</strong>" in str(html)
    assert not Study.objects.exists()


def test_a_mail_that_does_not_leave_is_said(karim: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_how: object) -> None:
        raise smtplib.SMTPServerDisconnected("away")

    monkeypatch.setattr("beffroi.learning.actions.send_to_oneself", refuse)
    assert "The mail did not leave" in page(karim.post(f"{ALT}mail/", follow=True))


def test_a_lesson_that_does_not_exist_is_not_found(karim: Client) -> None:
    assert karim.get(f"{HOME}no-such-lesson/").status_code == 404
    assert karim.post(f"{HOME}no-such-lesson/mail/").status_code == 404


def test_all_lessons_are_on_one_page_by_path(karim: Client) -> None:
    shown = page(karim.get(f"{HOME}all/"))
    assert [one.words["en"].title for one in lessons().values() if one.words["en"].title in shown]
    missing = [name for name in lessons() if f"/learning/{name}/" not in shown]
    assert missing == []


def test_progress_in_one_workspace_is_no_progress_in_another(
    world: World, clock: FrozenClock
) -> None:
    study(world.nadia, "alt-text", world.garage, clock)
    steps = queries.steps_of(world.cycles, world.nadia)
    assert not any(step.is_done for step in steps.values())


def test_the_database_holds_no_lesson_that_is_done_without_answers(
    world: World, clock: FrozenClock
) -> None:
    row = {"workspace": world.atelier, "user": world.karim, "begun_at": clock()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.create(**row, lesson="alt-text", done_at=clock())
    answered = {"first_answer": 0, "second_answer": 0, "third_answer": 0}
    early = clock() - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.create(**row, **answered, lesson="alt-text", done_at=early)


def _count(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", [HOME, f"{HOME}all/", ALT])
def test_pages_ask_as_often_for_much_as_for_little(
    world: World, claire: Client, clock: FrozenClock, path: str
) -> None:
    claire.get(path)
    study(world.claire, "alt-text", world.atelier, clock)
    before = _count(claire, path)
    for name in list(lessons())[:20]:
        study(world.claire, name, world.atelier, clock)
        study(world.karim, name, world.atelier, clock)
    assert _count(claire, path) <= before
    assert before <= {HOME: 36, ALT: 16}.get(path, 14)


def test_each_role_finds_its_own_path(world: World) -> None:
    for role in Role:
        client = Client()
        client.force_login(world.member(role))
        assert page(client.get(HOME)).count("Fits your role") == 1


def test_a_lesson_that_is_of_use_now_stands_in_the_list_once(
    world: World, karim: Client, clock: FrozenClock
) -> None:
    lesson = lessons()["which-network"]
    actions.finish_reading(world.atelier, user=world.karim, lesson=lesson, now=clock())
    shown = page(karim.get(HOME))
    assert "No channel is connected yet" in shown
    rows = re.findall(r'<a class="(?:row|btn btn--primary)" href="/learning/which-network/"', shown)
    assert len(rows) == 1


def test_other_pages_lead_to_a_lesson_with_its_length() -> None:
    with translation.override("en"):
        shown = Template('{% load lessons %}{% lesson "alt-text" %}').render(Context())
    assert 'href="/learning/alt-text/"' in shown
    assert "4 min: Describe a picture to those who do not see it" in shown
    with pytest.raises(KeyError):
        Template('{% load lessons %}{% lesson "no-such-lesson" %}').render(Context())
