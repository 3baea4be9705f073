"""The shared client, against the shared simulator with nothing but one list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkUnavailable,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.families.graph import tokens
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.simulator import GraphCall, GraphSimulator, Request
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.families.graph.version import VERSION, is_served
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.simulation_page import VisiblePost


class Simulator(GraphSimulator):
    network = "Nothing"
    quota_kind = "pages"
    quota_code = 80001

    def settle(self) -> None:
        self.numbers = [str(n) for n in range(5)]
        self.seen: list[Request] = []

    def accounts(self) -> Mapping[str, str]:
        return {"1": "One"}

    def graph_calls(self) -> Sequence[GraphCall]:
        return [
            GraphCall("numbers", "GET", "/numbers", self._numbers),
            GraphCall("act", "POST", "/act", self._act),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        return []

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        return None

    def _numbers(self, request: Request) -> Any:
        self.seen.append(request)
        return self.list_of(request, self.numbers, write=lambda one: {"id": one}, key=str)

    def _act(self, request: Request) -> Any:
        self.seen.append(request)
        return {"id": "1"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


def graph_of(simulator: Simulator, *, token: str | None = None, **more: Any) -> Graph:
    policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
    http = registry.network_http(OutboundClient(policy, timeout=1.0))
    if token is None:
        person = simulator.person
        token = simulator.authority.issue(person, scopes=("a",), accounts=("1",)).value
    return Graph(http, origin=simulator.origin, token=token, **more)


def test_every_call_bears_token_and_proof_and_neither_in_its_address(
    simulator: Simulator,
) -> None:
    graph = graph_of(simulator, secret=simulator.app.secret)
    graph.record("/numbers")
    (request,) = simulator.seen
    assert request.call.headers["authorization"] == f"Bearer {request.token.value}"
    assert len(request.form.text("appsecret_proof")) == 64
    assert request.token.value not in str(request.call.query)
    assert request.call.path.startswith(f"/{VERSION.name}/")


def test_without_a_secret_there_is_no_proof(simulator: Simulator) -> None:
    graph_of(simulator).record("/numbers")
    assert simulator.seen[0].form.text("appsecret_proof") == ""


def test_a_list_is_read_to_its_end(simulator: Simulator) -> None:
    pages = list(graph_of(simulator).pages("/numbers", limit="2"))
    assert [item["id"] for page in pages for item in page.items] == list("01234")
    assert [bool(page.following) for page in pages] == [True, True, False]


def test_a_list_that_repeats_itself_has_a_name(simulator: Simulator) -> None:
    simulator.repeats_pages = True
    with pytest.raises(UnexpectedResponse):
        list(graph_of(simulator).pages("/numbers", limit="2"))


def test_the_address_of_the_next_page_leads_nowhere_else(simulator: Simulator) -> None:
    address = "https://evil.test/v1/steal?access_token=x&after=abc&limit=9&fields=secret"
    body = json.dumps({"data": [], "paging": {"next": address}})
    fault = Fault(FaultKind.ERROR_BEFORE, status=200, body=body)
    simulator.faults.add("numbers", fault)
    assert graph_of(simulator).page("/numbers").following == {"after": "abc"}


@pytest.mark.parametrize("paging", [None, [], "x", {"next": 5}, {"next": "http://[bad"}])
def test_any_other_paging_is_the_end(simulator: Simulator, paging: Any) -> None:
    body = json.dumps({"data": [{"id": "1"}, 7], "paging": paging})
    simulator.faults.add("numbers", Fault(FaultKind.ERROR_BEFORE, status=200, body=body))
    page = graph_of(simulator).page("/numbers")
    assert (page.items, page.following) == ([{"id": "1"}], {})


def test_a_full_quota_stops_every_caller_who_shares_it(simulator: Simulator) -> None:
    usage = Usage()
    simulator.meter.allowed = 20
    for _ in range(19):
        graph_of(simulator, account="1").record("/numbers")
    graph_of(simulator, account="2", usage=usage).record("/numbers")
    simulator.meter.allowed = 1
    person = simulator.person
    assert simulator.meter.headers(person)
    graph = graph_of(simulator, account="1", usage=usage)
    with pytest.raises(RateLimited):
        graph.record("/numbers")
    calls = len(simulator.seen)
    with pytest.raises(RateLimited):
        graph_of(simulator, account="1", usage=usage).act("POST", "/act")
    assert len(simulator.seen) == calls


@pytest.mark.parametrize("status", [400, 500])
def test_a_transient_error_leaves_an_act_open_and_a_reading_to_be_repeated(
    simulator: Simulator, status: int
) -> None:
    graph = graph_of(simulator)
    body = '{"error":{"message":"later","code":2,"is_transient":true}}'
    for route in ("act", "numbers"):
        simulator.faults.add(route, Fault(FaultKind.ERROR_BEFORE, status=status, body=body))
    with pytest.raises(OutcomeUnknown):
        graph.act("POST", "/act")
    with pytest.raises(NetworkUnavailable):
        graph.record("/numbers")


def test_an_error_with_status_200_is_an_error(simulator: Simulator) -> None:
    graph = graph_of(simulator)
    for code, expected in ((190, AccessRevoked), (1, OutcomeUnknown)):
        body = json.dumps({"error": {"message": "no", "code": code}})
        simulator.faults.add("act", Fault(FaultKind.ERROR_BEFORE, status=200, body=body))
        with pytest.raises(expected):
            graph.act("POST", "/act")


def test_an_invented_token_is_dead(simulator: Simulator) -> None:
    with pytest.raises(AccessRevoked):
        graph_of(simulator, token="invented").record("/numbers")


def test_what_a_token_may_do_is_read(simulator: Simulator) -> None:
    app = DeveloperApp(simulator.origin, simulator.app.id, simulator.app.secret)
    issued = simulator.authority.issue(simulator.person, scopes=("a", "b"), accounts=("1",))
    report = tokens.read_token(graph_of(simulator, token=""), app, token=issued.value)
    assert report.is_valid
    assert report.allows("a", "1")
    assert not report.allows("a", "2")
    assert not report.allows("c", "1")
    assert report.data_ends_at is not None
    simulator.authority.kill(subcode=467)
    report = tokens.read_token(graph_of(simulator, token=""), app, token=issued.value)
    assert (report.is_valid, report.subcode) == (False, 467)


def test_a_scope_without_targets_holds_for_all() -> None:
    report = tokens.TokenReport(True, frozenset({"a"}), {}, None, None)
    assert report.allows("a", "any")
    chosen = tokens.TokenReport(True, frozenset({"a"}), {"a": frozenset()}, None, None)
    assert not chosen.allows("a", "any")


def test_a_token_is_made_to_last(simulator: Simulator) -> None:
    app = DeveloperApp(simulator.origin, simulator.app.id, simulator.app.secret)
    short = simulator.authority.issue(simulator.person, scopes=("a",), accounts=()).value
    longer = tokens.lengthen(graph_of(simulator, token=""), app, token=short)
    assert simulator.authority.report(longer)["is_valid"]
    ends = datetime.fromtimestamp(simulator.authority.report(longer)["expires_at"], UTC)
    assert (ends - simulator.clock()).days == 59


def test_another_version_than_the_one_asked_for_is_seen() -> None:
    assert is_served({})
    assert is_served({"facebook-api-version": VERSION.name})
    assert not is_served({"facebook-api-version": "v99.0"})
