from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.channels.models import Channel
from beffroi.inbox import rules
from beffroi.inbox.models import Conversation, Feedback, Tombstone
from beffroi.inbox.tests.desk import NOUR, ODILE, US, Desk, later, make_channel, said
from beffroi.networks.contracts import Author, FeedbackKind

pytestmark = pytest.mark.django_db

Event = Callable[[Desk], object]


def rows() -> list[tuple[str, str]]:
    return sorted(Feedback.objects.values_list("remote_id", "text"))


class TestOneFeedback:
    def test_it_is_kept_with_who_said_it_and_where(self, desk: Desk) -> None:
        heard = said(is_private=True, reply_context={"root_uri": "at://x"})
        assert desk.hear(heard) == 1
        kept, talk = desk.feedback(), desk.conversation()
        assert (kept.text, kept.author_name, kept.author_handle) == (
            "Ouvert lundi ?",
            "Odile Garnier",
            "odile.example",
        )
        assert (kept.written_at, kept.received_at) == (later(), desk.clock())
        assert kept.reply_context == {"root_uri": "at://x"}
        assert (talk.status, talk.person_name, talk.excerpt) == (
            "open",
            "Odile Garnier",
            "Ouvert lundi ?",
        )
        assert talk.waiting_since == later()
        assert kept.is_private
        assert talk.is_private

    def test_the_same_page_ten_times_is_one_feedback(self, desk: Desk) -> None:
        assert [desk.hear(said(), said()) for _ in range(10)] == [1] + [0] * 9
        assert rows() == [("f1", "Ouvert lundi ?")]

    def test_the_same_id_on_another_channel_is_another_feedback(self, desk: Desk) -> None:
        other = make_channel(desk.channel.workspace, now=desk.clock(), account_id="did:second")
        desk.hear(said())
        assert Desk(other, desk.clock).hear(said()) == 1

    def test_the_database_itself_refuses_a_second_one(self, desk: Desk) -> None:
        desk.hear(said())
        kept = desk.feedback()
        kept.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.save(force_insert=True)

    def test_the_database_itself_refuses_words_that_were_deleted(self, desk: Desk) -> None:
        desk.hear(said())
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.update(deleted_at=desk.clock())

    def test_the_database_itself_lets_nobody_wait_in_what_is_done(self, desk: Desk) -> None:
        desk.hear(said())
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.update(status="done", done_at=desk.clock())


class TestConversations:
    def test_each_person_has_their_own_under_one_post(self, desk: Desk) -> None:
        desk.hear(said("f1"), said("f2", author=NOUR), said("f3", "Merci"))
        assert Conversation.objects.count() == 2
        assert desk.conversation().feedback.count() == 2

    def test_the_same_person_has_one_for_each_post(self, desk: Desk) -> None:
        desk.hear(said("f1"), said("f2", root_id="post-2"))
        assert Conversation.objects.filter(person_id=ODILE.account_id).count() == 2

    def test_a_mention_is_one_too(self, desk: Desk) -> None:
        desk.hear(said(kind=FeedbackKind.MENTION, root_id="f1", parent_id=None))
        assert desk.feedback().kind == "mention"

    def test_it_shows_the_newest_words_whatever_came_last(self, desk: Desk) -> None:
        desk.hear(said("f2", "Et mardi ?", created_at=later(minutes=5)))
        desk.hear(said("f1", "Ouvert lundi ?"))
        talk = desk.conversation()
        assert (talk.excerpt, talk.last_feedback_at) == ("Et mardi ?", later(minutes=5))
        assert talk.waiting_since == later()

    def test_it_is_found_by_what_was_said_before_too(self, desk: Desk) -> None:
        desk.hear(said("f1", "Une brioche ?"), said("f2", "Merci", created_at=later(minutes=5)))
        assert "brioche" in desk.conversation().search_text

    def test_a_new_name_is_shown(self, desk: Desk) -> None:
        desk.hear(said("f1"))
        renamed = replace(ODILE, display_name="Odile, boulangère")
        desk.hear(said("f2", author=renamed, created_at=later(minutes=1)))
        assert desk.conversation().person_name == "Odile, boulangère"

    def test_what_is_done_comes_back_when_the_person_writes_again(self, desk: Desk) -> None:
        desk.hear(said("f1"))
        Conversation.objects.update(status="done", done_at=desk.clock(), waiting_since=None)
        desk.clock.advance(minutes=5)
        desk.hear(said("f1"), said("f2", "Alors ?", created_at=later(minutes=62)))
        talk = desk.conversation()
        assert (talk.status, talk.waiting_since) == ("open", later(minutes=62))

    def test_what_is_done_stays_done_when_nothing_is_new(self, desk: Desk) -> None:
        desk.hear(said("f1"))
        Conversation.objects.update(status="done", done_at=desk.clock(), waiting_since=None)
        desk.clock.advance(minutes=5)
        desk.hear(said("f1", "Ouvert mardi ?", edited_at=later(minutes=61)))
        talk = desk.conversation()
        assert (talk.status, talk.waiting_since, talk.excerpt) == ("done", None, "Ouvert mardi ?")


