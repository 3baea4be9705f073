from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.core.clock import utc_now
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening.keeping import keep
from beffroi.listening.models import Ground, Mention, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.rules import Purpose
from beffroi.listening.sought import Pair, Sought, kept
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_ground, make_watch, post
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World, introduce

NEW: dict[str, object] = {
    "name": "Pain au levain",
    "subject": "topic",
    "purpose": "market",
    "typed_any_of": "pain au levain\nlevain, #levain",
    "typed_beside": "Douai",
    "typed_none_of": "recette",
    "languages": ["fr"],
    "with_variants": "on",
}


@pytest.fixture
def ground(world: World, clock: FrozenClock) -> Ground:
    ground = make_ground(world.atelier, now=clock())
    ground.purposes = [one.value for one in Purpose]
    ground.save()
    return ground


@pytest.fixture
def claire(world: World, ground: Ground, browse: Browse) -> Client:
    return browse(world.claire)


def mention(watch: Watch, *texts: str) -> None:
    now = utc_now() - timedelta(hours=1)
    said = [post(number, one, now=now) for number, one in enumerate(texts)]
    keep([Caught(one, {watch.workspace_id: [watch.pk]}) for one in said], now=utc_now())


def compose(browser: Client, do: str, **more: object) -> str:
    return text(browser.post(reverse("watch_new"), {**NEW, "do": do, **more}))


def test_what_was_set_aside_counts_in_no_list(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    mention(watch, "Du levain parfait", "Le levain au jardin")
    assert "<b>2</b>" in text(claire.get(reverse("watches")))
    first = Mention.objects.earliest("pk")
    Mention.objects.filter(pk=first.pk).update(set_aside_at=clock())
    assert "<b>1</b>" in text(claire.get(reverse("watches")))


def test_a_distance_of_thousands_of_digits_is_the_longest(claire: Client) -> None:
    pair = {"near_first": "pain", "near_second": "four", "near_between": "9" * 5000}
    assert "NEAR/20" in compose(claire, "formula", **pair)


def test_a_watch_is_made_without_script(world: World, claire: Client) -> None:
    answer = claire.post(reverse("watch_new"), NEW)
    assert answer.headers["Location"] == reverse("watches")
    watch = Watch.objects.get()
    assert (watch.name, watch.subject, watch.purpose) == ("Pain au levain", "topic", "market")
    assert kept(watch.query) == Sought(
        any_of=("pain au levain", "levain", "#levain"),
        beside=("Douai",),
        none_of=("recette",),
        languages=("fr",),
        with_variants=True,
    )
    assert "Pain au levain" in text(claire.get(reverse("watches")))


def test_it_is_changed_on_a_page_of_its_own(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock(), near=(Pair("pain", "four", 3),))
    address = reverse("watch", args=[watch.pk])
    shown = text(claire.get(address))
    assert 'name="any_of" value="levain"' in shown
    assert 'name="near" value="pain NEAR/3 four"' in shown
    claire.post(address, {**NEW, "typed_any_of": "", "any_of": ["levain", "pain"]})
    watch.refresh_from_db()
    assert kept(watch.query).any_of == ("levain", "pain")


def test_without_a_name_its_first_word_is_its_name(claire: Client) -> None:
    claire.post(reverse("watch_new"), {**NEW, "name": ""})
    assert Watch.objects.get().name == "pain au levain"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"typed_any_of": "", "typed_beside": ""}, "Say at least one word"),
        ({"typed_any_of": "le", "typed_beside": ""}, "Nearly every message holds “le”"),
        ({"typed_none_of": "Levain"}, "You both want and exclude"),
        ({"typed_any_of": "x" * 101}, "is longer than 100 signs"),
        ({"typed_any_of": "\n".join(f"mot{n}" for n in range(41))}, "More than 40 words"),
        ({"typed_any_of": "?!"}, "“?!” holds no letter or digit"),
        ({"near_first": "pain"}, "Say both words"),
        ({"near_first": "хлеб", "near_second": "pain"}, "cannot stand near another word"),
        ({"subject": "person", "typed_beside": "cancer"}, "beside the name of a person"),
        ({"name": "n" * 81}, "longer than 80 signs"),
        ({"networks": ["minitel"]}, "no network is called so"),
        ({"view": "formula", "formula": "levain ET"}, "The formula ends too early"),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(
    claire: Client, more: Mapping[str, object], said: str
) -> None:
    answer = claire.post(reverse("watch_new"), {**NEW, **more})
    assert answer.status_code == 422
    shown = text(answer)
    assert said in shown
    sent = {**NEW, **more}
    typed = ("formula",) if "view" in sent else ("typed_none_of", "typed_beside")
    for name in ("name", *typed):
        assert str(sent[name]) in shown
    assert not Watch.objects.exists()


