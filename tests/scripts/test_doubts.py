from __future__ import annotations

import pytest

from beffroi.networks import registry
from beffroi.networks.simulation_server import Origin, Reply, Route
from scripts import doubts


def route(origin: Origin = Origin.VENDOR, *told: str) -> Route:
    return Route("publish", "POST", "/posts", lambda call: Reply(), origin, told)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (route(), []),
        (route(Origin.UNCONFIRMED), ["publish: its shape is unconfirmed"]),
        (route(Origin.THIRD_PARTY), ["publish: its shape is third party"]),
        (route(Origin.VENDOR, "the longest text"), ["publish: the longest text"]),
        (
            route(Origin.UNCONFIRMED, "one", "two"),
            ["publish: its shape is unconfirmed", "publish: one", "publish: two"],
        ),
    ],
)
def test_a_call_says_where_its_shape_comes_from_and_what_is_doubtful(
    given: Route, expected: list[str]
) -> None:
    assert list(doubts.doubts_of(given)) == expected


def test_every_simulator_is_in_the_report_with_each_doubt_of_its_routes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert doubts.main([]) == 0
    said = capsys.readouterr().out
    for network in registry.NETWORKS:
        assert f"{network}: " in said
        for one in doubts.simulator_of(network)().routes():
            assert all(f"  {line}\n" in said for line in doubts.doubts_of(one))


def test_a_network_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert doubts.main(["friendster"]) == 1
    assert "friendster" in capsys.readouterr().err
