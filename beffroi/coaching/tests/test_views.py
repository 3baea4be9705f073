"""The barometer as people open it, answer it, share it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def text_of(client: Client, name: str = "barometer", **where: object) -> str:
    response = client.get(reverse(name, kwargs=where or None))
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_the_page_shows_ten_dimensions_with_their_parts(claire: Client) -> None:
    page = text_of(claire)
    assert page.count('class="dim"') == 10
    assert "Weeks with a publication" in page
    assert "an old figure" in page
    assert "better than" not in page.lower()
