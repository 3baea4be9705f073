"""What others say to us: mentions, then private messages, each with a position of its own.

The cursor is JSON and holds both. What goes wrong with messages never hides a mention: X answers
about them more rarely, and not every access may read them.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields

from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    PermissionLost,
    QuotaExhausted,
    UnexpectedResponse,
)
from beffroi.networks.x import mentions, messages
from beffroi.networks.x.client import Session

logger = logging.getLogger(__name__)

_Position = mentions.Position | messages.Position


def read_feedback(session: Session, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    place, private_place = (None, messages.Position()) if cursor is None else _loaded(cursor)
    page = mentions.read_page(session, place)
    items, goes_on = page.items, page.goes_on
    if not goes_on and messages.READING in session.granted.split():
        found, private_place, goes_on = _read_messages(session, private_place)
        items = sorted([*items, *found], key=lambda one: one.created_at)
    kept = {"mentions": asdict(page.position), "messages": asdict(private_place)}
    return FeedbackPage(items=tuple(items), cursor=json.dumps(kept), has_more=goes_on)


def _read_messages(
    session: Session, place: messages.Position
) -> tuple[list[IncomingFeedback], messages.Position, bool]:
    try:
        return messages.read_page(session, place)
    except (PermissionLost, UnexpectedResponse) as error:
        problem: NetworkError = error
    except (AccessRevoked, QuotaExhausted):
        raise
    except NetworkError as error:
        problem = error
    logger.info("private messages were passed over: %s", type(problem).__name__)
    return [], place, False


def _loaded(cursor: str) -> tuple[mentions.Position, messages.Position]:
    try:
        stored = json.loads(cursor)
        return (
            mentions.Position(**_texts(stored["mentions"], mentions.Position)),
            messages.Position(**_texts(stored["messages"], messages.Position)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error


def _texts(stored: dict[str, object], kind: type[_Position]) -> dict[str, str]:
    return {field.name: str(stored[field.name]) for field in fields(kind)}
