"""Watches in a browser: the first one by keyboard alone, and words that become chips."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from beffroi.listening.models import Ground, Watch
from beffroi.listening.sought import kept
from tests.browser import companies, watching
from tests.browser.browsing import leaving, signed_in, visit
from tests.browser.keyboard import Keyboard
from tests.world import World

#: What a person needs, by the keystroke-level model (Card, Moran and Newell 1980): seconds for a
#: key, and to make up their mind before each field or button; and to read a word.
KEY, MIND, WORD = 0.28, 1.35, 60 / 250
TWO_MINUTES = 120


class Person(Keyboard):
    """Somebody whose time is counted."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.seconds = 0.0

    def reach_and(self, keys: str, wanted: str, *, text: str = "") -> None:
        """Go to a control, and press or type; count both."""
        self.reach(wanted, text=text)
        self.seconds += MIND
        self.type(keys)

    def type(self, keys: str) -> None:
        """Press a key that has a name, or type a text."""
        if keys in ("Enter", "Space", "Backspace"):
            self.page.keyboard.press(keys)
            self.seconds += KEY
        else:
            self.page.keyboard.type(keys)
            self.seconds += KEY * len(keys)

    def read(self, text: str) -> None:
        """Read a text."""
        self.seconds += WORD * len(text.split())

    def _stop(self) -> str:
        self.seconds += KEY
        return super()._stop()


def values(page: Page, name: str) -> list[str]:
    found: list[str] = page.locator(f"#watch input[type=hidden][name={name}]").evaluate_all(
        "fields => fields.map((field) => field.value)"
    )
    return found


def test_the_first_watch_takes_less_than_two_minutes_by_keyboard(
    browser: Browser, origin: str, world: World
) -> None:
    companies.told(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="fr")
        visited.go("/listening/watches/")
        person = Person(page)
        person.reach_and("Enter", "main a.btn--primary")
        expect(page.get_by_role("heading", level=1)).to_have_text("À quel titre vous écoutez")
        for answer in page.locator("main textarea").all():
            person.read(answer.input_value())
        person.reach_and("Space", "#id_is_accepted")
        person.reach_and("Enter", "main form .btn--primary")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nouvelle veille")
        person.reach_and("Atelier Martin", "#typed_any_of")
        person.type("Enter")
        expect(page.locator("#count .figure")).to_have_text("0")
        person.type("boulangerie Martin,")
        person.type("Enter")
        assert values(page, "any_of") == ["Atelier Martin", "boulangerie Martin"]
        page.locator("#content").focus()
        person.reach_and("Enter", "button[form=watch]")
        expect(page.get_by_role("heading", level=1)).to_have_text("Veilles")
        expect(page.locator("main")).to_contain_text("Atelier Martin")
        assert kept(Watch.objects.get().query).any_of == ("Atelier Martin", "boulangerie Martin")
        assert Ground.objects.get().weighed_by == world.claire
        assert person.seconds < TWO_MINUTES
        assert visited.complaints == []


def test_words_become_chips_and_the_count_follows(
    browser: Browser, origin: str, world: World
) -> None:
    watching.several(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="fr")
        visited.go(watching.watch_page(world))
        figure = page.locator("#count .figure")
        expect(figure).to_have_text("4 sur 8")
        page.get_by_role("button", name="Garder").first.click()
        expect(figure).to_have_text("6 sur 8")
        assert values(page, "none_of") == ["concours"]
        page.get_by_role("button", name="Garder").first.click()
        expect(page.locator("[data-choices] summary").first).to_contain_text("Français, Anglais")
        expect(figure).to_have_text("7 sur 8")
        field = page.locator("#typed_none_of")
        field.focus()
        page.keyboard.press("Backspace")
        assert values(page, "none_of") == []
        expect(field).to_be_focused()
        page.keyboard.type('"marché", recette;')
        assert values(page, "none_of") == ["marché", "recette"]
        expect(figure).to_have_text("4 sur 8")
        page.locator("#typed_any_of").fill("vaccin")
        page.locator("#name").focus()
        expect(page.locator("#told")).to_contain_text("la santé")
        page.get_by_role("button", name="En formule").click()
        expect(page.locator("#formula")).to_have_value(
            '("pain au levain" OU levain OU vaccin) ET (Douai OU Hauts-de-France)'
            " ET SAUF (marché OU recette) ET LANGUE (fr OU en) ET VARIANTES"
        )
        assert visited.complaints == []


def test_a_formula_is_counted_and_refused_while_it_is_typed(
    browser: Browser, origin: str, world: World
) -> None:
    watching.several(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="fr")
        visited.go("/listening/watches/new/")
        with leaving(page):
            page.get_by_role("button", name="En formule").click()
        field = page.locator("#formula")
        field.focus()
        page.keyboard.type("levain OU (")
        expect(page.locator("#said_formula")).to_contain_text("n’était pas attendu")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
        page.keyboard.press("Backspace")
        page.keyboard.type("pain")
        expect(page.locator("#count .figure")).to_contain_text("sur")
        expect(page.locator("#said_formula .error")).to_have_count(0)
        assert field.get_attribute("aria-invalid") is None
        field.fill("le OU la")
        expect(page.locator("#said_formula")).to_contain_text("Presque tous les messages")
        expect(page.locator("#count .figure")).to_have_text("—")
        assert visited.complaints == []


def test_on_a_phone_the_count_stands_above_its_samples_and_the_open_page_is_in_sight(
    browser: Browser, origin: str, world: World
) -> None:
    watching.several(world)
    with visit(browser, origin, size=(390, 844)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin, language="fr")
        visited.go(watching.watch_page(world))
        count, samples = (page.locator(one).bounding_box() for one in ("#count", "#samples"))
        assert count is not None
        assert samples is not None
        assert count["y"] < samples["y"]
        visited.go("/listening/sources/")
        expect(page.locator(".subnav [aria-current]")).to_be_in_viewport(ratio=0.9)
        assert visited.complaints == []
