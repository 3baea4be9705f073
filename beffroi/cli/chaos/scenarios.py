"""What goes wrong together. Pure: the same numbers give the same scenarios."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from beffroi.delivery.steps import PREPARING, STEPS
from beffroi.networks import registry
from beffroi.networks.simulation_faults import FaultKind

_PLAYED = (
    "bluesky",
    "mastodon",
    "linkedin",
    "facebook",
    "instagram",
    "wordpress",
    "google_business",
    "x",
    "youtube",
)
NETWORKS = tuple(key for key in _PLAYED if key in registry.NETWORKS)
#: Those that build a post before they publish it. Their lookup is the call that tells whether it is
#: built: while it fails nothing is sent, and nothing is in doubt.
PREPARING_NETWORKS = frozenset({"instagram", "wordpress"} & set(NETWORKS))
#: Those whose lookup also tells whether a post may be published: while it fails nothing is sent.
LOOKING_FIRST = PREPARING_NETWORKS | ({"youtube"} & set(NETWORKS))
#: Mastodon's kin comes in two kinds; the one that forgets idempotency keys hides no second call.
WITHOUT_KEYS = "mastodon without keys"
WORKERS = (1, 2)
#: From the moment when the caller gives up to a late effect: before any quarantine ends.
LATE_BY = timedelta(seconds=85)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the first `times` calls to `route` (publish, upload or find).

    `is_absence` is a lookup that answers, too early, that there is no such post.
    """

    name: str
    route: str = ""
    kind: FaultKind | None = None
    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    times: int = 1
    is_absence: bool = False


class Mishap(Enum):
    """What befalls a worker."""

    KILL = "kill -9"
    FREEZE = "frozen beyond its lease"
    AHEAD = "clock an hour ahead"
    BACK = "clock twenty minutes back"
    PAUSE = "posts are paused"


@dataclass(frozen=True, slots=True)
class Blow:
    """A mishap for whichever worker is the `occurrence`-th to reach `step`."""

    mishap: Mishap
    step: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """One small world: what its network does wrong, and what befalls its workers."""

    network: str
    faults: tuple[Fault, ...]
    blows: tuple[Blow, ...]
    workers: int
    #: The network cannot tell what became of a call, or posts are paused: only then may a person be
    #: asked.
    may_ask: bool = False

    def __str__(self) -> str:
        faults = " and ".join(fault.name for fault in self.faults)
        blows = " and ".join(
            f"{blow.mishap.value} at {blow.step} #{blow.occurrence}" for blow in self.blows
        )
        return f"{self.network}, {faults}, {blows or 'no mishap'}, {self.workers} worker(s)"


_NONE = Fault("no fault")
_CUT_AFTER = Fault("cut after the effect", "publish", FaultKind.CUT_AFTER)
_WAIT = (("Retry-After", "20"),)
#: Each is met by a crash at every step.
FAULTS: tuple[tuple[Fault, ...], ...] = (
    (_NONE,),
    (Fault("two 500 before the effect", "publish", FaultKind.ERROR_BEFORE, times=2),),
    (Fault("500 after the effect", "publish", FaultKind.ERROR_AFTER),),
    (Fault("cut before the effect", "publish", FaultKind.CUT_BEFORE),),
    (_CUT_AFTER,),
    (Fault("half an answer", "publish", FaultKind.HALF_AFTER),),
    (Fault("a page of HTML after the effect", "publish", FaultKind.HTML_AFTER),),
    (Fault("silence without effect", "publish", FaultKind.HANG),),
    (Fault("a late effect", "publish", FaultKind.LATE),),
    (Fault("asked to wait", "publish", FaultKind.ERROR_BEFORE, 429, _WAIT),),
    (Fault("no upload", "upload", FaultKind.ERROR_BEFORE, 503),),
    (Fault("an upload without answer", "upload", FaultKind.CUT_AFTER),),
    (_CUT_AFTER, Fault("no lookup", "find", FaultKind.ERROR_BEFORE, 502)),
    (_CUT_AFTER, Fault("a lookup too early", "find", FaultKind.ERROR_BEFORE, is_absence=True)),
)
_NEVER_FOUND = (_CUT_AFTER, Fault("never a lookup", "find", FaultKind.ERROR_BEFORE, 502, times=99))
#: After these the sender is not sure, and looks the post up.
_NO_DOUBT = {"no fault", "asked to wait", "no upload", "an upload without answer"}
_LOOKUP_STEPS = frozenset({"lookup_begun", "looked_up", "lookup_stored"})
#: Reached twice whatever happens, for there are two posts.
_STEPS_OF_BOTH = frozenset({"leased", "attempt_committed", "called", "answer_stored"})


