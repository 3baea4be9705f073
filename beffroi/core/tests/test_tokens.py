from __future__ import annotations

from beffroi.core import tokens


def test_tokens_are_long_and_their_digests_do_not_tell_them() -> None:
    made = {tokens.new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(43 <= len(one) <= tokens.TOKEN_MAX for one in made)
    assert not any(one in tokens.digest(one) for one in made)
