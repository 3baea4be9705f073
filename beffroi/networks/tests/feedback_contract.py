"""What every network that reads feedback passes."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.answers import count_answer
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback, ReplyTarget, TextCount
from beffroi.networks.errors import AccessRevoked, ContentRefused, UnexpectedResponse
from beffroi.networks.tests.world import HOSTILE_TEXTS, SimulatedWorld, World, eventually

_PAGES_MAX = 40


def walk(channel: Any, cursor: str | None = None) -> tuple[list[IncomingFeedback], str]:
    """Read every page that is ready from `cursor` on."""
    items: list[IncomingFeedback] = []
    for _ in range(_PAGES_MAX):
        page = channel.read_feedback(cursor)
        items.extend(page.items)
        cursor = page.cursor
        if not page.has_more:
            return items, page.cursor
    raise AssertionError("the pages never end")


def find_feedback(channel: Any, remote_id: str) -> IncomingFeedback:
    """Return one feedback as soon as the server shows it."""
    return eventually(
        lambda: next((item for item in walk(channel)[0] if item.remote_id == remote_id), None)
    )


class FeedbackContract:
    def test_a_reply_arrives_with_what_is_needed_to_answer_it(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Nouveau pain")).remote_id
        world.let_time_pass()  # a reply that is indexed before its post may tell nobody
        theirs = world.stranger_replies(ours, "À quelle heure ?")
        found = find_feedback(channel, theirs)
        assert found.kind is FeedbackKind.REPLY
        assert (found.text, found.root_id, found.parent_id) == ("À quelle heure ?", ours, ours)
        assert found.author.account_id
        assert found.author.handle
        assert not found.is_ours
        assert found.created_at.utcoffset() is not None
        assert found.url.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))

    def test_a_thread_shows_everybody_and_marks_what_is_ours(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Qui vient ?")).remote_id
        world.let_time_pass()
        theirs = world.stranger_replies(ours, "Moi")
        context = find_feedback(channel, theirs).reply_context
        target = ReplyTarget(theirs, "stranger", context)
        world.let_time_pass()
        answer = channel.publish(world.post("Merci", reply_to=target)).remote_id
        world.let_time_pass()
        last = world.stranger_replies(answer, "De rien")
        thread = eventually(lambda: t if len(t := channel.read_thread(ours)) == 3 else None)
        assert [item.remote_id for item in thread] == [theirs, answer, last]
        assert [item.is_ours for item in thread] == [False, True, False]
        assert {item.root_id for item in thread} == {ours}
        parents = [ours, theirs, answer]
        if world.levels is not None:  # below the last level, an answer stands beside
            parents = [parents[min(level, world.levels - 1)] for level in range(3)]
        assert [item.parent_id for item in thread] == parents

    def test_what_is_deleted_is_seen_as_deleted(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        kept = world.stranger_replies(ours, "Très bon")
        gone = world.stranger_replies(ours, "Trop cuit")
        eventually(lambda: all(channel.read_again([kept, gone]).values()))
        world.stranger_deletes(gone)
        again = eventually(
            lambda: r if (r := channel.read_again([kept, gone])).get(gone, 1) is None else None
        )
        assert again[kept].text == "Très bon"

    def test_what_is_edited_is_seen_as_it_is_now(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Un avis ?")).remote_id
        theirs = world.stranger_replies(ours, "Bof")
        if world.stranger_edits(theirs, "Finalement très bon"):
            again = eventually(lambda: channel.read_again([theirs])[theirs])
            assert again.text == "Finalement très bon"
            assert again.edited_at is not None

    def test_nothing_asked_again_is_nothing_called(self, world: World) -> None:
        assert dict(world.channel().read_again([])) == {}

    @pytest.mark.parametrize("text", HOSTILE_TEXTS)
    def test_what_strangers_write_comes_through_as_plain_text(
        self, world: World, text: str
    ) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Dites-nous tout")).remote_id
        theirs = world.stranger_replies(ours, text)
        again = eventually(lambda: channel.read_again([theirs]).get(theirs))
        assert again.text == text

    def test_a_dead_access_asks_to_reconnect(self, world: World) -> None:
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().read_feedback(None)

    def test_a_cursor_that_is_not_ours_is_an_error_with_a_name(self, world: World) -> None:
        with pytest.raises(UnexpectedResponse):
            world.channel().read_feedback('{"not": "a cursor"')

    def test_an_answer_of_exactly_its_limit_passes_and_a_sign_more_does_not(
        self, world: World
    ) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Une question ?")).remote_id
        world.let_time_pass()
        check_answer_limit(world, world.stranger_replies(ours, "Oui, une"))


def check_answer_limit(world: World, theirs: str) -> None:
    """Answer with as much as is declared, which the network takes, and with one sign more."""
    channel = world.channel()
    found = find_feedback(channel, theirs)
    target = ReplyTarget(theirs, found.author.handle, found.reply_context)

    def counted(text: str) -> TextCount:
        limits = channel.read_limits()
        return count_answer(world.network, text, kind=found.kind, limits=limits)

    longest = "a" * counted("").limit
    assert counted(longest).excess == 0
    assert counted(longest + "a").excess == 1
    world.let_time_pass()
    with pytest.raises(ContentRefused) as refusal:
        channel.publish(world.post(longest + "a", reply_to=target))
    assert refusal.value.field == "text"
    answer = channel.publish(world.post(longest, reply_to=target)).remote_id
    assert answer


class MentionContract:
    def test_a_mention_arrives_with_its_text(self, world: World) -> None:
        theirs = world.stranger_mentions("Je recommande ")
        found = find_feedback(world.channel(), theirs)
        assert found.kind is FeedbackKind.MENTION
        assert found.text.startswith("Je recommande ")
        assert not found.is_ours


class FeedbackPagesContract:
    """Needs a simulator: it makes the pages small."""

    def test_every_page_together_loses_and_doubles_nothing(self, world: SimulatedWorld) -> None:
        channel = world.channel()
        world.small_pages(2)
        ours = channel.publish(world.post("Racontez")).remote_id
        expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(7)]
        items, cursor = walk(channel)
        assert sorted(item.remote_id for item in items) == sorted(expected)
        later = [world.stranger_replies(ours, f"Suite {n}") for n in range(5)]
        items, _ = walk(channel, cursor)
        assert sorted(_new(items, expected)) == sorted(later)

    def test_what_arrives_between_two_pages_is_neither_lost_nor_doubled(
        self, world: SimulatedWorld
    ) -> None:
        channel = world.channel()
        world.small_pages(2)
        ours = channel.publish(world.post("Racontez")).remote_id
        expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(5)]
        seen: list[str] = []
        cursor, has_more = None, True
        while has_more:
            page = channel.read_feedback(cursor)
            seen.extend(item.remote_id for item in page.items)
            cursor, has_more = page.cursor, page.has_more
            if len(expected) < 9:
                expected.append(world.stranger_replies(ours, f"Entre deux {len(expected)}"))
        items, _ = walk(channel, cursor)
        assert len(seen) == len(set(seen))
        assert {*seen, *(item.remote_id for item in items)} == set(expected)

    def test_a_page_is_ordered_from_the_oldest(self, world: SimulatedWorld) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Racontez")).remote_id
        for n in range(4):
            world.stranger_replies(ours, f"Réponse {n}")
        items, _ = walk(channel)
        assert items == sorted(items, key=lambda item: item.created_at)

    def test_a_server_that_repeats_itself_does_not_hold_us(self, world: SimulatedWorld) -> None:
        channel = world.channel()
        world.small_pages(2)
        ours = channel.publish(world.post("Racontez")).remote_id
        for n in range(5):
            world.stranger_replies(ours, f"Réponse {n}")
        world.repeat_cursors()
        walk(channel)

    @pytest.mark.parametrize("name", HOSTILE_TEXTS)
    def test_names_come_through_as_plain_text(self, world: SimulatedWorld, name: str) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Qui parle ?")).remote_id
        world.rename_stranger(name)
        theirs = world.stranger_replies(ours, "Moi")
        assert find_feedback(channel, theirs).author.display_name == name


def _new(items: list[IncomingFeedback], known: list[str]) -> list[str]:
    return [item.remote_id for item in items if item.remote_id not in known]
