"""What no browser sends, and what programs that try doors do."""

from __future__ import annotations

import pytest
from django.test import Client

_FORM = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n+2AA- \\ud800 \xff\r\n--x--\r\n'


@pytest.mark.parametrize("charset", ["hex", "idna", "utf-7", "unicode_escape", "nothing", "utf-16"])
def test_a_form_is_read_as_our_pages_are_whatever_it_says_of_itself(db: None, charset: str) -> None:
    told = f"multipart/form-data; boundary=x; charset={charset}"
    answer = Client().generic("POST", "/share/", _FORM, content_type=told)
    assert answer.status_code == 303
    assert "%2B2AA-+%5Cud800+%EF%BF%BD" in answer["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/morning/stop/%00/",
        "/r/%00/",
        "/r/leave/%00/",
        "/b/%00/",
        "/l/%00",
        "/brand/%00/",
        "/hooks/shops/%00/",
        "/invitation/%00/",
        "/shared/%00/",
        "/relays/%00/",
    ],
)
def test_an_address_that_no_database_can_look_for_is_no_address(db: None, path: str) -> None:
    answer = Client(headers={"accept-language": "en"}).post(path)
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()