class TestOurWordsOnTheNetwork:
    def test_they_stand_in_the_conversation_that_they_answer_and_settle_it(
        self, desk: Desk
    ) -> None:
        ours = said("u1", "Oui !", author=US, parent_id="f1", created_at=later(minutes=3))
        desk.hear(said("f1"))
        desk.hear(ours)
        talk = desk.conversation()
        assert talk.feedback.count() == 2
        assert (talk.status, talk.waiting_since) == ("done", None)

    def test_one_page_with_question_and_answer_asks_for_nothing(self, desk: Desk) -> None:
        desk.hear(
            said("u1", "Oui !", author=US, parent_id="f1", created_at=later(minutes=3)), said("f1")
        )
        assert desk.conversation().status == "done"

    def test_whoever_speaks_after_them_waits(self, desk: Desk) -> None:
        ours = said("u1", "Oui !", author=US, parent_id="f1", created_at=later(minutes=3))
        desk.hear(said("f1"), ours, said("f2", "À quelle heure ?", created_at=later(minutes=4)))
        talk = desk.conversation()
        assert (talk.status, talk.waiting_since) == ("open", later(minutes=4))

    def test_what_answers_nobody_that_we_know_is_left_for_later(self, desk: Desk) -> None:
        ours = said("u1", author=US, parent_id="elsewhere", created_at=later(minutes=3))
        assert desk.hear(ours) == 0
        desk.hear(said("elsewhere"))
        assert desk.hear(ours) == 1


class TestEdits:
    def test_the_newest_copy_counts_whatever_the_order(self, desk: Desk) -> None:
        copies = [
            said(text="Un"),
            *(said(text=t, edited_at=later(minutes=n)) for n, t in ((1, "Deux"), (2, "Trois"))),
        ]
        for number, order in enumerate(itertools.permutations(copies)):
            remote_id = f"f{number}"
            for copy in order:
                desk.hear(replace(copy, remote_id=remote_id))
            assert desk.feedback(remote_id).text == "Trois"

    def test_the_newest_copy_of_one_page_counts(self, desk: Desk) -> None:
        for number, order in enumerate(itertools.permutations((0, 1, 2))):
            remote_id = f"f{number}"
            desk.hear(*(said(remote_id, f"{n}", edited_at=later(minutes=n)) for n in order))
            assert desk.feedback(remote_id).text == "2"

    def test_the_list_and_the_search_follow(self, desk: Desk) -> None:
        desk.hear(said(text="Secret"))
        desk.look_again({"f1": said(text="Rien", edited_at=later(minutes=1))})
        talk = desk.conversation()
        assert (talk.excerpt, "secret" in talk.search_text) == ("Rien", False)

    def test_an_edit_from_the_future_does_not_stop_later_ones(self, desk: Desk) -> None:
        desk.hear(said(edited_at=datetime(9999, 1, 1, tzinfo=UTC)))
        desk.clock.advance(minutes=1)
        desk.hear(said(text="Juste", edited_at=desk.clock()))
        assert desk.feedback().text == "Juste"


class TestDeletions:
    def test_nothing_of_the_person_is_kept(self, desk: Desk) -> None:
        desk.hear(said(text="Mon secret", reply_context={"acct": "odile"}))
        desk.look_again({"f1": None})
        kept, talk = desk.feedback(), desk.conversation()
        assert (kept.text, kept.author_name, kept.author_handle, kept.url) == ("", "", "", "")
        assert (kept.reply_context, kept.deleted_at) == ({}, desk.clock())
        assert (talk.person_name, talk.person_handle, talk.excerpt, talk.search_text) == (
            "",
            "",
            "",
            "",
        )
        assert (talk.status, talk.waiting_since) == ("done", None)

    def test_what_else_they_said_stays_and_shows(self, desk: Desk) -> None:
        desk.hear(said("f1", "Un"), said("f2", "Deux", created_at=later(minutes=1)))
        desk.look_again({"f2": None, "f1": said("f1", "Un")})
        talk = desk.conversation()
        assert (talk.excerpt, talk.status, talk.waiting_since) == ("Un", "open", later())
        assert "deux" not in talk.search_text

    def test_what_was_deleted_before_it_arrived_never_shows(self, desk: Desk) -> None:
        desk.look_again({"f1": None})
        assert Tombstone.objects.get().remote_id == "f1"
        assert desk.hear(said()) == 0
        assert not Conversation.objects.exists()

    def test_a_deletion_told_twice_is_one(self, desk: Desk) -> None:
        desk.look_again({"f1": None})
        desk.look_again({"f1": None})
        desk.hear(said("f2"))
        desk.look_again({"f2": None})
        first = desk.feedback("f2").deleted_at
        desk.clock.advance(hours=1)
        desk.look_again({"f2": None})
        assert desk.feedback("f2").deleted_at == first

    def test_somebody_who_writes_after_deleting_everything_is_back(self, desk: Desk) -> None:
        desk.hear(said("f1"))
        desk.look_again({"f1": None})
        desk.clock.advance(minutes=5)
        desk.hear(said("f2", "Plutôt ceci", created_at=later(minutes=62)))
        talk = desk.conversation()
        assert (talk.status, talk.person_name, talk.excerpt) == (
            "open",
            "Odile Garnier",
            "Plutôt ceci",
        )


