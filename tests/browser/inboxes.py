"""Inboxes of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, removing
from beffroi.inbox.erasing import erase_due
from beffroi.inbox.ingesting import follow, ingest
from beffroi.inbox.models import Block, Conversation, Feedback
from beffroi.inbox.tests.desk import make_channel, settle
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from tests.browser.companies import with_model
from tests.world import World, introduce

_OPENING = "Week-end : pensez à réserver vos brioches avant vendredi soir."
_QUESTION = "Vous ouvrez à quelle heure samedi ? J’aimerais éviter le monde."
_IRONY = (
    "Bravo pour la file d’attente, vraiment, record battu. J’ai eu le temps de lire tout le "
    "journal."
)
_INSULT = "Bande de voleurs, vous verrez ce qui vous arrive."
_REVIEWS = (
    ("Bernard Lefèvre", 20.0, "Vingt minutes d’attente, et plus de pain à midi.", 2),
    ("Odile Garnier", 30.0, "Le meilleur pain de Douai, et toujours un mot gentil.", 5),
)
_OTHERS = (
    ("Sandrine Lemoine", "mastodon", 3.0, "Samedi à 10 h, plus une seule baguette de tradition…"),
    ("Léa Bonnet", "bluesky", 5.0, "Avez-vous une tradition sans sel ? C’est pour mon père."),
    ("Mairie de Douai", "mastodon", 26.0, "Bonjour, un devis pour 80 personnes le 4 juillet ?"),
    ("Café des Halles", "bluesky", 30.0, "Le pain vient de chez @atelier-martin, ça change tout."),
    ("مخبز النور", "mastodon", 52.0, "شكرا جزيلا، الخبز رائع"),
    ("Association des parents d’élèves du collège Jules-Ferry", "bluesky", 99.0, "Merci ! " * 30),
)


def busy(world: World) -> None:
    """People wait, one of them in private; Julien was answered once and writes again."""
    now = utc_now()
    channels = {
        network: make_channel(world.atelier, network, now=now)
        for network in ("bluesky", "mastodon")
    }
    _post(channels["bluesky"], now=now)
    _say(channels, "Julien Renard", "bluesky", 70.0, _QUESTION, now=now)
    _answered(world, "Bonjour Julien, dès 6 h 30. Avant 9 h, c’est tranquille. À samedi !", now=now)
    for words in _OTHERS:
        _say(channels, *words, now=now)
    _say(channels, "Julien Renard", "bluesky", 0.6, _IRONY, now=now)
    Conversation.objects.filter(person_name="Sandrine Lemoine").update(is_private=True)
    for name in ("Café des Halles", "مخبز النور"):
        settle(_talk(name), actor=world.karim, now=now)


def lost(world: World) -> None:
    """Bluesky refuses our access since this morning."""
    busy(world)
    since = utc_now() - timedelta(hours=2)
    Channel.objects.filter(network="bluesky").update(status="needs_reconnection", lost_at=since)


def unsent(world: World) -> None:
    """The network refused our last answer."""
    busy(world)
    now = utc_now()
    answer = actions.answer(
        _talk("Julien Renard"), text="Toutes nos excuses, Julien.", actor=world.claire, now=now
    )
    answer.delivery.status, answer.delivery.reason = "failed", "refused"
    answer.delivery.refused_field = "text"
    answer.delivery.save()
    actions.follow_answer(answer.delivery, now=now)


def doubtful(world: World) -> None:
    """The network gave no answer to ours, and cannot say."""
    busy(world)
    now = utc_now()
    answer = actions.answer(
        _talk("Julien Renard"), text="Toutes nos excuses.", actor=world.claire, now=now
    )
    answer.delivery.status, answer.delivery.reason = "ask_human", "cannot_look_up"
    answer.delivery.save()
    actions.follow_answer(answer.delivery, now=now)


def deleted(world: World) -> None:
    """Julien took back all that he wrote."""
    busy(world)
    julien = _talk("Julien Renard")
    gone = julien.feedback.filter(is_ours=False).values_list("remote_id", flat=True)
    follow(julien.channel, dict.fromkeys(gone), now=utc_now())


def erased(world: World) -> None:
    """On LinkedIn, Julien's words came to their term; our answer stays."""
    now = utc_now()
    then = now - timedelta(days=3)
    channel = make_channel(world.atelier, "linkedin", now=now)
    ingest(channel, [_word("Julien Renard", "linkedin", 72.0, _QUESTION, now=now)], now=then)
    _answered(world, "Bonjour Julien, dès 6 h 30. À samedi !", now=now)
    erase_due(now=now)


