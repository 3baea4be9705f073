"""What every answer must say to the browser, whatever its status."""

from __future__ import annotations

from django.http.response import HttpResponseBase


def assert_safe(response: HttpResponseBase, *, signed_in: bool) -> None:
    """Fail where a header that protects is missing or weak."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-" not in policy
    assert "*" not in policy
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert headers.get("X-Frame-Options") == "DENY"
    assert headers.get("Referrer-Policy") == "same-origin"
    assert headers.get("Cross-Origin-Opener-Policy") == "same-origin"
    if signed_in:
        _assert_private(response)


def _assert_private(response: HttpResponseBase) -> None:
    caching = response.headers.get("Cache-Control", "")
    if response.headers.get("Content-Type", "text/html").startswith("text/html"):
        assert "no-store" in caching
    else:
        assert "no-store" in caching or "private" in caching
    assert "public" not in caching
