from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from itertools import product

import pytest

from beffroi.cli.chaos.scenarios import (
    FAULTS,
    NETWORKS,
    WITHOUT_KEYS,
    WORKERS,
    Fault,
    Mishap,
    Scenario,
    has_step,
    scenarios,
    whole_round,
)
from beffroi.cli.chaos.verdicts import Said, Verdict, judge
from beffroi.delivery.steps import STEPS

PROMISES = ("duplicates", "lost", "false_published", "stuck", "despite_pause")
Pair = tuple[str | None, tuple[Fault, ...]]


def has(scenario: Scenario, mishap: Mishap) -> bool:
    return any(blow.mishap is mishap for blow in scenario.blows)


def crashes(drawn: list[Scenario]) -> list[Scenario]:
    kills = [item for item in drawn if all(blow.mishap is Mishap.KILL for blow in item.blows)]
    return [item for item in kills if not item.may_ask]


def pair(scenario: Scenario) -> Pair:
    return (scenario.blows[-1].step if scenario.blows else None, scenario.faults)


PAIRS = set(product((None, *STEPS), FAULTS))
#: One part of a whole round: every step with every fault, and its share of the rest.
PART = len(whole_round(seed=1)) // (len(NETWORKS) * len(WORKERS))


def pairs_of(network: str) -> set[Pair]:
    """Return each step that a delivery to the network passes by, with each fault."""
    return {one for one in PAIRS if has_step(network, one[0])}


def test_a_whole_round_is_every_step_fault_network_and_number_of_workers() -> None:
    drawn = whole_round(seed=1)
    found = Counter((pair(it), it.network.split()[0], it.workers) for it in crashes(drawn))
    expected = {
        (one, network, workers)
        for network in NETWORKS
        for one in pairs_of(network)
        for workers in WORKERS
    }
    assert set(found) == expected
    assert set(found.values()) == {1}
    assert len(set(drawn)) == len(drawn)


def test_every_step_meets_every_fault_on_servers_with_and_without_idempotency_keys() -> None:
    drawn = crashes(whole_round(seed=1))
    for network in ("mastodon", WITHOUT_KEYS):
        assert {pair(it) for it in drawn if it.network == network} == pairs_of(network)


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_scenarios_hold_every_step_with_every_fault(seed: int) -> None:
    assert PART < 200
    assert {pair(it) for it in crashes(scenarios(count=200, seed=seed))} == PAIRS


@pytest.mark.parametrize("seed", range(5))
def test_as_many_scenarios_as_are_always_played_hold_forty_of_each_network(seed: int) -> None:
    found = Counter(it.network.split()[0] for it in scenarios(count=520, seed=seed))
    assert set(found) == set(NETWORKS)
    assert min(found.values()) >= 40


def test_one_network_is_played_alone() -> None:
    drawn = scenarios(count=40, seed=1, network="youtube")
    assert len(drawn) == len(set(drawn)) == 40
    assert {one.network for one in drawn} == {"youtube"}


def test_most_scenarios_kill_a_worker() -> None:
    assert sum(has(it, Mishap.KILL) for it in scenarios(count=200, seed=1)) > 160


@pytest.mark.parametrize("mishap", [Mishap.FREEZE, Mishap.PAUSE, Mishap.AHEAD, Mishap.BACK])
def test_workers_freeze_and_clocks_jump_on_every_network(mishap: Mishap) -> None:
    drawn = [item for item in whole_round(seed=1) if has(item, mishap)]
    assert {item.network.split()[0] for item in drawn} == set(NETWORKS)
    steps = {blow.step for item in drawn for blow in item.blows if blow.mishap is mishap}
    assert (
        steps == set(STEPS)
        if mishap in {Mishap.FREEZE, Mishap.PAUSE}
        else len(steps) >= len(STEPS) // 2
    )


def test_a_crash_of_the_lookup_comes_after_something_made_it_look() -> None:
    for scenario in whole_round(seed=1):
        if "lookup_begun" in [blow.step for blow in scenario.blows]:
            doubts = [blow for blow in scenario.blows if blow.step != "lookup_begun"]
            assert doubts or scenario.faults[0].name not in {"no fault", "asked to wait"}


def test_the_same_seed_gives_the_same_scenarios() -> None:
    assert scenarios(count=50, seed=7) == scenarios(count=50, seed=7)
    assert scenarios(count=50, seed=7) != scenarios(count=50, seed=8)
    whole = len(whole_round(seed=7))
    assert scenarios(count=whole + 50, seed=7)[whole:] == scenarios(count=50, seed=7)


@pytest.mark.parametrize(
    ("status", "ids", "broken"),
    [
        ("published", ["1"], None),
        ("published", ["1", "2"], "duplicates"),
        ("published", [], "false_published"),
        ("published", ["2"], "false_published"),
        ("failed", [], "lost"),
        ("failed", ["1"], "lost"),
        ("cancelled", [], "lost"),
        ("sending", ["1"], "stuck"),
        ("scheduled", [], "stuck"),
        ("ask_human", ["1"], "stuck"),
        ("held", [], "stuck"),
    ],
)
def test_each_broken_promise_has_its_own_count(
    status: str, ids: list[str], broken: str | None
) -> None:
    said = [Said("text", status, "1")]
    verdict = judge(said, {"text": ids}, kills=0, blows=0, may_ask=False)
    assert [name for name in PROMISES if asdict(verdict)[name]] == ([broken] if broken else [])
    assert verdict.is_clean is (broken is None)


@pytest.mark.parametrize("ids", [[], ["1"]])
def test_asking_is_right_where_the_network_cannot_tell(ids: list[str]) -> None:
    said = [Said("text", "ask_human", "")]
    verdict = judge(said, {"text": ids}, kills=0, blows=0, may_ask=True)
    assert verdict == Verdict(asked=1)


def test_a_call_begun_while_posts_are_paused_breaks_a_promise() -> None:
    said = [Said("text", "published", "1")]
    verdict = judge(said, {"text": ["1"]}, kills=0, blows=0, may_ask=True, despite_pause=1)
    assert verdict == Verdict(despite_pause=1)
    assert not verdict.is_clean


def test_verdicts_add_up() -> None:
    assert Verdict(kills=1, asked=2) + Verdict(kills=2, stuck=1) == Verdict(
        kills=3, stuck=1, asked=2
    )
