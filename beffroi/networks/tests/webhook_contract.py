"""What every network that calls us passes. Needs a simulator."""

from __future__ import annotations

from typing import Any

from beffroi.networks.tests.world import SimulatedWorld


class WebhookContract:
    def test_a_genuine_webhook_leads_to_what_was_said(self, world: SimulatedWorld) -> None:
        channel, receiver = world.channel(), _receiver(world)
        ours = channel.publish(world.post("Dites")).remote_id
        theirs = world.stranger_replies(ours, "Voilà")
        headers, body = world.webhook_about(theirs)
        assert receiver.is_genuine(headers, body, app=world.keeper.app())
        notices = receiver.read_notices(body)
        assert {notice.account_id for notice in notices} == {world.keeper.read().account_id}
        told = [remote_id for notice in notices for remote_id in notice.remote_ids]
        assert channel.read_again(told)[theirs].text == "Voilà"

    def test_a_deletion_that_is_told_is_seen(self, world: SimulatedWorld) -> None:
        channel, receiver = world.channel(), _receiver(world)
        ours = channel.publish(world.post("Dites")).remote_id
        theirs = world.stranger_replies(ours, "Non")
        _, body = world.webhook_about(theirs)
        world.stranger_deletes(theirs)
        told = [one for notice in receiver.read_notices(body) for one in notice.remote_ids]
        assert channel.read_again(told).get(theirs) is None

    def test_what_was_changed_on_its_way_is_not_genuine(self, world: SimulatedWorld) -> None:
        receiver, app = _receiver(world), world.keeper.app()
        ours = world.channel().publish(world.post("Dites")).remote_id
        headers, body = world.webhook_about(world.stranger_replies(ours, "Voilà"))
        assert not receiver.is_genuine(headers, body + b" ", app=app)
        assert not receiver.is_genuine({}, body, app=app)
        for name in headers:
            assert not receiver.is_genuine({**headers, name: ""}, body, app=app)
            assert not receiver.is_genuine({**headers, name: "é" * 64}, body, app=app)

    def test_a_body_of_any_kind_is_read_without_harm(self, world: SimulatedWorld) -> None:
        receiver = _receiver(world)
        for body in (b"", b"{", b"[]", b"null", b'"x"', b'{"entry": 5}', b"\xff\xfe", b"[" * 9999):
            assert list(receiver.read_notices(body)) == []

    def test_hands_are_shaken_with_the_network_alone(self, world: SimulatedWorld) -> None:
        receiver, app = _receiver(world), world.keeper.app()
        query = world.handshake("our-token")
        answer = receiver.shake_hands(query, app=app, verify_token="our-token")
        assert answer is not None
        assert world.is_satisfied_by(answer)
        assert receiver.shake_hands({}, app=app, verify_token="our-token") is None


def _receiver(world: SimulatedWorld) -> Any:
    return world.network
