"""A server of language models on loopback, which answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], "str | bytes"]


@dataclass
class Double:
    """What was asked, and what is answered: `answer` makes the body from the request's."""

    host: str
    answer: Answer
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Below which it is asked."""
        return f"http://{self.host}/v1"


@contextmanager
def a_double(answer: Answer) -> Iterator[Double]:
    """Run one until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    double = Double(f"127.0.0.1:{server.server_address[1]}", answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            double.raw.append(body)
            double.asked.append(json.loads(body))
            double.heads.append({name.lower(): value for name, value in self.headers.items()})
            double.paths.append(self.path)
            said = double.answer(double.asked[-1])
            told = said if isinstance(said, bytes) else said.encode()
            self.send_response(double.status)
            for name, value in double.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
