"""What people who write to us are called."""

from __future__ import annotations

import pytest

from beffroi.inbox.models import Conversation


@pytest.mark.parametrize(
    ("name", "handle", "shown"),
    [
        ("Zoé Lambert", "zoe.bsky.social", "@zoe.bsky.social"),
        ("Zoé Lambert", "Zoé Lambert", ""),
        ("Zoé L.", "Zoé Lambert", ""),
        ("Zoé", "Zoé", ""),
        ("Zoé", "", ""),
    ],
)
def test_a_name_is_no_handle(name: str, handle: str, shown: str) -> None:
    assert Conversation(person_name=name, person_handle=handle).at == shown
