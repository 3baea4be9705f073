from __future__ import annotations

import pytest

from beffroi.cli.chaos.scenarios import FAULTS, scenarios
from beffroi.cli.chaos.verdicts import Verdict, judge
from beffroi.delivery.steps import STEPS

NETWORKS = ("bluesky", "mastodon")


def test_six_hundred_scenarios_hold_every_fault_and_every_step_on_both_networks() -> None:
    drawn = scenarios(NETWORKS, count=600, seed=1)
    for network in NETWORKS:
        of_network = [scenario for scenario in drawn if scenario.network == network]
        faults = {fault.name for scenario in of_network for fault in scenario.faults}
        assert {fault.name for fault in FAULTS} <= faults
        assert {item.crash.step for item in of_network if item.crash} == set(STEPS)
        assert {item.workers for item in of_network} == {1, 2}


def test_the_same_seed_gives_the_same_scenarios() -> None:
    assert scenarios(NETWORKS, count=50, seed=7) == scenarios(NETWORKS, count=50, seed=7)
    assert scenarios(NETWORKS, count=50, seed=7) != scenarios(NETWORKS, count=50, seed=8)


@pytest.mark.parametrize(
    ("status", "times", "broken"),
    [
        ("published", 1, None),
        ("published", 2, "duplicates"),
        ("published", 0, "false_published"),
        ("failed", 0, "lost"),
        ("cancelled", 0, "lost"),
        ("sending", 1, "stuck"),
        ("scheduled", 0, "stuck"),
        ("ask_human", 0, None),
        ("ask_human", 1, None),
        ("ask_human", 2, "duplicates"),
        ("held", 0, None),
    ],
)
def test_each_broken_promise_has_its_own_count(status: str, times: int, broken: str | None) -> None:
    verdict = judge({"text": status}, {"text": times}, kills=0)
    counts = {
        name: getattr(verdict, name) for name in ("duplicates", "lost", "false_published", "stuck")
    }
    assert counts == {name: int(name == broken) for name in counts}
    assert verdict.is_clean is (broken is None)


def test_verdicts_add_up() -> None:
    assert Verdict(kills=1, asked=2) + Verdict(kills=2, stuck=1) == Verdict(
        kills=3, stuck=1, asked=2
    )
