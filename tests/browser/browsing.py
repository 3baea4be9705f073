"""A visit with a real browser, which notes whatever the page complains about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from beffroi.workspaces.models import User

DESKTOP = (1280, 900)
NARROW = (320, 700)
THEMES = ("light", "dark")
LANGUAGES = ("fr", "en")
#: What axe looks at: WCAG 2.2 AA, the French RGAA 4 and the good habits beyond them.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
#: How long a busy machine may take to a page.
_PAGE_MS = 30_000
NOTE_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


#: Sends a form to an address, as a page would that has been open for long: without a good token.
SEND = """
([address, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  if (fields.csrfmiddlewaretoken === "")  /* as a form of this page has it */
    form.elements.csrfmiddlewaretoken.value =
      document.querySelector("input[name=csrfmiddlewaretoken]").value;
  document.body.append(form);
  form.submit();
}
"""


@dataclass
class Visit:
    """One browser window on the server, and all that went wrong in it."""

    context: BrowserContext
    page: Page
    origin: str
    expected_status: int = 200
    is_used_again: bool = False
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, *, status: int = 200) -> None:
        """Open a page and wait until it is quiet."""
        response = self.page.goto(self.origin + path)
        assert response is not None
        assert response.status == status, f"{path} answers {response.status}"
        settle(self.page)

    def send(self, path: str, fields: Mapping[str, str], *, status: int) -> None:
        """Send a form from a page of ours and wait until the answer is quiet."""
        self.go("/")
        with self.page.expect_navigation() as answered:
            self.page.evaluate(SEND, [path, dict(fields)])
        assert answered.value is not None
        assert answered.value.status == status, f"{path} answers {answered.value.status}"
        settle(self.page)

    def begin_again(self, *, expected_status: int = 200) -> None:
        """Become a window of somebody who was never here."""
        self.context.clear_cookies()
        self.complaints.clear()
        self.expected_status = expected_status
        self.is_used_again = True

    def resize(self, size: tuple[int, int]) -> None:
        """Change the size of the window."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def use_theme(self, theme: str) -> None:
        """Prefer light or dark, as the system would."""
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")

    def sideways_scroll_px(self) -> int:
        """Return by how much the page is wider than the window."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(script))

    def accessibility_faults(self) -> list[str]:
        """Return what axe finds against the rules, one line for each place."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        found = self.page.evaluate("async (how) => (await axe.run(how)).violations", options)
        return [_told(rule, node) for rule in found for node in rule["nodes"]]


def settle(page: Page) -> None:
    """Wait until everything of the page is here, and no exchange of htmx is under way."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Wait until another page has come, even one at the same address, and hears its keys.

    What htmx notes in the history counts as a navigation: it is not waited for.
    """
    page.evaluate("document.documentElement.dataset.left = ''")
    yield
    expect(page.locator("html[data-left]")).to_have_count(0, timeout=_PAGE_MS)
    settle(page)


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['target']} {node['html'][:120]} ({node['failureSummary'][:200]})"


@contextmanager
def visit(
    browser: Browser,
    origin: str,
    *,
    language: str = "fr",
    size: tuple[int, int] = DESKTOP,
    expected_status: int = 200,
    **options: Any,
) -> Iterator[Visit]:
    """Open a window; `options` go to Playwright's new_context."""
    width, height = size
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "locale": language}
    # A colour that is on its way to another is neither theme's: look at still pages.
    context = browser.new_context(**{**window, "reduced_motion": "reduce", **options})
    context.add_init_script(NOTE_REFUSALS)
    visited = Visit(context, context.new_page(), origin, expected_status)
    _listen(visited)
    try:
        yield visited
    finally:
        context.close()


def _listen(visited: Visit) -> None:
    def note_console(message: ConsoleMessage) -> None:
        is_expected = f"status of {visited.expected_status}" in message.text
        # The page before has left it in memory: nobody asks for what is fetched once more.
        is_kept = visited.is_used_again and "preloaded using link preload" in message.text
        if message.type in {"error", "warning"} and not is_expected and not is_kept:
            visited.complaints.append(f"{message.type}: {message.text}")

    def note_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            visited.complaints.append(f"not loaded: {request.url} ({request.failure})")

    visited.page.on("console", note_console)
    visited.page.on("pageerror", lambda error: visited.complaints.append(f"script: {error}"))
    visited.page.on("requestfailed", note_failure)


def signed_in(page: Page, user: User, *, origin: str, language: str = "") -> None:
    """Give the window a session of `user`, as the sign-in page would; optionally their language."""
    if language and user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": origin}]
    )
