"""What strangers call themselves and write is shown on every page as text, and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Request, expect

from tests.browser.browsing import Visit, visit
from tests.browser.house import House, move_in, wait_for_card

#: Each would leave a trace: a dialog, a call elsewhere, `window.foreign`, an element of its own.
NAMES = {
    "lea": "<script>window.foreign = 1</script>Léa",
    "zoe": '"><img class="foreign" src="//evil.example/x" onerror="foreign = 1">Zoé',
    "remi": "\u202e\u2066<svg onload=foreign=1 class=foreign>Rémi",
}
TEXTS = (
    "<script>window.foreign = 1; alert(1)</script>",
    "</bdi></li></ol></textarea></title></style><script>foreign = 1</script>",
    '<img class="foreign" src="x" onerror="alert(1)">',
    "<svg class=foreign/onload=alert(1)><animate onbegin=alert(1)>",
    '" autofocus onfocus="alert(1)" class="foreign',
    "' onmouseover='alert(1)' class='foreign",
    '<a class="foreign" href="javascript:alert(1)">prix</a>',
    '<a class="foreign" href="data:text/html,<script>alert(1)</script>">carte</a>',
    '<div class="foreign" hx-get="/account/" hx-trigger="load">htmx</div>',
    '<p class="foreign" hx-on:load="alert(1)" data-hx-on="load -> alert(1)">htmx</p>',
    '<form class="foreign" action="//evil.example/"><input name="csrfmiddlewaretoken"></form>',
    '<iframe class="foreign" srcdoc="<script>parent.foreign = 1</script>"></iframe>',
    '<base class="foreign" href="//evil.example/"><meta http-equiv="refresh" content="0;//x">',
    '<style class="foreign">@import "//evil.example/"; * { display: none }</style>',
    "<details class=foreign open ontoggle=alert(1)><math href=javascript:alert(1)>x</math>",
    "{{ request.session }} {% debug %} ${7*7} %(name)s {0} &lt;b&gt;",
    "\u202egnp.exe \u2066isolé\u2069 \u200b\ufeff \u0000fin",
)
#: What is on the page that none of our templates wrote.
FOREIGN = """() => [
  ...document.querySelectorAll(`.foreign, [onload], [onerror], [onfocus], [onmouseover], iframe,
    base, object, embed, math, body style, a[href^="javascript:" i], a[href^="data:" i],
    [hx-get="/account/"]`),
  ...[...document.scripts].filter(({src}) => !src.startsWith(`${location.origin}/static/`)),
].map((element) => element.outerHTML.slice(0, 120)).concat(window.foreign ? ["it ran"] : [])"""
PAGES_MAX = 200


@pytest.fixture
def window(browser: Browser, a_house: House) -> Iterator[Visit]:
    """A window; whatever a page complains about fails the test."""
    with visit(browser, a_house.product.origin) as visited:
        yield visited
        assert visited.complaints == []


def test_what_strangers_write_is_text_on_every_page(window: Visit, a_house: House) -> None:
    move_in(window, a_house, name="Inès Lambert", address="ines.prudente@atelier-martin.example")
    _watch(window)
    _strangers_write(a_house)
    wait_for_card(window, a_house.product, "Bonjour [00]")
    shown = _visit_everything(window)
    for number, text in enumerate(TEXTS):
        expected = text.replace("\u0000", "\ufffd")
        assert any(expected in said for said in shown), f"text {number} is not shown: {text!r}"
    _settle_one_of_each(window)


def _watch(visited: Visit) -> None:
    """Note dialogs and calls elsewhere among the complaints."""
    ours = (visited.origin, "data:", "blob:")

    def note_dialog(dialog: Dialog) -> None:
        visited.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note_call(request: Request) -> None:
        if not request.url.startswith(ours):
            visited.complaints.append(f"calls elsewhere: {request.url}")

    visited.page.on("dialog", note_dialog)
    visited.page.on("request", note_call)


def _strangers_write(running: House) -> None:
    running.bluesky.stranger("rename", {"name": NAMES["lea"]})
    running.mastodon.stranger("rename", {"as": "zoe", "name": NAMES["zoe"]})
    running.mastodon.stranger("rename", {"as": "remi", "name": NAMES["remi"]})
    for number, text in enumerate(TEXTS):
        written = f"Bonjour [{number:02}] {text} "
        who = list(NAMES)[number % len(NAMES)]
        if who == "lea":
            running.bluesky.stranger("mention", {"text": written})
        else:
            running.mastodon.stranger("mention", {"as": who, "text": written})


def _visit_everything(window: Visit) -> list[str]:
    """Follow every link of ours from Today on; return what conversations show."""
    waiting, known, shown = ["/"], {"/"}, []
    while waiting and len(known) < PAGES_MAX:
        window.page.goto(window.origin + waiting.pop(0))
        _check(window)
        if window.page.locator("#said").count():
            shown.append(str(window.page.locator("#said").text_content()))
        for path in _links(window):
            if path not in known:
                known.add(path)
                waiting.append(path)
    return shown


def _links(window: Visit) -> list[str]:
    """Return addresses of ours on the page: conversations all, of other pages one without query."""
    found = window.page.locator("a[href]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    parts = [urlsplit(urljoin(window.page.url, href)) for href in found]
    paths = [part.path for part in parts if f"{part.scheme}://{part.netloc}" == window.origin]
    return [path for path in dict.fromkeys(paths) if "logout" not in path]


def _check(window: Visit) -> None:
    assert window.page.evaluate(FOREIGN) == [], window.page.url
    assert window.complaints == [], window.page.url


def _settle_one_of_each(window: Visit) -> None:
    """A name also stands in the note that says what was just done."""
    for number in range(len(NAMES)):
        window.go("/inbox/")
        window.page.locator("a.msg").filter(has_text=f"Bonjour [{number:02}]").click()
        window.page.locator("form[action$='/completion/'] button").click()
        expect(window.page.locator(".toast")).to_be_visible()
        _check(window)
