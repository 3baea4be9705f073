"""Where simulated networks fetch pictures: the one page of Beffroi that the scenarios need."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from django.conf import settings

from beffroi.media.sharing import opened


class PublicDoor:
    """Serves shared pictures on loopback, without a database: a lane swaps its own all the time."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        image_id = opened(self.path.rstrip("/").rpartition("/")[2])
        path = Path(settings.MEDIA_ROOT) / str(image_id)[:2] / str(image_id)
        content = path.read_bytes() if image_id and path.exists() else None
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def log_message(self, *args: object) -> None:
        """Say nothing."""
