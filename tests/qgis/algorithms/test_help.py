"""The help pages: one for every algorithm, and the glossary."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from qgis.PyQt.QtCore import QUrl


class Reader(HTMLParser):
    """The text of a page, its links, and the tags that are open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links, self.open = "", [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def page_of(address: str) -> tuple[Path, Reader]:
    path = Path(QUrl(address).toLocalFile())
    return path, Reader(path.read_text(encoding="utf-8"))


def test_every_algorithm_has_a_page_that_tells_of_every_parameter(provider):
    for algorithm in provider.algorithms():
        path, page = page_of(algorithm.helpUrl())
        assert page.open == []
        assert algorithm.displayName() in page.text
        assert algorithm.shortDescription() in page.text
        for row in algorithm.parameterDefinitions():
            assert row.description() in page.text, f"{algorithm.id()} {row.name()}"
            assert row.name() in page.text
            assert row.help() in page.text, f"{algorithm.id()} {row.name()}"
        assert [link for link in page.links if (path.parent / link).is_file()] == ["glossary.html"]


def test_choices_and_defaults_are_told(provider):
    _path, page = page_of(provider.algorithm("predict").helpUrl())
    for label, told in (
        (
            "Precision of the CLM5 layer",
            "default: float64; choices: float64 (Double precision, float64), float32 (Single precision, float32)",
        ),
        ("Depths of SOC (m)", "default: 0.05, 0.15, 0.3, 0.6, 1.0"),
    ):
        row = page.text.partition(label)[2]
        assert row.index(told) < 300, label  # of this parameter, not of a later one
    assert "qgis_process run binn:predict --json --" in page.text


def test_help_calls_parameters_by_their_labels(provider):
    """Their names in capitals are for scripts; a dialog shows no such name."""
    for algorithm in provider.algorithms():
        names = {row.name() for row in algorithm.parameterDefinitions() if "_" in row.name()}
        texts = [algorithm.shortHelpString(), algorithm.shortDescription(), *(row.help() for row in algorithm.parameterDefinitions())]
        assert not [name for name in names if re.search(rf"\b{name}\b", " ".join(texts))], algorithm.id()


def test_the_glossary_has_the_parameters_the_processes_and_the_terms(qgis_app):
    from binn.binn_engine.tables import PARAMETERS, PROCESSES
    from binn.ui.help import glossary_address
    from binn.ui.terms import TERMS

    _path, page = page_of(glossary_address())
    assert page.open == []
    for row in (*PARAMETERS, *PROCESSES, *TERMS):
        assert row.name in page.text or row.label in page.text
        assert row.meaning in page.text


def test_a_profile_that_cannot_be_written_has_no_page_rather_than_an_error(provider, monkeypatch, tmp_path):
    from binn.ui import help as pages

    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    class Application:
        @staticmethod
        def qgisSettingsDirPath() -> str:
            return str(blocked)

    monkeypatch.setattr(pages, "QgsApplication", Application)
    assert provider.algorithm("train").helpUrl() == ""
