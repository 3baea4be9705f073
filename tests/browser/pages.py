"""The pages that every browser check visits. An app adds its own with one line here.

Each check runs on every page: accessibility in two themes, two languages and two widths, no
sideways scroll, no message in the console, nothing refused by the content policy; and
`make screens` takes its pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.world import World

Prepare = Callable[[World], object]


def no_preparation(world: World) -> None:
    """Leave the world as it is."""


@dataclass(frozen=True)
class Page:
    """A page to visit: its address, who visits it, what must be there before, what to open first.

    `visitor` names an attribute of the world (“claire”), or is empty for someone not signed in.
    `world` says whether anybody has an account: the welcome page only shows when nobody has.
    `click` is a selector to click once the page is there (an open menu, a dialog).
    """

    name: str
    path: str | Callable[[World], str]
    visitor: str = ""
    prepare: Prepare = no_preparation
    world: bool = True
    click: str = ""
    status: int = 200

    def address(self, world: World | None) -> str:
        """Return the path, which may depend on what the world holds."""
        if isinstance(self.path, str):
            return self.path
        assert world is not None
        return self.path(world)


PAGES: list[Page] = [
    Page("welcome", "/", world=False),
    Page("today", "/", visitor="claire"),
    Page("today-workspaces", "/", visitor="claire", click=".space:visible"),
    Page("styleguide", "/styleguide/", visitor="claire"),
    Page("not-found", "/nothing-here/", status=404),
    Page("not-allowed", "/theme/", status=405),
]
