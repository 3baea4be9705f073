"""The only door from adapters to HTTP: turns what may go wrong into the errors of `errors.py`.

`read` is for calls that are free to repeat. `act` is for the one call that makes something visible:
there, all but a clear refusal or the proof that nothing was sent is OutcomeUnknown. `fetch` is for
documents of any kind: pages and feeds. `open_websocket` and `open_lines` are for what goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import httpx2

from beffroi.core.clock import Clock, utc_now
from beffroi.core.outbound import (
    AddressRefused,
    NotSent,
    OutboundClient,
    OutboundError,
    Response,
    TooLarge,
)
from beffroi.core.streaming import Refused, Stream, open_lines
from beffroi.core.websocket import WebSocket, open_websocket
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.fence import may_act
from beffroi.networks.json_text import JSON, MalformedJson, parse_json
from beffroi.networks.live import Conversation, Live
from beffroi.networks.rate_limits import retry_after_seconds

Opened = TypeVar("Opened", bound=Stream)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer. `data` is the parsed JSON, None when there is none (`is_json` tells)."""

    status: int
    headers: Mapping[str, str]
    data: JSON = field(repr=False)
    is_json: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """What an address holds, as it came. `url` is where it was in the end."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that what we know still holds: there is no content then."""
        return self.status == 304

    @property
    def leads_to(self) -> str:
        """Where a redirect that was not followed leads, as the server wrote it; "" otherwise."""
        is_redirect = self.status in {301, 302, 303, 307, 308}
        return self.headers.get("location", "") if is_redirect else ""


#: Turns the bytes of an answer into JSON. Raises MalformedJson.
Parse = Callable[[bytes], JSON]

#: Names a refusal as only its network can, or returns None to leave it to the HTTP status. The
#: text is what the call was, for the error's detail.
Explain = Callable[[Answer, str], NetworkError | None]


def no_explanation(answer: Answer, about: str) -> NetworkError | None:
    """Leave every refusal to its HTTP status."""
    return None


