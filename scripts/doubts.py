"""What of the simulated networks nobody could confirm: only a real server can tell.

python -m scripts.doubts [network…]      all networks when none is named
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module

from beffroi.networks import registry
from beffroi.networks.simulation import Simulator
from beffroi.networks.simulation_server import Origin, Route


def main(arguments: Sequence[str]) -> int:
    """Print the doubts; return an exit code."""
    unknown = sorted(set(arguments) - set(registry.NETWORKS))
    if unknown:
        print(f"No such network: {', '.join(unknown)}", file=sys.stderr)
        return 1
    print("\n".join(report(arguments or registry.keys())))
    return 0


def report(networks: Sequence[str]) -> Iterator[str]:
    """Yield a line for each network, then one for each call or answer that is doubtful."""
    for network in networks:
        routes = simulator_of(network)().routes()
        found = [line for route in routes for line in doubts_of(route)]
        count = len({route.name for route in routes if any(doubts_of(route))})
        yield f"{network}: {count} of {len({one.name for one in routes})} calls hold a doubt"
        yield from (f"  {line}" for line in dict.fromkeys(found))


def doubts_of(route: Route) -> Iterator[str]:
    """Yield what is doubtful of a call: where its shape comes from, then what nobody could say."""
    if route.origin is not Origin.VENDOR:
        yield f"{route.name}: its shape is {route.origin.value}"
    yield from (f"{route.name}: {doubt}" for doubt in route.doubts)


def simulator_of(network: str) -> type[Simulator]:
    """Return the simulator of a network: the one that its module makes."""
    module = import_module(f"beffroi.networks.{network}.simulator")
    made = (
        one
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, Simulator)
        and one.__module__ == module.__name__
    )
    return next(made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
