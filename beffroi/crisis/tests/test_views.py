"""The crisis room as people meet it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.company.crisis import Details, add_contact, say_holding_message
from beffroi.crisis import actions, speaking
from beffroi.crisis.models import Line, Room
from beffroi.crisis.rules import Step
from beffroi.delivery import sending
from beffroi.delivery.models import Delivery, Pause
from beffroi.inbox import escalations
from beffroi.inbox.models import Conversation, Escalation, Feedback
from beffroi.listening.alerting import detecting
from beffroi.listening.alerting.rules import Level
from beffroi.listening.alerting.tests.makers import lately, old_watch, usual_weeks
from beffroi.listening.models import Alert
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import page
from beffroi.publishing.tests.desk import Desk, draft_of
from beffroi.workspaces.rules import Permission, Role, may
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/listening/crisis/"


def follow(client: Client, path: str, **sent: object) -> str:
    return page(client.post(path, sent, follow=True))


def of(room: Room, act: str = "") -> str:
    return f"{HOME}{room.pk}/{act}"


def hear(
    channel: Channel, number: int, *, now: datetime, text: str = "Une honte", tone: str = "negative"
) -> Conversation:
    row = Conversation.objects.create(
        workspace_id=channel.workspace_id,
        channel=channel,
        root_id=f"root-{number}",
        person_id=f"person-{number}",
        person_name=f"Zoé {number}",
        excerpt=text,
        tone=tone,
        last_feedback_at=now,
        waiting_since=now,
    )
    Feedback.objects.create(
        workspace_id=channel.workspace_id,
        conversation=row,
        channel=channel,
        remote_id=f"feedback-{number}",
        kind="reply",
        author_id=f"person-{number}",
        author_handle=f"zoe{number}",
        author_name=f"Zoé {number}",
        text=text,
        tone=tone,
        written_at=now,
        received_at=now,
        checked_at=now,
    )
    return row


def alert_of(world: World, clock: FrozenClock) -> Alert:
    watch = old_watch(world.atelier, now=clock(), name="Atelier Martin")
    usual_weeks(watch, now=clock(), a_day=2)
    lately(watch, 9, now=clock(), tone="negative", text="Une heure de file")
    detecting.look(watch, now=clock())
    return Alert.objects.get()


@pytest.fixture
def waiting(bluesky: Channel, clock: FrozenClock) -> Conversation:
    return hear(bluesky, 1, now=clock() - timedelta(minutes=30))


@pytest.fixture
def escalation(waiting: Conversation, world: World, clock: FrozenClock) -> Escalation:
    return escalations.alert(waiting, why="La presse", actor=world.karim, now=clock())


# Opening and closing


def test_an_alert_leads_to_a_room_that_is_named_after_it(
    escalation: Escalation, claire: Client
) -> None:
    told = page(claire.get(f"/inbox/{escalation.conversation_id}/"))
    assert 'action="/listening/crisis/opening/"' in told
    told = follow(claire, f"{HOME}opening/", escalation=str(escalation.pk))
    room = Room.objects.get()
    assert (room.name, room.escalation, room.channel) == (
        "La presse",
        escalation,
        escalation.conversation.channel,
    )
    assert "Crisis room: La presse" in told
    assert "The crisis team was alerted to a message" in told
    assert "Zoé 1" in told


def test_a_person_opens_it_by_their_own_word_and_one_is_open_at_most(
    claire: Client, world: World
) -> None:
    told = follow(claire, f"{HOME}opening/", name="La  file\n du samedi")
    assert "Crisis room: La file du samedi" in told
    follow(claire, f"{HOME}opening/", name="Une autre")
    assert Room.objects.get().name == "La file du samedi"


def test_a_room_without_a_name_is_refused_in_words(claire: Client, world: World) -> None:
    answer = claire.post(f"{HOME}opening/", {"name": " "})
    assert answer.status_code == 422
    assert "Give it a name" in page(answer)


def test_an_alert_of_somebody_else_opens_nothing(escalation: Escalation, world: World) -> None:
    client = Client()
    client.force_login(world.zoe)
    answer = client.post(f"{HOME}opening/", {"escalation": str(escalation.pk), "name": "x"})
    assert answer.status_code == 404
    assert not Room.objects.exists()


def test_the_file_gives_the_message_and_the_people(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    say_holding_message(world.atelier, text="Nous cherchons.", actor=world.claire, now=clock())
    details = Details(name="Élodie", role="Conseil", phone="+33 6 00 00 00 00", email="")
    add_contact(world.atelier, details=details, actor=world.claire, now=clock())
    told = follow(claire, f"{HOME}opening/", name="La file")
    assert "Nous cherchons." in told
    assert "Élodie" in told
    assert 'href="tel:+33600000000"' in told


def test_closing_leads_to_the_review_and_can_be_undone(room: Room, claire: Client) -> None:
    told = follow(claire, of(room, "closing/"))
    assert "Write what you learned within seven days." in told
    [undo] = re.findall(r'action="(/listening/crisis/\d+/reopening/)"', told)
    assert "The room is open again." in follow(claire, undo)
    room.refresh_from_db()
    assert room.is_open


def test_after_some_minutes_a_closing_stands(
    room: Room, claire: Client, clock: FrozenClock
) -> None:
    follow(claire, of(room, "closing/"))
    clock.advance(minutes=11)
    assert "Open a new room" in follow(claire, of(room, "reopening/"))


def test_nothing_is_done_in_a_room_that_is_closed(
    room: Room, claire: Client, clock: FrozenClock, world: World
) -> None:
    actions.close(room, actor=world.claire, now=clock())
    for act, sent in (("note/", {"note": "x"}), ("pause/", {}), ("step/", {"step": "verify"})):
        assert "closed meanwhile" in follow(claire, of(room, act), **sent)
    assert not Pause.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_managers_open_editors_work_readers_see(role: Role, room: Room, world: World) -> None:
    client = Client()
    client.force_login(world.member(role))
    sees, works = may(role, Permission.SEE_INBOX), may(role, Permission.ANSWER)
    opens = may(role, Permission.MANAGE_COMPANY)
    answer = client.get(of(room))
    assert answer.status_code == (200 if sees else 403)
    if sees:
        assert (of(room, "note/") in page(answer)) == works
        assert (of(room, "closing/") in page(answer)) == opens
    assert client.post(of(room, "note/"), {"note": "x"}).status_code == (302 if works else 403)
    assert client.post(of(room, "closing/")).status_code == (302 if opens else 403)


# Posts


def test_the_room_pauses_posts_and_says_which(
    room: Room, desk: Desk, bluesky: Channel, claire: Client
) -> None:
    desk.schedule(draft_of("Ouvert dimanche", [bluesky], at="2026-09-15T10:00"))
    told = follow(claire, of(room, "pause/"))
    assert "All is paused" in told
    assert "Ouvert dimanche" in told
    assert "All posts paused: one was planned" in told
    room.refresh_from_db()
    assert room.pause is not None
    assert room.pause.why == "La file"
    told = follow(claire, of(room, "choice/"), post=[str(Post.objects.get().pk)])
    assert "One post may leave all the same" in told
    assert "Pause ended" in follow(claire, of(room, "resumption/"))


def test_a_pause_that_several_end_at_once_has_one_line(
    room: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    follow(claire, of(room, "pause/"))
    seen_by_each = [Room.objects.select_related("pause").get(pk=room.pk) for _ in range(3)]
    for one in seen_by_each:
        speaking.resume_posts(one, actor=world.claire, now=clock())
    assert room.lines.filter(kind=Line.Kind.RESUMED).count() == 1


# The holding message


def test_the_holding_message_leaves_in_spite_of_the_pause_with_its_promise(
    room: Room, bluesky: Channel, claire: Client, clock: FrozenClock
) -> None:
    follow(claire, of(room, "pause/"))
    told = follow(
        claire,
        of(room, "holding/"),
        text="Nous cherchons.",
        channels=[str(bluesky.pk)],
        day="2026-09-15",
        hour="12:00",
        intent="publish",
    )
    assert "It leaves now, in spite of the pause." in told
    assert "Promised to say more by 15 September at 12:00" in told
    delivery = Delivery.objects.get()
    assert delivery.content["text"] == "Nous cherchons."
    assert not sending.is_paused(delivery)
    assert delivery.due_at <= clock()
    today = page(claire.get("/"))
    assert "you promised to say more" in today
    assert "kept your promise" in follow(claire, of(room, "promise/"))
    assert "you promised to say more" not in page(claire.get("/"))


def test_an_editor_keeps_the_message_and_does_not_publish_it(
    room: Room, bluesky: Channel, karim: Client
) -> None:
    told = follow(
        karim,
        of(room, "holding/"),
        text="Relu",
        channels=[str(bluesky.pk)],
        intent="publish",
    )
    assert "It has not left." in told
    assert "Holding message edited" in told
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Write what you say while you look into it."),
        ({"text": "x" * 601}, "600"),
        ({"channels": []}, "Choose where it is said"),
        ({"channels": ["999999"]}, "999999"),
        ({"day": "2026-09-15"}, "both a day and a time"),
        ({"day": "2020-01-01", "hour": "8:00"}, "This moment is past"),
        ({"day": "hier", "hour": "8:00"}, "Write the day like"),
    ],
)
def test_a_message_that_cannot_be_said_is_refused_in_words(
    sent: dict[str, object], said: str, room: Room, bluesky: Channel, claire: Client
) -> None:
    good = {"text": "Bonjour", "channels": [str(bluesky.pk)], "intent": "publish"}
    answer = claire.post(of(room, "holding/"), good | sent)
    assert answer.status_code == 422
    assert said in page(answer)
    assert not Post.objects.exists()


def test_what_a_network_would_refuse_is_said_and_nothing_is_kept(
    room: Room, bluesky: Channel, claire: Client
) -> None:
    sent = {"text": "é" * 500, "channels": [str(bluesky.pk)], "intent": "publish"}
    answer = claire.post(of(room, "holding/"), sent)
    assert answer.status_code == 422
    assert "too many" in page(answer)
    assert not Post.objects.exists()
    room.refresh_from_db()
    assert room.held_at is None


# People and steps


def test_a_message_is_given_to_a_colleague_from_here(
    waiting: Conversation, room: Room, claire: Client, world: World
) -> None:
    assert "Une honte" in page(claire.get(of(room)))
    sent = {"number": str(waiting.pk), "user": str(world.karim.pk)}
    assert "A message was given to a colleague" in follow(claire, of(room, "giving/"), **sent)
    waiting.refresh_from_db()
    assert waiting.assignee == world.karim


@pytest.mark.parametrize("sent", [{}, {"number": "x"}, {"number": "9" * 30, "user": "1"}])
def test_nobody_is_given_nothing(sent: dict[str, str], room: Room, claire: Client) -> None:
    assert "Choose who answers." in follow(claire, of(room, "giving/"), **sent)


def test_a_conversation_of_another_room_is_not_given(
    room: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    told = follow(claire, of(room, "giving/"), number="12345", user=str(world.karim.pk))
    assert "nothing was changed" in told


def test_who_is_here_and_who_was_told_is_shown(
    room: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    details = Details(name="Élodie", role="Conseil", phone="06", email="")
    contact = add_contact(world.atelier, details=details, actor=world.claire, now=clock())
    told = follow(claire, of(room, "told/"), contact=str(contact.pk))
    assert "Told: the contact for “Conseil”" in told
    assert room.ticks.filter(step="tell").exists()
    assert "Here" in page(claire.post(of(room, "here/")))
    clock.advance(minutes=2)
    assert "Here" not in page(claire.get(of(room, "here/")))


def test_also_the_page_of_somebody_who_only_reads_says_that_they_are_here(
    room: Room, world: World
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.member(Role.READER))
    told = page(client.get(of(room)))
    [token] = re.findall(r'"csrfmiddlewaretoken": "(\w+)"', told.replace("&quot;", '"'))
    answer = client.post(of(room, "here/"), {"csrfmiddlewaretoken": token})
    assert answer.status_code == 200
    assert room.here.count() == 1


def test_steps_are_ticked_in_order_and_the_next_one_is_the_gesture(
    room: Room, claire: Client
) -> None:
    assert "One gesture now: Verify the fact before you speak." in page(claire.get(of(room)))
    told = follow(claire, of(room, "step/"), step="verify")
    assert "One gesture now: Pause the posts." in told
    told = follow(claire, of(room, "step/"), step="verify", intent="undo")
    assert "Not done after all" in told
    assert "no such step" in follow(claire, of(room, "step/"), step="dance")


def test_a_note_stands_in_the_log_and_is_never_changed(room: Room, claire: Client) -> None:
    assert "Vu avec la caisse" in follow(claire, of(room, "note/"), note="Vu avec la caisse")
    assert claire.post(of(room, "note/"), {"note": "x" * 501}).status_code == 422
    line = Line.objects.get(kind="note")
    line.note = "Autre"
    with pytest.raises(TypeError):
        line.save()


def test_the_log_is_downloaded_without_formulas(room: Room, claire: Client) -> None:
    follow(claire, of(room, "note/"), note="=1+1")
    answer = claire.get(of(room, "log.csv"))
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=1+1" in table
    assert "Room opened" in table


# The review


def test_the_review_is_filled_by_the_log_and_written_by_people(
    waiting: Conversation, room: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    clock.advance(minutes=12)
    actions.tick(room, Step.VERIFY, actor=world.claire, now=clock())
    actions.close(room, actor=world.claire, now=clock())
    assert "what did you learn?" in page(claire.get("/"))
    told = page(claire.get(of(room, "review/")))
    assert "12 min" in told
    assert claire.post(of(room, "review/"), {"to_change": ""}).status_code == 422
    told = follow(claire, of(room, "review/"), to_change="Une chaise", went_well="Le ton")
    assert "Une chaise" in told
    assert "what did you learn?" not in page(claire.get("/"))


def test_a_promise_outlives_the_room_until_its_hour_and_can_still_be_kept(
    waiting: Conversation, room: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    Room.objects.update(held_at=clock(), promised_at=clock() + timedelta(hours=9))
    told = page(claire.get(of(room)))
    assert "Still to be kept: to say more by" in told
    assert "One message still waits for an answer." in told
    follow(claire, of(room, "closing/"))
    told = page(claire.get(of(room, "review/")))
    assert "to be kept by" in told
    assert "not kept" not in told
    assert re.search(r"Without an answer so far</dt><dd>1<", told)
    assert "you promised to say more" in page(claire.get("/"))
    clock.advance(hours=10)
    assert "not kept" in page(claire.get(of(room, "review/")))
    assert "kept 1 h late" in follow(claire, of(room, "promise/"))
    assert "what did you learn?" in page(claire.get("/"))


def test_an_open_room_has_no_review_yet(room: Room, claire: Client) -> None:
    assert "close it first" in page(claire.get(of(room, "review/"), follow=True))


# Drills


def test_a_drill_says_so_and_nothing_leaves(
    drill: Room, bluesky: Channel, claire: Client, clock: FrozenClock
) -> None:
    clock.advance(minutes=5)
    told = page(claire.get(of(drill)))
    assert "Drill: The Saturday queue" in told
    assert "This is a drill." in told
    assert "Sofiane K." in told
    follow(claire, of(drill, "pause/"))
    follow(claire, of(drill, "holding/"), text="Nous cherchons.", intent="publish")
    drill.refresh_from_db()
    assert drill.held_at == clock()
    told = page(claire.get(of(drill)))
    assert "All posts paused (drill)" in told
    assert "Holding message published (drill)" in told
    assert not Pause.objects.exists()
    assert not Post.objects.exists()
    assert not Delivery.objects.exists()
    assert mail.outbox == []


def test_a_drill_measures_reactions_and_shows_them_at_the_end(
    drill: Room, claire: Client, world: World, clock: FrozenClock
) -> None:
    clock.advance(minutes=2)
    follow(claire, of(drill, "giving/"), number="0", user=str(world.karim.pk))
    follow(claire, of(drill, "answered/"), number="0")
    follow(claire, of(drill, "answered/"), number="39")  # not said yet
    assert [row.number for row in drill.reactions.all()] == [0]
    follow(claire, of(drill, "closing/"))
    told = page(claire.get(of(drill, "review/")))
    assert "Review of a drill" in told
    assert "2 min" in told


def test_a_drill_and_a_crisis_go_on_beside_each_other(
    drill: Room, room: Room, claire: Client
) -> None:
    told = page(claire.get(HOME))
    assert of(room) in told
    assert of(drill) in told
    assert "The Saturday queue" not in page(claire.get("/"))


# Pages


def test_the_empty_page_teaches(claire: Client, karim: Client, world: World) -> None:
    assert "Open the room" in page(claire.get(HOME))
    told = page(karim.get(HOME))
    assert "No room is open" in told
    assert "What you learn is kept here" in told


def test_the_room_takes_as_many_queries_for_few_messages_as_for_many(
    room: Room, bluesky: Channel, desk: Desk, claire: Client, clock: FrozenClock, world: World
) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert claire.get(of(room)).status_code == 200
        return len(caught)

    def fill(start: int, number: int) -> None:
        for place in range(start, start + number):
            hear(bluesky, place, now=clock() - timedelta(minutes=place))
            actions.write_note(room, text=f"Note {place}", actor=world.claire, now=clock())
            desk.schedule(draft_of("Gardé", [bluesky], at="2026-09-15T10:00"))

    fill(1, 1)
    claire.get(of(room))
    few = counted()
    fill(2, 6)
    assert counted() == few <= 50


# From an alert of listening


def test_an_alert_of_listening_opens_the_room_and_stands_in_its_log(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    alert = alert_of(world, clock)
    assert "Open from this" in page(claire.get(HOME))
    Alert.objects.update(level=Level.RED)
    told = page(claire.get(f"/listening/alerts/{alert.pk}/"))
    assert f'href="/listening/crisis/?alert={alert.pk}"' in told
    assert f'name="alert" value="{alert.pk}"' in page(claire.get(f"{HOME}?alert={alert.pk}"))
    told = follow(claire, f"{HOME}opening/", alert=str(alert.pk))
    room = Room.objects.get()
    assert room.name.endswith("more badly")
    follow(claire, of(room, "pause/"))
    assert "more badly</bdi>. Nothing" in page(claire.get(reverse("posts_pause")))
    Pause.objects.update(why="More badly.")
    assert "More badly.</bdi> Nothing" in page(claire.get(reverse("posts_pause")))
    assert (room.alert, room.since <= alert.opened_at) == (alert, True)
    assert "things were said than usual" in told


def test_an_alert_of_a_stranger_opens_nothing(world: World, clock: FrozenClock) -> None:
    alert, client = alert_of(world, clock), Client()
    client.force_login(world.zoe)
    assert client.get(f"{HOME}?alert={alert.pk}").status_code == 404
    assert client.post(f"{HOME}opening/", {"alert": str(alert.pk)}).status_code == 404
    assert client.get(f"{HOME}?alert=x").status_code == 404
