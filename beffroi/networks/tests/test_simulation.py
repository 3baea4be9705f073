from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from beffroi.core.clock import utc_now
from beffroi.core.outbound import (
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundPolicy,
    Response,
    TooLarge,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Effect, Simulator
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.simulation_page import VisiblePost
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route
from beffroi.networks.tests.world import eventually


class Board(Simulator):
    """A network where anybody pins a note."""

    network: ClassVar[str] = "Board <b>"

    def routes(self) -> Sequence[Route]:
        return [
            Route("pin", "POST", "/notes", self._pin),
            Route("note", "GET", "/notes/(?P<number>[0-9]+)", self._note),
        ]

    def reset_world(self) -> None:
        self.notes: list[str] = []

    def visible_posts(self) -> Sequence[VisiblePost]:
        return [
            VisiblePost("ines", "<i>Inès</i>", note, self.clock(), ("<u>",), "karim")
            for note in self.notes
        ]

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        if action != "pin":
            raise ValueError(action)
        self.notes.append(payload["text"])
        return {"number": len(self.notes) - 1}

    def _pin(self, call: Call) -> Reply:
        text = call.json().get("text", "")
        if not text:
            raise Refusal(Reply(422, {"error": "empty"}))
        self.notes.append(text)
        self.ledger.record(Effect(self.clock(), "published", "ines", str(len(self.notes)), text))
        return Reply(data={"number": len(self.notes) - 1})

    def _note(self, call: Call) -> Reply:
        return Reply(data={"text": self.notes[int(call.params["number"])]})


@pytest.fixture
def board() -> Iterator[Board]:
    with Board() as board:
        yield board


def ask(board: Board, method: str, path: str, json: object = None, **more: Any) -> Response:
    policy = OutboundPolicy(frozenset({board.origin.removeprefix("http://")}))
    outbound = OutboundClient(policy, timeout=more.pop("timeout", 5))
    return outbound.request(method, board.origin + path, json=json, **more)


def data(response: Response) -> Any:
    assert response.status == 200, response.content
    return json.loads(response.content)


def test_a_call_takes_effect_and_is_written_down(board: Board) -> None:
    assert data(ask(board, "POST", "/notes", {"text": "Bonjour"})) == {"number": 0}
    assert data(ask(board, "GET", "/notes/0")) == {"text": "Bonjour"}
    assert [effect.text for effect in board.ledger.published()] == ["Bonjour"]
    assert board.ledger.published("Bonsoir") == []
    assert board.calls == {"pin": 1, "note": 1}


def test_a_refusal_and_an_unknown_call_have_a_status(board: Board) -> None:
    assert ask(board, "POST", "/notes", {}).status == 422
    assert ask(board, "POST", "/notes", ["not an object"]).status == 400
    assert ask(board, "DELETE", "/notes").status == 404


@pytest.mark.parametrize(
    ("kind", "error", "effects"),
    [
        (FaultKind.CUT_BEFORE, Interrupted, 0),
        (FaultKind.CUT_AFTER, Interrupted, 1),
        (FaultKind.HALF_AFTER, Interrupted, 1),
        (FaultKind.DRIP_AFTER, Interrupted, 1),
        (FaultKind.HANG, Interrupted, 0),
        (FaultKind.HUGE_BEFORE, TooLarge, 0),
    ],
)
def test_a_fault_leaves_its_effect_or_none(
    board: Board, kind: FaultKind, error: type[Exception], effects: int
) -> None:
    board.faults.add("pin", Fault(kind))
    with pytest.raises(error):
        ask(board, "POST", "/notes", {"text": "x"}, timeout=0.6)
    assert len(board.notes) == effects


@pytest.mark.parametrize(
    ("kind", "status", "effects"),
    [
        (FaultKind.ERROR_BEFORE, 500, 0),
        (FaultKind.ERROR_AFTER, 500, 1),
        (FaultKind.HTML_BEFORE, 200, 0),
        (FaultKind.HTML_AFTER, 200, 1),
        (FaultKind.DEEP_BEFORE, 200, 0),
        (FaultKind.REDIRECT_BEFORE, 302, 0),
    ],
)
def test_a_fault_answers_something_else(
    board: Board, kind: FaultKind, status: int, effects: int
) -> None:
    board.faults.add("pin", Fault(kind))
    assert ask(board, "POST", "/notes", {"text": "x"}).status == status
    assert len(board.notes) == effects


def test_a_late_effect_comes_after_the_caller_gave_up(board: Board) -> None:
    board.faults.add("pin", Fault(FaultKind.LATE))
    with pytest.raises(Interrupted):
        ask(board, "POST", "/notes", {"text": "x"}, timeout=0.2)
    assert board.notes == []
    board.faults.release()
    eventually(lambda: board.notes == ["x"])


def test_a_slow_answer_is_right(board: Board) -> None:
    board.faults.add("pin", Fault(FaultKind.SLOW, seconds=0.1))
    assert data(ask(board, "POST", "/notes", {"text": "x"})) == {"number": 0}


def test_faults_wait_for_their_own_call_as_often_as_asked(board: Board) -> None:
    board.faults.add("pin", Fault(FaultKind.ERROR_BEFORE, times=2))
    board.faults.add("*", Fault(FaultKind.ERROR_BEFORE, status=503))
    statuses = [ask(board, "POST", "/notes", {"text": "x"}).status for _ in range(4)]
    assert statuses == [500, 500, 503, 200]


def test_a_server_that_is_down_refuses_and_comes_back_on_its_port(board: Board) -> None:
    origin = board.origin
    with board.down(), pytest.raises(NotSent):
        ask(board, "POST", "/notes", {"text": "x"})
    assert board.origin == origin
    assert data(ask(board, "POST", "/notes", {"text": "x"})) == {"number": 0}


def test_another_process_can_drive_everything(board: Board) -> None:
    ask(board, "POST", "/_simulator/faults", {"route": "pin", "kind": "error_after", "times": 1})
    assert data(ask(board, "GET", "/_simulator/state"))["faults"] == {"pin": ["error_after"]}
    assert ask(board, "POST", "/notes", {"text": "x"}).status == 500
    state = data(ask(board, "GET", "/_simulator/state"))
    assert state["is_simulator"] is True
    assert [effect["text"] for effect in state["ledger"]] == ["x"]
    data(ask(board, "POST", "/_simulator/stranger/pin", {"text": "from outside"}))
    assert board.notes == ["x", "from outside"]
    data(ask(board, "POST", "/_simulator/reset", {}))
    assert (board.notes, board.ledger.effects) == ([], [])


def test_faults_can_be_taken_back(board: Board) -> None:
    ask(board, "POST", "/_simulator/faults", {"route": "pin", "kind": "hang"})
    assert data(ask(board, "DELETE", "/_simulator/faults")) == {}
    assert data(ask(board, "POST", "/notes", {"text": "x"})) == {"number": 0}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/_simulator/faults", {"route": "pin"}),
        ("/_simulator/faults", {"route": "pin", "kind": "unheard of"}),
        ("/_simulator/faults", {"route": "pin", "kind": "hang", "what": 1}),
        ("/_simulator/stranger/fly", {}),
        ("/_simulator/stranger/pin", {}),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    board: Board, path: str, body: dict[str, object]
) -> None:
    assert ask(board, "POST", path, body).status == 400


