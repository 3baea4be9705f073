"""A store of objects on loopback that checks signatures as Amazon's own client computes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from beffroi.core.buckets import Bucket

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # of AWS's pages


def _expected(method: str, url: str, headers: dict[str, str], region: str) -> str:
    """Return the signature that Amazon's own client computes of the same call."""
    asked = AWSRequest(method=method, url=url, headers=headers)
    asked.context["timestamp"] = headers["x-amz-date"]
    auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", region)
    return str(auth.signature(auth.string_to_sign(asked, auth.canonical_request(asked)), asked))


@dataclass
class Store:
    """What it holds, by path; `answers` are statuses that it gives instead of storing."""

    region: str = "eu-west-3"
    kept: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    address: str = ""

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Keep an object, or refuse it; return the status."""
        names = ("host", "x-amz-content-sha256", "x-amz-date")
        signed = {name: headers[name] for name in names}
        url = f"http://{headers['host']}{path}"
        given = re.search(r"Signature=(\w+)$", headers["authorization"])
        is_true = given and given[1] == _expected("PUT", url, signed, self.region)
        if not is_true or headers["x-amz-content-sha256"] != sha256(body).hexdigest():
            return 403
        status = self.answers.get(path, 200)
        if status == 200:
            self.kept[path] = body
        return status


@contextmanager
def running_store() -> Iterator[Store]:
    """Serve one on loopback for the length of a `with`."""
    kept = Store()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(kept.take(self.path, headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_port}/figures"
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bucket_of(store: Store) -> Bucket:
    """Return the bucket `figures` of the store, with the right key."""
    return Bucket(store.address, store.region, KEY, SECRET)
