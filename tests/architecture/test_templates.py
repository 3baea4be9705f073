"""What every template keeps to: translated words, no inline code, a size one can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "beffroi"
TEMPLATES = {
    str(path.relative_to(PACKAGE)): path.read_text()
    for path in sorted(PACKAGE.glob("*/templates/**/*.html"))
}
STATIC = PACKAGE / "web" / "static" / "web"
LINES_MAX = 150

#: Words that are the same in every language, and sample names of the style guide.
SAME_EVERYWHERE = {
    *("Beffroi", "Bluesky", "Mastodon", "Atelier", "Martin", "Claire", "Léa", "B", "Julien"),
    *("Renard", "min", "h", "n", "atelier-martin", "example", "ink", "Y", "M"),
}
#: Comments, and the block that holds names of classes.
UNSAID = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|{%\s*block main_class\s*%}.*?{%\s*endblock\s*%}",
    re.DOTALL,
)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
#: Attributes that people read or hear.
SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|label)="([^"]*)"')
#: A tag, whose quoted values may hold “>”.
MARKUP = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;|&#\d+;")
WORD = re.compile(r"[^\W\d_][\w’'-]*")


def found_by(check: Callable[[str], Collection[str]]) -> dict[str, Collection[str]]:
    """Return what a check finds in each template where it finds something."""
    return {name: found for name, source in TEMPLATES.items() if (found := check(source))}


def written_words(source: str) -> list[str]:
    """Return the words that a template says without asking for their translation."""
    source = TRANSLATED.sub(" ", UNSAID.sub(" ", source))
    source = TAGS.sub(" ", source)
    texts = [*SPOKEN.findall(source), ENTITY.sub(" ", MARKUP.sub(" ", source))]
    return [word for text in texts for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


def test_every_word_can_be_translated() -> None:
    assert found_by(written_words) == {}


def test_a_word_written_in_a_template_is_found() -> None:
    assert written_words('<p title="Hello">{% translate "Yes" %} there</p>') == ["Hello", "there"]


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.DOTALL),
    "a style element": re.compile(r"<style\b"),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.DOTALL),
    "hx-on": re.compile(r"\shx-on\b"),
    "script in htmx": re.compile(r"\shx-(?:vals|headers|confirm)\s*=\s*[\"']js:"),
    "a javascript address": re.compile(r"[\"']javascript:"),
    "something from elsewhere": re.compile(r"(?:src|action)\s*=\s*[\"'](?:https?:)?//"),
    "unescaped output": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}


def test_nothing_needs_a_weaker_content_policy() -> None:
    def inline(source: str) -> list[str]:
        return [what for what, pattern in INLINE.items() if pattern.search(source)]

    assert found_by(inline) == {}


def test_a_template_can_be_read_at_once() -> None:
    assert found_by(lambda source: source.splitlines()[LINES_MAX:]) == {}


#: Pages for people without an account that set no cookie: a token would guard nothing there.
WITHOUT_COOKIES = frozenset(
    {
        "morning/templates/morning/asked.html",
        "morning/templates/morning/stop.html",
        "relays/templates/relays/board.html",
    }
)


def test_every_form_that_posts_carries_its_token() -> None:
    def without_token(source: str) -> list[str]:
        forms = re.findall(r"<form\b.*?</form>", source, re.DOTALL)
        posting = [form for form in forms if re.search(r'method="post"', form.split(">")[0])]
        return [form[:80] for form in posting if "{% csrf_token %}" not in form]

    assert set(found_by(without_token)) == WITHOUT_COOKIES


SPRITE = frozenset(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
ICON_TAG = re.compile(r'{%\s*icon\s+"([\w-]+)"')
ICON_ARGUMENTS = (
    re.compile(r'{%\s*badge\s+\w+\s+"[\w-]*"\s+"([\w-]+)"'),
    re.compile(r'{%\s*(?:panel\s+"[\w-]*"|button\s+\w+|empty)\s+"([\w-]+)"'),
)


def test_every_icon_is_in_the_sprite() -> None:
    def unknown(source: str) -> set[str]:
        named = {name for tag in (ICON_TAG, *ICON_ARGUMENTS) for name in tag.findall(source)}
        return {f"i-{name}" for name in named} - SPRITE

    assert found_by(unknown) == {}


def test_every_class_is_in_a_stylesheet() -> None:
    sheets = "\n".join(path.read_text() for path in PACKAGE.glob("*/static/*/*.css"))
    defined = set(re.findall(r"\.([A-Za-z][\w-]*)", sheets))

    def undefined(source: str) -> set[str]:
        values = re.findall(r'\bclass="([^"]*)"', TRANSLATED.sub(" ", source))
        used = {name for value in values for name in TAGS.sub(" ", value).split()}
        return {name for name in used if not name.endswith("-")} - defined - {"num"}

    assert found_by(undefined) == {}


def test_every_static_file_it_names_exists() -> None:
    def missing(source: str) -> list[str]:
        named = re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']\s*%}", source)
        return [name for name in named if finders.find(name) is None]

    assert found_by(missing) == {}
