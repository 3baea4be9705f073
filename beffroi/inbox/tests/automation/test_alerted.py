from __future__ import annotations

import pytest

from beffroi.inbox import escalations
from beffroi.inbox.models import Answer, AutomaticAnswer
from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.inbox.tests.automation.test_replying import (  # noqa: F401 - fixtures
    asked,
    closed,
    hours,
    switched_on,
)
from beffroi.inbox.tests.desk import Desk, later, said
from tests.world import World

pytestmark = pytest.mark.django_db


def test_nothing_leaves_by_itself_where_the_crisis_team_is_alerted(
    ruled: Ruled,
    world: World,
    desk: Desk,
    hours: AutomaticAnswer,  # noqa: F811
) -> None:
    desk.hear(asked("m1", desk))
    escalation = escalations.alert(desk.conversation(), why="", actor=world.karim, now=desk.clock())
    ruled.run("m1")
    assert not Answer.objects.exists()
    escalations.close(escalation, actor=world.karim, now=desk.clock())
    ruled.run("m1")
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("does", ["settle", "aside:monday"])
def test_no_rule_takes_an_alert_out_of_sight(
    ruled: Ruled, world: World, desk: Desk, does: str
) -> None:
    desk.hear(said("f1"))
    ruled.on("Vite", does)
    escalations.alert(desk.conversation(), why="", actor=world.karim, now=desk.clock())
    ruled.arrive(said("f2", "Et alors ?", created_at=later(minutes=5)))
    row = desk.conversation()
    assert (row.status, row.snoozed_until) == ("open", None)