def test_a_taken_name_and_a_full_list_are_said(
    world: World, claire: Client, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_watch(world.atelier, "autre", now=clock(), name="Pain au levain")
    assert "There is a watch named “Pain au levain”" in text(claire.post(reverse("watch_new"), NEW))
    monkeypatch.setattr("beffroi.listening.rules.WATCHES_MAX", 1)
    answer = claire.post(reverse("watch_new"), {**NEW, "name": "Autre"})
    assert "There are 1 watches already" in text(answer)


def test_buttons_change_the_words_and_keep_nothing(claire: Client) -> None:
    shown = compose(claire, "drop:any_of:levain", any_of="levain")
    assert 'value="drop:any_of:levain"' not in shown
    assert 'name="any_of" value="pain au levain"' in shown
    assert 'name="none_of" value="journal"' in compose(claire, "shun:journal")
    assert 'name="none_of" value="recette"' not in compose(claire, "drop:none_of:recette")
    assert 'name="languages" value="en" checked' in compose(claire, "speak:en")
    assert 'value="drop:near:pain NEAR/5 four"' in compose(
        claire, "count", near_first="pain", near_second="four"
    )
    assert not Watch.objects.exists()


def test_words_become_a_formula_and_words_again(claire: Client) -> None:
    as_formula = compose(claire, "formula")
    written = '("pain au levain" OR levain OR #levain) AND (Douai) AND NOT (recette)'
    assert written in as_formula
    again = compose(claire, "words", view="formula", formula=f"{written} AND LANG fr")
    assert 'name="any_of" value="pain au levain"' in again
    assert 'name="none_of" value="recette"' in again
    broken = compose(claire, "words", view="formula", formula="(levain OU pain")
    assert "This bracket is never closed" in broken
    assert "(levain OU pain</mark>" in broken


def test_an_unreadable_formula_says_that_alone_and_names_nothing(claire: Client) -> None:
    sent = {"view": "formula", "formula": "(levain OU", "name": ""}
    shown = text(claire.post(reverse("watch_new"), {**NEW, **sent}))
    assert "The formula ends too early" in shown
    assert "Say at least one word" not in shown
    assert "Give this watch a name" not in shown


def test_an_empty_form_asks_for_a_word_alone(claire: Client) -> None:
    shown = text(claire.post(reverse("watch_new"), {"subject": "topic", "purpose": "market"}))
    assert "Say at least one word" in shown
    assert "Give this watch a name" not in shown


def test_a_name_that_nobody_typed_is_not_put_in_its_field(claire: Client) -> None:
    shown = text(claire.post(reverse("watch_new"), {**NEW, "name": "", "networks": ["minitel"]}))
    assert 'name="name" dir="auto" value=""' in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"any_of": ["le", "la", "de"]}, "Nearly every message holds “le”"),
        ({"any_of": ["levain"], "none_of": ["levain"]}, "You both want and exclude"),
        ({"view": "formula", "formula": "(levain"}, "this bracket is never closed"),
        ({"view": "formula", "formula": "le OU la"}, "Nearly every message holds “le”"),
        ({"any_of": ["gay"], "subject": "brand"}, "The law protects most what “gay” may tell"),
    ],
)
def test_the_count_says_what_saving_would_refuse(
    claire: Client, sent: Mapping[str, object], said: str
) -> None:
    shown = text(claire.post(reverse("watch_count"), {"subject": "topic", **sent}))
    assert said.casefold() in shown.casefold()
    assert "the count appears" in shown
    mended = text(claire.post(reverse("watch_count"), {"any_of": ["levain"]}))
    assert 'class="error"' not in mended


def test_words_the_law_protects_are_noticed_not_forbidden(claire: Client) -> None:
    shown = compose(claire, "count", typed_any_of="vaccin")
    assert "The law protects most what touches health: here “vaccin”" in shown
    claire.post(reverse("watch_new"), {**NEW, "typed_any_of": "vaccin"})
    assert Watch.objects.get().name == "Pain au levain"


