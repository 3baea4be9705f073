from __future__ import annotations

from datetime import UTC, datetime

from beffroi.networks.contracts import Author
from beffroi.networks.gathering import Gathered
from beffroi.networks.listening import AccountState, Heard, PublicPost

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def heard(remote_id: str, text: str, *, author: str = "zoe") -> Heard:
    return Heard(PublicPost("bluesky", remote_id, Author(author, "", ""), text, "", NOW), [7])


def texts(gathered: Gathered) -> list[str]:
    return [one.post.text for one in gathered.batch(cursor="1", told_at=NOW).heard]


def test_a_deletion_takes_what_came_before_it_and_nothing_that_comes_after() -> None:
    gathered = Gathered()
    gathered.hear(heard("1", "before"))
    gathered.hear(heard("2", "another"))
    gathered.remove("1")
    assert texts(gathered) == ["another"]
    gathered.hear(heard("1", "after"))
    assert texts(gathered) == ["another", "after"]


def test_a_closed_account_that_is_back_is_heard_again() -> None:
    gathered = Gathered()
    gathered.hear(heard("1", "before"))
    gathered.hear(heard("2", "another", author="ana"))
    gathered.change(AccountState("zoe", is_active=False))
    gathered.change(AccountState("zoe", is_active=True))
    gathered.hear(heard("3", "after"))
    assert texts(gathered) == ["another", "after"]
    assert len(gathered.batch(cursor="1", told_at=NOW).accounts) == 2
