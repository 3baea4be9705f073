"""What every network passes, written once.

A network's tests inherit the classes they need, named Test..., and give a `world` fixture:

    class TestPublisher(PublisherContract): ...

Against a real server the same classes run with another world, marked `real`; those in
`fault_contract` need a simulator.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.core.clock import utc_now
from beffroi.networks import registry
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.declarations import Capability, Draft
from beffroi.networks.errors import AccessRevoked, ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.port import OF_THE_NETWORK, PROTOCOLS
from beffroi.networks.tests.care_contract import (
    BlockerContract,
    HiderContract,
    PreparerContract,
    RemoverContract,
    ReporterContract,
)
from beffroi.networks.tests.clock_contract import WrongClockContract
from beffroi.networks.tests.connector_contract import (
    OAuthConnectorContract,
    PasswordConnectorContract,
)
from beffroi.networks.tests.fault_contract import (
    HostileServerContract,
    PublisherFaultsContract,
    ReaderFaultsContract,
)
from beffroi.networks.tests.feedback_contract import (
    FeedbackContract,
    FeedbackPagesContract,
    MentionContract,
)
from beffroi.networks.tests.listening_contract import (
    ListeningDeclarationContract,
    LookupContract,
    ReaderContract,
    StreamContract,
)
from beffroi.networks.tests.webhook_contract import WebhookContract
from beffroi.networks.tests.withdrawal_contract import WithdrawalContract
from beffroi.networks.tests.world import (
    HOSTILE_TEXTS,
    MemoryKeeper,
    MemoryProgress,
    SimulatedWorld,
    World,
    eventually,
    small_image,
    upload,
)

__all__ = [
    "HOSTILE_TEXTS",
    "BlockerContract",
    "CounterContract",
    "DeclarationContract",
    "DeleterContract",
    "EditorContract",
    "FeedbackContract",
    "FeedbackPagesContract",
    "FinderContract",
    "HiderContract",
    "HostileServerContract",
    "ListeningDeclarationContract",
    "LookupContract",
    "MemoryKeeper",
    "MemoryProgress",
    "MentionContract",
    "OAuthConnectorContract",
    "PasswordConnectorContract",
    "PreparerContract",
    "PublisherContract",
    "PublisherFaultsContract",
    "ReaderContract",
    "ReaderFaultsContract",
    "RemoverContract",
    "ReporterContract",
    "SimulatedWorld",
    "StreamContract",
    "WebhookContract",
    "WithdrawalContract",
    "World",
    "WrongClockContract",
    "eventually",
    "small_image",
    "upload",
]


class DeclarationContract:
    def test_it_implements_exactly_what_it_declares(self, world: World) -> None:
        declared, channel = world.network.declaration.capabilities, world.channel()
        assert set(PROTOCOLS) == set(Capability)
        for capability, protocol in PROTOCOLS.items():
            actor = world.network if capability in OF_THE_NETWORK else channel
            assert isinstance(actor, protocol) == (capability in declared), capability

    def test_it_is_registered_under_its_own_key(self, world: World) -> None:
        assert world.network.declaration.key in registry.NETWORKS
        assert world.network.declaration.name.strip()

    def test_what_its_rules_allow_says_where_and_when_it_was_read(self, world: World) -> None:
        use = world.network.declaration.data_use
        assert use.source_url.startswith("https://")
        assert use.checked_on <= utc_now().date()

    def test_an_app_that_people_must_make_has_a_home(self, world: World) -> None:
        declared = world.network.declaration
        has_app = Capability.CONNECT_WITH_OAUTH in declared.capabilities
        is_made = has_app and Capability.REGISTER_APP not in declared.capabilities
        assert declared.home.startswith("https://") if is_made else not declared.app_extras

    def test_its_limits_say_where_and_when_they_were_read(self, world: World) -> None:
        limits = world.network.declaration.limits
        assert limits.source_url.startswith("https://")
        assert limits.checked_on <= utc_now().date()
        assert min(limits.text_max, limits.images_max, limits.image_bytes_max) > 0
        assert limits.slowest_commit > timedelta(0)

    def test_limits_of_answers_say_where_and_when_they_were_read(self, world: World) -> None:
        for limits in world.network.declaration.answers.values():
            assert limits.source_url.startswith("https://")
            assert limits.checked_on <= utc_now().date()

    def test_the_server_s_own_limits_are_usable(self, world: World) -> None:
        limits = world.channel().read_limits()
        assert min(limits.text_max, limits.images_max, limits.image_bytes_max) > 0

    def test_text_is_counted_in_its_own_unit(self, world: World) -> None:
        limits = world.network.declaration.limits
        text = world.text_of_length(limits.text_max)
        assert world.network.problems(Draft("Bonjour", title="Un titre"), limits=limits) is not None
        count = world.network.count_text(text, limits=limits)
        assert (count.used, count.limit, count.excess) == (limits.text_max, limits.text_max, 0)
        assert world.network.count_text(text + "a", limits=limits).excess == 1


class PublisherContract:
    def test_a_post_comes_out_once_with_its_id_and_address(self, world: World) -> None:
        published = world.channel().publish(world.post("Bonjour à tous"))
        assert published.remote_id
        assert published.url.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))
        assert world.count_visible("Bonjour à tous") == 1
        assert world.text_of(published.remote_id) == "Bonjour à tous"

    def test_markers_never_repeat(self, world: World) -> None:
        channel, now = world.channel(), world.now()
        markers = {channel.choose_marker(now=now) for _ in range(500)}
        assert len(markers) == 500

    def test_a_text_of_exactly_the_limit_passes(self, world: World) -> None:
        text = world.text_of_length(world.channel().read_limits().text_max)
        published = world.channel().publish(world.post(text))
        assert world.text_of(published.remote_id) == text

    def test_a_text_too_long_is_refused_with_its_limit(self, world: World) -> None:
        limit = world.channel().read_limits().text_max
        post = world.post(world.text_of_length(limit + 1))
        with pytest.raises(ContentRefused) as caught:
            world.channel().publish(post)
        assert (caught.value.field, caught.value.limit) == ("text", limit)
        assert world.count_visible(post.text) == 0

    @pytest.mark.parametrize("text", HOSTILE_TEXTS)
    def test_a_text_arrives_as_it_was_written(self, world: World, text: str) -> None:
        if not world.takes(text):
            with pytest.raises(ContentRefused):
                world.channel().publish(world.post(text))
            return
        published = world.channel().publish(world.post(text))
        assert world.text_of(published.remote_id) == text

    def test_every_picture_arrives_with_its_alternative_text(self, world: World) -> None:
        channel = world.channel()
        alt_texts = ["Du pain « chaud »", "<b>Une brioche</b>", "🥐", "Four"]
        wanted = alt_texts[: world.network.declaration.limits.images_max]
        images = tuple(upload(channel, world.image(alt)) for alt in wanted)
        eventually(lambda: all(channel.is_ready(image) for image in images))
        published = channel.publish(world.post("Avec des images", media=images))
        assert world.alt_texts_of(published.remote_id) == wanted

    def test_one_picture_too_many_is_refused(self, world: World) -> None:
        channel = world.channel()
        image = upload(channel, world.image("Encore une"))
        assert eventually(lambda: channel.is_ready(image))
        too_many = world.network.declaration.limits.images_max + 1
        post = world.post("Trop", media=(image,) * too_many)
        with pytest.raises(ContentRefused) as caught:
            channel.publish(post)
        assert caught.value.field == "media"
        assert world.count_visible("Trop") == 0

    def test_an_answer_attaches_to_the_right_parent(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Qui passe samedi ?"))
        theirs = world.stranger_replies(ours.remote_id, "Moi !")
        again = eventually(lambda: channel.read_again([theirs]).get(theirs))
        target = ReplyTarget(theirs, again.author.handle, again.reply_context)
        answer = channel.publish(world.post("Parfait, à samedi", reply_to=target))
        assert world.parent_of(answer.remote_id) == theirs

    def test_a_sequel_to_our_own_post_stands_in_its_thread(self, world: World) -> None:
        channel = world.channel()
        first = channel.publish(world.post("Un")).remote_id
        own = eventually(lambda: channel.read_again([first]).get(first))
        target = ReplyTarget(first, own.author.handle, own.reply_context)
        sequel = channel.publish(world.post("Deux", reply_to=target)).remote_id
        (below,) = eventually(lambda: channel.read_thread(first))
        assert (below.remote_id, below.parent_id, below.root_id) == (sequel, first, first)
        assert (below.text, below.is_ours) == ("Deux", True)

    def test_a_dead_access_asks_to_reconnect(self, world: World) -> None:
        post = world.post("Jamais visible")
        world.revoke()
        with pytest.raises(AccessRevoked):
            world.channel().publish(post)
        with pytest.raises(AccessRevoked):
            upload(world.channel(), world.image("Rien"))
        assert world.count_visible("Jamais visible") == 0


class FinderContract:
    def test_what_was_published_is_found_under_the_same_id(self, world: World) -> None:
        channel, post, since = world.channel(), world.post("Retrouvez-moi"), world.now()
        published = channel.publish(post)
        assert eventually(lambda: channel.find(post, since=since)) == published

    def test_what_was_never_published_is_absent(self, world: World) -> None:
        assert world.channel().find(world.post("Personne"), since=world.now()) is None

    def test_looking_first_never_makes_two(self, world: World) -> None:
        channel, post, since = world.channel(), world.post("Une seule fois"), world.now()
        channel.publish(post)
        for _ in range(2):
            if not eventually(lambda: channel.find(post, since=since)):
                channel.publish(post)
        assert world.count_visible("Une seule fois") == 1

    def test_a_twin_with_the_same_text_is_not_taken_for_it(self, world: World) -> None:
        channel, since = world.channel(), world.now()
        twin = channel.publish(world.post("Ouvert dimanche"))
        other = world.post("Ouvert dimanche")
        assert channel.find(other, since=since, excluding=frozenset({twin.remote_id})) is None

    def test_one_whose_words_a_server_changed_is_known_by_its_own_address(
        self, world: World
    ) -> None:
        channel, since = world.channel(), world.now()
        own, others = (f"https://beffroi.example.org/l/{code}" for code in ("k3Xb2pq", "k3Xb2pr"))
        post = world.post(f"Réservez ici : {own}", fingerprint=own)
        published = channel.publish(post)
        changed = replace(post, text=f"Réservez là : {own}")
        assert eventually(lambda: channel.find(changed, since=since)) == published
        twin = world.post(f"Réservez ici : {others}", fingerprint=others)
        assert channel.find(twin, since=since) is None

    def test_one_whose_files_were_handed_over_after_a_backup_is_not_called_absent(
        self, world: World
    ) -> None:
        channel, since = world.channel(), world.now()
        image = upload(channel, world.image("Un pain"))
        assert eventually(lambda: channel.is_ready(image))
        post = world.post("Sorti après la sauvegarde", media=(image,))
        published = channel.publish(post)
        forgotten = replace(post, media=tuple(replace(one, handle="") for one in post.media))
        with suppress(UnexpectedResponse):  # nobody can tell
            assert eventually(lambda: channel.find(forgotten, since=since)) == published

    def test_a_dead_access_is_not_taken_for_an_absence(self, world: World) -> None:
        post = world.post("Sorti avant")
        published = world.channel().publish(post)
        world.revoke()
        with suppress(AccessRevoked):
            assert world.channel().find(post, since=world.now()) == published


class CounterContract:
    def test_counters_follow_what_people_do(self, world: World) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Comptez")).remote_id
        eventually(lambda: ours in channel.read_counters([ours]))
        assert channel.read_counters([ours])[ours].replies == 0
        world.stranger_replies(ours, "Un")
        eventually(lambda: channel.read_counters([ours])[ours].replies == 1)

    def test_a_post_that_is_gone_is_left_out(self, world: World) -> None:
        channel = world.channel()
        kept = channel.publish(world.post("Reste")).remote_id
        gone = channel.publish(world.post("Part")).remote_id
        channel.delete(gone)
        eventually(lambda: set(channel.read_counters([kept, gone])) == {kept})

    def test_nothing_asked_is_nothing_called(self, world: World) -> None:
        assert dict(world.channel().read_counters([])) == {}


class DeleterContract:
    def test_a_post_taken_away_is_gone(self, world: World) -> None:
        channel = world.channel()
        published = channel.publish(world.post("Éphémère"))
        channel.delete(published.remote_id)
        assert world.count_visible("Éphémère") == 0

    def test_taking_away_twice_is_success(self, world: World) -> None:
        channel = world.channel()
        published = channel.publish(world.post("Éphémère"))
        channel.delete(published.remote_id)
        channel.delete(published.remote_id)

    def test_the_thread_of_a_post_that_is_gone_is_not_found(self, world: World) -> None:
        channel = world.channel()
        published = channel.publish(world.post("Éphémère"))
        channel.delete(published.remote_id)
        with pytest.raises(NotFound):
            eventually(lambda: channel.read_thread(published.remote_id) and False, seconds=3)


class EditorContract:
    def test_an_edit_replaces_the_text_under_the_same_id(self, world: World) -> None:
        channel = world.channel()
        published = channel.publish(world.post("Fermé lundi"))
        edited = channel.edit(published.remote_id, world.post("Fermé mardi"))
        assert edited.remote_id == published.remote_id
        assert world.text_of(published.remote_id) == "Fermé mardi"
        assert world.count_visible("Fermé lundi") == 0
