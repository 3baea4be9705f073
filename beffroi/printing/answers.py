"""A PDF over HTTP, as a file to keep."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_file(content: bytes, *, name: str) -> HttpResponse:
    """Return a PDF that browsers save under a name; it holds no sign that a header cannot."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )
