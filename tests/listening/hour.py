"""An hour of a stream with what is to be found in it: planted mentions, deletions, a crisis.

Background is that of the benchmark; the rest is written here. The same seed makes the same hour.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beffroi.cli.bench.listening.made import Maker

BEGINS_AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
#: When people begin to complain, from the beginning.
CRISIS_AFTER = timedelta(minutes=25)

#: Each names the florist in another way.
PRAISE = (
    "Les bouquets des Fleurs de Zoé valent le détour",
    "FLEURS DE ZOE toujours au top pour les mariages !",
    "J'ai reçu un bouquet de fleurs-de-zoé, un délice pour les yeux",
    "#FleursDeZoé quelles pivoines ce matin",
    "Livraison à Douai par @fleurs-de-zoe.bsky.social, parfaite",
    "Fleurs\u00a0de\u00a0Zoé, l'adresse à connaître à Douai",
    "On a fêté ses vingt ans chez « Fleurs de Zoé » : superbe",
    "Merci à toute l’équipe de\u202fFleurs de Zoé",
)
#: All within twenty minutes, of the bakery.
ANGER = (
    "Une heure de queue à l'Atelier Martin et plus de pain, c'est honteux",
    "Atelier Martin : encore fermé sans prévenir, j'en ai assez, plus jamais",
    "Pain rassis et vendeuse désagréable à l'Atelier Martin, je suis déçue",
    "Atelier Martin, cheveu dans mon sandwich, dégoûtant",
    "Très mauvaise expérience à l'Atelier Martin ce soir, accueil lamentable",
    "L'Atelier Martin a perdu ma commande et refuse de rembourser, quelle arnaque",
)
#: Near, and neither's affair.
OTHERS = (
    "Martine à la plage, quel souvenir",
    "L'atelier de Martin Dupuis expose ses toiles",
    "Atelier peinture, puis Martin est rentré",
    "Aston Martin cherche un atelier",
    "#martin #atelier",
    "Zoé a des fleurs de saison",
)


@dataclass
class Hour:
    """Frames in order, and what is true of them."""

    frames: list[tuple[timedelta, bytes]] = field(default_factory=list)
    #: Posts that speak of the florist or the bakery, by id; those that are taken back.
    mentions: list[str] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)

    @property
    def kept(self) -> set[str]:
        """Posts whose words are still there when the hour is over."""
        return set(self.mentions) - self.taken_back

    def write(self, path: Path) -> None:
        """Write the frames as a recording: one a line."""
        path.write_bytes(b"".join(frame + b"\n" for _at, frame in self.frames))


def make(*, events_a_second: int = 10, seed: int = 11) -> Hour:
    """Make the hour: 36,000 events by default, 60 mentions, of which 24 are taken back."""
    hour = Hour()
    chance = random.Random(seed)
    hour.frames += _background(events_a_second * 3600, seed=seed)
    for number in range(36):
        _plant(hour, chance, number, PRAISE, at=_moment(chance, timedelta(0), HOUR * 0.9))
    for number in range(36, 60):
        crisis = _moment(chance, CRISIS_AFTER, CRISIS_AFTER + timedelta(minutes=20))
        _plant(hour, chance, number, ANGER, at=crisis)
    for number, text in enumerate(OTHERS * 4, start=100):
        hour.frames.append(_said(number, text, _moment(chance, timedelta(0), HOUR)))
    _take_back(hour, chance)
    _disturb(hour, chance)
    hour.frames.sort(key=lambda frame: frame[0])
    return hour


def _moment(chance: random.Random, start: timedelta, end: timedelta) -> timedelta:
    return start + (end - start) * chance.random()


def _background(count: int, *, seed: int) -> Iterator[tuple[timedelta, bytes]]:
    for number, frame in enumerate(Maker(seed).frames(count)):
        at = HOUR * number / count
        event = json.loads(frame)
        event["time_us"] = _micros(at)
        yield at, json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _micros(at: timedelta) -> int:
    return int((BEGINS_AT + at).timestamp() * 1_000_000)


def _author(number: int) -> str:
    return f"did:plc:planted{number:03}".ljust(32, "a")


def _id(number: int) -> str:
    return f"at://{_author(number)}/app.bsky.feed.post/3planted{number:05}"


def _plant(
    hour: Hour, chance: random.Random, number: int, texts: tuple[str, ...], *, at: timedelta
) -> None:
    text = f"{texts[number % len(texts)]} {chance.choice(('', '🙂', '…', '(vu à midi)'))}".strip()
    hour.frames.append(_said(number, text, at))
    hour.mentions.append(_id(number))


def _said(number: int, text: str, at: timedelta) -> tuple[timedelta, bytes]:
    written = (BEGINS_AT + at).isoformat().replace("+00:00", "Z")
    record = {
        "$type": "app.bsky.feed.post", "createdAt": written, "langs": ["fr"], "text": text,
    }  # fmt: skip
    commit = {"operation": "create", "record": record, "cid": f"bafyrei{number:052}"}
    return _commit(number, commit, at)


def _commit(number: int, commit: Mapping[str, object], at: timedelta) -> tuple[timedelta, bytes]:
    event = {
        "did": _author(number),
        "time_us": _micros(at),
        "kind": "commit",
        "commit": {
            "rev": f"3rev{number:09}",
            "collection": "app.bsky.feed.post",
            "rkey": _id(number).rpartition("/")[2],
            **commit,
        },
    }
    return at, json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _take_back(hour: Hour, chance: random.Random) -> None:
    """Delete twenty posts, at once or much later, and close four accounts."""
    when = {_number_of(frame): at for at, frame in hour.frames if b"planted" in frame}
    for number in chance.sample(range(60), 24):
        at = min(when[number] + timedelta(seconds=chance.choice((0.4, 5, 300, 900))), HOUR)
        hour.taken_back.add(_id(number))
        if len(hour.taken_back) <= 20:
            hour.frames.append(_commit(number, {"operation": "delete"}, at))
            continue
        state = {"active": False, "did": _author(number), "status": "deleted", "seq": number}
        event = {"did": _author(number), "time_us": _micros(at), "kind": "account"}
        closed = json.dumps({**event, "account": state}, separators=(",", ":"))
        hour.frames.append((at, closed.encode()))


def _number_of(frame: bytes) -> int:
    return int(frame.partition(b"did:plc:planted")[2][:3])


def _disturb(hour: Hour, chance: random.Random) -> None:
    """Add what a stream should not tell: the same twice, half a frame, a giant."""
    for at, frame in chance.sample(hour.frames, 40):
        if b"planted" in frame and b'"delete"' not in frame and b'"account"' not in frame:
            hour.frames.append((at, frame))
        hour.frames.append((at, frame[: len(frame) // 2]))
    giant = b'{"did":"did:plc:giant","kind":"commit","x":"' + b"x" * 3_000_000 + b'"}'
    hour.frames.append((HOUR / 2, giant))
