"""Blocks and reports on the simulated network.

https://github.com/bluesky-social/atproto/tree/main/lexicons: app/bsky/graph/block.json,
app/bsky/graph/getRelationships.json, com/atproto/moderation/createReport.json (November 2026).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from beffroi.networks.bluesky.care import BLOCKS, MODERATORS
from beffroi.networks.bluesky.simulator_world import format_instant, make_cid
from beffroi.networks.simulation_server import Call, Refusal, Reply

if TYPE_CHECKING:
    from beffroi.networks.bluesky.simulator import BlueskySimulator

_TID = re.compile("[234567abcdefghij][2-7a-z]{12}")
_REASONS = frozenset({"Spam", "Violation", "Misleading", "Sexual", "Rude", "Other"})
_REASON_SIGNS_MAX = 2000


@dataclass(frozen=True, slots=True)
class SimulatedReport:
    """What moderators were told."""

    by: str
    uri: str
    reason: str
    words: str


class Care:
    """Answers for the records of blocks, for the app view's relationships and for moderators."""

    def __init__(self, simulator: BlueskySimulator) -> None:
        self._simulator = simulator

    def reset(self) -> None:
        """Forget every block and report."""
        self.blocks: dict[str, str] = {}  # whom, by the record's uri
        self.list_blocks: set[tuple[str, str]] = set()  # who, whom, by a list of somebody's
        self.reports: list[SimulatedReport] = []
        self.moderators = MODERATORS

    def calls(self) -> list[tuple[str, str, str, Callable[[Call], Reply]]]:
        """Return method, family, name and handler of each call."""
        return [
            ("POST", "com.atproto.repo", "putRecord", self._put),
            ("GET", "app.bsky.graph", "getRelationships", self._relationships),
            ("POST", "com.atproto.moderation", "createReport", self._report),
        ]

    def record_of(self, did: str, other: str) -> str:
        """Return the uri of the record by which one account blocks another, "" without any."""
        start = f"at://{did}/"
        found = (uri for uri, whom in self.blocks.items() if whom == other)
        return next((uri for uri in found if uri.startswith(start)), "")

    def is_between(self, did: str, other: str) -> bool:
        """Tell whether one of the two blocks the other: neither sees anything then."""
        return any(self.record_of(*pair) or pair in self.list_blocks for pair in _ways(did, other))

    def delete(self, uri: str) -> None:
        """Take a block back; already gone is nothing."""
        self.blocks.pop(uri, None)

    def _put(self, call: Call) -> Reply:
        simulator, wanted = self._simulator, call.json()
        account = simulator.account_of(call)
        simulator.own_repository(account, wanted)
        record, key = wanted.get("record"), str(wanted.get("rkey"))
        if wanted.get("collection") != BLOCKS or not isinstance(record, dict):
            raise _refused("only blocks are simulated")
        is_right = record.get("$type") == BLOCKS and "createdAt" in record
        if not is_right or not str(record.get("subject", "")).startswith("did:"):
            raise _refused(f"Invalid {BLOCKS} record: Expected did at $.record.subject")
        if not _TID.fullmatch(key):
            raise _refused(f"Invalid record key for {BLOCKS}")
        headers = simulator.spend(account, "putRecord")
        uri = f"at://{account.did}/{BLOCKS}/{key}"
        self.blocks[uri] = record["subject"]
        data = {"uri": uri, "cid": make_cid(record), "validationStatus": "valid"}
        return Reply(data=data, headers=headers)

    def _relationships(self, call: Call) -> Reply:
        simulator = self._simulator
        simulator.account_of(call)
        if not simulator.has_app_view:
            raise Refusal(Reply(502, {"error": "UpstreamFailure", "message": "UpstreamFailure"}))
        actor = call.first("actor")
        told = [self._relationship(actor, other) for other in call.query.get("others", [])]
        return Reply(data={"actor": actor, "relationships": told})

    def _relationship(self, actor: str, other: str) -> dict[str, Any]:
        if other not in self._simulator.world.accounts:
            kind = "app.bsky.graph.defs#notFoundActor"
            return {"$type": kind, "actor": other, "notFound": True}
        told: dict[str, Any] = {"$type": "app.bsky.graph.defs#relationship", "did": other}
        if uri := self.record_of(actor, other):
            told["blocking"] = uri
        if (actor, other) in self.list_blocks:
            told["blockingByList"] = f"at://{other}/app.bsky.graph.list/3aaaaaaaaaaa2"
        return told

    def _report(self, call: Call) -> Reply:
        account, wanted = self._simulator.account_of(call), call.json()
        if call.headers.get("atproto-proxy") != f"{self.moderators}#atproto_labeler":
            raise _refused("could not resolve proxy did")
        kind = str(wanted.get("reasonType"))
        reason = kind.removeprefix("com.atproto.moderation.defs#reason")
        words, subject = wanted.get("reason", ""), wanted.get("subject")
        if reason not in _REASONS or not isinstance(words, str) or not isinstance(subject, dict):
            raise _refused("Input must have the properties of a report")
        if len(regex.findall(r"\X", words)) > _REASON_SIGNS_MAX:
            raise _refused("Input/reason must not be longer than 2000 graphemes")
        uri = self._subject(subject)
        self.reports.append(SimulatedReport(account.did, uri, reason, words))
        return Reply(
            data={
                "id": len(self.reports),
                "reasonType": kind,
                **({"reason": words} if words else {}),
                "subject": subject,
                "reportedBy": account.did,
                "createdAt": format_instant(self._simulator.clock()),
            }
        )

    def _subject(self, subject: Mapping[str, Any]) -> str:
        post = self._simulator.world.posts.get(str(subject.get("uri")))
        is_reference = subject.get("$type") == "com.atproto.repo.strongRef"
        if not is_reference or post is None or post.cid != subject.get("cid"):
            raise _refused("Invalid subject")
        return post.uri


def _ways(did: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (did, other), (other, did)


def _refused(message: str) -> Refusal:
    return Refusal(Reply(400, {"error": "InvalidRequest", "message": message}))