class NetworkHttp:
    """Makes the calls of every adapter. Keeps nothing between two of them."""

    def __init__(
        self,
        outbound: OutboundClient,
        *,
        clock: Clock = utc_now,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self._outbound = outbound
        self._clock = clock
        self._options = options or {}

    def option(self, name: str) -> str:
        """Return what whoever runs this installation set for a network, "" for nothing."""
        return self._options.get(name, "")

    def now(self) -> datetime:
        """Tell the time, for tokens that say when they die."""
        return self._clock()

    def read(
        self,
        method: str,
        url: str,
        *,
        explain: Explain = no_explanation,
        parse: Parse = parse_json,
        **request: Any,
    ) -> Answer:
        """Make a call that is free to repeat; return its successful answer.

        `request` holds headers, params, json, data, files, content, timeout, max_bytes or
        follow_redirects, as `OutboundClient.request` takes them. Raises every NetworkError but
        OutcomeUnknown. A success without a body is an Answer whose data is None.
        """
        about = _about(method, url)
        try:
            response = self._outbound.request(method, url, **request)
        except UnicodeEncodeError as error:
            raise ContentRefused(f"{about}: text that is not Unicode") from error
        except OutboundError as error:
            raise _read_failure(about, error) from error
        answer = _answer(response, parse)
        if not 200 <= answer.status < 300:
            raise self._refusal(answer, about=about, explain=explain) or _no_refusal(answer, about)
        if not answer.is_json:
            raise UnexpectedResponse(f"{about}: {answer.status} without JSON")
        return answer

    def act(
        self,
        method: str,
        url: str,
        *,
        explain: Explain = no_explanation,
        parse: Parse = parse_json,
        proof_header: str = "",
        **request: Any,
    ) -> Answer:
        """Make the one visible call; return its answer, which is proof only once it is read.

        `request` is as for `read`; redirects are never followed. Raises OutcomeUnknown in doubt:
        NetworkUnavailable and RateLimited mean that nothing took effect. A network that names what
        it made in a header, with a body or without, gives that header as `proof_header`.
        """
        about = _about(method, url)
        if not may_act():
            raise NetworkUnavailable(f"{about}: too late to be made")
        try:
            response = self._outbound.request(method, url, **request, follow_redirects=0)
        except UnicodeEncodeError as error:
            raise ContentRefused(f"{about}: text that is not Unicode") from error
        except OutboundError as error:
            raise _act_failure(about, error) from error
        answer = _answer(response, parse)
        if not 200 <= answer.status < 300:
            refusal = self._refusal(answer, about=about, explain=explain)
            if refusal is None or isinstance(refusal, NetworkUnavailable):
                raise OutcomeUnknown(f"{about}: {answer.status}")
            raise refusal
        if not _is_proof(answer, proof_header):
            raise OutcomeUnknown(f"{about}: {answer.status} without {proof_header or 'JSON'}")
        return answer

    def fetch(self, url: str, *, explain: Explain = no_explanation, **request: Any) -> Document:
        """Return what `url` holds: its content, a redirect that was not followed, or a 304.

        `request` is as for `read`. Raises what `read` raises; nothing is asked of the content.
        """
        about = _about("GET", url)
        try:
            response = self._outbound.request("GET", url, **request)
        except (UnicodeEncodeError, UnicodeDecodeError) as error:
            raise ContentRefused(f"{about}: not an address", field="address") from error
        except OutboundError as error:
            raise _read_failure(about, error) from error
        if not 200 <= response.status < 400:
            answer = Answer(response.status, response.headers, None, is_json=False)
            raise self._refusal(answer, about=about, explain=explain) or _no_refusal(answer, about)
        return Document(response.status, response.headers, response.content, response.url)

    def open_websocket(
        self, url: str, *, explain: Explain = no_explanation, **request: Any
    ) -> Conversation:
        """Open a stream of messages. `request` is as for `core.websocket.open_websocket`.

        Raises what `read` raises; so does what is received and sent.
        """
        stream = self._opened(open_websocket, url, explain, request)
        return _Conversation(stream, _about("GET", url))

    def open_lines(self, url: str, *, explain: Explain = no_explanation, **request: Any) -> Live:
        """Open an answer of lines that does not end, as `core.streaming.open_lines` does."""
        return _Live(self._opened(open_lines, url, explain, request), _about("GET", url))

    def _opened(
        self,
        opening: Callable[..., Opened],
        url: str,
        explain: Explain,
        request: Mapping[str, Any],
    ) -> Opened:
        about = _about("GET", url)
        try:
            return opening(self._outbound, url, **request)
        except Refused as error:
            told = Response(error.status, httpx2.Headers(dict(error.headers)), error.content, url)
            answer = _answer(told, parse_json)
            refusal = self._refusal(answer, about=about, explain=explain)
            raise refusal or _no_refusal(answer, about) from error
        except (UnicodeEncodeError, UnicodeDecodeError) as error:
            raise ContentRefused(f"{about}: not an address", field="address") from error
        except OutboundError as error:
            raise _read_failure(about, error) from error

    def _refusal(self, answer: Answer, *, about: str, explain: Explain) -> NetworkError | None:
        """Name a refusal, None when the status is not a clear one."""
        explained = explain(answer, about)
        return explained or self._refusal_by_status(answer, f"{about}: {answer.status}")

    def _refusal_by_status(self, answer: Answer, detail: str) -> NetworkError | None:
        if answer.status == 429:
            seconds = retry_after_seconds(answer.headers, now=self._clock())
            return RateLimited(detail, retry_after_seconds=seconds)
        if answer.status in {401, 403}:
            return AccessRevoked(detail)
        if answer.status in {404, 410}:
            return NotFound(detail)
        if answer.status in {400, 413, 415, 422}:
            return ContentRefused(detail)
        return None


class _Live:
    """A stream whose end is told as any failed reading is."""

    def __init__(self, stream: Stream, about: str) -> None:
        self._stream = stream
        self._about = about

    def receive(self, seconds: float = 1.0) -> Sequence[bytes]:
        try:
            return self._stream.receive(seconds)
        except OutboundError as error:
            raise _read_failure(self._about, error) from error

    def close(self) -> None:
        self._stream.close()


class _Conversation(_Live):
    def __init__(self, stream: WebSocket, about: str) -> None:
        super().__init__(stream, about)
        self._socket = stream

    def send(self, message: bytes) -> None:
        try:
            self._socket.send(message)
        except OutboundError as error:
            raise _read_failure(self._about, error) from error


def error_code(data: JSON, key: str) -> str:
    """Return the short code that a refusal's body holds under `key`, "" when there is none.

    Only what looks like a code passes: a body may repeat what we sent.
    """
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, str) and re.fullmatch(r"[\w.:-]{1,60}", found) else ""


def _is_proof(answer: Answer, proof_header: str) -> bool:
    """Tell whether a success says what came of the call."""
    if proof_header:
        return bool(answer.headers.get(proof_header, "").strip())
    return answer.is_json and answer.data is not None


def _no_refusal(answer: Answer, about: str) -> NetworkError:
    detail = f"{about}: {answer.status}"
    if answer.status in {408, 409, 425} or answer.status >= 500:
        return NetworkUnavailable(detail)
    return UnexpectedResponse(detail)


def _about(method: str, url: str) -> str:
    """Say which call this is, without its query: that may hold what people wrote."""
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        return f"{method} (not an address)"
    return f"{method} {parsed.host}{parsed.path}"[:200]


def _answer(response: Response, parse: Parse) -> Answer:
    try:
        data = parse(response.content) if response.content.strip() else None
    except MalformedJson:
        return Answer(response.status, response.headers, None, is_json=False)
    return Answer(response.status, response.headers, data)


def _read_failure(about: str, error: OutboundError) -> NetworkError:
    detail = f"{about}: {type(error).__name__}"
    if isinstance(error, AddressRefused):
        return ContentRefused(detail, field="address")
    if isinstance(error, TooLarge):
        return UnexpectedResponse(detail)
    return NetworkUnavailable(f"{about}: {error}")


def _act_failure(about: str, error: OutboundError) -> NetworkError:
    detail = f"{about}: {type(error).__name__}"
    if isinstance(error, AddressRefused):
        return ContentRefused(detail, field="address")
    if isinstance(error, NotSent):
        return NetworkUnavailable(f"{about}: {error}")
    return OutcomeUnknown(detail)
