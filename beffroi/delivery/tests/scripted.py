"""A network that does what a test tells it to, call by call."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from beffroi.networks.contracts import (
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Draft,
    Gate,
    Limits,
    Problem,
    Verification,
)
from beffroi.networks.errors import NetworkError, NetworkUnavailable, OutcomeUnknown
from beffroi.networks.fence import may_act
from beffroi.networks.port import AccessKeeper, UploadProgress

LIMITS = Limits(
    text_max=300,
    images_max=4,
    image_bytes_max=2_000_000,
    image_types=frozenset({"image/jpeg", "image/png"}),
    alt_text_max=1000,
    source_url="https://network.example/limits",
    checked_on=date(2026, 9, 1),
    slowest_commit=timedelta(seconds=90),
)

DECLARATION = Declaration(
    key="scripted",
    name="Scripted",
    capabilities=frozenset({Capability.PUBLISH, Capability.FIND}),
    limits=LIMITS,
    data_use=DataUse(
        contacts_allowed=True,
        export_allowed=True,
        source_url="https://network.example/rules",
        checked_on=date(2026, 9, 1),
        is_confirmed=True,
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OPEN,
)


@dataclass
class Script:
    """What the network does next, and what it did."""

    publish: list[NetworkError | str] = field(default_factory=list)
    find: list[NetworkError | None] = field(default_factory=list)
    upload: list[NetworkError] = field(default_factory=list)
    uploads: list[OutgoingMedia] = field(default_factory=list)
    ready: list[bool] = field(default_factory=list)
    fates: list[NetworkError | bool | None] = field(default_factory=list)
    posts: list[OutgoingPost] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    during_call: Callable[[], None] | None = None
    markers: Iterator[int] = field(default_factory=itertools.count)

    def visible(self, marker: str) -> list[int]:
        return [index for index, post in enumerate(self.posts) if post.marker == marker]


class ScriptedChannel:
    def __init__(self, script: Script) -> None:
        self._script = script

    def choose_marker(self, *, now: datetime) -> str:
        return f"marker-{next(self._script.markers)}"

    def read_limits(self) -> Limits:
        return LIMITS

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        self._script.calls.append("upload")
        if self._script.upload:
            raise self._script.upload.pop(0)
        self._script.uploads.append(media)
        return UploadedMedia(
            f"handle-{media.source.size_bytes}", media.width, media.height, media.alt_text
        )

    def is_ready(self, media: UploadedMedia) -> bool:
        return self._script.ready.pop(0) if self._script.ready else True

    def publish(self, post: OutgoingPost) -> PublishedPost:
        if not may_act():
            raise NetworkUnavailable("too late")
        self._script.calls.append("publish")
        if self._script.during_call is not None:
            self._script.during_call()
        answer = self._script.publish.pop(0) if self._script.publish else "made"
        if isinstance(answer, NetworkError):
            raise answer
        self._script.posts.append(post)
        if answer == "made, no answer":
            raise OutcomeUnknown("cut")
        return _published(len(self._script.posts) - 1)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        self._script.calls.append("find")
        told = self._script.find.pop(0) if self._script.find else None
        if told is not None:
            raise told
        found = [_published(index) for index in self._script.visible(post.marker)]
        return next((item for item in found if item.remote_id not in excluding), None)


class BlindChannel(ScriptedChannel):
    find = None  # type: ignore[assignment]


class WatchedChannel(ScriptedChannel):
    """It may take posts away; without a script, it does not."""

    def is_still_up(self, remote_id: str) -> bool | None:
        self._script.calls.append(f"fate of {remote_id}")
        told = self._script.fates.pop(0) if self._script.fates else True
        if isinstance(told, NetworkError):
            raise told
        return told


class ScriptedNetwork:
    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, script: Script, channel: type[ScriptedChannel] = ScriptedChannel) -> None:
        self._script = script
        self._channel = channel

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return TextCount(len(text) + len(content_warning), limits.text_max)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return ()

    def open(self, keeper: AccessKeeper) -> ScriptedChannel:
        return self._channel(self._script)


class WatchedNetwork(ScriptedNetwork):
    declaration = replace(
        DECLARATION, capabilities=DECLARATION.capabilities | {Capability.CHECK_FATE}
    )

    def __init__(self, script: Script) -> None:
        super().__init__(script, WatchedChannel)


def _published(index: int) -> PublishedPost:
    return PublishedPost(f"post-{index}", f"https://network.example/post-{index}")
