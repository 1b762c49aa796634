"""Texts for users, in the language of QGIS.

A language is one file of Qt Linguist, ``resources/i18n/binn_<language>.ts``, which is read directly: no compiled file is needed.
``scripts/translations.py`` updates the files with the texts in the code, and a test checks that no text is missing.

Texts of the engine (progress, log, warnings, errors of a job) stay in English: they are the same in QGIS, on a cluster and in bug reports.
"""

from __future__ import annotations

import functools
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QByteArray, QXmlStreamReader

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "i18n"


def tr(text: str) -> str:
    """The text in the user's language, or as it is where that has none for it. Values go in afterwards: ``tr("{n} rows").format(n=3)``."""
    return catalogue(QgsApplication.locale()).get(text, text)


def mark(text: str) -> str:
    """The text as it is, to be translated where it is shown: for tables, which are made before QGIS knows its language."""
    return text


@functools.lru_cache(maxsize=4)
def catalogue(locale: str) -> dict[str, str]:
    """Translations by the English text, for a locale such as ``de`` or ``de_AT``; empty where there is no file for its language."""
    language = locale.replace("-", "_").split("_")[0].lower()
    path = FOLDER / f"binn_{language}.ts"
    return {source: text for source, text in messages(path).items() if text} if path.is_file() else {}


def messages(path: Path) -> dict[str, str]:
    """Every text of a file of Qt Linguist with its translation, which is empty where it is missing or unfinished."""
    found: dict[str, str] = {}
    source = ""
    reader = QXmlStreamReader(QByteArray(path.read_bytes()))
    while not reader.atEnd():
        reader.readNext()
        if not reader.isStartElement():
            continue
        if str(reader.name()) == "source":
            source = reader.readElementText()
        elif str(reader.name()) == "translation":
            unfinished = reader.attributes().value("type") == "unfinished"
            text = reader.readElementText()
            found[source] = "" if unfinished else text
    return found