def test_the_time_can_be_moved_set_and_stopped(board: Board) -> None:
    data(ask(board, "POST", "/_simulator/clock", {"advance_seconds": 3600}))
    assert timedelta(minutes=59) < board.clock() - utc_now() < timedelta(minutes=61)
    board.clock.freeze(datetime(2026, 1, 1, tzinfo=UTC))
    assert board.clock() == board.clock() == datetime(2026, 1, 1, tzinfo=UTC)
    board.clock.advance(timedelta(days=1))
    assert board.clock() == datetime(2026, 1, 2, tzinfo=UTC)
    shown = data(ask(board, "POST", "/_simulator/clock", {"now": "2030-01-01T00:00:00+00:00"}))
    assert shown["now"].startswith("2030-01-01T00:00:0")
    data(ask(board, "POST", "/_simulator/clock", {"frozen": True}))
    assert board.clock() == board.clock()
    board.clock.reset()
    assert abs(board.clock() - utc_now()) < timedelta(minutes=1)


def test_the_page_says_what_it_is_in_both_languages_and_escapes_everything(board: Board) -> None:
    page = ask(board, "GET", "/").content.decode()
    assert "Nothing visible yet" in page
    board.notes.append("<script>alert(1)</script>")
    page = ask(board, "GET", "/").content.decode()
    assert "simulateur" in page
    assert "It is a simulator built from documents" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for tag in ("<script", "<b>", "<i>", "<u>"):
        assert tag not in page


def test_a_mistake_of_a_simulator_is_logged_and_does_not_stop_it(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Interrupted):
        ask(board, "GET", "/notes/99")
    assert "the simulator failed" in caplog.text
    assert ask(board, "GET", "/").status == 200
