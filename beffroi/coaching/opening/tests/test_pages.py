from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.company.models import Company
from beffroi.core.models import AuditEntry
from beffroi.crisis.actions import open_room
from beffroi.publishing.models import Post
from beffroi.strategy.models import NetworkRole, Opening, Strategy
from beffroi.strategy.opening import actions
from beffroi.strategy.opening.rules import Item
from beffroi.strategy.tests.test_opening import READY
from tests.browsing import Browse, browsers_in_english
from tests.clock import FrozenClock
from tests.world import World, people_and_places

PAGE = "/steer/opening/tiktok/"


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def browse(world: World, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Browse:
    monkeypatch.setattr("beffroi.coaching.opening.views.utc_now", clock)
    return browsers_in_english()


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def test_the_room_leads_to_a_network_where_the_company_is_not_yet(
    world: World, browse: Browse
) -> None:
    answered = browse(world.claire).get(reverse("openings"), follow=True)
    assert "Ready for" in text(answered)


def order_of(client: Any) -> list[str]:
    page = client.get(reverse("openings"), follow=True).content.decode()
    chips = page.split("Networks where you are not")[1].split("</nav>")[0]
    return re.findall(r"/steer/opening/(\w+)/", chips)


def choose(world: World, clock: FrozenClock, *networks: str, standing: str = "there") -> None:
    strategy, _is_new = Strategy.objects.get_or_create(
        workspace=world.atelier, defaults={"begun_at": clock(), "changed_at": clock()}
    )
    part = "talk" if standing == "there" else ""
    for network in networks:
        NetworkRole.objects.create(strategy=strategy, network=network, part=part, standing=standing)


def test_networks_that_the_strategy_chose_come_first(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    declared = order_of(client)
    choose(world, clock, "tiktok", "linkedin")
    choose(world, clock, "x", standing="never")
    chosen = ["tiktok", "linkedin"]
    assert order_of(client) == chosen + [one for one in declared if one not in chosen]
    assert "Ready for TikTok?" in text(client.get(reverse("openings"), follow=True))


def test_a_network_that_is_chosen_and_connected_is_not_opened(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    choose(world, clock, "linkedin", "tiktok")
    Channel.objects.create(
        workspace=world.atelier,
        network="linkedin",
        account_id="1",
        handle="a",
        display_name="A",
        connected_at=clock(),
        verified_at=clock(),
    )
    assert order_of(browse(world.claire))[0] == "tiktok"
    assert "linkedin" not in order_of(browse(world.claire))


def test_what_is_left_to_settle_is_told_by_the_hour(world: World, browse: Browse) -> None:
    page = text(browse(world.claire).get(PAGE))
    assert "About 1 h for all" in page


@pytest.mark.parametrize("network", ["myspace", "x" * 40])
def test_a_network_that_nobody_knows_is_not_there(
    world: World, browse: Browse, network: str
) -> None:
    client = browse(world.claire)
    assert client.get(f"/steer/opening/{network}/").status_code == 404
    for what in ("go", "later", "undo", "closing"):
        given = {"closing_words": "x", "opening_reason": "x"}
        assert client.post(f"/steer/opening/{network}/{what}/", given).status_code == 404
    assert not Opening.objects.exists()


def test_what_is_said_counts_and_is_taken_back(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    assert "6 points block" in text(client.get(PAGE))
    client.post(f"{PAGE}answer/", {"item": "rights", "said": "yes"})
    assert "5 points block" in text(client.get(PAGE))
    client.post(f"{PAGE}answer/", {"item": "rights", "said": "again"})
    assert "6 points block" in text(client.get(PAGE))


@pytest.mark.parametrize(
    "given",
    [{}, {"item": "goal", "said": "yes"}, {"item": "x", "said": "yes"}, {"item": "rights"}],
)
def test_nobody_says_what_figures_tell(world: World, browse: Browse, given: dict[str, str]) -> None:
    assert browse(world.claire).post(f"{PAGE}answer/", given).status_code == 400
    assert not Opening.objects.exists()


def test_figures_stand_beside_their_questions(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    for number in range(4):
        Post.objects.create(
            workspace=world.atelier, text=f"{number}", created_at=clock(), changed_at=clock()
        )
    open_room(world.atelier, name="The queue", actor=world.claire, now=clock())
    shown = text(browse(world.claire).get(PAGE))
    assert "4 posts ready, of 10." in shown
    assert "1 alert goes on today." in shown


def test_while_something_blocks_a_page_opens_for_a_reason_alone(
    world: World, browse: Browse
) -> None:
    client = browse(world.claire)
    refused = client.post(f"{PAGE}go/", {"opening_reason": " "})
    assert refused.status_code == 422
    assert "This field is required." in text(refused)
    client.post(f"{PAGE}go/", {"opening_reason": "The fair is on Monday."})
    assert "The fair is on Monday." in text(client.get(PAGE))
    row = Opening.objects.get()
    assert (row.decision, row.decided_by) == ("despite", world.claire)
    client.post(f"{PAGE}undo/")
    row.refresh_from_db()
    assert (row.decision, row.reason, row.decided_at) == ("", "", None)


def test_a_page_opens_without_a_reason_once_nothing_blocks(
    world: World, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.coaching.opening.gathering.facts", lambda *_, **__: READY)
    client = browse(world.claire)
    assert "Nothing keeps you from opening it." in text(client.get(PAGE))
    client.post(f"{PAGE}go/")
    assert Opening.objects.get().decision == "opened"


def test_not_now_is_kept_and_comes_back_in_six_months(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    client.post(f"{PAGE}later/")
    assert "Not for now. The question comes back" in text(client.get(PAGE))


def test_when_to_close_is_written_down_and_bounded(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    too_long = client.post(f"{PAGE}closing/", {"closing_words": "é" * 401})
    assert too_long.status_code == 422
    client.post(f"{PAGE}closing/", {"closing_words": "Below four contacts\r\nwe close."})
    assert Opening.objects.get().closing == "Below four contacts\nwe close."


def test_two_tabs_do_not_undo_what_each_other_wrote(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    seen = {"closing_seen": ""}
    client.post(f"{PAGE}closing/", {"closing_words": "Below four contacts.", **seen})
    other = client.post(f"{PAGE}closing/", {"closing_words": "Below two contacts.", **seen})
    assert other.status_code == 422
    assert "Somebody wrote this meanwhile" in text(other)
    assert "“Below four contacts.”" in text(other)
    assert "Below two contacts.</textarea>" in text(other)
    assert Opening.objects.get().closing == "Below four contacts."
    [seen_now] = re.findall(r'name="closing_seen" value="(\w+)"', other.content.decode())
    assert client.post(f"{PAGE}closing/", {}).status_code == 422
    again = {"closing_words": "Below two contacts.", "closing_seen": seen_now}
    assert client.post(f"{PAGE}closing/", again).status_code == 302
    assert Opening.objects.get().closing == "Below two contacts."


@pytest.mark.parametrize(
    ("what", "given"),
    [("go", {"opening_reason": "\0"}), ("go", {"opening_reason": "Mine."}), ("later", {})],
)
def test_a_page_that_a_colleague_decided_to_open_is_not_decided_over(
    world: World, browse: Browse, what: str, given: dict[str, str]
) -> None:
    client = browse(world.claire)
    told = {"opening_reason": "The fair is on Monday."}
    client.post(f"{PAGE}go/", told)
    again = client.post(f"{PAGE}go/", told, follow=True)
    assert "Somebody decided meanwhile" not in text(again)
    answered = client.post(f"{PAGE}{what}/", given, follow=True)
    assert "Somebody decided meanwhile that it opens: nothing was changed." in text(answered)
    row = Opening.objects.get()
    assert (row.decision, row.reason) == ("despite", "The fair is on Monday.")


def test_a_reader_sees_and_decides_nothing(world: World, browse: Browse) -> None:
    client = browse(world.lucas)
    shown = text(client.get(PAGE))
    assert "An owner or a manager decides." in shown
    assert "It is so" not in shown
    assert client.post(f"{PAGE}later/").status_code == 403


def test_each_workspace_says_its_own(world: World, browse: Browse, clock: FrozenClock) -> None:
    actions.answer(
        world.flowers, "tiktok", Item.RIGHTS, is_settled=True, actor=world.zoe, now=clock()
    )
    assert "6 points block" in text(browse(world.claire).get(PAGE))


def test_the_database_keeps_one_row_a_network_and_a_reason_for_despite(
    world: World, clock: FrozenClock
) -> None:
    given: dict[str, Any] = {"workspace": world.atelier, "changed_at": clock()}
    Opening.objects.create(network="x", **given)
    for wrong in (
        {"network": "x"},
        {"network": ""},
        {"network": "y", "decision": "despite", "decided_at": clock()},
        {"network": "y", "decision": "opened"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.create(**given, **wrong)


def test_decisions_are_on_record(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    client.post(f"{PAGE}later/")
    client.post(f"{PAGE}answer/", {"item": "rights", "said": "no"})
    done = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"opening.not_now", "opening.answered"} <= done


def test_the_page_takes_few_queries(
    world: World, browse: Browse, django_assert_max_num_queries: Any, clock: FrozenClock
) -> None:
    Company.objects.create(workspace=world.atelier, changed_at=clock())
    client = browse(world.claire)
    client.get(PAGE)
    with django_assert_max_num_queries(45):
        client.get(PAGE)
