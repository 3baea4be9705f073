"""A team at its inbox in a browser: by keys alone, without script, and two at one message."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from beffroi.inbox.models import Conversation, Note
from tests.browser import inboxes, teams
from tests.browser.browsing import leaving, signed_in, visit
from tests.world import World


def test_messages_are_chosen_settled_and_taken_back_with_keys(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.busy(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/inbox/")
        rows = page.locator("a.msg")
        number = rows.count()
        expect(page.locator("#sweep")).to_be_hidden()
        for key in ("j", "x", "j", "j", "Shift+X"):
            page.keyboard.press(key)
        expect(page.locator(".tickbox:checked")).to_have_count(3)
        expect(page.locator("#sweep")).to_be_visible()
        with leaving(page):
            page.keyboard.press("e")
        expect(rows).to_have_count(number - 3)
        with leaving(page):
            page.locator(".toast form button").click()
        expect(rows).to_have_count(number)
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        assert visited.complaints == []


def test_one_message_is_given_put_aside_and_answered_with_keys(
    browser: Browser, origin: str, world: World
) -> None:
    teams.at_work(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.talk(world))
        page.keyboard.press("a")
        expect(page.locator("#give-menu [value='give:me']")).to_be_focused()
        with leaving(page):
            page.keyboard.press("Enter")
        expect(page.locator("#conversation")).to_contain_text("Confié à vous")
        page.keyboard.press("a")
        page.locator("#give-note").press("Enter")  # a word alone gives to nobody
        expect(page.locator("#conversation")).to_contain_text("Confié à vous")
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        expect(page.locator("#snooze-menu button").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#snooze-menu")).not_to_have_attribute("open", "")
        page.keyboard.press("r")
        expect(page.locator("#id_text")).to_be_focused()
        page.keyboard.press("/")
        search = page.locator("#saved-search")
        expect(search).to_be_focused()
        page.keyboard.type("horaire")
        found = page.locator("#saved-found button")
        expect(found).to_have_count(1)
        found.click()
        expect(page.locator("#id_text")).to_be_focused()
        expect(page.locator("#id_text")).to_have_value(
            re.compile("^Bonjour Julien, nous ouvrons .* À bientôt, Claire$")
        )
        page.keyboard.type(" a/b")
        assert page.locator("#id_text").input_value().endswith("Claire a/b")
        page.locator("#id_text").fill("Oui, tout à fait.")
        page.locator("#saved-menu summary").click()
        found.click()
        expect(page.locator("#id_text")).to_have_value(
            re.compile("^Oui, tout à fait\\.\n\nBonjour Julien, nous ouvrons .* Claire$")
        )
        assert visited.complaints == []


def test_two_at_one_message_see_each_other(browser: Browser, origin: str, world: World) -> None:
    inboxes.busy(world)
    with visit(browser, origin) as hers, visit(browser, origin) as his:
        signed_in(hers.page, world.claire, origin=origin)
        signed_in(his.page, world.karim, origin=origin)
        his.go(inboxes.talk(world))
        his.page.locator("#id_text").focus()
        expect(his.page.locator("#presence[hx-post]")).to_be_attached()
        hers.go(inboxes.talk(world))
        expect(hers.page.locator("#presence")).to_have_text("Karim Benali répond…")
        hers.go("/inbox/")
        expect(hers.page.locator(".msgs")).to_contain_text("Karim Benali répond…")
        assert [*hers.complaints, *his.complaints] == []


def test_all_of_it_works_without_script(browser: Browser, origin: str, world: World) -> None:
    teams.at_work(world)
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/inbox/")
        page.locator(".tickbox").first.check()
        page.locator("#sweep-more").click()
        page.locator("[value='snooze:monday']").click()
        page.locator(".toast form button").click()
        page.goto(f"{origin}{inboxes.talk(world)}")
        page.locator("#note-box summary").click()
        page.locator("#id_note").fill("Elle rappelle lundi")
        page.locator("#notes form button").click()
        expect(page.locator("#notes")).to_contain_text("Elle rappelle lundi")
        page.locator("#saved-menu summary").click()
        page.locator("#saved-found a").click()
        page.locator("a.row", has_text="Horaires").click()
        expect(page.locator("#id_text")).to_contain_text("Bonjour Julien")
        page.locator("#views summary").click()
        page.locator("#views a").click()
        page.locator("[name=kind]").select_option("mention")
        page.locator("form[action='/inbox/'] .btn--primary").click()
        assert "kind=mention" in page.url
    assert Note.objects.count() == 2
    assert Conversation.objects.filter(snoozed_until__isnull=False).count() == 1
