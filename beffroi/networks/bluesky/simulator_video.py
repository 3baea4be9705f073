"""The simulated video service, on the same server: leave, uploads, and jobs that take their time.

Built from the published formats, the tutorial on https://docs.bsky.app and what others saw it say
(https://github.com/bluesky-social/atproto/issues/3097); what those leave open is marked "guess".
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from beffroi.networks.bluesky.simulator_world import make_cid
from beffroi.networks.simulation_server import Call, Refusal, Reply

if TYPE_CHECKING:
    from beffroi.networks.bluesky.simulator import BlueskySimulator

_SERVICE = "did:web:video.bsky.app"
_LIMITS = "app.bsky.video.getUploadLimits"
_STORE = "com.atproto.repo.uploadBlob"
_TOKEN_LIFE_MAX = timedelta(hours=1)
_USUAL_TOKEN_LIFE = timedelta(seconds=60)


@dataclass
class VideoSettings:
    """How the service behaves. `strange_state` is shown while it works; "" is none of its own."""

    is_served: bool = True
    gives_tokens: bool = True
    processing: timedelta = timedelta(0)
    strange_state: str = ""
    failure_code: str = ""
    is_email_confirmed: bool = True
    videos_a_day: int = 25
    bytes_max: int = 300_000_000


@dataclass(frozen=True, slots=True)
class ServiceToken:
    """What lets another service make one call for an account."""

    did: str
    audience: str
    method: str
    expires_at: datetime


@dataclass
class Job:
    """One video on its way into a repository."""

    id: str
    did: str
    cid: str
    size: int
    ready_at: datetime
    failure_code: str
    is_stored: bool = False


class VideoService:
    """Answers for video.bsky.app, and gives the tokens that an account's server gives for it."""

    def __init__(self, simulator: BlueskySimulator) -> None:
        self._simulator = simulator
        self.reset()

    def reset(self) -> None:
        """Begin again without a job or a token."""
        self.settings = VideoSettings()
        self.jobs: dict[str, Job] = {}
        self._tokens: dict[str, ServiceToken] = {}

    def calls(self) -> list[tuple[str, str, str, Callable[[Call], Reply]]]:
        """Return method, family, name and handler of each call."""
        return [
            ("GET", "com.atproto.server", "getServiceAuth", self._give_token),
            ("GET", "app.bsky.video", "getUploadLimits", self._tell_limits),
            ("POST", "app.bsky.video", "uploadVideo", self._upload),
            ("GET", "app.bsky.video", "getJobStatus", self._tell_job),
        ]

    def _give_token(self, call: Call) -> Reply:
        did = self._simulator.account_of(call).did
        if not self.settings.gives_tokens:
            raise _refused(501, "MethodNotImplemented")
        audience, method = call.first("aud"), call.first("lxm")
        if not audience.startswith("did:"):
            raise _refused(400, "InvalidRequest", "aud must be a valid atproto DID")
        now = self._simulator.clock()
        expires_at = now + _USUAL_TOKEN_LIFE
        if told := call.first("exp"):
            expires_at = datetime.fromtimestamp(int(told), now.tzinfo)
        if not now <= expires_at <= now + _TOKEN_LIFE_MAX:
            raise _refused(400, "BadExpiration", "expiration is in past, or too far")
        text = secrets.token_urlsafe(32)
        self._tokens[text] = ServiceToken(did, audience, method, expires_at)
        return Reply(data={"token": text})

    def _tell_limits(self, call: Call) -> Reply:
        did = self._account(call, audience=_SERVICE, method=_LIMITS)
        if not self.settings.is_email_confirmed:
            return Reply(data={"canUpload": False, "error": "unconfirmed_email"})
        left = self._left(did)
        told: dict[str, Any] = {
            "canUpload": left > 0,
            "remainingDailyVideos": left,
            "remainingDailyBytes": left * self.settings.bytes_max,
        }
        return Reply(data=told if left else {**told, "message": "You have reached the limit"})

    def _upload(self, call: Call) -> Reply:
        store = "did:web:" + urlsplit(self._simulator.origin).netloc.replace(":", "%3A")
        did = self._account(call, audience=store, method=_STORE)
        if call.first("did") != did or not call.first("name"):
            raise _refused(400, "InvalidRequest", "did and name are required")
        if call.headers.get("content-type") != "video/mp4" or "content-length" not in call.headers:
            raise _refused(400, "InvalidRequest", "Wrong request encoding")
        if not self.settings.is_email_confirmed:
            empty = {"did": "", "error": "unconfirmed_email", "jobId": "", "state": ""}
            return Reply(data={"jobStatus": empty})
        if len(call.body) > self.settings.bytes_max:
            raise _refused(413, "VideoTooLarge")
        return self._begin(did, call.body)

    def _begin(self, did: str, content: bytes) -> Reply:
        """Begin a job, or tell of the one that made this very video before: in another shape."""
        cid, now = make_cid(b"made of " + content), self._simulator.clock()
        for job in self.jobs.values():
            if (job.did, job.cid) == (did, cid) and not job.failure_code:
                shown = {**self._shown(job), "error": "already_exists"}
                return Reply(409, {**shown, "message": "Video already processed"})
        code = self.settings.failure_code
        if content[4:8] != b"ftyp":
            code = "validation_failure"
        job = Job(
            id=secrets.token_hex(10),
            did=did,
            cid=cid,
            size=len(content),
            ready_at=now + self.settings.processing,
            failure_code=code,
        )
        self.jobs[job.id] = job
        created = {"jobId": job.id, "did": did, "state": "JOB_STATE_CREATED"}
        return Reply(data={"jobStatus": created})

    def _tell_job(self, call: Call) -> Reply:
        self._check_served()
        job = self.jobs.get(call.first("jobId"))
        if job is None:
            raise _refused(400, "InvalidRequest", "missing jobId")
        return Reply(data={"jobStatus": self._shown(job)})

    def _shown(self, job: Job) -> dict[str, Any]:
        common = {"jobId": job.id, "did": job.did}
        if self._simulator.clock() < job.ready_at:
            state = self.settings.strange_state or "JOB_STATE_ENCODING"
            return {**common, "state": state, "progress": 40}
        if job.failure_code:
            about = {"error": "video processing error", "message": "Failed to process video"}
            failed = {"state": "JOB_STATE_FAILED", "failureCode": job.failure_code}
            return {**common, **failed, **about}
        blob = self._stored(job)
        return {**common, "state": "JOB_STATE_COMPLETED", "progress": 100, "blob": blob}

    def _stored(self, job: Job) -> dict[str, Any]:
        """Put what was made into the account's server, once."""
        blob = {
            "$type": "blob",
            "ref": {"$link": job.cid},
            "mimeType": "video/mp4",
            "size": job.size,
        }
        if not job.is_stored:
            job.is_stored = True
            self._simulator.world.store_blob(job.did, blob, at=job.ready_at)
        return blob

    def _left(self, did: str) -> int:
        return self.settings.videos_a_day - sum(job.did == did for job in self.jobs.values())

    def _account(self, call: Call, *, audience: str, method: str) -> str:
        """Return for whom the call's token was given. Refuses one for anything else."""
        self._check_served()
        text = call.headers.get("authorization", "").removeprefix("Bearer ")
        token = self._tokens.get(text)
        if token is None or token.expires_at <= self._simulator.clock():
            raise _refused(401, "BadJwt", "jwt expired or not ours")
        if (token.audience, token.method) != (audience, method):
            raise _refused(401, "BadJwtAudience", "jwt audience or method does not match")
        return token.did

    def _check_served(self) -> None:
        if not self.settings.is_served:
            raise _refused(501, "MethodNotImplemented")


def _refused(status: int, error: str, message: str = "") -> Refusal:
    return Refusal(Reply(status, {"error": error, "message": message or error}))