def scenarios(*, count: int, seed: int, network: str = "") -> list[Scenario]:
    """Return `count` scenarios, of one network if it is named: all of a round before any twice.

    A part of a round holds every step with every fault; see `whole_round`.
    """
    whole = [one for one in whole_round(seed=seed) if network in {"", one.network.split()[0]}]
    return [whole[number % len(whole)] for number in range(count)]


def whole_round(*, seed: int) -> list[Scenario]:
    """Return every step × fault × network × number of workers, then freezes, jumps, questions.

    It is dealt in parts, each with every step × fault on one network, with one or two workers, turn
    about. Steps of preparing are those of networks that prepare.
    """
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    combinations = [(network, workers) for network in NETWORKS for workers in WORKERS]
    pairs = [
        (position, step, faults)
        for position, faults in enumerate(FAULTS)
        for step in (None, *STEPS)
    ]
    others = _others()
    dealt: list[Scenario] = []
    for turn in range(len(combinations)):
        part = others[turn :: len(combinations)]
        for place, (position, step, faults) in enumerate(pairs):
            able = [one for one in combinations if has_step(one[0], step)]
            if turn >= len(able):
                continue
            network, workers = able[(place + position + turn) % len(able)]
            is_odd = (place + workers) % 2 == 1
            part.append(_crash(network, faults, step, workers, is_odd=is_odd))
        chance.shuffle(part)
        dealt += part
    return dealt


def has_step(network: str, step: str | None) -> bool:
    """Tell whether a delivery to `network` passes by `step`."""
    return step not in PREPARING or network in PREPARING_NETWORKS


def _crash(
    network: str, faults: tuple[Fault, ...], step: str | None, workers: int, *, is_odd: bool
) -> Scenario:
    blows = () if step is None else (Blow(Mishap.KILL, step, _occurrence(step, is_odd=is_odd)),)
    return _scenario(network, faults, blows, workers, is_odd=is_odd)


def _occurrence(step: str, *, is_odd: bool) -> int:
    return 2 if is_odd and step in _STEPS_OF_BOTH else 1


def _scenario(
    network: str,
    faults: tuple[Fault, ...],
    blows: tuple[Blow, ...],
    workers: int,
    *,
    is_odd: bool,
) -> Scenario:
    looks = any(blow.step in _LOOKUP_STEPS for blow in blows)
    if looks and faults[0].name in _NO_DOUBT:  # nobody would look the post up without a doubt
        step = "called" if faults[0] is _NONE else "attempt_committed"
        blows = (Blow(Mishap.KILL, step), *blows)
    own_name = WITHOUT_KEYS if network == "mastodon" and is_odd else network
    return Scenario(own_name, faults, blows, workers, may_ask=faults is _NEVER_FOUND)


def _paused(network: str, step: str, number: int) -> Scenario:
    """Have posts paused at `step`, and whoever did it killed, there or at the next step."""
    died_at = (step, "leased", "attempt_committed", "called")[number % 4]
    blows = (Blow(Mishap.PAUSE, step), Blow(Mishap.KILL, died_at, 1 + number % 2))
    faults = (_CUT_AFTER,) if step in _LOOKUP_STEPS or number % 2 else (_NONE,)
    return replace(_scenario(network, faults, blows, 1 + number % 2, is_odd=False), may_ask=True)


def _others() -> list[Scenario]:
    """Return one freeze, one jump of the clock and one pause per step and network.

    And lasting questions.
    """
    found = []
    for number, step in enumerate(STEPS):
        for network in (one for one in NETWORKS if has_step(one, step)):
            faults = (_CUT_AFTER,) if step in _LOOKUP_STEPS else (_NONE,)
            frozen = (Blow(Mishap.FREEZE, step, _occurrence(step, is_odd=bool(number % 2))),)
            found.append(_scenario(network, faults, frozen, 2, is_odd=True))
            jump = (Blow(Mishap.AHEAD if number % 2 else Mishap.BACK, step),)
            found.append(_scenario(network, (_CUT_AFTER,), jump, 1 + number % 2, is_odd=True))
        found += [_paused(network, step, number) for network in NETWORKS if has_step(network, step)]
    for network in (one for one in NETWORKS if one not in LOOKING_FIRST):
        found += [_scenario(network, _NEVER_FOUND, (), workers, is_odd=True) for workers in WORKERS]
    return found