EVENTS: dict[str, Event] = {
    "create": lambda desk: desk.hear(said(text="Un")),
    "edit": lambda desk: desk.hear(said(text="Deux", edited_at=later(minutes=1))),
    "edit again": lambda desk: desk.look_again(
        {"f1": said(text="Trois", edited_at=later(minutes=2))}
    ),
    "duplicate": lambda desk: desk.hear(said(text="Un"), said(text="Un")),
    "delete": lambda desk: desk.look_again({"f1": None}),
}


class TestEveryOrder:
    @pytest.mark.parametrize("order", list(itertools.permutations(EVENTS)), ids=" ".join)
    def test_what_is_deleted_is_gone_in_the_end(self, desk: Desk, order: tuple[str, ...]) -> None:
        for name in order:
            EVENTS[name](desk)
        assert not Feedback.objects.exclude(text="").exists()
        assert not Conversation.objects.filter(status="open").exists()

    @pytest.mark.parametrize("order", list(itertools.permutations(list(EVENTS)[:-1])), ids=" ".join)
    def test_without_a_deletion_the_last_edit_stands(
        self, desk: Desk, order: tuple[str, ...]
    ) -> None:
        for name in order:
            EVENTS[name](desk)
        EVENTS["edit again"](desk)  # what nobody knows yet cannot be read again
        assert rows() == [("f1", "Trois")]
        assert Conversation.objects.get().excerpt == "Trois"


HOSTILE = {
    "html": "<script>alert(1)</script>",
    "nul": "a\0b",
    "half a sign": "a\ud83db",
    "right to left": "\u202eevil\u202c",
    "a megabyte": "é" * 1_000_000,
    "template": "{{ 7 * 7 }} {% debug %} %(name)s",
    "many accents": "e" + "\u0301" * 5000,
    "nothing to see": "\u200b\u200d",
    "lines": "\n" * 5000,
    "ligatures that grow": "\ufdfa" * 2000,
}


class TestHostileInput:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_every_text_is_kept_within_bounds(self, desk: Desk, text: str) -> None:
        author = Author("did:evil", text, text)
        heard = said(text=text, author=author, parent_id=text, url=text, reply_context={text: text})
        assert desk.hear(heard, said("f2")) == 2
        kept = desk.feedback()
        assert len(kept.text) <= rules.TEXT_MAX
        assert len(kept.author_name) <= rules.NAME_MAX
        assert kept.url == ""

    @pytest.mark.parametrize("bad", ["", "a\0", "\ud800", "x" * 501, "🍞" * 200])
    def test_an_id_that_is_none_hides_nothing_else(self, desk: Desk, bad: str) -> None:
        hostile = [
            said(bad),
            said("f2", root_id=bad),
            said("f3", author=Author(bad or "\0", "h", "n")),
        ]
        assert desk.hear(*hostile, said("f4")) == 1
        assert rows() == [("f4", "Ouvert lundi ?")]

    def test_ids_as_long_as_they_may_be_fit_the_indexes(self, desk: Desk) -> None:
        longest = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(166))
        author = Author(longest[:85], "h", "n")
        assert desk.hear(said(longest, root_id=longest, author=author)) == 1

    @pytest.mark.parametrize("year", [1, 1969, 9999])
    def test_a_date_that_cannot_be_is_brought_near(self, desk: Desk, year: int) -> None:
        moment = datetime(year, 1, 1, tzinfo=UTC)
        desk.hear(said(created_at=moment, edited_at=moment))
        assert later(days=-10_000) < desk.feedback().written_at <= desk.clock()

    @pytest.mark.parametrize("end", [datetime(1, 1, 1), datetime(9999, 12, 31, 23)])  # noqa: DTZ001
    @pytest.mark.parametrize("hours", [-12, 0, 12])
    def test_a_term_of_answering_at_an_end_of_the_calendar_is_kept_near_it(
        self, desk: Desk, end: datetime, hours: int
    ) -> None:
        term = end.replace(tzinfo=timezone(timedelta(hours=hours)))
        desk.hear(said(reply_until=term))
        kept = desk.feedback().reply_until
        assert kept is not None
        assert (kept > desk.clock()) == (end.year == 9999)
        desk.hear(said(text="Autrement", reply_until=term))
        assert desk.feedback().text == "Autrement"

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(text=st.text(st.characters()), name=st.text(st.characters()))
    def test_whatever_people_type_is_kept(self, desk: Desk, text: str, name: str) -> None:
        with transaction.atomic():
            desk.hear(said(text=text, author=Author("did:any", name, name)))
            assert desk.conversation(Author("did:any", "", "")).feedback.count() == 1
            transaction.set_rollback(True)


def test_other_channels_are_left_alone(desk: Desk, channel: Channel) -> None:
    other = Desk(
        make_channel(channel.workspace, now=desk.clock(), account_id="did:second"), desk.clock
    )
    other.hear(said())
    desk.look_again({"f1": None})
    assert other.feedback().text == "Ouvert lundi ?"
