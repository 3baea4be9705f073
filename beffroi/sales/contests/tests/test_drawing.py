from __future__ import annotations

import hashlib
import random
import subprocess
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from beffroi.sales.contests import drawing
from beffroi.sales.contests.drawing import Place

DIGESTS = [hashlib.sha256(bytes([number])).hexdigest() for number in range(6)]
SEED = "5eed" * 16


def test_every_order_of_the_entries_gives_the_same_winners() -> None:
    expected = drawing.draw(DIGESTS, seed=SEED)
    for shuffled in permutations(DIGESTS):
        assert drawing.draw(shuffled, seed=SEED) == expected
        assert drawing.list_digest(shuffled) == drawing.list_digest(DIGESTS)


def test_everybody_has_one_place() -> None:
    drawn = drawing.draw(DIGESTS, seed=SEED)
    assert sorted(one.digest for one in drawn) == sorted(DIGESTS)
    assert [one.rank for one in drawn] == [1, 2, 3, 4, 5, 6]


def test_the_order_is_that_of_the_hash_of_seed_and_digest() -> None:
    def by_hand(digest: str) -> str:
        return hashlib.sha256(f"{SEED}{digest}".encode()).hexdigest()

    assert [one.digest for one in drawing.draw(DIGESTS, seed=SEED)] == sorted(DIGESTS, key=by_hand)


def test_the_digest_of_the_list_is_that_of_its_file() -> None:
    file = drawing.list_file(DIGESTS)
    assert file.splitlines() == ["entry", *sorted(DIGESTS)]
    assert drawing.list_digest(DIGESTS) == hashlib.sha256(file.encode()).hexdigest()


def test_another_entry_makes_another_list() -> None:
    assert drawing.list_digest(DIGESTS[:5]) != drawing.list_digest(DIGESTS)


def test_no_list_holds_an_entry_twice() -> None:
    with pytest.raises(ValueError, match="one digest"):
        drawing.list_file([*DIGESTS, DIGESTS[0]])


def test_an_entry_tells_nothing_without_its_nonce() -> None:
    one = drawing.digest_of("a" * 32, key="marie", moment="2026-12-01T08:00:00+00:00")
    two = drawing.digest_of("b" * 32, key="marie", moment="2026-12-01T08:00:00+00:00")
    assert one != two


def test_the_commands_that_are_shown_give_what_was_published(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(drawing.list_file(DIGESTS))
    shown = drawing.commands("list.csv", seed=SEED)

    def typed(command: str) -> list[str]:
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
        return done.stdout.decode().split()

    assert typed(shown.of_list)[0] == drawing.list_digest(DIGESTS)
    assert typed(shown.of_seed)[0] == drawing.seed_hash(SEED)
    expected = [(one.score, one.digest) for one in drawing.draw(DIGESTS, seed=SEED)]
    told = typed(shown.of_order)
    assert list(zip(told[::2], told[1::2], strict=True)) == expected


def test_each_entry_wins_as_often_as_another() -> None:
    """Chi-square, 3,000 seeds, 10 entries: 27.88 is passed once in a thousand (9 degrees)."""
    chance = random.Random(20261201)
    entries = [hashlib.sha256(f"entry {number}".encode()).hexdigest() for number in range(10)]
    firsts, lasts = Counter[str](), Counter[str]()
    for _run in range(3000):
        drawn = drawing.draw(entries, seed=f"{chance.getrandbits(256):064x}")
        firsts[drawn[0].digest] += 1
        lasts[drawn[-1].digest] += 1
    for counted in (firsts, lasts):
        assert sum((counted[entry] - 300) ** 2 / 300 for entry in entries) < 27.88


@pytest.mark.parametrize(
    ("passed", "held"),
    [
        ((), [1, 2, 3]),
        ((2,), [1, 4, 3]),
        ((1, 2), [4, 5, 3]),
        ((2, 4), [1, 5, 3]),
        ((1, 2, 3), [4, 5, None]),
        ((1, 2, 3, 4, 5), [None, None, None]),
    ],
)
def test_substitutes_move_up_and_nobody_else_does(
    passed: tuple[int, ...], held: list[int | None]
) -> None:
    given = drawing.places(3, entry_count=9, substitute_count=2, passed=passed)
    assert given == [Place(prize, rank) for prize, rank in enumerate(held, 1)]


def test_fewer_people_than_prizes_leave_prizes_over() -> None:
    given = drawing.places(3, entry_count=2, substitute_count=2, passed=())
    assert [one.rank for one in given] == [1, 2, None]
