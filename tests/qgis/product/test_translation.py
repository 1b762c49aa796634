"""Everything that users read can be translated; German is complete, other languages may be begun."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
FILES = sorted((REPOSITORY / "resources" / "i18n").glob("binn_*.ts"))
LANGUAGES = [path.stem.removeprefix("binn_") for path in FILES]
COMPLETE = ("de",)  # languages that have every text; the others may show some texts in English
FIELD = re.compile(r"\{[^{}]*\}")
# Calls whose text people see, by the name of what is called.
SHOWN = {
    "InputError", "OutputError", "EngineError", "JobError", "SetupError", "QgsProcessingException", "QLabel", "QPushButton", "QCheckBox",
    "QRadioButton", "QAction", "setWindowTitle", "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "addTab", "addItem",
    "pushInfo", "pushWarning", "setProgressText", "pushMessage", "createMessage", "setHeaderLabels", "getExistingDirectory",
}  # fmt: skip
# What is not of a language: BINN's name, and lines that hold nothing but values, signs and tags.
WORDS = re.compile(r"[A-Za-z]{2,}")
SAME = {"BINN", "Python", "CSV", "PNG", "SOC", "CLM5", "GeoTIFF", "br"}


@pytest.fixture(scope="module")
def collected() -> list[str]:
    return runpy.run_path(str(REPOSITORY / "scripts" / "translations.py"))["texts"]()


@pytest.fixture
def german(qgis_app, monkeypatch):
    """QGIS in German: its locale is asked for with every text."""
    from binn.ui import translation

    class Application:
        @staticmethod
        def locale() -> str:
            return "de"

    monkeypatch.setattr(translation, "QgsApplication", Application)


def translations(language: str) -> dict[str, str]:
    from binn.ui.translation import FOLDER, messages

    return messages(FOLDER / f"binn_{language}.ts")


def shown(language: str) -> dict[str, str]:
    """The translations that users see: the finished ones."""
    return {source: text for source, text in translations(language).items() if text}


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_has_every_text_that_users_read(collected, language):
    known = translations(language)
    missing = [text for text in collected if not known.get(text)]
    assert missing == [], f"run bash scripts/translations.sh {language}, then translate what is unfinished"
    assert len(collected) > 700


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_texts_of_the_code_and_no_others(collected, language):
    assert set(translations(language)) == set(collected), f"run bash scripts/translations.sh {language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_values_and_paragraphs(language):
    for source, text in shown(language).items():
        assert sorted(FIELD.findall(text)) == sorted(FIELD.findall(source)), source
        assert text.count("\n") == source.count("\n"), source
        assert (text[:1].isspace(), text[-1:].isspace()) == (source[:1].isspace(), source[-1:].isspace()), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_that_a_text_quotes_are_quoted_as_they_are_translated(provider, language):
    known = shown(language)
    titles = {algorithm.title for algorithm in map(type, provider.algorithms())}
    for source, text in known.items():
        for title in titles:
            if f"'{title}'" in source:
                translated = known.get(title, title)
                assert f"'{translated}'" in text, f"{source} -> {translated}"


# Second words for Kovariable, Durchgang, Fels, Standardwert, stationärer Zustand, Durchgangszeit, Speicher and Ebene.
SECOND_WORDS = re.compile(r"Kovariat|Durchl[aä]uf|Grundgestein|Vorgabewert|Gleichgewicht|Verweildauer|\bPools?\b|\bLayer\b(?! >)")


def test_german_has_one_word_for_one_thing():
    assert SECOND_WORDS.search("drei Kovariaten")
    assert {source: text for source, text in shown("de").items() if SECOND_WORDS.search(text)} == {}


def literals(node: ast.expr):
    """The texts in an argument that are neither translated nor inside a call of something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, (ast.BinOp, ast.IfExp, ast.BoolOp, ast.List, ast.Tuple)):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from literals(child)


def untranslated(tree: ast.Module):
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
        if isinstance(node, ast.Call) and name in SHOWN:
            for argument in node.args:
                for text in literals(argument):
                    if " " in text.strip() and set(WORDS.findall(text)) - SAME:
                        yield f"line {node.lineno}: {text}"


@pytest.mark.parametrize("source", sorted((REPOSITORY / "ui").rglob("*.py")), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_text_is_shown_without_being_translated(source):
    assert list(untranslated(ast.parse(source.read_text(encoding="utf-8")))) == []


def test_a_text_that_is_shown_as_it_is_is_found():
    assert len(list(untranslated(ast.parse("raise InputError(f'The layer {name} is empty.', tr('Choose another.'))")))) == 1
    assert len(list(untranslated(ast.parse("label.setText('All is well' if fine else tr('No'))")))) == 1


def test_algorithms_and_help_speak_german(german, provider):
    from binn.ui.help import algorithm_page, glossary_page

    train = provider.algorithm("train").create()
    assert train.displayName() == "BINN trainieren"
    assert train.parameterDefinition("EPOCHS").description() == "Höchstzahl der Epochen"
    assert "Leer lassen für den Standardwert des Rezepts" in train.parameterDefinition("EPOCHS").help()
    assert "Bodenkohlenstoff" in train.shortHelpString()
    assert "Eingaben und Einstellungen" in algorithm_page(train)
    assert "Pflanzlicher Kohlenstoffeintrag" in glossary_page()


def test_errors_speak_german(german, provider, context):
    _fine, why = provider.algorithm("train").checkParameterValues({"MODEL": "/nowhere/m.safetensors", "FORCING": "/nowhere/f.nc"}, context)
    assert "Unter /nowhere/f.nc wurde keine Datei gefunden" in why


def test_a_language_without_a_file_and_a_text_without_a_translation_stay_english(qgis_app):
    from binn.ui.translation import catalogue, tr

    assert catalogue("xx") == {}
    assert catalogue("de_AT")["Processes"] == "Prozesse"
    assert catalogue("de-CH")["Processes"] == "Prozesse"
    assert tr("No such text") == "No such text"


def test_an_unfinished_translation_is_not_shown(qgis_app, tmp_path):
    from binn.ui.translation import messages

    path = tmp_path / "binn_de.ts"
    rows = "<message><source>A &amp; B</source><translation>A und B</translation></message>"
    rows += '<message><source>C</source><translation type="unfinished">D</translation></message>'
    path.write_text(f'<!DOCTYPE TS><TS version="2.1"><context><name>BINN</name>{rows}</context></TS>', encoding="utf-8")
    assert messages(path) == {"A & B": "A und B", "C": ""}
