from __future__ import annotations

import pytest

from beffroi.networks.json_text import JSON, MalformedJson
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.wordpress.notices import parse_after_notices
from beffroi.networks.wordpress.tests.world import WordPressWorld

NOTICE = (
    b"<br />\n<b>Notice</b>:  Undefined index: $a['x'] in <b>/var/www/a.php</b> on line <b>3</b>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"id": 1}', {"id": 1}),
        (b'\xef\xbb\xbf{"id": 1}', {"id": 1}),
        (NOTICE + b'<br />\n{"id": 1}', {"id": 1}),
        (NOTICE + b"<br />\n[]", []),
        (NOTICE + b'<br />[{"id": 1}]', [{"id": 1}]),
        (b'Warning: array(0) { } in x.php\n\n{"id": 1}', {"id": 1}),
        (b'PHP Deprecated [12-Nov] {x}\n {"a": [1, {"b": 2}]}', {"a": [1, {"b": 2}]}),
    ],
)
def test_json_is_found_after_what_a_site_prints(content: bytes, expected: JSON) -> None:
    assert parse_after_notices(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><p>Please wait",
        b"<html><script>var x = {}; </script></html>",
        b'<html><script>\n{"a": 1}\n</script></html>',
        NOTICE,
        NOTICE + b'<br />\n{"cut": ',
        b'{"cut": ',
        b"[" * 100_000,
        b"\n[" * 50_000,
        b"\xff\xfe",
    ],
)
def test_a_page_is_never_taken_for_json(content: bytes) -> None:
    with pytest.raises(MalformedJson):
        parse_after_notices(content)


def test_a_site_that_prints_notices_works_whole(world: WordPressWorld) -> None:
    world.set_up(prints_notices=True)
    channel = world.channel()
    picture = upload(channel, small_image("Four"))
    post = world.post("Malgré tout", media=(picture,))
    published = channel.publish(post)
    theirs = world.stranger_replies(published.remote_id, "Bonjour")
    assert channel.find(post, since=world.now()) == published
    assert [item.remote_id for item in channel.read_feedback(None).items] == [theirs]
    assert world.connect().profile.account_id == "2"
