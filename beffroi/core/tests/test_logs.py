from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from beffroi.core.logs import HIDDEN, RedactSecrets, redact

TOKEN = "Zx9kQ2mB7vL4tR8wY1nC6pD3sF5gH0jA-aKeY_T"


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactSecrets())
    logger = logging.getLogger("test.secrets")
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def-123",
        "authorization: DPoP short",
        "Basic dXNlcjpwYXNz sent",
        "https://x.test/cb?code_verifier=abc&x=1",
        "GET /api?access_token=abc123&page=2",
        '{"refresh_token": "abc 123", "handle": "x"}',
        "{'password': 'hunter2'}",
        "client_secret=s3cr3t",
        "api-key: k",
        "postgresql://beffroi:hunter2@db/beffroi",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "app password abcd-efgh-ijkl-mnop used",
        f"token {TOKEN}",
        f"({TOKEN})",
        "Set-Cookie: session=abc",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    said = redact(text)
    assert HIDDEN in said
    secrets = ("abc", "hunter2", "s3cr3t", "dXNlcjpwYXNz", "eyJ", "efgh", TOKEN, "short", ": k")
    assert not any(secret in said for secret in secrets)


@pytest.mark.parametrize(
    "text",
    [
        "Job inbox.poll failed",
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k44dlvcrc22x",
        "bafyreigk7vcq5wbsxbwlbhxpbbbqtjyxvzv6bbkgvkmu4mkpzqn5yxgwhq",
        "https://mastodon.example/@claire/109876543210",
        "4f9c1d0e-8a1b-4c2d-9e3f-0123456789ab",
        "9 tokens left of 10",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert redact(text) == text


def test_arguments_of_a_message_are_looked_at_too(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    logger.warning("call to %s gave %d", f"https://x.test/?access_token={TOKEN}", 401)
    assert TOKEN not in stream.getvalue()
    assert "401" in stream.getvalue()


def test_tracebacks_are_looked_at_too(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = written
    try:
        raise ValueError(f"password={TOKEN}")
    except ValueError:
        logger.exception("failed")
    assert "Traceback" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_stacks_are_looked_at_too(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = written
    logger.warning("here", stack_info=True)
    assert "Stack (most recent call last)" in stream.getvalue()
