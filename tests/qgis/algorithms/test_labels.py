"""Labels are the plain words that replaced riddles; the riddles are nowhere left."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY

# Label of a parameter, by algorithm and parameter.
LABELS = {
    ("predict", "INTERVALS"): "Interval type: local mean or new observation",
    ("predict", "SPREAD"): "Source of uncertainty",
    ("zonal", "SPREAD"): "Source of uncertainty",
    ("predict", "TOLERANCE"): "Stop sampling at this relative error (0: never)",
    ("predict", "THRESHOLDS"): "Exceedance thresholds (e.g. 0-30=5)",
    ("predicttiles", "THRESHOLDS"): "Exceedance thresholds (e.g. 0-30=5)",
    ("predict", "EXTENT"): "Extent",
    ("train", "SAMPLING"): "Raster sampling method",
    ("train", "NEAREST_VALID_KM"): "Search radius for valid pixels (km)",
}
TITLES = {"zonal": "SOC stocks by zone", "predict": "Predict maps", "predicttiles": "Predict maps tile by tile"}
GROUPS = ("1 Data", "2 Model", "3 Maps", "4 Evidence", "PRODA")
RIDDLES = (
    "Whose uncertainty SOC gets",
    "Where the spread comes from",
    "Error of the spread at which a pixel is done",
    "Thresholds to exceed",
    "Map with BINN",
    "Window to map",
    "Reading of rasters at profiles",
    "Nearest valid cell within",
    "as the recipe has it",
    "How errors go together",
    "a gap that chance may give",
)


@pytest.mark.parametrize(("algorithm", "name"), LABELS)
def test_a_parameter_has_its_plain_label(provider, algorithm, name):
    made = provider.algorithm(algorithm).create()
    assert made.parameterDefinition(name).description() == LABELS[algorithm, name]


def test_algorithms_and_groups_have_their_plain_titles(provider):
    assert {name: provider.algorithm(name).displayName() for name in TITLES} == TITLES
    assert {row.group() for row in provider.algorithms()} - {""} == set(GROUPS)


def test_a_setting_of_the_recipe_says_what_empty_means(provider):
    made = provider.algorithm("train").create()
    for name in ("HIDDEN", "DROPOUT", "EPOCHS", "LOSS"):
        help_text = made.parameterDefinition(name).help()
        assert "Leave empty to use the recipe's default." in help_text, name


def test_reports_name_the_correlation_of_errors_and_differences_by_chance():
    reports = REPOSITORY / "binn_engine" / "reports"
    assert "Spatial correlation of errors" in (reports / "zonal.py").read_text(encoding="utf-8")
    assert "difference not significant" in (reports / "crossvalidation_values.py").read_text(encoding="utf-8")


def test_the_riddles_are_gone_from_code_and_docs():
    """The changelog tells what things were called before."""
    files = [path for folder in ("ui", "binn_engine", "docs") for kind in ("*.py", "*.md") for path in (REPOSITORY / folder).rglob(kind)]
    files += [REPOSITORY / "README.md", REPOSITORY / "resources" / "i18n" / "binn_de.ts"]
    assert len(files) > 300
    found = {(path.name, riddle) for path in files for riddle in RIDDLES if riddle in path.read_text(encoding="utf-8")}
    assert not found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("totals", "zonal"),
        ("county", "zonal"),
        ("stocks of counties", "zonal"),
        ("soil carbon map", "predict"),
        ("uncertainty", "predict"),
        ("training", "train"),
        ("csv", "prepare_profiles"),
        ("climate normals", "build_forcing"),
        ("cross-validation", "crossvalidate"),
        ("compare proda", "compare"),
        ("scenario", "project"),
    ],
)
def test_the_toolbox_finds_an_algorithm_by_what_people_type(provider, typed, name):
    """By QGIS's own search."""
    from qgis.core import QgsApplication
    from qgis.gui import QgsProcessingToolboxModel, QgsProcessingToolboxProxyModel
    from qgis.PyQt.QtCore import QModelIndex

    toolbox = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    toolbox.setFilterString(typed)

    def below(parent: QModelIndex):
        for row in range(toolbox.rowCount(parent)):
            index = toolbox.index(row, 0, parent)
            yield toolbox.data(index, QgsProcessingToolboxModel.RoleAlgorithmId)
            yield from below(index)

    assert f"binn:{name}" in list(below(QModelIndex()))
