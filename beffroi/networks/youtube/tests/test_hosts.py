"""Where calls go when the network is the real one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from beffroi.core.outbound import Response
from beffroi.networks.contract_tests import MemoryKeeper, MemoryProgress
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.errors import AppMisconfigured, NetworkError, UnexpectedResponse
from beffroi.networks.registry import network_http
from beffroi.networks.youtube.adapter import YouTube
from beffroi.networks.youtube.declaration import HOME
from beffroi.networks.youtube.tests.world import small_video


class Recorder:
    """Answers an empty list to every call, and remembers where it went."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.urls: list[str] = []
        self._headers = headers

    def request(self, method: str, url: str, **request: Any) -> Response:
        self.urls.append(url)
        return Response(200, self._headers, b'{"kind":"list","id":"video000001"}', url)


def channel(recorder: Any, *, expires_at: str = "9999999999") -> Any:
    secrets = {"access_token": "a", "refresh_token": "r", "expires_at": expires_at}
    keeper = MemoryKeeper(Access(HOME, "UCx", secrets), app=DeveloperApp(HOME, "id", "secret"))
    return YouTube(network_http(recorder)).open(keeper)


def test_each_interface_has_its_host() -> None:
    recorder = Recorder({})
    opened = channel(recorder)
    opened.read_again(["video000001"])
    opened.read_channel_counters(date(2026, 11, 1), date(2026, 11, 2))
    assert recorder.urls == [
        "https://youtube.googleapis.com/youtube/v3/videos",
        "https://youtubeanalytics.googleapis.com/v2/reports",
    ]


def test_a_renewal_goes_to_google_s_own_host() -> None:
    recorder = Recorder({})
    with pytest.raises(UnexpectedResponse):  # a list is no token
        channel(recorder, expires_at="0").read_again(["video000001"])
    assert recorder.urls == ["https://oauth2.googleapis.com/token"]


@pytest.mark.parametrize(
    ("location", "is_trusted"),
    [
        ("https://www.googleapis.com/upload/youtube/v3/videos?upload_id=x", True),
        ("https://youtube.googleapis.com/upload/youtube/v3/videos?upload_id=x", True),
        ("http://www.googleapis.com/upload/youtube/v3/videos?upload_id=x", False),
        ("https://googleapis.com.evil.test/upload", False),
        ("https://evil.test/.googleapis.com", False),
        ("https://www.googleapis.com@evil.test/upload", False),
        ("https://www.googleapis.com:8443/upload", False),
        ("/upload", False),
    ],
)
def test_an_upload_goes_on_at_google_s_alone(location: str, is_trusted: bool) -> None:
    recorder = Recorder({"location": location})
    try:
        channel(recorder).upload(small_video(), progress=MemoryProgress())
    except (NetworkError, AppMisconfigured):
        assert not is_trusted
    assert (location in recorder.urls) == is_trusted
