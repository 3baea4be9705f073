"""What people call a channel."""

from __future__ import annotations

import pytest

from beffroi.channels.models import Channel


@pytest.mark.parametrize(
    ("kind", "account_id", "handle", "name", "called"),
    [
        ("", "did:plc:1", "atelier.bsky.social", "Atelier Martin", "@atelier.bsky.social"),
        ("page", "17", "atelier", "Atelier Martin", "@atelier"),
        ("place", "accounts/1/locations/201", "201", "Atelier Martin, Nantes", None),
        ("site", "http://127.0.0.1:8907/#1", "127.0.0.1:8907", "Atelier Martin", None),
        ("feed", "https://atelier.test/feed", "atelier.test", "Le fil de l’atelier", None),
        ("channel", "UC42", "UC42", "Atelier Martin", None),
        ("person", "urn:li:person:7", "Zoé Lambert", "Zoé Lambert", None),
    ],
)
def test_a_channel_is_called_by_its_handle_or_else_by_its_name(
    kind: str, account_id: str, handle: str, name: str, called: str | None
) -> None:
    channel = Channel(kind=kind, account_id=account_id, handle=handle, display_name=name)
    assert channel.called == (called or name)


def test_what_has_no_name_is_called_by_what_is_known() -> None:
    assert Channel(kind="place", account_id="a", handle="201").called == "201"
