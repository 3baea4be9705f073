"""A person with a word of their own everywhere, and who is left once they are erased."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from beffroi.archives.models import ArchiveImport, HistoryFeedback
from beffroi.delivery.models import Delivery
from beffroi.inbox import (
    actions,
    deeds,
    escalations,
    labelling,
    notes,
    presence,
    saved_answers,
    sweeping,
)
from beffroi.inbox.models import (
    Answer,
    AutomaticSending,
    Block,
    Conversation,
    Rule,
    RuleAct,
)
from beffroi.inbox.people import keeping, who
from beffroi.inbox.people.who import Who
from beffroi.inbox.tests.desk import Desk, said
from beffroi.networks.contracts import Author
from tests.world import World

CANARY = "zorglubique"
#: Stems and foldings of the word begin so too.
CANARY_ROOT = CANARY[:8]
PERSON = Author(f"did:plc:{CANARY}", f"{CANARY}.example", f"Zoé {CANARY.title()}")


def person(desk: Desk, author: Author = PERSON) -> Who:
    """Return somebody as this channel knows them."""
    return who.on_channel(desk.channel, author.account_id)


def hear_everywhere(desk: Desk, number: int = 3) -> None:
    """Have them write under several posts."""
    for place in range(number):
        remote_id = f"at://{PERSON.account_id}/post/{place}"
        desk.hear(
            said(
                remote_id,
                f"Ma {CANARY} numéro {place}",
                author=PERSON,
                root_id=f"post-{place}",
                url=f"https://network.example/{CANARY}/{place}",
                reply_context={"uri": remote_id},
            )
        )


def answered(desk: Desk, world: World, text: str, *, status: str = "published") -> Answer:
    """Answer their newest words; it left, or not."""
    row = Conversation.objects.filter(person_id=PERSON.account_id).order_by("id").last()
    assert row is not None
    answer = actions.answer(row, text=text, actor=world.claire, now=desk.clock())
    settle(answer.delivery, status, at=desk.clock())
    return answer


def settle(delivery: Delivery, status: str, *, at: datetime) -> None:
    """Have a delivery stand so."""
    delivery.refresh_from_db()
    delivery.status = status
    if status == "published":
        delivery.published_at, delivery.remote_id = at, f"answer-{delivery.pk}"
    delivery.save()


def spoken_of(desk: Desk, world: World) -> None:
    """Have the team keep their word in all that it can write."""
    now, claire = desk.clock(), world.claire
    row = Conversation.objects.filter(person_id=PERSON.account_id).order_by("id").first()
    assert row is not None
    label = labelling.make(world.atelier, name="Devis", tone="info", actor=claire, now=now)
    sweeping.sweep(world.atelier, [row.pk], deeds.put_label(label), actor=claire, now=now)
    given = deeds.give(world.atelier, world.karim.pk, note=f"La {CANARY}", actor=claire, now=now)
    sweeping.sweep(world.atelier, [row.pk], given, actor=claire, now=now)
    notes.write(row, text=f"@Karim elle parle de {CANARY}", actor=claire, now=now)
    presence.tell(row, user=world.karim, now=now)
    keeping.note(person(desk), text=f"Aime la {CANARY}", actor=claire, now=now)
    keeping.record_consent(
        person(desk),
        text=f"J’accepte, {CANARY}",
        source=f"Courriel de {CANARY}",
        agreed_on=now.date(),
        actor=claire,
        now=now,
    )
    escalations.alert(row, why=f"Menace la {CANARY}", actor=world.karim, now=now)
    blocked(desk, world)
    done_by_itself(desk, row)
    saved = saved_answers.make(
        world.atelier, name="Merci", text="Merci {prenom} !", actor=claire, now=now
    )
    answered(desk, world, saved_answers.for_conversation(saved, row, writer=claire))
    answered(desk, world, f"Votre {CANARY} est prête.", status="failed")


def blocked(desk: Desk, world: World) -> None:
    """Have Claire have blocked them on the network."""
    Block.objects.create(
        workspace=desk.channel.workspace,
        channel=desk.channel,
        author_id=PERSON.account_id,
        blocked_by=world.claire,
        blocked_at=desk.clock(),
    )


def done_by_itself(desk: Desk, row: Conversation) -> None:
    """Have a rule act on what they wrote, and opening hours not be told to them."""
    theirs, now = row.feedback.earliest("id"), desk.clock()
    place = {"workspace": row.workspace, "feedback": theirs}
    rule = Rule.objects.create(workspace=row.workspace, name="Devis", changed_at=now)
    RuleAct.objects.create(**place, rule=rule, conversation=row, acted_at=now)
    AutomaticSending.objects.create(
        **place,
        kind="hours",
        channel=desk.channel,
        problem="gone",
        person_id=PERSON.account_id,
        closed_until=now,
        made_at=now,
    )


def archived(
    desk: Desk, remote_id: str, *, url: str = "", name: str = "", text: str = "Bonjour"
) -> None:
    """Have an archive hold something that somebody wrote."""
    brought, _ = ArchiveImport.objects.get_or_create(
        workspace=desk.channel.workspace,
        name="bluesky.car",
        defaults={
            "size_bytes": 1,
            "status": "done",
            "created_at": desk.clock(),
            "ended_at": desk.clock(),
        },
    )
    HistoryFeedback.objects.create(
        workspace=desk.channel.workspace,
        archive_import=brought,
        network=desk.channel.network,
        remote_id=remote_id,
        kind="reply",
        author_name=name,
        text=text,
        url=url,
    )


def in_tables() -> list[str]:
    """Return the columns that hold the word, of all tables."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(table)
                cell = f"LOWER(CAST({connection.ops.quote_name(column.name)} AS TEXT))"
                cursor.execute(
                    f"SELECT count(*) FROM {name} WHERE {cell} LIKE %s",
                    [f"%{CANARY_ROOT}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return sorted(found)