def reviewed(world: World) -> None:
    """On Google, one is content and one is not."""
    now = utc_now()
    channel = make_channel(world.atelier, "google_business", now=now)
    for name, hours, text, stars in _REVIEWS:
        review = _word(name, channel.network, hours, text, now=now)
        review = replace(review, kind=FeedbackKind.REVIEW, stars=stars)
        ingest(channel, [review], now=review.created_at)


def moderated(world: World) -> None:
    """Under a post on Facebook, Julien wrote twice; what he wrote first is hidden."""
    now = utc_now()
    channel = make_channel(world.atelier, "facebook", now=now)
    for is_hidden, hours, text in ((True, 3.0, _INSULT), (False, 2.5, _QUESTION)):
        comment = _word("Julien Renard", channel.network, hours, text, now=now)
        ingest(channel, [replace(comment, is_hidden=is_hidden)], now=comment.created_at)


def blocked(world: World) -> None:
    """Claire reported what Julien wrote first, then blocked him."""
    busy(world)
    julien, now = _talk("Julien Renard"), utc_now()
    theirs = julien.feedback.filter(is_ours=False)
    theirs.filter(pk=theirs.earliest("id").pk).update(reported_at=now - timedelta(days=2))
    Block.objects.create(
        workspace=world.atelier,
        channel=julien.channel,
        author_id=julien.person_id,
        blocked_by=world.claire,
        blocked_at=now - timedelta(days=1),
    )


def leaving(world: World) -> None:
    """Claire has what Julien wrote first deleted; Facebook refused to delete the rest."""
    moderated(world)
    for row in Feedback.objects.order_by("written_at"):
        removing.ask(row, actor=world.claire, now=utc_now())
    removing.give_up(row.pk, now=utc_now())


def asked(world: World) -> None:
    """The bakery has said all of itself; Léa asks about Saturday."""
    introduce(world, now=utc_now())
    channel = make_channel(world.atelier, now=utc_now())
    question = _word("Léa Bonnet", channel.network, 2.0, _QUESTION, now=utc_now())
    ingest(channel, [question], now=question.created_at)


def asked_with_model(world: World) -> None:
    """A language model may be asked as well; what Léa wants is hard to tell."""
    asked(world)
    Feedback.objects.update(text="Une question sur vos tartes… plutôt un souci, en fait ?")
    with_model(world)


def question(world: World) -> str:
    """Return the address of Léa’s question."""
    return f"/inbox/{_talk('Léa Bonnet').pk}/"


def review(world: World) -> str:
    """Return the address of the worst review."""
    return f"/inbox/{_talk(_REVIEWS[0][0]).pk}/"


def talk(world: World) -> str:
    """Return the address of Julien’s conversation."""
    return f"/inbox/{Conversation.objects.get(root_id='our-post').pk}/"


def report(world: World) -> str:
    """Return the address where Julien’s last words are reported."""
    return f"{talk(world)}?report={_talk('Julien Renard').feedback.latest('id').pk}"


def erased_talk(world: World) -> str:
    """Return the address of what is left on LinkedIn."""
    return f"/inbox/{Conversation.objects.get(channel__network='linkedin').pk}/"


def _talk(name: str) -> Conversation:
    return Conversation.objects.get(person_name=name)


def _post(channel: Channel, *, now: datetime) -> None:
    then = now - timedelta(hours=72)
    Delivery.objects.create(
        workspace=channel.workspace,
        channel=channel,
        status="published",
        due_at=then,
        published_at=then,
        content=to_json(Content(text=_OPENING, language="fr", written_at=then)),
        marker=uuid.uuid4().hex,
        remote_id="our-post",
        remote_url="https://bsky.app/profile/atelier-martin.example/post/1",
        created_at=then,
    )


def _say(
    channels: dict[str, Channel], name: str, network: str, hours: float, text: str, *, now: datetime
) -> None:
    item = _word(name, network, hours, text, now=now)
    ingest(channels[network], [item], now=item.created_at)


def _word(name: str, network: str, hours: float, text: str, *, now: datetime) -> IncomingFeedback:
    handle = f"{name.split()[0].lower()}.example"
    remote_id = uuid.uuid4().hex
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REPLY,
        author=Author(handle, handle, name),
        text=text,
        created_at=now - timedelta(hours=hours),
        url=f"https://{network}.example/{remote_id}",
        root_id="our-post" if name == "Julien Renard" else remote_id,
    )


def _answered(world: World, text: str, *, now: datetime) -> None:
    then = now - timedelta(hours=69)
    answer = actions.answer(_talk("Julien Renard"), text=text, actor=world.claire, now=then)
    answer.delivery.status, answer.delivery.published_at = "published", then
    answer.delivery.remote_id = "our-answer"
    answer.delivery.remote_url = "https://bsky.app/profile/atelier-martin.example/post/2"
    answer.delivery.save()
    actions.follow_answer(answer.delivery, now=then)
