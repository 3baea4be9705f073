"""Whom we keep from us, and what is told to the moderators of servers.

https://docs.joinmastodon.org/methods/accounts/#block and
https://docs.joinmastodon.org/methods/reports/#post (read on 2026-11-27)
"""

from __future__ import annotations

from urllib.parse import quote

from beffroi.networks import shapes
from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.json_text import JSON
from beffroi.networks.mastodon.client import Instance, explain_narrow
from beffroi.networks.mastodon.threads import read_status

_COMMENT_MAX = 1000
_OTHER = "other"
#: There is no category for insults: the comment says it.
_CATEGORIES = {ReportReason.SPAM: "spam", ReportReason.ILLEGAL: "legal"}
_HARASSMENT = "Insult or harassment."


def block(instance: Instance, author_id: str) -> None:
    """Keep an account from ours: neither hears of the other, and they cannot answer us."""
    _change(instance, author_id, "block", is_blocked=True)


def unblock(instance: Instance, author_id: str) -> None:
    """Lift that. An account that is gone is blocked no more."""
    try:
        _change(instance, author_id, "unblock", is_blocked=False)
    except NotFound:
        return


def report(instance: Instance, remote_id: str, *, reason: ReportReason, words: str) -> None:
    """Report a post to our server's moderators, and to those of its author's server.

    Servers before 4.2, and some of other software, do not know the category of what is illegal.
    """
    status = read_status(instance, remote_id)
    told: dict[str, JSON] = {
        "account_id": status.account.id,
        "status_ids": [status.id],
        "comment": _comment(words, reason),
        "forward": True,
    }
    category = _CATEGORIES.get(reason, _OTHER)
    try:
        _send(instance, {**told, "category": category})
    except ContentRefused:
        if reason is not ReportReason.ILLEGAL:
            raise
        _send(instance, {**told, "category": _OTHER})


def _change(instance: Instance, author_id: str, what: str, *, is_blocked: bool) -> None:
    path = f"/api/v1/accounts/{quote(author_id, safe='')}/{what}"
    answer = instance.read("POST", path, explain=explain_narrow)
    if shapes.record(answer.data, "relationship").get("blocking") is not is_blocked:
        raise UnexpectedResponse(f"{what}: it stands otherwise")


def _send(instance: Instance, told: dict[str, JSON]) -> None:
    instance.act("POST", "/api/v1/reports", explain=explain_narrow, json=told)


def _comment(words: str, reason: ReportReason) -> str:
    if reason is not ReportReason.HARASSMENT:
        return words
    said = f"{_HARASSMENT} {words}".strip()
    return said if len(said) <= _COMMENT_MAX else words
