"""Suggested answers in a browser: by keys alone, without script, and beside what one typed."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from beffroi.inbox.models import Answer, Conversation
from tests.browser import inboxes
from tests.browser.browsing import leaving, signed_in, visit
from tests.world import World


def test_a_question_about_hours_is_answered_with_two_keys(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.asked(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.question(world))
        page.keyboard.press("1")
        box = page.locator("#id_text")
        expect(box).to_be_focused()
        expect(box).to_have_value(re.compile(r"du mardi au vendredi de 7.h"))
        with leaving(page):
            page.keyboard.press("ControlOrMeta+Enter")
        expect(page.locator("#said")).to_contain_text("du mardi au vendredi")
        assert visited.complaints == []
    answer = Answer.objects.get()
    assert answer.suggestion.startswith("fr.question_hours.")
    assert Conversation.objects.get().status == "done"


def test_what_is_left_to_say_is_selected_named_and_stops_it(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.asked(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.question(world))
        lacking = page.locator("[data-suggestion*='[']").first
        page.keyboard.press(lacking.get_attribute("aria-keyshortcuts") or "")
        expect(page.locator("#answer-gaps")).to_contain_text("Reste à compléter")
        visited.expected_status = 422
        with leaving(page):
            page.keyboard.press("ControlOrMeta+Enter")
        expect(page.locator("#answer-error")).to_contain_text("à la place des crochets")
        expect(page.locator("#id_text")).to_be_focused()
        visited.expected_status = 200
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("Ouvert samedi dès 7 h, Léa.")
        expect(page.locator("#answer-gaps")).to_be_hidden()
        with leaving(page):
            page.keyboard.press("ControlOrMeta+Enter")
    assert Answer.objects.get().text == "Ouvert samedi dès 7 h, Léa."


def test_what_was_typed_stays_above_a_suggestion_and_keys_are_letters_there(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.asked(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go(inboxes.question(world))
        box = page.locator("#id_text")
        box.focus()
        page.keyboard.type("Dès 7 h 12")
        expect(box).to_have_value("Dès 7 h 12")
        page.locator("[data-suggestion]").first.click()
        expect(box).to_have_value(re.compile(r"^Dès 7 h 12\n\n.*\bLéa\b(?! Bonnet)"))
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Delete")
        page.keyboard.press("1")
        first, second = (page.locator("[data-suggestion]").nth(place) for place in (0, 1))
        expect(box).to_have_value(first.get_attribute("data-suggestion") or "")
        second.click()
        expect(box).to_have_value(second.get_attribute("data-suggestion") or "")
        assert visited.complaints == []


def test_it_works_without_script(browser: Browser, origin: str, world: World) -> None:
    inboxes.asked(world)
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}{inboxes.question(world)}")
        page.locator("#id_text").fill("Pour samedi :")
        page.locator("[name=use]").first.click()
        expect(page.locator("#id_text")).to_have_value(re.compile("^Pour samedi :\n\n.*Léa"))
        page.locator("#id_text").fill("Samedi dès 7 h, Léa.")
        page.locator("form.reply .btn--primary").click()
        expect(page.locator("#said")).to_contain_text("Samedi dès 7 h, Léa.")
    assert Answer.objects.get().suggestion.startswith("fr.question_hours.")


def test_the_slower_of_two_reads_what_was_said_before_sending(
    browser: Browser, origin: str, world: World
) -> None:
    inboxes.asked(world)
    with visit(browser, origin) as hers, visit(browser, origin) as his:
        signed_in(hers.page, world.claire, origin=origin)
        signed_in(his.page, world.karim, origin=origin)
        for one in (hers, his):
            one.go(inboxes.question(world))
        his.page.locator("#id_text").fill("Dès 7 h, à samedi !")
        with leaving(his.page):
            his.page.keyboard.press("ControlOrMeta+Enter")
        hers.page.locator("#id_text").fill("Nous ouvrons à 7 h.")
        hers.expected_status = 422
        with leaving(hers.page):
            hers.page.keyboard.press("ControlOrMeta+Enter")
        reply = hers.page.locator("#reply")
        expect(reply).to_contain_text("Karim Benali a répondu entre-temps")
        expect(reply).to_contain_text("Dès 7 h, à samedi !")
        expect(hers.page.locator("#id_text")).to_have_value("Nous ouvrons à 7 h.")
        hers.expected_status = 200
        with leaving(hers.page):
            reply.get_by_role("button", name="Envoyer quand même").click()
    assert Answer.objects.count() == 2
