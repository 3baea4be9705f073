"""Calls to Google's interfaces as one person: renews the access, names every refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from beffroi.networks.clocks import NetworkClock
from beffroi.networks.contracts import Access
from beffroi.networks.errors import NetworkError, NetworkUnavailable
from beffroi.networks.families import google_oauth
from beffroi.networks.families.google_errors import (
    Make,
    StaleAccess,
    name_refusal,
    read_refusal,
)
from beffroi.networks.hosts import beside
from beffroi.networks.http import Answer, Explain, NetworkHttp
from beffroi.networks.port import AccessKeeper
from beffroi.networks.rate_limits import retry_after_seconds

#: Makes one call under an access.
_Call = Callable[[Access], Answer]


class GoogleApi:
    """One channel's calls. `special` names the reasons that only its interface gives.

    `first` is asked before what all of Google's interfaces share.
    """

    def __init__(
        self,
        http: NetworkHttp,
        keeper: AccessKeeper,
        *,
        home: str,
        special: Mapping[str, Make],
        first: Explain | None = None,
    ) -> None:
        self.http = http
        self.clock = NetworkClock(http.now)
        self._keeper = keeper
        self._home = home
        self._special = special
        self._first = first

    @property
    def account_id(self) -> str:
        """The network's id of the account that we act for."""
        return self._keeper.read().account_id

    @property
    def access(self) -> Access:
        """The access as it is stored now, for what it says besides its tokens."""
        return self._keeper.read()

    def origin(self, host: str) -> str:
        """Return where one of Google's hosts is; a simulator stands for them all."""
        return beside(self._keeper.read().origin, home=self._home, host=host)

    def read(self, method: str, url: str, *, explain: Explain | None = None, **more: Any) -> Answer:
        """Make a call that is free to repeat. `explain` is asked before what all calls share."""
        explains = explains_with(self.http, self._special, first=explain or self._first)

        def call(access: Access) -> Answer:
            return self.http.read(method, url, explain=explains, **_signed(more, access))

        answer = self._with_living_access(call)
        self.clock.hear(answer.headers)
        return answer

    def act(self, method: str, url: str, **more: Any) -> Answer:
        """Make the one visible call; again after a refused token, which is a clear refusal."""
        explains = explains_with(self.http, self._special, first=self._first)

        def call(access: Access) -> Answer:
            return self.http.act(method, url, explain=explains, **_signed(more, access))

        return self._with_living_access(call)

    def _with_living_access(self, call: _Call) -> Answer:
        access = self._keeper.read()
        if google_oauth.is_expiring(access, now=self.http.now()):
            access = self._keeper.renew(access, self._renewal)
        try:
            return call(access)
        except StaleAccess:
            return call(self._keeper.renew(access, self._renewal))

    def _renewal(self, stale: Access) -> Access:
        return google_oauth.refresh(self.http, self._keeper.app(), stale, home=self._home)


def explains_with(
    http: NetworkHttp, special: Mapping[str, Make], *, first: Explain | None = None
) -> Explain:
    """Return what names the refusals of one interface. The body decides before the status."""

    def explain(answer: Answer, about: str) -> NetworkError | None:
        named = first(answer, about) if first else None
        return named or _explained(answer, about, http=http, special=special)

    return explain


def _explained(
    answer: Answer, about: str, *, http: NetworkHttp, special: Mapping[str, Make]
) -> NetworkError | None:
    if answer.status >= 500:  # whatever it says, the call may have taken effect
        return None
    refusal = read_refusal(answer.data)
    if refusal is None:
        return _without_a_word(answer, about)
    now = http.now()
    return name_refusal(
        refusal,
        f"{about}: {answer.status} {refusal.text}",
        now=now,
        retry_after_seconds=retry_after_seconds(answer.headers, now=now),
        special=special,
    )


def _without_a_word(answer: Answer, about: str) -> NetworkError | None:
    """Name a refusal that is not in JSON: of an upload's door, or of a proxy in front of Google."""
    if answer.status == 401 and answer.data is None:
        return StaleAccess(f"{about}: 401")
    if answer.status in {403, 404, 410} and not answer.is_json:
        return NetworkUnavailable(f"{about}: {answer.status} from something in front of it")
    return None


def _signed(request: Mapping[str, Any], access: Access) -> dict[str, Any]:
    headers = {"Accept": "application/json", **request.get("headers", {})}
    headers["Authorization"] = f"Bearer {access.secrets.get('access_token', '')}"
    return {**request, "headers": headers}
