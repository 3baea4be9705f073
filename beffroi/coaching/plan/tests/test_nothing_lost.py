"""What people typed into the assistant is kept, or they are told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.coaching.plan.tests.test_steps import Steps, fields_of, send, text
from beffroi.strategy.models import NetworkRole, Strategy
from tests.world import World

FOUR = ("pinterest", "snapchat", "threads", "tiktok")


def test_a_fifth_network_that_is_left_is_not_forgotten(client: Client, steps: Steps) -> None:
    url = reverse("plan_networks")
    for network in FOUR:
        shown = fields_of(client.get(url).content.decode())
        row = next(
            name
            for name, said in shown.items()
            if name.endswith("-chosen") and not said and name[0] == "l"
        )
        assert client.post(url, shown | {row: network}).status_code == 302
    for change in ({"network_linkedin-standing": "closed"}, {}):
        shown = fields_of(client.get(url).content.decode())
        assert client.post(url, shown | change).status_code == 302
    rows = NetworkRole.objects.exclude(standing="there").values_list("network", flat=True)
    assert set(rows) == {*FOUR, "linkedin"}


def test_a_tab_with_a_mistake_hears_that_another_tab_saved_meanwhile(
    client: Client, steps: Steps
) -> None:
    send(client, "tone", steps["tone"])
    wrong = send(client, "tone", {"manner": "ihr", "we_say": "“Hello you.”"})
    assert wrong.status_code == 422
    assert "Somebody saved this step meanwhile" in text(wrong)
    at_once = send(client, "tone", {"manner": "ihr", "we_say": "“Hello you.”"}, seen=1)
    assert "Somebody saved this step meanwhile" not in text(at_once)


@pytest.mark.parametrize("name", ["left_1-why", "left_1-gave_back", "planned_1-why"])
def test_words_beside_no_network_ask_which_it_is(client: Client, steps: Steps, name: str) -> None:
    response = send(client, "networks", steps["networks"] | {name: "No order in three months."})
    assert response.status_code == 422
    assert "Choose the network that these words are about, or empty the row." in text(response)
    assert "No order in three months." in response.content.decode()
    assert not Strategy.objects.exists()


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("audience", "audience_1-name"),
        ("audience", "audience_1-wants"),
        ("networks", "network_bluesky-why"),
        ("content", "pillar_1-name"),
        ("tone", "we_say"),
    ],
)
def test_words_that_are_sent_after_the_session_ended_come_back(
    world: World, step: str, name: str
) -> None:
    response = Client().post(reverse(f"plan_{step}"), {name: "Our regulars", "seen": "0"})
    assert response.status_code == 401
    assert f'name="{name}" value="Our regulars"' in response.content.decode()
