"""A crisis in a browser: from the alert to what was learned, and back."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Browser, expect

from beffroi.core.clock import utc_now
from beffroi.crisis.models import Room
from beffroi.delivery import sending
from beffroi.delivery.models import Delivery, Pause
from beffroi.inbox.models import Conversation
from tests.browser import crises
from tests.browser.browsing import signed_in, visit
from tests.world import World

_HOLDING = "Samedi, vous avez trop attendu. Nous cherchons, et nous vous dirons ici ce qui change."


def test_from_the_alert_to_what_was_learned_and_back(
    browser: Browser, origin: str, world: World
) -> None:
    crises.alerted(world)
    asked = Conversation.objects.get(person_name="L’Écho de la Scarpe")
    tomorrow = (utc_now().astimezone(world.atelier.zone) + timedelta(days=1)).date()
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        # The alert opens the room.
        visited.go(f"/inbox/{asked.pk}/")
        page.get_by_role("button", name="Ouvrir la salle de crise").click()
        expect(page.locator("h1")).to_have_text("Salle de crise – La file du samedi")
        expect(page.locator("#phase")).to_contain_text("La presse attend votre réponse")
        expect(page.locator("#cell")).to_contain_text("Ici")
        # One gesture at a time.
        expect(page.get_by_text("Vérifier le fait avant de parler.")).to_be_visible()
        page.locator("#id_note").fill("Vérifié avec la caisse")
        page.get_by_role("button", name="Ajouter cette note").click()
        expect(page.locator("#log")).to_contain_text("Vérifié avec la caisse")
        page.get_by_role("button", name="C’est fait").click()
        expect(page.get_by_text("Un seul geste maintenant : Suspendre")).to_be_visible()
        # Nothing that is planned leaves; one post is let through.
        page.locator("#posts").get_by_role("button", name="Suspendre").click()
        expect(page.locator("#posts")).to_contain_text("Tout est suspendu")
        page.locator("#posts input[type=checkbox]").first.check()
        page.get_by_role("button", name="Laisser partir ce que j’ai coché").click()
        expect(page.locator("#posts")).to_contain_text("Une publication part quand même.")
        # The holding message leaves all the same, with a promise.
        page.locator("#id_text").fill(_HOLDING)
        page.locator("#id_day").fill(tomorrow.isoformat())
        page.locator("#id_hour").fill("12:00")
        page.get_by_role("button", name="Publier maintenant").click()
        expect(page.locator("#holding")).to_contain_text("Vous avez promis d’en dire plus")
        said = Delivery.objects.get(content__text=_HOLDING)
        assert not sending.is_paused(said)
        # Somebody answers.
        who = page.locator("#answers li").filter(has_text="Karine B.")
        who.locator("select").select_option(label="Karim Benali")
        who.get_by_role("button", name="Confier").click()
        expect(
            page.locator("#answers li").filter(has_text="Karine B.").locator(".by.s")
        ).to_have_text(re.compile("Karim Benali"))
        who.get_by_role("link", name="Répondre").click()
        expect(page).to_have_url(re.compile(r"/inbox/\d+/"))
        # Today leads back.
        visited.go("/")
        page.get_by_role("link", name=re.compile("vous avez promis d’en dire plus")).click()
        page.get_by_role("link", name="Entrer dans la salle").click()
        page.get_by_role("button", name="C’est dit").click()
        expect(page.locator("#holding")).to_contain_text("vous l’avez dite")
        # The end, and what was learned.
        page.get_by_role("button", name="Clore").click()
        expect(page.locator("h1")).to_have_text("Bilan – La file du samedi")
        page.locator("#id_to_change").fill("Une seconde fournée le samedi")
        page.get_by_role("button", name="Enregistrer le bilan").click()
        expect(page.get_by_text("Une seconde fournée le samedi").first).to_be_visible()
        expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
        visited.go("/listening/crisis/")
        expect(page.get_by_text("Bilan écrit")).to_be_visible()
        assert visited.complaints == []
    room = Room.objects.get()
    assert (room.closed_at is not None, room.learned_by) == (True, world.claire)
    assert Pause.objects.get().ended_at is None


def test_a_drill_without_script_ends_with_its_times(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin, java_script_enabled=False) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/listening/crisis/")
        page.get_by_role("button", name="Commencer un exercice").click()
        expect(page.locator("h1")).to_have_text("Exercice – La file du samedi")
        page.locator("#posts").get_by_role("button", name="Suspendre").click()
        page.get_by_role("button", name="J’ai répondu").first.click()
        page.get_by_role("button", name="Terminer l’exercice").click()
        expect(page.locator("h1")).to_have_text("Bilan d’un exercice – La file du samedi")
        expect(page.locator("main")).to_contain_text("Au bout de combien de temps")
    assert not Delivery.objects.exists()
    assert not Pause.objects.exists()
