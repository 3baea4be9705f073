"""Browsers of the people of Atelier Martin, and what pages say."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from beffroi.workspaces.models import User

INBOX = "/inbox/"


def browser_of(person: User) -> Client:
    """Return the browser of somebody who reads English."""
    User.objects.update(language="en")
    client = Client()
    client.force_login(person)
    return client


def shown(response: Any) -> str:
    """Return a page as people read it."""
    return html.unescape(response.content.decode())


def rows_of(page: str) -> list[str]:
    """Return the names in the list of a page."""
    return re.findall(r'<a class="msg".*?<b>(.*?)</b>', page, re.DOTALL)


def undo_of(page: str) -> str:
    """Return where the page offers to undo what was just done."""
    found = re.search(r'class="toast".*?<form method="post" action="([^"]+)"', page, re.DOTALL)
    assert found is not None, "nothing to undo"
    return found[1]


def words(response: Any) -> str:
    """Return what a page says, on one line and without the marks inside sentences."""
    return " ".join(re.sub("</?(?:time|bdi)[^>]*>", "", shown(response)).split())