def test_the_count_comes_with_samples_and_what_to_do(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    mention(
        watch,
        "Le levain de cette boulangerie est vraiment délicieux",
        "Voici ma recette de levain pour le week-end",
    )
    answer = claire.post(
        reverse("watch_count"), {"any_of": "levain", "none_of": "recette", "subject": "topic"}
    )
    shown = text(answer)
    assert '<p class="figure figure--l">1 <small>of 2</small>' in shown
    assert "<mark>levain</mark>" in shown
    assert '<mark class="out">recette</mark>' in shown
    assert "“recette” · 1 message" in shown
    assert 'value="drop:none_of:recette"' in shown
    assert "Exclude “boulangerie”" in shown
    assert "Counted on 2 mentions kept" in shown
    assert "is not counted yet" in shown
    assert "Facebook" in shown


def test_a_hostile_text_is_only_text(world: World, claire: Client, clock: FrozenClock) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    mention(watch, "<script>alert(1)</script> levain <b onclick=x>gras</b>")
    shown = claire.post(reverse("watch_count"), {"any_of": "levain"}).content.decode()
    assert "<script>alert" not in shown
    assert "<b onclick" not in shown
    hostile = '"><script>alert(2)</script>'
    page = claire.post(reverse("watch_new"), {**NEW, "do": "count", "typed_any_of": hostile})
    assert "<script>alert" not in page.content.decode()


def test_the_first_watch_is_one_click_from_what_is_known(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    introduce(world, now=clock())
    make_channel(world.atelier, "bluesky", now=clock())
    shown = text(claire.get(reverse("watch_new")))
    assert "Atelier Martin" in shown
    assert "Bakery near Douai" in shown
    handle = world.atelier.channels.get().handle
    sent = {"name": "Atelier Martin", "subject": "brand", "purpose": "answer"}
    claire.post(reverse("watch_new"), {**sent, "any_of": ["Atelier Martin", f"@{handle}"]})
    assert kept(Watch.objects.get().query).any_of == ("Atelier Martin", f"@{handle}")


def test_before_any_watch_the_ground_is_asked(world: World, browse: Browse) -> None:
    manager = browse(world.claire)
    assert manager.get(reverse("watch_new")).headers["Location"] == reverse("listening_ground")
    editor = browse(world.karim)
    assert editor.get(reverse("watch_new")).headers["Location"] == reverse("watches")
    assert not Watch.objects.exists()


def test_the_list_tells_a_week_and_what_was_left_out(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    mention(watch, "Le levain est délicieux, merci beaucoup !", "Du levain infect, je suis déçu")
    make_watch(world.atelier, "douai", now=clock())
    Watch.objects.filter(name="douai").update(left_out="too_wide")
    make_watch(world.flowers, "rose", now=clock())
    shown = text(claire.get(reverse("watches")))
    assert '<b>2</b> <span class="meta">mentions in 7 days' in shown
    assert '1<span class="vh"> positive' in shown
    assert "Nothing is looked for: since it was made" in shown
    assert "rose" not in shown


def test_after_the_first_watch_the_next_steps_are_said(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "levain", now=clock())
    shown = text(claire.get(reverse("watches")))
    assert f'href="{reverse("listening_sources")}">Add a source' in shown
    assert "Put the public page on your site" in shown
    make_watch(world.atelier, "douai", now=clock())
    assert "What comes next" not in text(claire.get(reverse("watches")))


def test_the_list_asks_few_questions(
    world: World,
    claire: Client,
    clock: FrozenClock,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        make_watch(world.atelier, f"mot{number}", now=clock())
    claire.get(reverse("watches"))
    with django_assert_max_num_queries(16):
        claire.get(reverse("watches"))
    with django_assert_max_num_queries(20):
        claire.get(reverse("watch", args=[Watch.objects.earliest("pk").pk]))


def test_a_watch_is_paused_removed_and_brought_back(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    claire.post(reverse("watch_switch", args=[watch.pk]))
    watch.refresh_from_db()
    assert not watch.is_on
    claire.post(reverse("watch_switch", args=[watch.pk]), {"on": "yes"})
    claire.post(reverse("watch_remove", args=[watch.pk]))
    shown = text(claire.get(reverse("watches")))
    assert reverse("watch_return", args=[watch.pk]) in shown
    assert claire.get(reverse("watch", args=[watch.pk])).status_code == 404
    claire.post(reverse("watch_return", args=[watch.pk]))
    watch.refresh_from_db()
    assert watch.removed_at is None
    assert watch.is_on


def test_readers_see_and_change_nothing(
    world: World, ground: Ground, clock: FrozenClock, browse: Browse
) -> None:
    watch = make_watch(world.atelier, "levain", now=clock())
    reader = browse(world.member(Role.READER))
    shown = text(reader.get(reverse("watches")))
    assert "levain" in shown
    assert reverse("watch_remove", args=[watch.pk]) not in shown
    assert reader.post(reverse("watch_remove", args=[watch.pk])).status_code == 403
    assert reader.post(reverse("watch_new"), NEW).status_code == 403


@pytest.mark.parametrize("unseen", ["\0", "\u200b", "\xad", "\u200b\u200d", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_part_no_word(claire: Client, unseen: str) -> None:
    word = f"fle{unseen}urs"
    typed = {
        "typed_any_of": word,
        "any_of": word,
        "near_first": word,
        "near_second": f"pain{unseen}",
    }
    claire.post(reverse("watch_new"), {**NEW, **typed, "name": f"{word} {unseen}"})
    formula = f"({word}) AND NOT recette"
    claire.post(reverse("watch_new"), {"name": "B", "view": "formula", "formula": formula})
    first, second = Watch.objects.order_by("pk")
    assert first.name == "fleurs"
    assert kept(first.query).any_of == kept(second.query).any_of == ("fleurs",)
    assert kept(first.query).near == (Pair("fleurs", "pain"),)
    claire.post(reverse("watch_count"), {**NEW, **typed})


def test_what_is_no_language_is_left_out(claire: Client) -> None:
    claire.post(reverse("watch_new"), {**NEW, "languages": ["xxxxxxxxx", "fr", "f\0"]})
    assert kept(Watch.objects.get().query).languages == ("fr",)
    assert "xxxxxxxxx" not in compose(claire, "speak:xxxxxxxxx")
