from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts import messages

TEMPLATE = """<h1>{% translate "Good morning" %}</h1>
{% blocktranslate count days=days trimmed %}
  {{ days }} day left
{% plural %}
  {{ days }} days left
{% endblocktranslate %}"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one template and one module, and no catalogue yet."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "views.py").write_text('text = _("Welcome, %(name)s")\n')
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    return tmp_path


def _translate(sentence: str, translation: str) -> None:
    path = messages._path("fr")
    before = f'msgid "{sentence}"\nmsgstr ""'
    assert before in path.read_text()
    after = f'msgid "{sentence}"\nmsgstr "{translation}"'
    path.write_text(path.read_text().replace(before, after))


def _translate_all() -> None:
    _translate("Good morning", "Bonjour")
    _translate("Welcome, %(name)s", "Bienvenue, %(name)s")
    path = messages._path("fr")
    text = path.read_text().replace('msgstr[0] ""', 'msgstr[0] "Il reste %(days)s jour"')
    path.write_text(text.replace('msgstr[1] ""', 'msgstr[1] "Il reste %(days)s jours"'))


def test_sentences_of_code_and_templates_are_found(package: Path) -> None:
    messages.main("extract")
    with messages._path("fr").open("rb") as file:
        ids = {message.id for message in read_po(file) if message.id}
    plural = ("%(days)s day left", "%(days)s days left")
    assert ids == {"Good morning", "Welcome, %(name)s", plural}


def test_a_second_extraction_changes_nothing(package: Path) -> None:
    messages.main("extract")
    _translate_all()
    before = messages._path("fr").read_bytes()
    messages.main("extract")
    assert messages._path("fr").read_bytes() == before


def test_a_finished_catalogue_has_no_fault(package: Path) -> None:
    messages.main("extract")
    _translate_all()
    assert messages.main("check") == 0


def test_an_unfinished_catalogue_is_a_fault(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main("extract")
    assert messages.main("check") == 1
    assert "fr: not translated: Good morning" in capsys.readouterr().err


def test_a_new_sentence_is_a_fault_until_it_is_extracted(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main("extract")
    _translate_all()
    (package / "views.py").write_text('text = _("Welcome, %(name)s"), _("Until tomorrow")\n')
    assert messages.main("check") == 1
    assert "not in the catalogue" in capsys.readouterr().err


def test_a_sentence_that_left_the_code_leaves_the_catalogue(package: Path) -> None:
    messages.main("extract")
    _translate_all()
    (package / "views.py").write_text("")
    assert messages.main("check") == 1
    messages.main("extract")
    assert "Welcome" not in messages._path("fr").read_text()
    assert messages.main("check") == 0


def test_a_placeholder_of_the_translator_s_own_is_a_fault(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main("extract")
    _translate("Welcome, %(name)s", "Bienvenue, %(nom)s")
    messages.main("check")
    assert "a placeholder that the sentence does not have" in capsys.readouterr().err


def test_a_singular_with_two_plurals_is_a_fault(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "views.py").write_text('text = ngettext("%(n)s day", "%(n)s days, in all", n)\n')
    (package / "forms.py").write_text('text = ngettext("%(n)s day", "%(n)s days", n)\n')
    messages.main("extract")
    messages.main("check")
    assert "one singular with 2 plurals: %(n)s day" in capsys.readouterr().err


def test_a_sentence_inside_an_f_string_is_a_fault(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "views.py").write_text("text = f\"{error} {_('Nothing was changed.')}\"\n")
    messages.main("extract")
    messages.main("check")
    assert "inside an f-string: views.py, line 1" in capsys.readouterr().err


def test_catalogues_are_compiled_when_they_changed(package: Path) -> None:
    messages.main("extract")
    compiled = messages._path("fr").with_suffix(".mo")
    compiled.unlink()
    messages.main("compile")
    assert compiled.exists()
