"""Where calls go when the network is the real one."""

from __future__ import annotations

from datetime import date
from typing import Any

from beffroi.core.outbound import Response
from beffroi.networks.contract_tests import MemoryKeeper
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.google_business.adapter import GoogleBusiness
from beffroi.networks.google_business.client import Visitor
from beffroi.networks.google_business.declaration import HOME
from beffroi.networks.registry import network_http


class Recorder:
    """Answers nothing at all to every call, and remembers where it went."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def request(self, method: str, url: str, **request: Any) -> Response:
        self.urls.append(url)
        return Response(200, {}, b"{}", url)


def test_each_interface_has_its_host() -> None:
    recorder: Any = Recorder()
    secrets = {"access_token": "a", "refresh_token": "r", "expires_at": "9999999999"}
    keeper = MemoryKeeper(Access(HOME, "accounts/1/locations/2", secrets))
    opened = GoogleBusiness(network_http(recorder)).open(keeper)
    opened.read_feedback(None)
    opened.diagnose(public_url="https://beffroi.example")
    opened.read_channel_counters(date(2026, 11, 1), date(2026, 11, 2))
    assert recorder.urls == [
        "https://mybusiness.googleapis.com/v4/accounts/1/locations/2/reviews",
        "https://mybusinessbusinessinformation.googleapis.com/v1/locations/2",
        "https://mybusinessverifications.googleapis.com/v1/locations/2/VoiceOfMerchantState",
        "https://businessprofileperformance.googleapis.com/v1/locations/2"
        ":fetchMultiDailyMetricsTimeSeries",
    ]


def test_a_new_consent_is_asked_what_it_opens() -> None:
    recorder: Any = Recorder()
    visitor = Visitor(network_http(recorder), DeveloperApp(HOME, "id", "secret"), token="a")
    assert list(visitor.accounts()) == list(visitor.locations("accounts/1")) == []
    assert recorder.urls == [
        "https://mybusinessaccountmanagement.googleapis.com/v1/accounts",
        "https://mybusinessbusinessinformation.googleapis.com/v1/accounts/1/locations",
    ]
