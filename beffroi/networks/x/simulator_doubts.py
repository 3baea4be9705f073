"""What of the simulated X nobody could confirm. Reports list it."""

from __future__ import annotations

from beffroi.networks.simulation_server import Origin

_DOUBTS: dict[str, tuple[Origin, tuple[str, ...]]] = {
    "publish": (
        Origin.THIRD_PARTY,
        (
            "the words of the refusals of a twin, of an answer nobody asked for, of a lost parent",
            "how long a twin is refused: a day here",
            "what a text that is too long or a second cashtag is answered",
            "whether an answer to a post of ours is billed as a summoned one",
        ),
    ),
    "delete": (Origin.UNCONFIRMED, ("what a post that is gone is answered: 404 here",)),
    "token": (Origin.THIRD_PARTY, ("the words for a dead token; how long one lives",)),
    "append": (Origin.UNCONFIRMED, ("the largest piece: 5 MB here",)),
    "close": (Origin.UNCONFIRMED, ("what a second closing is answered: a refusal here",)),
    "mentions": (
        Origin.VENDOR,
        ("three signs are escaped as in HTML", "whether people beside posts are billed"),
    ),
    "hidden": (Origin.VENDOR, ("no reading shows that an answer is hidden",)),
    "messages": (Origin.VENDOR, ("how two numbers make one of a conversation",)),
    "send": (
        Origin.THIRD_PARTY,
        (
            "the words for somebody who takes no messages of ours",
            "whether a picture that was handed over for posts may stand in a message",
        ),
    ),
    "lookup": (Origin.VENDOR, ("whether a post too old for private numbers is left out",)),
    "webhooks": (Origin.VENDOR, ("how often the address is checked: two pages differ",)),
    "subscribe": (Origin.UNCONFIRMED, ("whether the app's or the account's token is wanted",)),
}


def known(route: str) -> tuple[Origin, tuple[str, ...]]:
    """Return where the shape of a call comes from, and what is doubtful of it."""
    return _DOUBTS.get(route, (Origin.VENDOR, ()))
