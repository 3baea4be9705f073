"""What stands where in the inbox: nothing covers what is needed, and little takes much room."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, expect

from beffroi.inbox import filtering
from tests.browser import inboxes, teams
from tests.browser.browsing import LANGUAGES, signed_in, visit
from tests.world import World

#: Of the window that most desks have, and of the narrowest in which the list stands beside.
WIDTHS = (1440, 1280, 1024)
TALL = 900
#: Whether a press in the middle of something reaches it.
_IS_ON_TOP = """
(it) => {
  const {x, y, width, height} = it.getBoundingClientRect();
  return it.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}
"""


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def lines(places: Locator) -> int:
    """Count the lines on which several stand."""
    return len({round(box(one)["y"]) for one in places.all()})


def covers(one: FloatRect, other: FloatRect) -> bool:
    is_beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
    is_below = one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
    return not (is_beside or is_below)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_views_take_two_lines_whatever_their_counts(
    browser: Browser,
    origin: str,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    width: int,
) -> None:
    inboxes.busy(world)
    monkeypatch.setattr(
        filtering, "counts", lambda *_, **__: {view.key: 100 for view in filtering.VIEWS}
    )
    with visit(browser, origin, size=(width, TALL)) as visited:
        signed_in(visited.page, world.claire, origin=origin, language=language)
        visited.go("/inbox/")
        chips = visited.page.locator(".filters .chip")
        expect(chips).to_have_count(6)
        assert lines(chips) == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_what_was_done_is_told_beside_the_list(
    browser: Browser, origin: str, world: World, width: int
) -> None:
    teams.at_work(world)
    with visit(browser, origin, size=(width, 720)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/inbox/")
        page.locator(".tickbox").nth(0).check()
        page.locator("#sweep [value=done]").click()
        toast = page.locator(".toast")
        expect(toast).to_be_visible()
        assert not covers(box(toast), box(page.locator(".pane").first))


def test_what_was_done_is_told_below_the_person_where_they_stand_beside(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.asked(world)
    with visit(browser, origin, size=(1280, 720)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.question(world))
        page.locator("#snooze-menu summary").click()
        page.locator("[value='snooze:tomorrow']").click()
        toast = page.locator(".toast")
        expect(toast).to_be_visible()
        assert not covers(box(toast), box(page.locator("#conversation")))


def test_a_menu_lies_over_what_was_done(browser: Browser, origin: str, world: World) -> None:
    inboxes.asked(world)
    with visit(browser, origin, size=(1024, 720)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.question(world))
        page.locator("#give-menu summary").click()
        page.locator("[value='give:me']").click()
        expect(page.locator(".toast")).to_be_visible()
        page.locator("#snooze-menu summary").click()
        tomorrow, toasts = page.locator("[value='snooze:tomorrow']"), page.locator(".toasts")
        place = box(tomorrow)
        where = {"inset": f"{place['y']}px auto auto {place['x']}px", "translate": "none"}
        toasts.evaluate("(all, where) => Object.assign(all.style, where)", where)
        assert covers(box(page.locator(".toast")), place)
        assert tomorrow.evaluate(_IS_ON_TOP)


def test_by_when_stands_beside_the_first_tag(browser: Browser, origin: str, world: World) -> None:
    teams.at_work(world)
    with visit(browser, origin, size=(1440, TALL)) as visited:
        signed_in(visited.page, world.claire, origin=origin)
        visited.go("/inbox/")
        rows = visited.page.locator(".msg>.tags:has(.due)")
        expect(rows).to_have_count(4)
        for row in rows.all():
            due, first = box(row.locator(".due")), box(row.locator(":scope>:not(.due)").first)
            assert abs(due["y"] - first["y"]) <= 2
            assert due["x"] > first["x"]


def test_keys_are_offered_to_keyboards_alone(browser: Browser, origin: str, world: World) -> None:
    inboxes.asked(world)
    for is_phone in (False, True):
        touch: dict[str, Any] = {"has_touch": True, "is_mobile": True} if is_phone else {}
        with visit(browser, origin, size=(390, 844), **touch) as visited:
            page = visited.page
            signed_in(page, world.claire, origin=origin)
            visited.go("/inbox/")
            page.locator("#around summary").click()
            expect(page.locator("[data-dialog=keys]")).to_be_visible(visible=not is_phone)
            visited.go(inboxes.question(world))
            expect(page.locator(".pick-answer").first).to_be_visible()
            expect(page.locator(".pick-answer kbd").first).to_be_visible(visible=not is_phone)
